"""The question as a 0-1 program: which courses, each entered only when its conditions are met, gain the goals.

    goal      sum of x_k over courses that gain g  (+ z_g)     >= 1
    fact      sum of x_k over courses that gain f              >= u_f      f needed by some course
    entry     u_f                                              >= x_k      f needed by k
    limit     sum of a_k x_k                                   <= most

Courses that only enter by each other's help are no plan. Where an answer holds such a circle, with U the facts that
it never reaches, a row is added that every plan keeps: a course k of the circle is taken only with a course that
gains a fact of U and needs none of them (the loop formulas of Lin and Zhao, Artificial Intelligence 157, 2004,
doi:10.1016/j.artint.2004.04.004). A goal may be missed (z) only where there is a limit: then as few as possible are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kmgraph.planner.optimum.links import Links, Numbers
from kmgraph.planner.optimum.solver import Program, Row, Solver


@dataclass(frozen=True)
class Found:
    """The courses of the best plan, ascending; `gap` is 0 where it is proven, else how far it may be from it."""

    chosen: tuple[int, ...]
    gap: float = 0.0


@dataclass(frozen=True)
class Limit:
    """Amounts of courses, by number, that may not come to more than `most`; courses left out have none."""

    amounts: Mapping[int, int]
    most: int


class Cover:
    """The program of one question.

    Args:
        needs: facts that must hold before each course, without what holds at the start.
        gains: facts that each course gives, likewise.
        goals: facts to gain.
        facts: how many facts there are.
        limits: what a plan may not exceed; with any, a goal may stay open.
        worth: of goals that may be missed, how much each matters, 1 where nothing is said.
        seconds: time for the solver.
    """

    def __init__(
        self,
        needs: Links,
        gains: Links,
        goals: Numbers,
        facts: int,
        limits: Sequence[Limit] = (),
        *,
        worth: Mapping[int, int] | None = None,
        seconds: float = 10.0,
    ):
        self._needs, self._gains, self._givers = needs, gains, gains.turned(facts)
        self._courses, self._facts, self._seconds = len(needs.begin) - 1, facts, seconds
        asked = np.unique(needs.to)
        self._program = Program(choices=self._courses, columns=self._courses + len(asked))
        held = np.full(facts, -1)
        held[asked] = self._courses + np.arange(len(asked))
        self._missed: dict[int, int] = {}
        self._worth = worth or {}
        self._goals = goals.tolist()
        self._write_goals(goals, may_miss=bool(limits))
        self._write_given(asked, held[asked])
        entries = np.stack([held[needs.to], needs.owners], axis=1).ravel()
        self._write(entries, np.tile([1.0, -1.0], len(needs.to)), np.full(len(needs.to), 2), 0.0)
        for limit in limits:
            self._program.add_limit(limit.amounts, limit.most)

    @classmethod
    def of_sets(
        cls,
        needs: Sequence[Collection[int]],
        gains: Sequence[Collection[int]],
        goals: Collection[int],
        limits: Sequence[Limit] = (),
        *,
        worth: Mapping[int, int] | None = None,
        seconds: float = 10.0,
    ) -> "Cover":
        """The program of a question in sets."""
        facts = 1 + max((fact for row in (*needs, *gains, goals) for fact in row), default=0)
        links = Links.of_sets(needs), Links.of_sets(gains)
        return cls(*links, np.array(sorted(goals), dtype=np.int64), facts, limits, worth=worth, seconds=seconds)

    def solve(
        self,
        costs: Sequence[Sequence[int]],
        grades: Sequence[Mapping[int, Collection[int]]] = (),
        *,
        known: Sequence[int] | None = None,
    ) -> Found:
        """The plan that misses the least of the goals, then is best by grades, then costs least, amount after amount.

        Args:
            costs: for each amount, what each course has of it; the first matters most.
            grades: for each grade of evidence, from the lowest, the courses that give a goal with it or better.
            known: a plan to begin with, where no goal may be missed.

        Raises:
            NotKnown: no plan was found in the time that the solver has.
        """
        missed = {column: self._worth.get(goal, 1) for goal, column in self._missed.items()}
        graded = [self._write_grade(grade) for grade in grades]
        amounts = [{n: a for n, a in enumerate(column) if a} for column in costs]
        solver = Solver(self._program, seconds=self._seconds, repair=self._circles, known=known)
        solution = solver.lexicographic([missed, *graded, *amounts])
        return Found(solution.chosen, solution.gap)

    def _write_goals(self, goals: Numbers, *, may_miss: bool) -> None:
        for goal in goals.tolist():
            row = dict.fromkeys(self._givers.at(goal).tolist(), 1.0)
            if may_miss:
                missed = self._missed[goal] = self._program.add_column()
                row[missed] = 1.0
            self._program.add_row(row, 1.0)

    def _write_given(self, asked: Numbers, held: Numbers) -> None:
        """A fact holds only if a course is taken that gains it."""
        counts = self._givers.begin[asked + 1] - self._givers.begin[asked]
        rows = np.arange(len(asked))
        order = np.argsort(np.concatenate([np.repeat(rows, counts), rows]), kind="stable")
        index = np.concatenate([self._givers.gather(asked), held])[order]
        weight = np.concatenate([np.ones(int(counts.sum())), -np.ones(len(asked))])[order]
        self._write(index, weight, counts + 1, 0.0)

    def _write(self, index: Numbers, weight: "np.ndarray", counts: Numbers, least: float) -> None:
        starts = np.cumsum(counts) - counts
        self._program.add_rows(starts, index, weight, np.full(len(counts), least))

    def _write_grade(self, grade: Mapping[int, Collection[int]]) -> dict[int, int]:
        """The objective that as many goals as possible are given by these courses."""
        objective: dict[int, int] = {}
        for _, givers in sorted(grade.items()):
            if givers:
                reached = self._program.add_column()
                self._program.add_row({**dict.fromkeys(sorted(givers), 1.0), reached: -1.0}, 0.0)
                objective[reached] = -1
        return objective

    def _circles(self, chosen: Sequence[int]) -> list[Row]:
        """Rows that these courses break where they wait for each other; none where they can be taken in some order."""
        needs = {n: set(self._needs.at(n).tolist()) for n in chosen}
        gains = {n: set(self._gains.at(n).tolist()) for n in chosen}
        state, waiting = set[int](), list(chosen)
        while entered := [n for n in waiting if needs[n] <= state]:
            state.update(*(gains[n] for n in entered))
            waiting = [n for n in waiting if n not in entered]
        if not waiting:
            return []
        giving: dict[int, list[int]] = {}
        for n in waiting:
            for fact in gains[n]:
                giving.setdefault(fact, []).append(n)
        found = {}
        for goal in self._goals:
            if goal not in state and goal in giving:
                never = _never(goal, giving, needs, state)
                row = dict.fromkeys(self._openers(never), 1.0)
                if goal in self._missed:
                    row[self._missed[goal]] = 1.0
                found[tuple(row)] = (row, 1.0)
        for n in waiting if self._missed or not found else []:
            # A circle that no goal rests on, or one that is missed: whoever is in it needs somebody from outside.
            fact = min(needs[n] - state)
            row = dict.fromkeys(self._openers(_never(fact, giving, needs, state)), 1.0)
            row[n] = -1.0
            found[n,] = (row, 0.0)
        return list(found.values())

    def _openers(self, never: set[int]) -> list[int]:
        """The courses that gain one of these facts and need none of them."""
        facts = np.array(sorted(never), dtype=np.int64)
        asking = self._needs.owners[np.isin(self._needs.to, facts)]
        openers: list[int] = np.setdiff1d(self._givers.gather(facts), asking).tolist()
        return openers


def _never(
    fact: int, giving: Mapping[int, Sequence[int]], needs: Mapping[int, set[int]], state: Collection[int]
) -> set[int]:
    """Facts that are never reached, each given only by courses that need another of them."""
    found, ahead = {fact}, [fact]
    while ahead:
        for n in giving.get(ahead.pop(), ()):
            if needs[n].isdisjoint(found):
                missing = min(needs[n] - set(state))
                found.add(missing)
                ahead.append(missing)
    return found
