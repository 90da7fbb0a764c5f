"""The opinions that a store keeps: counts by kind of reviewer, all of one source, and which sheets made them.

Of a sheet it keeps the digest of its bytes, the day and which of its lines were left out, so that it is counted once
and can be taken back; neither its name nor who said what together. All counts are written anew each time, so that not
even their order in the store tells.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from kmgraph.errors import DataError
from kmgraph.model import Level, Review, Source, keyed_iri, slug_of
from kmgraph.review.rows import Mark, plain
from kmgraph.reviewed import SOURCE
from kmgraph.store.base import Key, Reader, Writer
from kmgraph.vocabulary import Kind, Opinion, ReviewerType, Status

TITLE = "Reviews of proposals, counted by kind of reviewer"
LICENCE = "CC BY 4.0"
SHEETS = "sheets"
"""Under which name the source keeps what is known of sheets."""
Said = tuple[str, str, ReviewerType, Opinion]
"""What is said, apart from the level: about which record, seen how, by whom, and the opinion."""


class Kept:
    """The counts of a store, to be added to and taken from, and then written in the same transaction."""

    def __init__(self, reader: Reader):
        found = reader.assertions([Kind.SOURCE], [SOURCE]) + reader.assertions([Kind.REVIEW])
        own = [one.record for one in found if one.source == SOURCE]
        self._before = {record.id: record for record in own if isinstance(record, Review)}
        self._counts = dict(self._before)
        self._said: dict[Said, list[str]] = defaultdict(list)
        for review in self._counts.values():
            self._said[review.about, review.seen, review.reviewers, review.opinion].append(review.id)
        sources = [record for record in own if isinstance(record, Source)]
        self._sheets: dict[str, dict[str, Any]] = dict(sources[0].extra.get(SHEETS, {})) if sources else {}

    def counted(self, digest: str) -> str | None:
        """The day on which a sheet was counted; None where it was not."""
        return self._sheets[digest]["counted"] if digest in self._sheets else None

    def left_out(self, digest: str) -> list[int]:
        """The lines of a sheet that were not counted."""
        return list(self._sheets[digest]["left_out"])

    def remember(self, digest: str, left_out: list[int]) -> None:
        """Keeps that a sheet was counted."""
        self._sheets[digest] = {"counted": datetime.now(UTC).date().isoformat(), "left_out": left_out}

    def forget(self, digest: str) -> None:
        """Keeps no longer that a sheet was counted."""
        del self._sheets[digest]

    def add(self, mark: Mark, level: str | None) -> int:
        """Adds a mark to its count; how many people that has now."""
        values = {
            "about": mark.about,
            "seen": mark.seen,
            "reviewers": mark.reviewers,
            "opinion": mark.opinion,
            "level": level,
        }
        iri = keyed_iri(Kind.REVIEW, slug_of(SOURCE), values)
        before = self._counts.get(iri)
        if before is None:
            self._said[mark.about, mark.seen, mark.reviewers, mark.opinion].append(iri)
            before = Review.model_validate({**values, "id": iri, "status": Status.SOURCED, "people": mark.people})
            people = mark.people
        else:
            people = before.people + mark.people
        # Sorted, so that nothing tells which sheet came first.
        reasons = tuple(sorted([*before.reasons, *([mark.reason] if mark.reason else [])]))
        self._counts[iri] = before.model_copy(update={"people": people, "reasons": reasons})
        return people

    def subtract(self, mark: Mark, levels: dict[str, Level]) -> None:
        """Takes a mark from its count.

        Raises:
            DataError: there is no such count, because its level has another name now.
        """
        for iri in self._said[mark.about, mark.seen, mark.reviewers, mark.opinion]:
            review = self._counts.get(iri)
            if review and review.people >= mark.people and _is_at(review, mark, levels):
                self._take(review, mark)
                return
        told = "A level that it names has another name now. Give the level its old name, then try again."
        raise DataError(f"{mark.place} cannot be taken back. {told}")

    def _take(self, review: Review, mark: Mark) -> None:
        people = review.people - mark.people
        reasons = list(review.reasons)
        if mark.reason in reasons:
            reasons.remove(mark.reason)
        if people:
            self._counts[review.id] = review.model_copy(update={"people": people, "reasons": tuple(reasons)})
        else:
            del self._counts[review.id]

    def put(self, writer: Writer) -> None:
        """Writes all counts anew, in an order that no sheet had; where no sheet is left, nothing is left."""
        writer.remove(SOURCE, [Key(Kind.SOURCE, SOURCE), *(Key(Kind.REVIEW, iri) for iri in self._before)])
        if not self._sheets:
            return
        source = Source(
            id=SOURCE, title=TITLE, licence=LICENCE, status=Status.SOURCED, extra={SHEETS: self._sheets}
        )  # fmt: skip
        writer.put(SOURCE, [source, *(self._counts[iri] for iri in sorted(self._counts))])


def names(level: Level) -> tuple[str, str]:
    """What a level may be called in a sheet."""
    return plain(level.label), plain(f"{level.label} ({slug_of(level.id)})")


def _is_at(review: Review, mark: Mark, levels: dict[str, Level]) -> bool:
    """Whether a count is of the level that a mark names."""
    if review.level is None or mark.level is None:
        return review.level is None and mark.level is None
    return review.level in levels and mark.level in names(levels[review.level])
