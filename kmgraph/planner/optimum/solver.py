"""The smallest set of columns by a list of objectives, one after the other, proven by HiGHS.

This is the only module that knows the solver. Objectives have whole-number coefficients, so that each stage can be
fixed exactly before the next; the answer is recomputed from the rounded columns, never read from a float.

A stage begins with the linear relaxation. Columns that it proves to be in no better answer than one already found
(by their reduced costs; Nemhauser and Wolsey, Integer and Combinatorial Optimization, 1988, II.5.2) are left out from
then on: of thousands, a few hundred at most are left to branch on.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, isfinite
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from kmgraph.errors import NotKnown

INFINITY = highspy.kHighsInf
BLOCK = 12
"""Columns that one tie-breaking stage decides: weights up to 2**11 stay far within the solver's tolerance."""
NEAR = 150
"""Columns, those with the least reduced cost, among which a first answer is sought where there are many more."""
SLACK = 1e-5
"""How far the solver's floats may be off, as a part of the value."""
HEIGHTS = (1e-6, 0.1, 0.2, 0.34, 0.5, 0.67, 0.9)
"""How much of a column counts as chosen where an answer in fractions is looked at."""
BROKEN = 1e-3
"""How far from its right side a row must be to be worth adding."""
TIES = 24
"""Answers that are as good as another, of which all are looked at."""
WHOLE = 1e-6
"""How far from a whole number a column may be that counts as one."""

Floats = NDArray[np.float64]
Row = tuple[Mapping[int, float], float]
"""Coefficients by column, and what they must come to at least."""


@dataclass
class Program:
    """Columns from 0 to 1, of which the first `choices` are whole; rows `sum(weight * column) >= least`."""

    choices: int
    columns: int
    starts: list[int] = field(default_factory=list)
    index: list[NDArray[np.int64]] = field(default_factory=list)
    weight: list[Floats] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    entries: int = 0
    limits: list[tuple[Mapping[int, int], int]] = field(default_factory=list)
    """Whole amounts of choices that may not come to more than so much: held to exactly, as floats would not."""
    implied: int = 0
    """How many columns after the choices are whole in each answer, because the choices are."""

    def add_column(self) -> int:
        """A new column that need not be whole; its number."""
        self.columns += 1
        return self.columns - 1

    def add_row(self, coefficients: Mapping[int, float], least: float) -> None:
        """Demands that the columns, times their coefficients, come to at least `least`."""
        index = np.array(list(coefficients), dtype=np.int64)
        self.add_rows(np.array([0]), index, np.array(list(coefficients.values()), dtype=np.float64), np.array([least]))

    def add_limit(self, amounts: Mapping[int, int], most: int) -> None:
        """Demands that whole amounts of the choices, none below 0, do not come to more than `most`."""
        self.limits.append((amounts, most))
        self.add_row({n: -float(amount) for n, amount in amounts.items() if amount}, -float(most))

    def add_rows(self, starts: NDArray[np.int64], index: NDArray[np.int64], weight: Floats, least: Floats) -> None:
        """Several rows: the entries of each begin where `starts` says."""
        self.starts += (starts + self.entries).tolist()
        self.index.append(index)
        self.weight.append(weight)
        self.least += least.tolist()
        self.entries += len(index)


@dataclass(frozen=True)
class Solution:
    """The chosen columns; `gap` is 0 where every stage was proven, else how far the first that was not may be off."""

    chosen: tuple[int, ...]
    gap: float


