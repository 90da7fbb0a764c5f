"""Doubts that come in numbers: each sort is told once, with its first example and how many more there are."""

from collections.abc import Iterator
from typing import NamedTuple

from kmgraph.errors import Place, Problem, warning
from kmgraph.wording import quoted


class Sort(NamedTuple):
    """A sort of doubt: its sentence, in which {} stands for the examples, the remedy, and the property concerned."""

    sentence: str
    hint: str
    property: str | None = None


class Notes:
    """Collects doubts by their sort, in order of first appearance."""

    def __init__(self) -> None:
        self._found: dict[Sort, tuple[Place, str, int]] = {}

    def add(self, sort: Sort, place: Place, example: str) -> None:
        """Keeps the first doubt of a sort, and counts the others."""
        first, said, times = self._found.get(sort, (place, example, 0))
        self._found[sort] = first, said, times + 1

    def told(self) -> Iterator[Problem]:
        """One warning for each sort."""
        for sort, (place, example, times) in self._found.items():
            shown = quoted(example, 100) + (f" and {times - 1:,} more" if times > 1 else "")
            message = sort.sentence.replace("{}", shown)
            yield warning(place, message, sort.hint, column=sort.property, value=example)
