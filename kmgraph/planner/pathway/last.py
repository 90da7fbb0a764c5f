"""The last move of a pathway: what the goal still needs after a stop at each role."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.planner.optimum.presets import Whole
from kmgraph.planner.pathway.distance import Away


class Rest(NamedTuple):
    """What the goal still needs after stops; one number for each stop."""

    to_develop: Whole
    competencies: Whole
    """The same, where several needs about one competency count once."""
    open: Whole
    least: Whole

    def of(self, stops: Mask) -> "Rest":
        """The same for some of the stops."""
        return Rest(*(amounts[stops] for amounts in self))


class Last:
    """What a role needs beyond a start, beside what all other roles hold of it.

    Args:
        away: all roles as seen from the start.
        goal: number of the role.
    """

    def __init__(self, away: Away, goal: int):
        demand = away.demand
        self._facts = demand.needed.at(goal)
        needs = np.isin(self._facts, demand.needs.at(goal))
        counted = away.reached[demand.top[demand.needed.begin[goal] : demand.needed.begin[goal + 1]]]
        self._price = np.where(counted, away.price[self._facts], 0)
        self._needs = np.flatnonzero(needs)
        self._open = np.flatnonzero(needs & ~away.reached[self._facts])
        competency = demand.competency[self._facts[self._needs]]
        self._begins = np.flatnonzero(np.diff(competency, prepend=-1))
        self._demand = demand

    @cached_property
    def _holds(self) -> Mask:
        """Which roles hold which of the facts that the goal needs."""
        place = np.full(self._demand.size, -1)
        place[self._facts] = np.arange(len(self._facts))
        held = place[self._demand.held.to]
        found = np.zeros((len(self._demand.roles), len(self._facts)), dtype=np.bool_)
        found[self._demand.held.owners[held >= 0], held[held >= 0]] = True
        return found

    def after(self, stops: Numbers, held: Mask) -> Rest:
        """What is left after a stop at each of these roles, coming from where these facts hold."""
        left = ~(self._holds[stops] | held[self._facts])
        needs = left[:, self._needs]
        return Rest(
            needs.sum(axis=1),
            np.logical_or.reduceat(needs, self._begins, axis=1).sum(axis=1),
            left[:, self._open].sum(axis=1),
            left.astype(np.int64) @ self._price,
        )
