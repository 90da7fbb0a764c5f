"""The unreduced model: every course that can be entered is a column of one program, which HiGHS solves as it is.

    goal      sum of x_k over courses k that give g          >= 1
    needed    h_p <= sum of y_jp over courses j that give p
    entry     x_k <= h_p                                     p needed by k, not held at the start
    link      y_kf <= x_k                                    f and a need of k on one circle; elsewhere y is x
    order     t_p + 1 <= t_f + M (1 - y_kf)                  p needed by k, p and f on one circle

Nothing is taken out beforehand, and nothing of the planner is used: it is the planner's oracle where it is small
enough to be proven, and its rival in the benchmark.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import highspy
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tests.oracle.question import Question, Reached, can_be_carried_out, reached, value

SECONDS = 10.0
"""What a question may take in all; past it, its answer is not proven."""

HEAVIEST = 20_000
"""The greatest weight of a column that the solver tells from its neighbour for certain."""

Aim = dict[int, int]
"""What each column adds to a sum that is to be as small as possible."""


class Proven(NamedTuple):
    """The courses found, what they come to (see `value`), and whether nothing can be better."""

    courses: tuple[int, ...]
    value: list[int]
    proven: bool


def best(question: Question, preset: str, *, seconds: float = SECONDS) -> Proven:
    """The best courses by a preset.

    Raises:
        AssertionError: the program has a solution that cannot be carried out.
    """
    found = reached(question)
    solver = Unreduced(Circles(question, found), seconds=seconds)
    courses, proven = solver.solve(solver.aims(preset))
    assert not proven or can_be_carried_out(question, courses)
    return Proven(courses, value(question, found.goals, preset, courses), proven)


class Circles:
    """What can be reached of a question, and where in it learning could run in a circle.

    Courses are in the order of their columns, and facts are those that some course needs and nobody holds.
    """

    def __init__(self, question: Question, found: Reached):
        self.question, self.courses, self.goals = question, found.courses, found.goals
        learning = question.learning
        self.unmet = [[fact for fact in learning.needs[k] if fact not in question.start] for k in self.courses]
        self.needed = sorted({fact for facts in self.unmet for fact in facts})
        self.givers: dict[int, list[int]] = defaultdict(list)
        for column, course in enumerate(self.courses):
            for fact in learning.gives[course]:
                self.givers[fact].append(column)
        self.circle = self._circles()

    def _circles(self) -> dict[int, int]:
        """The number of the circle on which each fact lies; facts that lie on none are left out."""
        place = {fact: n for n, fact in enumerate(self.needed)}
        gives = self.question.learning.gives
        ends = np.array(
            [
                (place[need], place[fact])
                for course, unmet in zip(self.courses, self.unmet, strict=True)
                for fact in (gives[course] if unmet else ())
                if fact in place
                for need in unmet
            ],
            dtype=np.int64,
        ).reshape(-1, 2)
        many = len(place)
        matrix = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(many, many))
        of = connected_components(matrix, connection="strong")[1] if many else np.zeros(0, dtype=np.int64)
        members, loops = np.bincount(of, minlength=1), set(ends[ends[:, 0] == ends[:, 1], 0].tolist())
        return {fact: int(of[n]) for fact, n in place.items() if members[of[n]] > 1 or n in loops}

    def supports(self) -> list[tuple[int, int, list[int]]]:
        """Each column with a fact that it gives and those of its needs that lie on one circle with it."""
        found = []
        for column, (course, unmet) in enumerate(zip(self.courses, self.unmet, strict=True)):
            if any(need in self.circle for need in unmet):
                for fact in self.question.learning.gives[course]:
                    inside = [need for need in unmet if self.circle.get(need, -1) == self.circle.get(fact, -2)]
                    if inside:
                        found.append((column, fact, inside))
        return found


class Unreduced:
    """HiGHS holding the program of one question; columns from 0 up are the courses that can be entered.

    Args:
        circles: the question, and what can be reached of it.
        seconds: what all solving may take.
        tuned: whether courses that need the same fact share the row that says who gives it, and a heuristic of the
            solver is off that takes longer than it saves; else the model is as it is mostly written down.
    """

    def __init__(self, circles: Circles, *, seconds: float = SECONDS, tuned: bool = True):
        self._settings = _SETTINGS | _TUNED if tuned else _SETTINGS
        self._circles, self._left, self._learning = circles, seconds, circles.question.learning
        self._upper: list[float] = []
        self._whole: list[int] = []
        self._starts: list[int] = []
        self._index: list[int] = []
        self._values: list[float] = []
        self._least: list[float] = []
        for _ in circles.courses:
            self._add_column()
        for goal in circles.goals:
            self._add_row(dict.fromkeys(circles.givers[goal], 1.0), 1.0)
        supports = self._write_supports()
        if tuned:
            self._write_entries_gathered(supports)
        else:
            self._write_entries(supports)
        self._evidence: list[Aim] | None = None

    def _add_column(self, upper: float = 1.0, *, whole: bool = True) -> int:
        self._upper.append(upper)
        self._whole.append(int(whole))
        return len(self._upper) - 1

    def _add_row(self, row: dict[int, float], least: float) -> None:
        self._starts.append(len(self._index))
        self._index.extend(row)
        self._values.extend(row.values())
        self._least.append(least)

    def _write_supports(self) -> dict[tuple[int, int], int]:
        """A column y for each course and fact on one circle, with its rows; no course supports its own entry."""
        most = float(len(self._circles.circle))
        times: dict[int, int] = {}
        found = {}
        for column, fact, inside in self._circles.supports():
            found[column, fact] = support = self._add_column(0.0 if fact in inside else 1.0)
            self._add_row({column: 1.0, support: -1.0}, 0.0)
            for one in (fact, *inside):
                if one not in times:
                    times[one] = self._add_column(most, whole=False)
            for need in set(inside) - {fact}:
                self._add_row({times[fact]: 1.0, times[need]: -1.0, support: -(most + 1.0)}, -most)
        return found

    def _write_entries_gathered(self, supports: dict[tuple[int, int], int]) -> None:
        holds = {}
        for fact in self._circles.needed:
            holds[fact] = hold = self._add_column(whole=False)
            self._add_row({supports.get((k, fact), k): 1.0 for k in self._circles.givers[fact]} | {hold: -1.0}, 0.0)
        for column, unmet in enumerate(self._circles.unmet):
            for fact in unmet:
                self._add_row({holds[fact]: 1.0, column: -1.0}, 0.0)

    def _write_entries(self, supports: dict[tuple[int, int], int]) -> None:
        for column, unmet in enumerate(self._circles.unmet):
            for fact in unmet:
                row = {supports.get((k, fact), k): 1.0 for k in self._circles.givers[fact]}
                self._add_row(row | {column: row.get(column, 0.0) - 1.0}, 0.0)

    def aims(self, preset: str) -> list[Aim]:
        """What a preset minimises, first to last."""
        count: Aim = dict.fromkeys(range(len(self._circles.courses)), 1)
        hours, fees = self._unknown_and_known(self._learning.minutes), self._unknown_and_known(self._learning.pence)
        return {
            "fewest": lambda: [count, *hours],
            "cheapest": lambda: [*fees, count, *hours],
            "quickest": lambda: [*hours, count],
            "best evidenced": lambda: [*self._by_evidence(), count, *hours],
        }[preset]()

    def _unknown_and_known(self, amounts: Sequence[int | None]) -> list[Aim]:
        here = [amounts[course] for course in self._circles.courses]
        unknown = {column: 1 for column, amount in enumerate(here) if amount is None}
        return [unknown, {column: amount for column, amount in enumerate(here) if amount}]

    def _by_evidence(self) -> list[Aim]:
        """For each strength from 1, as many goals as possible that some course reaches with that much evidence."""
        if self._evidence is None:
            self._evidence = [self._with_evidence(least) for least in range(1, 5)]
        return self._evidence

    def _with_evidence(self, least: int) -> Aim:
        strength, courses, found = self._learning.strength, self._circles.courses, {}
        for goal in self._circles.goals:
            strong = [k for k in self._circles.givers[goal] if strength[courses[k]].get(goal, 0) >= least]
            if strong:
                found[proven := self._add_column(whole=False)] = -1
                self._add_row({**dict.fromkeys(strong, 1.0), proven: -1.0}, 0.0)
        return found

    def solve(self, aims: Iterable[Aim]) -> tuple[tuple[int, ...], bool]:
        """The courses that are best by these aims, one after the other, and whether that is proven."""
        if not self._circles.goals:
            return (), True
        highs, values, proven = self._loaded(), np.zeros(0), True
        for aim in packed(aims):
            values, proven = self._minimise(highs, aim)
            if not proven:
                break
            self._settle(highs, aim, values)
        columns = np.flatnonzero(values[: len(self._circles.courses)] > 0.5)
        return tuple(self._circles.courses[column] for column in columns), proven

    def _loaded(self) -> highspy.Highs:
        columns, rows = len(self._upper), len(self._least)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = columns, rows
        program.col_cost_ = np.zeros(columns)
        program.col_lower_, program.col_upper_ = np.zeros(columns), np.array(self._upper)
        program.row_lower_, program.row_upper_ = np.array(self._least), np.full(rows, highspy.kHighsInf)
        program.integrality_ = [_TYPES[whole] for whole in self._whole]
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array([*self._starts, len(self._index)], dtype=np.int32)
        program.a_matrix_.index_ = np.array(self._index, dtype=np.int32)
        program.a_matrix_.value_ = np.array(self._values)
        highs = highspy.Highs()
        for name, setting in self._settings.items():
            highs.setOptionValue(name, setting)
        highs.passModel(program)
        return highs

    def _minimise(self, highs: highspy.Highs, aim: Aim) -> tuple[np.ndarray, bool]:
        costs = np.zeros(len(self._upper))
        costs[list(aim)] = list(aim.values())
        highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        highs.setOptionValue("time_limit", max(self._left, 0.0))
        before = highs.getRunTime()
        highs.run()
        self._left -= highs.getRunTime() - before
        values = np.round(highs.getSolution().col_value)
        return values, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal

    @staticmethod
    def _settle(highs: highspy.Highs, aim: Aim, values: np.ndarray) -> None:
        """Keeps a sum as small as it was found."""
        columns, weights = np.array(list(aim), dtype=np.int32), np.array(list(aim.values()), dtype=float)
        highs.addRow(-highspy.kHighsInf, float(weights @ values[columns]) + 0.5, len(columns), columns, weights)


def packed(aims: Iterable[Aim]) -> list[Aim]:
    """Fewer aims that say the same: one that weighs more than all that follow it in a sum can come to."""
    found: list[Aim] = []
    for aim in filter(None, aims):
        above = 1 + sum(map(abs, aim.values()))
        if found and above * max(map(abs, found[-1].values())) <= HEAVIEST:
            heavy = {column: weight * above for column, weight in found.pop().items()}
            aim = {column: heavy.get(column, 0) + aim.get(column, 0) for column in heavy | aim}
        found.append(aim)
    return found


_SETTINGS = {
    "output_flag": False,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
}
_TUNED = {"mip_heuristic_run_feasibility_jump": False}
_TYPES = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
