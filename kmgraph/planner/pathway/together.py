"""The plans with the fewest courses to several roles from one start: what depends on the start is found once.

Courses that cost more than they save are left out as in `pool`, but with bounds that are followed upwards from the
goals: a course has a value only for what it gives of the goals, or for courses of value that need what it gives.

    V0(k)   what it costs at most to gain what k gives of the goals by bundles of their own
    Vr(k)   what it costs at most to do without k, where no chain of courses from k to a goal has more than r courses
            after k: of each other fact that k gives, the less of its own bundle and of doing without all courses that
            need it, by their V(r - 1) less their cost

No chain in a plan is longer than the plan, and no plan with the fewest courses is longer than any plan that is known.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from kmgraph.errors import NotKnown
from kmgraph.planner.optimum.core import best
from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.optimum.network import Network, Reach
from kmgraph.planner.optimum.pool import Groups, Pool
from kmgraph.planner.optimum.presets import Whole
from kmgraph.planner.optimum.question import Solved


class Together:
    """Questions from one start.

    Args:
        network: courses and facts.
        reach: what can be reached from the start.
        columns: what is kept small, first to last; the first counts courses.
        goals: the facts to gain of each question; all can be reached, none holds.
    """

    def __init__(self, network: Network, reach: Reach, columns: Sequence[Whole], goals: Sequence[Numbers]):
        every = np.unique(np.concatenate([np.array([], dtype=np.int64), *goals]))
        self._columns, self._pool = columns, Pool.of(network, reach, every)
        self._place = dict(zip(every.tolist(), self._pool.goals.tolist(), strict=True))
        self._cost = self._pool.packed(columns)
        self._height = self._pool.heights(self._cost)
        self._giver = self._pool.cheapest_givers(self._cost, self._height)

    def solve(self, goals: Numbers) -> Solved:
        """The plan for one of the questions; where the solver's time is up, one that is not proven."""
        if not len(goals):
            return Solved((), 0.0, 0, 0)
        places = np.array([self._place[goal] for goal in goals.tolist()], dtype=np.int64)
        bundle = self._pool.back_from(places, self._giver)
        kept = self._cost <= self._values(places, len(bundle) - 1)
        small = replace(self._pool, goals=places).only(kept)[0]
        try:
            found = best(small.core(self._columns))
        except NotKnown:  # the solver found none in its time: what is far from proven is better than nothing
            return self._solved(sorted(bundle), 1.0)
        return self._solved(np.searchsorted(self._pool.courses, small.courses[list(found.chosen)]), found.gap)

    def _solved(self, places: Sequence[int] | Numbers, gap: float) -> Solved:
        """A plan of the courses at these places of the pool."""
        chosen: list[int] = self._pool.courses[places].tolist()
        return Solved(tuple(chosen), gap, len(self._pool.courses), len(self._pool.courses))

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._pool)

    def _values(self, goals: Numbers, rounds: int) -> Whole:
        """What it costs at most to do without each course."""
        pool, height = self._pool, self._height
        is_goal = np.zeros(len(pool.slot), dtype=np.bool_)
        is_goal[goals] = True
        without = np.where(is_goal, height, 0)
        value = self._groups.value(without, height)
        for _ in range(rounds):
            net = np.maximum(value - self._cost, 0)
            askers = np.bincount(pool.needs.to, net[pool.needs.owners], len(pool.slot))
            after = np.where(is_goal, height, np.minimum(height, askers).astype(np.int64))
            if (after == without).all():
                break
            without, value = after, self._groups.value(after, height)
        return value
