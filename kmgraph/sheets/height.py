"""How high a row must be for its texts to be seen. Not every program makes a row as high as its text."""

from collections.abc import Iterable

LINE = 15.5
"""Points that a line of text takes."""
RAGGED = 4
"""Letters that a line falls short of the column on average, as words are not broken."""
TALLEST = 400.0
"""Points of the tallest row that every program shows."""


def height_of(texts: Iterable[tuple[str, int]]) -> float:
    """Points that a row takes of texts, each with the letters that its column shows in a line."""
    lines = max((sum(_lines(line, width) for line in text.splitlines()) for text, width in texts), default=1)
    return min(TALLEST, LINE * max(1, lines) + 2)


def _lines(line: str, width: int) -> int:
    return 1 + len(line) // (width - RAGGED) if len(line) > width else 1
