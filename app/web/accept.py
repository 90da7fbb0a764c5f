"""Which of several formats somebody wants most (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import NamedTuple

LONGEST, RANGES = 8 * 1024, 100
"""Characters, and ranges, that are looked at: reading more would keep others waiting."""


class _Range(NamedTuple):
    """A media type, or a range of them, and how much it is wanted."""

    media_type: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How exactly it names a media type: 3 by name, 2 by its group, 1 as anything, 0 not at all."""
        if self.media_type == media_type:
            return 3
        if self.media_type == f"{media_type.partition('/')[0]}/*":
            return 2
        return int(self.media_type == "*/*")


def wanted(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that is wanted most; the first of equals, and None where none will do.

    Of a very long wish only the beginning counts.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(one) for one in accept[:LONGEST].split(",", RANGES)[:RANGES] if one.strip()]
    best = max(offered, key=lambda one: _quality(ranges, one))
    return best if _quality(ranges, best) > 0 else None


def _quality(ranges: Sequence[_Range], media_type: str) -> float:
    """How much a media type is wanted, by the range that names it most exactly."""
    fitting = max(ranges, key=lambda one: one.fits(media_type), default=_Range("", 0))
    return fitting.quality if fitting.fits(media_type) else 0


def _range(said: str) -> _Range:
    media_type, *parameters = (one.strip().lower() for one in said.split(";"))
    given = dict(one.partition("=")[::2] for one in parameters)
    try:
        quality = min(1.0, max(0.0, float(given.get("q", "1"))))
    except ValueError:
        quality = 0.0
    return _Range(media_type, quality)
