"""What a team holds of what its roles need, and what to learn: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kmgraph.model import Record
from kmgraph.planner.gap import Need, Profile
from kmgraph.planner.levels import Fact
from kmgraph.planner.plan import Step, Total, total
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import Open


class Hold(StrEnum):
    """How a team holds a competency at the level that its roles need."""

    SHARED = "shared"
    """By two or more."""
    ONE = "one only"
    """By one, so that it goes when they leave."""
    PARTLY = "partly"
    """By nobody, but somebody holds it at a lower level."""
    MISSING = "missing"
    """By nobody at all."""


@dataclass(frozen=True)
class TeamNeed:
    """A competency at the highest level that is essential to any of the roles, and who holds it.

    Members are numbers: their places in the answer's `members`.
    """

    need: Need
    """As it is for somebody who holds nothing; its basis and sources are those of all the roles."""
    roles: Mapping[str, str | None]
    """The roles that need the competency, by IRI in the order given, each with the level that it asks for."""
    state: Hold
    holders: tuple[int, ...]
    nearest: tuple[int, ...]
    """Where it is held partly: who hold it at the highest level."""
    held: str | None
    """That level, None where it is not stated."""
    other_scale: tuple[int, ...]
    """Who hold it on a scale that does not compare with the level needed."""

    @property
    def fact(self) -> Fact:
        """What has to be held."""
        return self.need.fact

    @property
    def unheld(self) -> bool:
        """Whether nobody holds it at that level."""
        return not self.holders


@dataclass(frozen=True)
class Learning:
    """The courses of one member in an order in which each can be entered, and what they bring to the team."""

    member: int
    steps: tuple[Step, ...]
    closes: tuple[Need, ...]

    @property
    def total(self) -> Total:
        """What the courses come to."""
        return total(self.steps)


@dataclass(frozen=True)
class TeamAnswer:
    """How a team holds what its roles need, and the fewest courses that close what can be closed."""

    members: tuple[Profile, ...]
    """With labels that tell them apart."""
    roles: tuple[str, ...]
    switches: Switches
    needs: tuple[TeamNeed, ...]
    learning: tuple[Learning, ...]
    """Of those members who have something to learn, in the order of members."""
    gap: float
    """0 where it is proven that fewer courses do not do, else how far that may be off."""
    open: tuple[Open, ...]
    """The needs that nobody holds and nobody can come to hold."""
    links: tuple[Record, ...]
    """The stated links that all of it rests on, each once."""

    @property
    def unheld(self) -> list[TeamNeed]:
        """The needs that nobody holds at the level asked for."""
        return [one for one in self.needs if one.unheld]

    @property
    def closes(self) -> list[TeamNeed]:
        """Those of them that the learning closes."""
        closed = {need.fact for one in self.learning for need in one.closes}
        return [one for one in self.unheld if one.fact in closed]

    @property
    def total(self) -> Total:
        """What all courses of all members come to: their weeks, too, though members learn side by side."""
        return total([step for one in self.learning for step in one.steps])
