"""Plans that are really others: each replaces a good part of the courses of the first plan and of each other.

An alternative closes what the first plan closes, keeps the same limits, and is the best of all such plans by the same
preset. That it is another one is a row of the program for each plan before it, a cut by Hamming distance:

    sum of x_k over the courses of that plan                    <= how many of them it may keep

Cuts that only forbid the very same set of courses would give near-duplicates. The reduction of `pool` holds beside
such rows as long as nothing is said to be replaceable by courses of the plans before it: what replaces a course then
never brings a plan nearer to them.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kmgraph.model import Course
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.state import plan_of
from kmgraph.planner.gap import Need
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.optimum.question import Solved
from kmgraph.planner.others.rivals import Bound, Rivals, Sought, as_closed_by, undominated
from kmgraph.planner.plan import Plan
from kmgraph.planner.unmet import Search

SHARE = 40
"""The least share of the courses of each plan before it that an alternative replaces, in percent."""
WANTED = 3
"""Alternatives that are sought where nobody says how many."""
SECONDS = 20.0
"""Time after which no further plan is sought."""


@dataclass(frozen=True)
class Alternative:
    """Another plan, best by its preset among those that replace as much, and the courses of the first it replaces."""

    plan: Plan
    replaced: tuple[Course, ...]


@dataclass(frozen=True)
class Unavoidable:
    """A course of the first plan without which not all that it closes could be closed.

    `needs` could not be, nor could `opens` be entered, courses that the asker wants in the plan.
    """

    course: Course
    needs: tuple[Need, ...]
    opens: tuple[Course, ...]
    wanted: bool
    """Whether the asker wants it in the plan."""


@dataclass(frozen=True)
class Alternatives:
    """The first plan, and others that are really others."""

    first: Plan
    preset: Preset
    asked: int
    """How many others were asked for."""
    least: int
    """How many courses of the first plan another has to replace."""
    found: tuple[Alternative, ...]
    unavoidable: tuple[Unavoidable, ...]
    proven: bool
    """Whether each is the best there is, and where there are fewer than asked for, no further one exists."""

    @property
    def distinct(self) -> bool:
        """Whether the others replace as much as they should; else there is one, which replaces all that can be."""
        return all(len(one.replaced) >= self.least for one in self.found)


def replaced_at_least(courses: int) -> int:
    """How many of so many courses of a plan another one replaces at least: 40 %, rounded up."""
    return -(-SHARE * courses // 100)


def alternatives(
    planner: Planner, answer: Answer, *, count: int = WANTED, preset: Preset = Preset.FEWEST
) -> Alternatives:
    """Other plans beside the one of an answer that is best by a preset, best first.

    Where none replaces enough, there is one that replaces as many courses as can be.

    Args:
        planner: who gave the answer.
        answer: to a question about a move.
        count: how many are wanted at most.
        preset: what makes one plan better than another; in an answer without it, that of its first plan.
    """
    first = plan_of(answer, preset)
    preset = preset if preset in (first.preset, *first.also) else first.preset
    return _Around(planner, answer, first, preset).alternatives(count)


class _Around:
    """What is known around the first plan of an answer."""

    def __init__(self, planner: Planner, answer: Answer, first: Plan, preset: Preset):
        self._planner, self._first, self._preset = planner, first, preset
        self._until = time.monotonic() + SECONDS
        self._courses = [planner.network.place[step.course.id] for step in first.steps]
        self._question, self._closable = as_closed_by(planner, answer, first)
        self._rivals = Rivals(self._question)
        self._search = Search(planner, answer.profile, answer.switches, self._question.reach)
        self._proven = True

    def alternatives(self, count: int) -> Alternatives:
        """So many alternatives at most."""
        unavoidable = tuple(self._unavoidable())
        least = replaced_at_least(len(self._courses))
        found = self._distinct(count)
        if not found and count and self._courses:
            found = self._nearest(min(least - 1, len(self._courses) - len(unavoidable)))
        others = tuple(map(self._alternative, found))
        return Alternatives(self._first, self._preset, count, least, others, unavoidable, self._proven)

    def _distinct(self, count: int) -> list[Solved]:
        """Up to so many plans that are distinct enough."""
        found: list[Solved] = []
        before = [self._courses] if self._courses else []
        while before and len(found) < count:
            other = self._best([self._apart(plan, replaced_at_least(len(plan))) for plan in before])
            if other is None:
                break
            found.append(other)
            before.append(list(other.courses))
        return found

    def _nearest(self, most: int) -> list[Solved]:
        """The best of the plans that replace as many courses of the first as can be, `most` of them at most."""
        tried = (self._best([self._apart(self._courses, replaced)]) for replaced in range(most, 0, -1))
        found = next((other for other in tried if other is not None), None)
        return [] if found is None else [found]

    def _apart(self, plan: Sequence[int], replaced: int) -> Bound:
        """That at least so many courses of a plan are replaced."""
        amounts = np.zeros(len(self._planner.network.courses), dtype=np.int64)
        amounts[plan] = 1
        return amounts, len(plan) - replaced

    def _best(self, apart: Sequence[Bound]) -> Solved | None:
        """The best plan that is so far apart from others, or None; none is sought where time is over."""
        sought = self._sought(apart) if time.monotonic() < self._until else Sought(None, proven=False)
        self._proven = self._proven and sought.proven
        return sought.found

    def _sought(self, apart: Sequence[Bound]) -> Sought:
        """The best plan that is so far apart from others: without limits first, as it may keep within them anyway."""
        question, rivals, preset = self._question, self._rivals, self._preset
        columns = question.costs(preset)
        if preset is not Preset.EVIDENCED:
            spare = np.flatnonzero(sum(amounts for amounts, _ in apart))
            pool = rivals.every.reduced(columns, spare.tolist())
            pool = undominated(pool, columns, [[amounts] for amounts, _ in apart])
            sought = rivals.best(pool, columns, apart)
            if sought.found is None or question.keeps(sought.found.courses):
                return sought
        bounds, graded = [*apart, *question.limits], preset is Preset.EVIDENCED
        grades = question.grades(rivals.every) if graded else ()
        pool = undominated(rivals.every, columns, [[amounts] for amounts, _ in bounds], grades)
        return rivals.best(pool, columns, bounds, graded=graded)

    def _alternative(self, solved: Solved) -> Alternative:
        plan = self._planner.plan(self._search, self._closable, solved.courses, {self._preset: solved})
        kept = {step.course.id for step in plan.steps}
        return Alternative(plan, tuple(step.course for step in self._first.steps if step.course.id not in kept))

    def _unavoidable(self) -> Iterator[Unavoidable]:
        network, reach, pins = self._planner.network, self._question.reach, self._question.pins
        for number, step in zip(self._courses, self._first.steps, strict=True):
            allowed = reach.entered.copy()
            allowed[number] = False
            without = network.reach(np.flatnonzero(reach.start), allowed)
            needs = [need for need in self._first.closes if not without.facts[network.number(need.fact)]]
            shut = [pin for pin in pins.tolist() if pin != number and not without.entered[pin]]
            if needs or shut or number in pins:
                opens = tuple(self._planner.choices[network.courses[pin]].course for pin in shut)
                yield Unavoidable(step.course, tuple(needs), opens, number in pins)
