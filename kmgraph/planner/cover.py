"""The question as a 0-1 program: which courses, each entered only when its conditions are met, gain the goals.

    goal      sum of x_k over courses that gain g                     >= 1
    support   sum of y_jp over courses that gain p                    >= x_k      p needed by k, not held
    link      y_kf                                                    <= x_k
    order     t_p + 1 <= t_f + M (1 - y_kf)                           p needed by k, f gained by k

Only inside strongly connected components of the fact graph can support run in a circle; there alone stand y and t
(acyclicity: Rankooh and Rintanen, ICAPS 2022, doi:10.1609/icaps.v32i1.19787). Elsewhere y is x.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum

import networkx

from kmgraph.planner.choices import STRENGTH, Choice, Gain
from kmgraph.planner.levels import Levels
from kmgraph.planner.solver import Program, Solver


class Preset(StrEnum):
    """What makes one plan better than another."""

    FEWEST = "fewest"
    CHEAPEST = "cheapest"
    QUICKEST = "quickest"
    EVIDENCED = "best evidenced"


class Cover:
    """The program of one question, to be solved for each preset.

    Args:
        pool: courses that can play a part, sorted by IRI: their places are the tie-break.
        start: all facts held at the start.
        goals: reachable facts to gain.
        levels: what follows from what, for the strength of evidence.
        currency: the coin in which the cheapest plan is counted; a fee in another is unknown to it.
    """

    def __init__(
        self,
        pool: Sequence[Choice],
        start: Collection[Gain],
        goals: Collection[Gain],
        levels: Levels,
        currency: str,
    ):
        self.pool, self._goals, self._levels, self._currency = pool, sorted(goals), levels, currency
        self._start = frozenset(start)
        self._program = Program(choices=len(pool))
        for _ in pool:
            self._program.add_column()
        self._gainers: dict[Gain, list[int]] = defaultdict(list)
        for number, choice in enumerate(pool):
            for fact in choice.gains - self._start:
                self._gainers[fact].append(number)
        self._write_rows()
        self._proven = self._write_evidence()
        self._solver = Solver(self._program)

    def solve(self, preset: Preset) -> tuple[list[Choice], float]:
        """The best courses by a preset, and how far from proven (0 is proven).

        Ties: fewest courses, then hours, then the smallest sorted IRIs.
        """
        if not self._goals:
            return [], 0.0
        solution = self._solver.lexicographic(self.objectives(preset))
        return [self.pool[number] for number in solution.chosen], solution.gap

    def objectives(self, preset: Preset) -> list[dict[int, int]]:
        """What a preset minimises, first to last, unknown amounts before known ones."""
        count = dict.fromkeys(range(len(self.pool)), 1)
        hours = self._unknown_then_known([minutes(choice) for choice in self.pool])
        match preset:
            case Preset.FEWEST:
                return [count, *hours]
            case Preset.CHEAPEST:
                pence = [pence_in(choice, self._currency) for choice in self.pool]
                return [*self._unknown_then_known(pence), count, *hours]
            case Preset.QUICKEST:
                return [*hours, count]
            case Preset.EVIDENCED:
                return [*self._proven, count, *hours]

    @staticmethod
    def _unknown_then_known(amounts: Sequence[int | None]) -> list[dict[int, int]]:
        unknown = {number: 1 for number, amount in enumerate(amounts) if amount is None}
        known = {number: amount for number, amount in enumerate(amounts) if amount}
        return [unknown, known]

    def _write_rows(self) -> None:
        add, component = self._program.add_row, self._components()
        for goal in self._goals:
            add(dict.fromkeys(self._gainers[goal], 1.0), 1.0)
        times: dict[Gain, int] = {}
        supports: dict[tuple[int, Gain], int] = {}
        for number, choice in enumerate(self.pool):
            for fact in sorted(choice.gains - self._start, key=repr):
                inside = [p for p in choice.needs - self._start if component.get(p) == component.get(fact, -1)]
                if inside:
                    support = supports[number, fact] = self._program.add_column()
                    add({number: 1.0, support: -1.0}, 0.0)
                    self._write_order(sorted(inside, key=repr), fact, support, times)
        for number, choice in enumerate(self.pool):
            for fact in sorted(choice.needs - self._start, key=repr):
                row = {supports.get((giver, fact), giver): 1.0 for giver in self._gainers[fact]}
                row[number] = row.get(number, 0.0) - 1.0
                add(row, 0.0)

    def _write_order(self, inside: Sequence[Gain], fact: Gain, support: int, times: dict[Gain, int]) -> None:
        most = float(len(self.pool))
        for fact_or_need in (fact, *inside):
            if fact_or_need not in times:
                times[fact_or_need] = self._program.add_column(upper=most, whole=False)
        for need in inside:
            row = {times[fact]: 1.0, times[need]: -1.0, support: -(most + 1.0)}
            self._program.add_row(row, 1.0 - (most + 1.0))

    def _components(self) -> dict[Gain, int]:
        """The number of the strongly connected component of each fact that lies on a circle."""
        circles: networkx.DiGraph[Gain] = networkx.DiGraph()
        for choice in self.pool:
            gains, needs = choice.gains - self._start, choice.needs - self._start
            circles.add_edges_from((need, fact) for need in needs for fact in gains)
        found: dict[Gain, int] = {}
        for number, facts in enumerate(networkx.strongly_connected_components(circles)):
            if len(facts) > 1 or any(circles.has_edge(fact, fact) for fact in facts):
                found.update(dict.fromkeys(facts, number))
        return found

    def _write_evidence(self) -> list[dict[int, int]]:
        """Objectives: as few goals as possible without evidence, then with participants' reports only, and so on."""
        found = []
        for strength in range(1, len(STRENGTH)):
            objective: dict[int, int] = {}
            for goal in self._goals:
                givers = [n for n in self._gainers[goal] if strength_of(self.pool[n], goal, self._levels) >= strength]
                if givers:
                    reached = self._program.add_column(whole=False)
                    self._program.add_row({**dict.fromkeys(givers, 1.0), reached: -1.0}, 0.0)
                    objective[reached] = -1
            found.append(objective)
        return found


def strength_of(choice: Choice, goal: Gain, levels: Levels) -> int:
    """The strongest evidence that a course reaches a goal, 0 for none stated."""
    return max(
        (
            STRENGTH[one.evidence]
            for one in choice.teaches
            if goal in levels.implied(levels.held(one.competency, one.level))
        ),
        default=0,
    )


def minutes(choice: Choice) -> int | None:
    """The effort of a course in whole minutes, or None where it is unknown."""
    return None if choice.course.effort_hours is None else round(choice.course.effort_hours * 60)


def pence_in(choice: Choice, currency: str) -> int | None:
    """The fee of a course in hundredths of a currency, or None where it is unknown in that currency."""
    course = choice.course
    if course.fee is None or (course.fee and course.currency != currency):
        return None
    return round(course.fee * 100)
