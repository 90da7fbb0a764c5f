"""A question as the solver sees it: a start, what may be taken, what is to be gained, and what it may come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kmgraph.errors import NotKnown
from kmgraph.planner.optimum.core import best
from kmgraph.planner.optimum.cover import Cover, Found, Limit
from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.optimum.network import THOUSANDTHS, Network, Reach
from kmgraph.planner.optimum.pool import Pool
from kmgraph.planner.optimum.presets import Preset, Whole, costs
from kmgraph.planner.situation.switches import Switches

SECONDS = 10.0
"""The time that each stage of the solver has."""
FEW = 60
"""Courses that are not worth reducing: to look at them one by one is as quick."""
LARGEST = 600
"""Courses among which a plan within limits is sought; of more, those that give most for what they cost."""


@dataclass(frozen=True)
class Solved:
    """Courses of the best plan, by number in the network, ascending.

    `gap` is 0 where the plan is proven best of `among` courses; `all` is how many could play a part.
    """

    courses: tuple[int, ...]
    gap: float
    among: int
    all: int


@dataclass(frozen=True)
class Question:
    """What is to be gained from a start.

    Args:
        network: courses and facts.
        reach: what can be reached from the start with the courses allowed.
        goals: numbers of the facts to gain; all can be reached, none holds.
        pins: numbers of the courses that must be taken; all can be entered.
        desirable: those of the goals that are only desirable; within limits they come after the essential ones.
        switches: limits and currency.
    """

    network: Network
    reach: Reach
    goals: Numbers
    pins: Numbers
    switches: Switches
    desirable: Numbers = field(default_factory=lambda: np.array([], dtype=np.int64))
    seconds: float = SECONDS

    def solve(self, preset: Preset) -> Solved:
        """The plan that is best by a preset.

        Without limits the pool is reduced first. A plan that keeps within limits by itself is best within them, too.

        Where time is up, it is the best plan found, with its gap.
        """
        if not len(self.goals) and not len(self.pins):
            return Solved((), 0.0, 0, 0)
        pool = Pool.of(self.network, self.reach, *self._sought(preset))
        columns = self.costs(preset)
        small = pool if len(pool.courses) <= FEW else pool.without_twins(columns).reduced(columns)
        try:
            found = best(small.core(columns), seconds=self.seconds)
        except NotKnown:  # the solver found none in its time: what is far from proven is better than nothing
            found = Found(tuple(small.bundle(columns).tolist()), gap=1.0)
        solved = Solved(_numbers(small.courses[list(found.chosen)]), found.gap, len(pool.courses), len(pool.courses))
        return solved if self.keeps(solved.courses) else self._within_limits(preset, columns)

    def costs(self, preset: Preset) -> list[Whole]:
        """The amounts that a preset keeps small, of all courses."""
        return costs(preset, self.network.pence(self.switches.currency), self.network.minutes)

    def keeps(self, courses: Sequence[int]) -> bool:
        """Whether courses keep within all limits, as far as their amounts are known."""
        return all(int(amounts[list(courses)].sum()) <= most for amounts, most in self.limits)

    @property
    def each_pin(self) -> list[Numbers]:
        """The pins as sets of courses, of each of which one must be taken."""
        return [np.array([pin]) for pin in self.pins]

    @cached_property
    def limits(self) -> list[tuple[Whole, int]]:
        """The limits: what each course has of an amount (0 where it is not known), and the most that all may have."""
        asked, network = self.switches, self.network
        found = []
        for most, parts, amounts in (
            (asked.budget, 100, network.pence(asked.currency)),
            (asked.hours, THOUSANDTHS, network.hours),
            (asked.weeks, THOUSANDTHS, network.weeks),
        ):
            if most is not None:
                found.append((np.maximum(amounts, 0), round(most * parts)))
        return found

    def _sought(self, preset: Preset) -> tuple[Numbers, list[Numbers]]:
        """The facts to gain, and sets of courses of each of which one must be taken.

        All goals can be reached by their best evidenced courses at once, as nothing is lost by taking more. So the
        best evidenced plan is the smallest that takes one of the strongest courses for each.
        """
        if preset is not Preset.EVIDENCED:
            return self.goals, self.each_pin
        strongest = (self.network.strongest(goal, self.reach.entered) for goal in self.goals)
        return self.goals[:0], [*strongest, *self.each_pin]

    def _within_limits(self, preset: Preset, columns: Sequence[Whole]) -> Solved:
        pool = every = Pool.of(self.network, self.reach, self.goals, self.each_pin)
        if len(every.courses) > LARGEST:  # the same ones for all presets, so that their plans can be compared
            fewest = self.costs(Preset.FEWEST)
            pool = every.cheapest(fewest, LARGEST, always=every.courses[every.bundle(fewest)])
        limits = [Limit(dict(enumerate(amounts[pool.courses].tolist())), most) for amounts, most in self.limits]
        worth = self._worth(pool.goals)
        cover = Cover(pool.needs, pool.gains, pool.goals, len(pool.slot), limits, worth=worth, seconds=self.seconds)
        grades = self.grades(pool) if preset is Preset.EVIDENCED else []
        try:
            found = cover.solve([column[pool.courses].tolist() for column in columns], grades)
        except NotKnown:  # to take nothing keeps within any limit
            found = Found((), gap=1.0)
        return Solved(_numbers(pool.courses[list(found.chosen)]), found.gap, len(pool.courses), len(every.courses))

    def _worth(self, goals: Numbers) -> dict[int, int]:
        """How much each goal of a pool matters: an essential one more than all desirable, a pin more than all."""
        lesser = np.isin(self.goals, self.desirable)
        essential = int(lesser.sum()) + 1
        weights = [*np.where(lesser, 1, essential).tolist(), *[essential * (len(self.goals) + 1)] * len(self.pins)]
        return dict(zip(goals.tolist(), weights, strict=True))

    def grades(self, pool: Pool) -> list[dict[int, list[int]]]:
        """For each strength of evidence, the courses of a pool that give a goal with it or better."""
        found = []
        for strength in range(1, self.network.strengths + 1):
            grade = {}
            for place, goal in zip(pool.goals.tolist(), self.goals, strict=False):
                strong = self.network.as_strong(goal, strength)
                grade[place] = np.flatnonzero(np.isin(pool.courses, strong)).tolist()
            found.append(grade)
        return found


def _numbers(courses: Numbers) -> tuple[int, ...]:
    return tuple(courses.tolist())
