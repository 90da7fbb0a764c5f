"""Who can reach what: of what roles need, the share that some course within reach teaches, by situation.

Each share is two numbers: what is known to be within reach, and what is so only if all that is not known of courses
turns out well. No course is asked here whether its entry conditions are met: that depends on what one brings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kmgraph.planner.bridge import Planner
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.programme.access import Access
from kmgraph.programme.demand import Asked, Demand, demand_of
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.provision import Provision
from kmgraph.programme.situations import EVERYONE, STANDING, Situation


@dataclass(frozen=True)
class Share:
    """How much of what roles need is within reach, counted in outcomes and in the weight of who needs them."""

    known: int
    """Outcomes that a course known to be within reach teaches."""
    perhaps: int
    """Further outcomes, that only courses teach of which it is not known whether they are within reach."""
    unsaid: int
    """Further outcomes, of which courses not out of reach teach the competency and do not say how far they go."""
    all: int
    known_weight: float
    perhaps_weight: float
    all_weight: float

    @property
    def least(self) -> float | None:
        """The weighted share known to be within reach, from 0 to 1; None where nothing is needed, and not known.

        It is not known where something may be within reach, and of nothing that is known.
        """
        if not self.all_weight or (self.perhaps and not self.known):
            return None
        return self.known_weight / self.all_weight

    @property
    def most(self) -> float | None:
        """The weighted share within reach if all that is not known turns out well; None where nothing is needed."""
        return (self.known_weight + self.perhaps_weight) / self.all_weight if self.all_weight else None


@dataclass(frozen=True)
class Lost:
    """An outcome that is, or may be, within reach of some people, and is not in a situation."""

    outcome: Outcome
    weight: float
    courses: Mapping[str, str]
    """The courses that reach it, all of which fall out, each with the reason, in words that follow its name."""


@dataclass(frozen=True)
class InReach:
    """What one situation makes of provision."""

    situation: Situation
    share: Share
    known: Mask
    """Which outcomes of the demand are known to be within reach."""
    perhaps: Mask
    """Which others may be."""
    losing: Numbers
    """The outcomes that are lost beside everyone, the most needed first."""
    _counted: "_Counted" = field(repr=False)
    _access: Access = field(repr=False)

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """What is lost beside everyone, the most needed first."""
        return tuple(map(self._lost, self.losing.tolist()))

    @cached_property
    def fallen(self) -> Mapping[str, str]:
        """The courses for what is needed that fall out beside everyone, each with the reason, by IRI."""
        return self._why_out(self._counted.useful(self._counted.open & self._access.out))

    @cached_property
    def unsure(self) -> Mapping[str, tuple[str, ...]]:
        """The courses for what is needed of which it is not known whether they are within reach: what is not known."""
        courses = self._counted.useful(self._access.perhaps)
        return {one: tuple(self._access.doubts(one)) for one in courses}

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """For how many courses each reason holds, the most frequent first."""
        return _counts(self.fallen.values())

    @cached_property
    def unknowns(self) -> Mapping[str, int]:
        """For how many courses each thing is not known, the most frequent first."""
        return _counts(doubt for doubts in self.unsure.values() for doubt in doubts)

    def _lost(self, place: int) -> Lost:
        counted = self._counted
        courses = counted.provision.reaching.at(place)
        fallen = [counted.courses[number] for number in courses[counted.open[courses]].tolist()]
        return Lost(counted.demand.outcomes[place], float(counted.demand.total[place]), self._why_out(sorted(fallen)))

    def _why_out(self, courses: Iterable[str]) -> dict[str, str]:
        return {one: why for one in courses if (why := self._access.why_out(one))}


@dataclass(frozen=True)
class Comparison:
    """Situations beside everyone."""

    asked: Asked
    demand: Demand
    everyone: InReach
    situations: tuple[InReach, ...]
    own: InReach | None
    """The situation that was asked for, where one was."""
    nobody: Numbers
    """The outcomes that no course listed reaches, the most needed first."""

    @property
    def every(self) -> tuple[InReach, ...]:
        """Everyone, the standing situations, and the one asked for."""
        return (self.everyone, *self.situations, *([self.own] if self.own else []))


def reach(
    planner: Planner, asked: Asked, situations: Sequence[Situation] = STANDING, *, hours_a_week: float | None = None
) -> Comparison:
    """The share of what roles need that is within reach of everyone, in standing situations and as asked.

    Args:
        planner: which knows roles and courses.
        asked: whose demand is counted and how; its switches are the situation asked for.
        situations: the standing ones.
        hours_a_week: the most hours of learning in a week, in the situation asked for.

    Raises:
        UsageError: the hours a week make no sense.
        NotKnown: nothing is needed by what was asked for.
        ValueError: the switches ask for levels to be read in another way than this planner reads them.
    """
    demand = demand_of(planner, asked)
    counted = _Counted(planner, demand)
    own = Situation("as asked", "The situation asked for.", asked.switches, hours_a_week)
    base = EVERYONE.on(asked.switches)
    standing = tuple(counted.in_reach(one.on(asked.switches)) for one in situations)
    named = own.switches != base.switches or hours_a_week is not None
    everyone, asking = counted.in_reach(base), counted.in_reach(own) if named else None
    nobody = counted.without(everyone.known | everyone.perhaps)
    return Comparison(asked, demand, everyone, standing, asking, nobody)


class _Counted:
    """What all situations share: the demand, and the courses that reach it."""

    def __init__(self, planner: Planner, demand: Demand):
        self.demand, self.provision, self.courses = demand, Provision(planner, demand), planner.network.courses
        self._planner = planner
        self._needed = demand.total > 0
        self.open = ~self._access(EVERYONE.on(demand.asked.switches)).out
        """Which courses some people can join."""

    def in_reach(self, situation: Situation) -> InReach:
        """What a situation makes of provision."""
        access, reaching, total = self._access(situation), self.provision.reaching, self.demand.total
        known = self._needed & _reached(reaching, access.known)
        within = self._needed & _reached(reaching, ~access.out)
        unsaid = self._needed & ~within & _reached(self.provision.could, ~access.out)
        perhaps = within & ~known
        share = Share(
            int(known.sum()),
            int(perhaps.sum()),
            int(unsaid.sum()),
            int(self._needed.sum()),
            float(total[known].sum()),
            float(total[perhaps].sum()),
            float(total.sum()),
        )
        lost = self.without(within | ~_reached(reaching, self.open))
        return InReach(situation, share, known, perhaps, lost, self, access)

    def without(self, reached: Mask) -> Numbers:
        """The outcomes that are needed and not among those reached, the most needed first."""
        found = np.flatnonzero(self._needed & ~reached)
        return found[np.lexsort((found, -self.demand.total[found]))]

    def useful(self, among: Mask) -> list[str]:
        """The IRIs, sorted, of those of these courses that reach something that is needed."""
        reaching = self.provision.reaching
        numbers = np.unique(reaching.to[self._needed[reaching.owners] & among[reaching.to]])
        return sorted(self.courses[number] for number in numbers.tolist())

    def _access(self, situation: Situation) -> Access:
        return Access(self._planner, self.provision, situation)


def _reached(reaching: Links, courses: Mask) -> Mask:
    """Which outcomes at least one of these courses reaches."""
    found: Mask = np.zeros(len(reaching.begin) - 1, dtype=np.bool_)
    found[reaching.owners[courses[reaching.to]]] = True
    return found


def _counts(said: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(said).items(), key=lambda one: (-one[1], one[0])))
