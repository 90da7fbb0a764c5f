"""Gaps: what is needed beside what is provided, ranked by the moves that each gap stops, or by need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kmgraph.planner import Planner
from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.programme.asked import Asked, Order, Origin
from kmgraph.programme.coverage import STATES, Coverage
from kmgraph.programme.demand import Demand, demand_of
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.provision import Provision
from kmgraph.programme.stopped import Moves


@dataclass(frozen=True, slots=True)
class Gap:
    """What is needed of a competency at a level, what is provided, and what that stops."""

    outcome: Outcome
    demand: Mapping[Origin, int]
    """How much it is asked for, of the origins that say anything of it."""
    hidden: frozenset[Origin]
    """The origins that count it and of which no number is shown."""
    weighted: float
    """The sum of the numbers by the weights asked for."""
    courses: int
    """Courses that reach the level."""
    within: int
    """Those of them that are within reach."""
    coverage: Coverage
    moves: int
    """Plausible moves that it stops; 0 where some course is within reach."""
    people: int | None
    """Posts in roles from which it stops a move; None where no posts are counted."""


@dataclass(frozen=True)
class Gaps:
    """What is needed and how far it is provided: every outcome, covered ones too.

    Arrays are in the order of the demand; a `Gap` is made when somebody asks for it.
    """

    planner: Planner
    asked: Asked
    demand: Demand
    provision: Provision
    moves: Moves
    all_pairs: bool

    @cached_property
    def within(self) -> Numbers:
        """How many courses within reach bring each outcome."""
        return self.provision.counts_within(self.provision.within)

    @cached_property
    def mask(self) -> Mask:
        """For which outcomes no course is within reach."""
        found: Mask = self.within == 0
        return found

    @cached_property
    def states(self) -> Numbers:
        """The number of the coverage of each outcome (`coverage.STATES`)."""
        return self.provision.states(self.provision.within)

    @cached_property
    def stops(self) -> Numbers:
        """How many plausible moves each outcome stops."""
        return self.moves.stopped(self.mask)

    @cached_property
    def ranking(self) -> Numbers:
        """The outcomes by moves stopped and weighted demand, or the other way round, then by label and level."""
        by = (-self.demand.total, -self.stops)
        return np.lexsort(by if self.asked.order is Order.MOVES else by[::-1])

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps, ranked."""
        return self._made(self.ranking)

    @cached_property
    def uncovered(self) -> tuple[Gap, ...]:
        """The gaps for which no course is within reach, ranked."""
        return self._made(self.ranking[self.mask[self.ranking]])

    @cached_property
    def short(self) -> tuple[Gap, ...]:
        """The gaps that are not covered, thin ones too, ranked."""
        return self._made(self.ranking[self.states[self.ranking] != STATES.index(Coverage.COVERED)])

    @cached_property
    def by_coverage(self) -> Mapping[Coverage, int]:
        """How many outcomes are in each state."""
        return dict(zip(STATES, np.bincount(self.states, minlength=len(STATES)).tolist(), strict=True))

    @cached_property
    def by_outcome(self) -> Mapping[Outcome, Gap]:
        """The gap of each outcome."""
        return {gap.outcome: gap for gap in self.gaps}

    @cached_property
    def stopped(self) -> int:
        """How many plausible moves some gap stops."""
        return self.moves.count(self.mask)

    def _made(self, places: Numbers) -> tuple[Gap, ...]:
        demand, people = self.demand, self._people
        columns = (demand.total, self.provision.counts, self.within, self.states, self.stops)
        said = {
            origin: (demand.by[origin][places].tolist(), demand.known[origin][places].tolist()) for origin in demand.by
        }
        hidden = {origin: mask[places].tolist() for origin, mask in demand.hidden.items()}
        rows = zip(places.tolist(), *(column[places].tolist() for column in columns), strict=True)
        return tuple(
            Gap(
                demand.outcomes[place],
                {origin: numbers[row] for origin, (numbers, known) in said.items() if known[row]},
                frozenset(origin for origin, mask in hidden.items() if mask[row]),
                weighted,
                courses,
                within,
                STATES[state],
                stops,
                people[place],
            )
            for row, (place, weighted, courses, within, state, stops) in enumerate(rows)
        )

    @cached_property
    def _people(self) -> Sequence[int | None]:
        return self.moves.people(self.mask)


def programme(planner: Planner, asked: Asked | None = None, *, all_pairs: bool = False) -> Gaps:
    """What is needed beside what is provided.

    Args:
        planner: who knows roles, levels and courses.
        asked: whose needs count, and what is within reach.
        all_pairs: let gaps stop every move between role types, not only those that are plausible.

    Raises:
        NotKnown: nothing is needed by what was asked for.
        ValueError: the switches ask for levels to be read in another way than this planner reads them.
    """
    asked = asked or Asked()
    demand = demand_of(planner, asked)
    return Gaps(
        planner, asked, demand, Provision(planner, demand), Moves(planner, demand, all_pairs=all_pairs), all_pairs
    )
