"""What a profile says, as it is written: names of competencies, levels and courses, and where each stands."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kmgraph.errors import Place, Problem, UsageError

MOST = 2_000
"""Competencies, courses and places to mend in a profile: far more than anybody holds."""


class Word(NamedTuple):
    """A name as somebody wrote it."""

    place: Place
    text: str


@dataclass
class Following:
    """A plan that somebody follows."""

    question: dict[str, str] = field(default_factory=dict)
    courses: list[Word] = field(default_factory=list)
    started: list[Word] = field(default_factory=list)


@dataclass
class Written:
    """All that a profile says, and what is wrong with how it says so."""

    label: str
    held: list[tuple[Word, Word | None]] = field(default_factory=list)
    """Competencies, each with its level if one is stated."""
    done: list[Word] = field(default_factory=list)
    """Courses."""
    plan: Following | None = None
    problems: list[Problem] = field(default_factory=list)

    def bound(self, name: str, more: int = 0) -> None:
        """Ends the reading of a profile that says too much, before it takes long.

        Raises:
            UsageError: it says more than anybody holds; `more` counts what is still to be read.
        """
        if len(self) + more > MOST:
            raise UsageError(f"The profile {name} says more than {MOST:,} things. Keep to what you hold.")

    def __len__(self) -> int:
        planned = len(self.plan.courses) + len(self.plan.started) if self.plan else 0
        return len(self.held) + len(self.done) + planned + len(self.problems)