class Solver:
    """HiGHS holding one program.

    Args:
        program: columns and rows.
        seconds: time for one list of objectives; past it the best answer found is returned with its gap.
        repair: rows that an answer breaks and that every real one keeps, to be added to the program.
        known: a real answer to begin with, if there is one.
    """

    def __init__(
        self,
        program: Program,
        *,
        seconds: float = 10.0,
        repair: Callable[[Sequence[int]], list[Row]] = lambda chosen: [],
        known: Sequence[int] | None = None,
    ):
        self._choices, self._columns, self._seconds, self._repair = program.choices, program.columns, seconds, repair
        self._best: Any = None if known is None else np.isin(np.arange(self._columns), known).astype(np.float64)
        self._free = np.ones(self._choices, dtype=np.bool_)
        self._limits, self._whole = list(program.limits), program.choices + program.implied
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-6)):
            self._highs.setOptionValue(name, value)
        self._fill(program)

    def _fill(self, program: Program) -> None:
        highs, count = self._highs, len(program.starts)
        highs.addVars(self._columns, np.zeros(self._columns), np.ones(self._columns))
        whole = np.arange(self._choices, dtype=np.int32)
        kind = np.full(self._choices, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
        highs.changeColsIntegrality(self._choices, whole, kind)
        if count:
            index, weight = np.concatenate(program.index), np.concatenate(program.weight)
            least, most = np.array(program.least, dtype=np.float64), np.full(count, INFINITY)
            starts = np.array(program.starts, dtype=np.int32)
            highs.addRows(count, least, most, len(index), starts, index.astype(np.int32), weight)

    def lexicographic(self, objectives: Sequence[Mapping[int, int]]) -> Solution:
        """The columns that minimise the objectives in order; ties go to the smallest sorted column numbers.

        Raises:
            NotKnown: no choice that meets the rows was found in time.
        """
        self._until = time.monotonic() + self._seconds
        gap = self._stages(objectives)
        if self._best is None:  # nothing is to be made small
            self._branch(np.zeros(self._columns), self._free)
        self._or_none()
        return Solution(self._chosen() if gap else self._smallest(), gap)

    def _chosen(self) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self._best[: self._choices] > WHOLE).tolist())

    def _smallest(self) -> tuple[int, ...]:
        """Of all answers that are as good, that with the smallest sorted numbers.

        They are looked for one after the other: most often there is no second. Of many, it is the objectives that
        tell which is the smallest.
        """
        every = [self._chosen()]
        self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), np.zeros(self._columns))
        while every[-1] and len(every) <= TIES:
            self._hold(dict.fromkeys(every[-1], -1.0), 1.0 - len(every[-1]))
            self._best = None
            self._branch(np.zeros(self._columns), self._free)
            if self._best is None:
                return min(every)
            every.append(self._chosen())
        if every[-1]:
            self._stages(self._smallest_numbers())
        return min(*every, self._chosen())

    def _smallest_numbers(self) -> Iterator[dict[int, int]]:
        """Objectives that prefer smaller columns, block by block: equal in number, smaller sorted numbers win."""
        begin = 0
        while len(left := np.flatnonzero(self._free[begin:])):
            block = (left[:BLOCK] + begin).tolist()
            yield {column: -(1 << (len(block) - place - 1)) for place, column in enumerate(block)}
            begin = block[-1] + 1

    def _stages(self, objectives: Iterable[Mapping[int, int]]) -> float:
        """Holds the program to the least value of each objective; the gap of the first that is not proven, else 0."""
        for objective in objectives:
            weights = np.zeros(self._columns)
            weights[list(objective)] = list(objective.values())
            if weights.any() and (gap := self._stage(weights)):
                return gap
        return 0.0

    def _stage(self, weights: Floats) -> float:
        """Finds the least value of an objective and holds the program to it; the gap, 0 where it is proven."""
        self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), weights)
        bound = self._relaxed(weights)
        least = ceil(bound - _slack(bound)) if isfinite(bound) else bound
        if self._value(weights) > least and self._free.sum() > 2 * NEAR:
            self._branch(weights, self._nearest())
        if self._value(weights) > least:
            least = max(least, self._branch(weights, self._better(weights, bound)))
        self._or_none()
        value = self._value(weights)
        self._leave_out(weights, bound)
        if not weights[self._choices :].any() and (weights >= 0).all():
            self._limits.append(({n: int(w) for n, w in enumerate(weights.tolist()) if w}, int(value)))
        self._hold({column: -weight for column, weight in enumerate(weights.tolist()) if weight}, -value - 1e-6)
        return (value - least) / max(1.0, abs(value)) if value > least else 0.0

    def _or_none(self) -> None:
        if self._best is None:
            raise NotKnown(
                f"No plan was found within {self._seconds:g} seconds. "
                "Ask for a role with fewer competencies to develop, or leave courses out."
            )

    def _relaxed(self, weights: Floats) -> float:
        """The value of the linear relaxation, with its reduced costs; where the answer is whole, it is one."""
        self._set(solve_relaxation=True, presolve="off")
        try:
            while self._run() == highspy.HighsModelStatus.kOptimal:
                values = self._values()
                self._reduced = np.array(self._highs.getSolution().col_dual)[: self._choices]
                chosen = values[: self._choices]
                whole = np.abs(chosen - chosen.round()).max(initial=0.0) <= WHOLE
                if self._accept(values, weights) if whole else not self._cut(values):
                    return float(self._highs.getInfo().objective_function_value)
        finally:
            self._set(solve_relaxation=False, presolve="choose")
        self._reduced = np.zeros(self._choices)
        return -INFINITY

    def _branch(self, weights: Floats, among: NDArray[np.bool_]) -> float:
        """Looks for the best answer among some columns; a bound of what they can come to."""
        self._open_only(among)
        try:
            while True:
                status = self._run()
                if status == highspy.HighsModelStatus.kInfeasible:
                    # The presolve of HiGHS 1.15 calls a few programs infeasible that are not.
                    self._set(presolve="off")
                    self._highs.clearSolver()
                    status = self._run()
                    self._set(presolve="choose")
                bound = float(self._highs.getInfo().mip_dual_bound)
                found = self._highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
                if not found or self._accept(self._values(), weights):
                    break
        finally:
            self._open_only(self._free)
        if status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            return self._value(weights)
        return ceil(bound - _slack(bound)) if isfinite(bound) else -INFINITY

    def _accept(self, values: Floats, weights: Floats) -> bool:
        """Whether an answer is a real one, which is kept if it is the best; else the program is mended."""
        values = np.concatenate([values[: self._whole].round(), values[self._whole :]])
        chosen = np.flatnonzero(values[: self._choices]).tolist()
        broken = [*self._repair(chosen), *self._beyond(chosen)]
        for coefficients, least in broken:
            self._hold(coefficients, least)
        if not broken and round(float(weights @ values)) < self._value(weights):
            self._best = values
        return not broken

    def _beyond(self, chosen: Sequence[int]) -> Iterator[Row]:
        """Rows that forbid what goes beyond a limit by less than the solver's floats can tell."""
        for amounts, most in self._limits:
            counted = [n for n in chosen if amounts.get(n)]
            if sum(amounts[n] for n in counted) > most:
                yield dict.fromkeys(counted, -1.0), 1.0 - len(counted)

    def _cut(self, values: Floats) -> bool:
        """Adds rows that an answer in fractions breaks, seen at several heights; whether there were any."""
        found: dict[frozenset[int], Row] = {}
        for height in HEIGHTS:
            for row, least in self._repair(np.flatnonzero(values[: self._choices] > height).tolist()):
                if sum(weight * values[column] for column, weight in row.items()) < least - BROKEN:
                    found[frozenset(row)] = row, least
        for row, least in found.values():
            self._hold(row, least)
        return bool(found)

    def _value(self, weights: Floats) -> float:
        """What the best answer so far comes to."""
        return INFINITY if self._best is None else float(round(float(weights @ self._best)))

    def _nearest(self) -> NDArray[np.bool_]:
        """The columns with the least reduced costs, and those of the best answer so far."""
        most = np.partition(self._reduced[self._free], NEAR)[NEAR]
        near: NDArray[np.bool_] = self._free & (self._reduced <= most)
        return near if self._best is None else near | (self._best[: self._choices] > WHOLE)

    def _better(self, weights: Floats, bound: float) -> NDArray[np.bool_]:
        """The columns that may be in an answer that is better than the best so far, by a whole unit at least."""
        value = self._value(weights)
        if not isfinite(value) or not isfinite(bound):
            return self._free
        return self._free & (bound + self._reduced <= value - 1 + _slack(value))

    def _leave_out(self, weights: Floats, bound: float) -> None:
        """Leaves out columns that are in no answer as good as the best so far."""
        value = self._value(weights)
        if isfinite(value) and isfinite(bound):
            out = self._free & (bound + self._reduced > value + _slack(value))
            out &= self._best[: self._choices] < WHOLE
            if out.any():
                self._free &= ~out
                self._open_only(self._free)

    def _open_only(self, among: NDArray[np.bool_]) -> None:
        columns = np.arange(self._choices, dtype=np.int32)
        self._highs.changeColsBounds(self._choices, columns, np.zeros(self._choices), among.astype(np.float64))

    def _hold(self, coefficients: Mapping[int, float], least: float) -> None:
        index, weight = np.array(list(coefficients), dtype=np.int32), np.array(list(coefficients.values()), dtype=float)
        self._highs.addRow(least, INFINITY, len(index), index, weight)

    def _run(self) -> highspy.HighsModelStatus:
        self._set(time_limit=self._highs.getRunTime() + max(0.0, self._until - time.monotonic()))
        self._highs.run()
        return self._highs.getModelStatus()

    def _values(self) -> Floats:
        return np.array(self._highs.getSolution().col_value)

    def _set(self, **options: bool | float | str) -> None:
        for name, value in options.items():
            self._highs.setOptionValue(name, value)


def _slack(value: float) -> float:
    return SLACK * (1 + abs(value))
