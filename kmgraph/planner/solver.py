"""The smallest set of columns by a list of objectives, one after the other, proven by HiGHS.

This is the only module that knows the solver. Objectives have whole-number coefficients, so that each stage can be
fixed exactly before the next; the answer is recomputed from the rounded columns, never read from a float.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from kmgraph.errors import NotKnown

INFINITY = highspy.kHighsInf
BLOCK = 12
"""Columns that one tie-breaking solve decides: weights up to 2**11 stay far within the solver's tolerance."""


@dataclass
class Program:
    """Columns from 0 up, of which the first `choices` are what is chosen; rows `sum(weight * column) >= least`."""

    choices: int = 0
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.upper)

    def add_column(self, upper: float = 1.0, *, whole: bool = True) -> int:
        """A new column from 0 to `upper`, in whole numbers or not; its number."""
        self.upper.append(upper)
        self.whole.append(whole)
        return self.columns - 1

    def add_row(self, coefficients: Mapping[int, float], least: float) -> None:
        """Demands that the columns, times their coefficients, come to at least `least`."""
        self.rows.append((dict(coefficients), least))


@dataclass(frozen=True)
class Solution:
    """The chosen columns; `gap` is 0 where every stage was proven, else the largest relative gap."""

    chosen: tuple[int, ...]
    gap: float


class Solver:
    """HiGHS holding one program, for several lists of objectives.

    Args:
        program: columns and rows.
        seconds: time limit of each stage; past it the best answer found is returned with its gap.
    """

    def __init__(self, program: Program, *, seconds: float = 10.0):
        self._program, self._seconds = program, seconds
        self._rows = len(program.rows)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-6),
            ("time_limit", seconds),
        ):
            self._highs.setOptionValue(name, value)
        self._fill()

    def _fill(self) -> None:
        program, highs = self._program, self._highs
        highs.addVars(program.columns, np.zeros(program.columns), np.array(program.upper, dtype=float))
        for column in [column for column, whole in enumerate(program.whole) if whole]:
            highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        for coefficients, least in program.rows:
            self._add_row(coefficients, least, INFINITY)

    def _add_row(self, coefficients: Mapping[int, float], least: float, most: float) -> None:
        index = np.array(list(coefficients), dtype=np.int32)
        value = np.array(list(coefficients.values()), dtype=float)
        self._highs.addRow(least, most, len(index), index, value)

    def lexicographic(self, objectives: Sequence[Mapping[int, int]]) -> Solution:
        """The columns that minimise the objectives in order; ties go to the smallest sorted column numbers.

        Raises:
            NotKnown: no choice that meets the rows was found in the time that a stage has.
        """
        worst = 0.0
        chosen: tuple[int, ...] | None = None
        try:
            for objective in (*objectives, *self._smallest_numbers()):
                if not any(objective.values()):
                    continue
                values, gap = self._minimise(objective)
                worst = max(worst, gap)
                chosen = tuple(column for column in range(self._program.choices) if values[column] > 0.5)
                best = sum(weight * round(values[column]) for column, weight in objective.items())
                self._add_row({c: float(w) for c, w in objective.items()}, -INFINITY, best + 1e-6)
        finally:
            self._forget_stages()
        return Solution(chosen or (), worst)

    def _smallest_numbers(self) -> list[dict[int, int]]:
        """Objectives that prefer smaller columns, block by block: equal in number, smaller sorted numbers win."""
        choices = self._program.choices
        return [
            {column: -(1 << (end - column - 1)) for column in range(begin, end)}
            for begin in range(0, choices, BLOCK)
            for end in [min(begin + BLOCK, choices)]
        ]

    def _minimise(self, objective: Mapping[int, int]) -> tuple[np.ndarray, float]:
        costs = np.zeros(self._program.columns)
        for column, weight in objective.items():
            costs[column] = weight
        highs = self._highs
        highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            # All goals can be reached, so there is a plan: the presolve of HiGHS 1.15 errs on a few programs.
            highs.setOptionValue("presolve", "off")
            highs.clearSolver()
            highs.run()
            highs.setOptionValue("presolve", "choose")
        status = highs.getModelStatus()
        values = np.array(highs.getSolution().col_value)
        if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise NotKnown(
                f"No plan was found within {self._seconds:g} seconds ({highs.modelStatusToString(status)}). "
                "Ask for a role with fewer competencies to develop, or leave courses out."
            )
        gap = 0.0 if status == highspy.HighsModelStatus.kOptimal else float(highs.getInfo().mip_gap)
        return values, gap

    def _forget_stages(self) -> None:
        extra = np.arange(self._rows, self._highs.getNumRow(), dtype=np.int32)
        if len(extra):
            self._highs.deleteRows(len(extra), extra)
