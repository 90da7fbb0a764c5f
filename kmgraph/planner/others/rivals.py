"""Plans that close the same goals: the best of them that keeps within further bounds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kmgraph.errors import NotKnown
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Need
from kmgraph.planner.optimum.cover import Cover, Found, Limit
from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.optimum.pool import Pool
from kmgraph.planner.optimum.presets import Whole
from kmgraph.planner.optimum.question import Question, Solved
from kmgraph.planner.plan import Plan

Bound = tuple[Whole, int]
"""What each course of the network has of an amount, and the most that all courses of a plan may have."""
LARGEST = 4_000
"""Courses of which plans are made at most; of more, those that give most for what they cost."""
Grades = Sequence[dict[int, list[int]]]
"""For each strength of evidence, by goal, the places in a pool of the courses that give it so well or better."""


@dataclass(frozen=True)
class Sought:
    """The best plan, or None where there is none; and whether either is proven."""

    found: Solved | None
    proven: bool


class Rivals:
    """All plans that close the goals of a question and take its pins.

    Args:
        question: whose limits do not count here, unless they are among the bounds.
    """

    def __init__(self, question: Question):
        self.question = question
        self.every = Pool.of(question.network, question.reach, question.goals, question.each_pin)
        """All courses that can play a part."""

    def best(self, pool: Pool, columns: Sequence[Whole], bounds: Sequence[Bound], *, graded: bool = False) -> Sought:
        """The plan that comes to least, column after column, within bounds.

        Args:
            pool: the courses of which it is made, of all without some that can be in no answer.
            columns: amounts of all courses of the network; the first matters most.
            bounds: what the plan may not exceed.
            graded: whether the best evidence for the goals comes before all columns.
        """
        every = among = len(self.every.courses)
        if len(pool.courses) > LARGEST:
            pool, among = pool.cheapest(columns, LARGEST, self.question.pins), LARGEST
        try:
            found = self._solved(pool, columns, bounds, graded=graded)
        except NotKnown:
            return Sought(None, proven=False)
        proven = found.gap == 0 and among == every
        if not np.isin(pool.goals, pool.gains.gather(np.array(found.chosen, dtype=np.int64))).all():
            return Sought(None, proven)
        return Sought(Solved(tuple(pool.courses[list(found.chosen)].tolist()), found.gap, among, every), proven)

    def _solved(self, pool: Pool, columns: Sequence[Whole], bounds: Sequence[Bound], *, graded: bool) -> Found:
        limits = [Limit(dict(enumerate(amounts[pool.courses].tolist())), most) for amounts, most in bounds]
        seconds = self.question.seconds
        cover = Cover(pool.needs, pool.gains, pool.goals, len(pool.slot), limits, seconds=seconds)
        grades = self.question.grades(pool) if graded else []
        return cover.solve([column[pool.courses].tolist() for column in columns], grades)


def as_closed_by(planner: Planner, answer: Answer, plan: Plan) -> tuple[Question, list[Need]]:
    """The question to which a plan is one answer: what it closes, with its pins; and all needs that it counts."""
    goals = {need.fact for need in plan.closes}
    question = planner.question(answer.profile, answer.switches, goals)
    taken = [planner.network.place[step.course.id] for step in plan.steps]
    still_open = [one.need for one in answer.open]
    counted = [need for need in answer.gap if need not in still_open]
    return replace(question, pins=np.intersect1d(question.pins, taken)), counted


def undominated(pool: Pool, columns: Sequence[Whole], beside: Sequence[Sequence[Whole]], grades: Grades = ()) -> Pool:
    """The pool without courses in whose place another can stand in every plan.

    The other asks no more, gives no less and with no less evidence, has no more of anything in `beside`, and costs
    less by the columns, or as much and comes first by name.

    Args:
        pool: courses.
        columns: amounts of all courses of the network.
        beside: likewise, each compared column after column.
        grades: who gives which goal how well.
    """
    core, also = pool.core(columns), [_rows(one, pool.courses) for one in beside]
    strong = _strong(len(pool.courses), grades)
    giving: dict[int, list[int]] = defaultdict(list)
    for n, facts in enumerate(core.gains):
        for fact in facts:
            giving[fact].append(n)

    def stands_in(m: int, n: int) -> bool:
        return (
            (core.costs[m], m) < (core.costs[n], n)
            and core.gains[n] <= core.gains[m]
            and core.needs[m] <= core.needs[n]
            and all(one[m] <= one[n] for one in also)
            and strong[n] <= strong[m]
        )

    rivals = (min((giving[fact] for fact in facts), key=len) for facts in core.gains)
    kept = [not any(stands_in(m, n) for m in among) for n, among in enumerate(rivals)]
    return pool.only(np.array(kept, dtype=np.bool_))[0]


def _rows(columns: Sequence[Whole], courses: Numbers) -> list[tuple[int, ...]]:
    return list(zip(*(column[courses].tolist() for column in columns), strict=True))


def _strong(count: int, grades: Grades) -> list[set[tuple[int, int]]]:
    """For each course, which goals it gives with which evidence or better."""
    found: list[set[tuple[int, int]]] = [set() for _ in range(count)]
    for strength, grade in enumerate(grades):
        for goal, courses in grade.items():
            for n in courses:
                found[n].add((strength, goal))
    return found
