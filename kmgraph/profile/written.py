"""What a profile says, as it is written: names of competencies, levels and courses, and where each stands."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kmgraph.errors import Place, Problem


class Word(NamedTuple):
    """A name as somebody wrote it."""

    place: Place
    text: str


@dataclass
class Written:
    """All that a profile says, and what is wrong with how it says so."""

    label: str
    held: list[tuple[Word, Word | None]] = field(default_factory=list)
    """Competencies, each with its level if one is stated."""
    done: list[Word] = field(default_factory=list)
    """Courses."""
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.held) + len(self.done) + len(self.problems)
