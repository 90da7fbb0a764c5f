"""Moves over several roles: every move with its own bridge, how alike the roles are, and what is on record of it."""

from dataclasses import dataclass

from kmgraph.planner.bridge import Answer
from kmgraph.planner.gap import Profile
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.plan import Plan, Total, total
from kmgraph.planner.situation.switches import Switches


@dataclass(frozen=True)
class Hop:
    """One move of a pathway, with the bridge from all that is brought by then."""

    before: str | None
    """IRI of the role that is left, None where it is not known."""
    answer: Answer
    likeness: float
    """How much the roles are alike (`distance`): 0 nothing alike, 1 the same."""
    record: Record

    @property
    def role(self) -> str:
        """IRI of the role that is taken up."""
        return self.answer.role

    @property
    def plan(self) -> Plan:
        """The best plan."""
        return self.answer.plans[0]

    @property
    def to_develop(self) -> int:
        """Competencies to develop, whether learning closes them or not."""
        return len(self.answer.gap)

    @property
    def open(self) -> int:
        """Those that no plan closes, or none within the limits asked for."""
        return len(self.answer.open) + len(self.plan.beyond)


@dataclass(frozen=True)
class Pathway:
    """Moves one after the other, the last one to the role wanted."""

    hops: tuple[Hop, ...]
    on_record: bool = False
    """Whether it is told because each of its moves is on record, whatever it asks for."""

    @property
    def stops(self) -> tuple[str, ...]:
        """IRIs of the roles on the way."""
        return tuple(hop.role for hop in self.hops[:-1])

    @property
    def to_develop(self) -> int:
        """Competencies to develop in all moves; one that is raised twice counts twice."""
        return sum(hop.to_develop for hop in self.hops)

    @property
    def largest(self) -> int:
        """Competencies to develop in the move that asks for most."""
        return max(hop.to_develop for hop in self.hops)

    @property
    def open(self) -> int:
        """Those that stay open in some move."""
        return sum(hop.open for hop in self.hops)

    @property
    def courses(self) -> int:
        """Courses in all moves."""
        return sum(len(hop.plan.steps) for hop in self.hops)

    @property
    def total(self) -> Total:
        """What the courses of all moves come to."""
        return total([step for hop in self.hops for step in hop.plan.steps])


@dataclass(frozen=True)
class Pathways:
    """The ways to a role: directly, and over other roles by smaller moves."""

    profile: Profile
    start: str | None
    """IRI of the role that is left, None where it is not known."""
    goal: str
    """IRI of the role wanted."""
    switches: Switches
    direct: Hop
    ways: tuple[Pathway, ...]
    """The one on record first, where there is one, then the best."""
    most_new: int
    """The most competencies that one move may ask to develop, by what the roles need."""
    asked: bool
    """Whether the asker chose `most_new`."""
    moves: int
    """The most moves that a pathway may have."""
    proven: bool
    """Whether all pathways were looked at; else only those that promised most."""
    more_moves: int | None = None
    """How many moves a way on record takes, where no way on record has as few as asked for."""

    @property
    def hops(self) -> list[Hop]:
        """All moves, the direct one first; one that several pathways begin with stands once."""
        every = (self.direct, *(hop for way in self.ways for hop in way.hops))
        return list({id(hop): hop for hop in every}.values())

    @property
    def unpinned(self) -> list[str]:
        """Why courses that were to be in the plans can be in none, neither directly nor on any pathway."""
        ends = [way.hops[-1].answer.unpinned for way in self.ways]
        return [why for why in self.direct.answer.unpinned if all(why in end for end in ends)]

    @property
    def small(self) -> bool:
        """Whether the direct move asks for no more than a single move may."""
        return self.direct.to_develop <= self.most_new
