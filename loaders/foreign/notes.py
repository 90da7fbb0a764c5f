"""Doubts that come in numbers: each sort is told once, with its first example and how many more there are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kmgraph.errors import Place, Problem, Severity
from kmgraph.wording import listed, quoted

SHOWN = 5
"""How many names a sentence holds."""


class Sort(NamedTuple):
    """A sort of doubt: its sentence, in which {} stands for the examples, the remedy, and the property concerned.

    A quiet one is a note: nothing is lost, or nothing is to be done about it.
    """

    sentence: str
    hint: str
    property: str | None = None
    quiet: bool = False


class Notes:
    """Collects doubts by their sort, in order of first appearance."""

    def __init__(self) -> None:
        self._found: dict[Sort, tuple[Place, str, int]] = {}

    def add(self, sort: Sort, place: Place, example: str) -> None:
        """Keeps the first doubt of a sort, and counts the others."""
        first, said, times = self._found.get(sort, (place, example, 0))
        self._found[sort] = first, said, times + 1

    def told(self) -> Iterator[Problem]:
        """One problem for each sort."""
        for sort, (place, example, times) in self._found.items():
            shown = quoted(example, 100) + (f" and {times - 1:,} more" if times > 1 else "")
            message = sort.sentence.replace("{}", shown)
            severity = Severity.NOTE if sort.quiet else Severity.WARNING
            yield Problem(severity, place, message, sort.hint, sort.property, example[:80])


def some(names: Sequence[str], most: int = SHOWN) -> str:
    """Names as people list them, the first few of many."""
    others = len(names) - most
    more = [f"{others:,} {'others' if others > 1 else 'other'}"] if others > 0 else []
    return listed([*map(quoted, names[:most]), *more], "and")
