"""What a person says of themselves: more than a profile, which holds only what is brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kmgraph.planner import Profile

NOT_YET, UNANSWERED = "not yet", "not answered"
"""What may stand in place of a level: somebody says that they cannot do it so far, or says nothing."""


@dataclass(frozen=True)
class Kept:
    """A plan that somebody follows: courses in order, for a question as it stands in a link."""

    question: Mapping[str, str]
    courses: tuple[str, ...]
    started: frozenset[str] = frozenset()
    """Those of the courses that are begun and not done."""


@dataclass(frozen=True)
class Own:
    """What somebody holds, does not hold yet and has done, and the plan that they follow."""

    label: str
    levels: Mapping[str, str | None] = field(default_factory=dict)
    """Levels by competency (None: not stated)."""
    not_yet: frozenset[str] = frozenset()
    """Competencies of which they say that they do not hold them so far."""
    courses: frozenset[str] = frozenset()
    plan: Kept | None = None

    @property
    def profile(self) -> Profile:
        """What they bring."""
        return Profile(self.label, self.levels, courses=self.courses)
