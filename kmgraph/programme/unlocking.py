"""The outcomes that together unlock most moves, at most one level a competency: proven, or with how far it may be off.

A move is unlocked once all outcomes that stop it are met, which makes this the densest subhypergraph problem of at
most so many nodes, weighted. Sets that are too large are left out first, then outcomes that are in no answer as good
as one already found: each set's moves shared out among its outcomes bound what any outcome adds. What is left goes to
the solver, which minimises the moves that stay stopped.
"""

import time
from math import ceil, isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.optimum.solver import Program, Solver
from kmgraph.programme.uncovered import Floats, Uncovered

LOOKED_AT = 20
"""Sets that are looked at in each turn of the first, greedy answer."""
SOLVED = 8_000
"""Outcomes of sets, those of each set counted, of which more are not given to the solver: it would not keep time."""
OVER = 0.5
"""Seconds by which the solver overruns its time on what it is given."""
SLACK = 1e-6
"""How far sums of shares, and the solver's floats, may be off, as a part of the moves."""


class Unlocking(NamedTuple):
    """The chosen outcomes by their numbers, sorted, the moves that they unlock, and the most that any could."""

    chosen: tuple[int, ...]
    unlocks: int
    at_most: int


def most_unlocked(uncovered: Uncovered, most: int, seconds: float) -> Unlocking:
    """At most so many outcomes that unlock most moves; of equal answers the smallest, then that of lowest numbers.

    Args:
        uncovered: what stops which moves.
        most: how many outcomes may be chosen.
        seconds: time for all of it; past it the best answer found is told with what another could reach at most.
    """
    until = time.monotonic() + seconds
    search = _Search(uncovered, most)
    chosen = search.greedy(until)
    at_most = search.reduce(uncovered.unlocks(chosen))
    if search.size and search.size <= SOLVED:
        chosen, bound = search.solve(chosen, max(0.0, until - OVER - time.monotonic()))
        at_most = min(at_most, bound)
    unlocks = uncovered.unlocks(chosen)
    return Unlocking(chosen, unlocks, max(unlocks, at_most))


class _Search:
    """Sets that so many outcomes can complete, and the outcomes that may be chosen for them."""

    def __init__(self, uncovered: Uncovered, most: int):
        self._of, self._most = uncovered, most
        sets, outcomes = uncovered.entries
        every = np.unique(sets * (len(uncovered.outcomes) + 1) + uncovered.competency[outcomes])
        asked = np.bincount(every // (len(uncovered.outcomes) + 1), minlength=len(uncovered.stopping))
        self._kept = (asked > 0) & (asked <= most) & (uncovered.moves > 0)
        """Sets that may be completed."""
        self._free = np.zeros(len(uncovered.outcomes), dtype=np.bool_)
        """Outcomes that may be chosen."""
        self._free[outcomes[self._kept[sets]]] = True

    @property
    def size(self) -> int:
        """How many outcomes the sets that may be completed have, those of each set counted."""
        return int(self._kept[self._of.entries[0]].sum())

    def greedy(self, until: float) -> tuple[int, ...]:
        """An answer found set by set: each time the one whose completion unlocks most for each outcome added."""
        chosen: tuple[int, ...] = ()
        while time.monotonic() < until and (better := self._next(chosen)) is not None:
            chosen = better
        return tuple(sorted(chosen))

    def _next(self, chosen: tuple[int, ...]) -> tuple[int, ...] | None:
        now, best, found = self._of.unlocks(chosen), 0.0, None
        for one in self._worth_a_look(chosen):
            with_it = self._with(chosen, self._of.stopping[one])
            if with_it is None:
                continue
            gain = (self._of.unlocks(with_it) - now) / max(1, len(with_it) - len(chosen))
            if gain > best:
                best, found = gain, with_it
        return found

    def _worth_a_look(self, chosen: tuple[int, ...]) -> list[int]:
        """Sets that can still be completed, those first whose outcomes have most moves for each that is missing."""
        sets, outcomes = self._of.entries
        missing = ~self._of.met(chosen)[outcomes]
        left = np.bincount(sets[missing], minlength=len(self._of.stopping))
        able = np.flatnonzero(self._kept & (left > 0) & (left <= self._most))
        shares = self._shares()
        worth = np.bincount(sets[missing], weights=shares[outcomes[missing]], minlength=len(left))
        order = np.lexsort((able, -worth[able] / left[able], -self._of.moves[able] / left[able]))
        by_worth = np.lexsort((able, -worth[able] / left[able]))
        picked = [*able[order[:LOOKED_AT]].tolist(), *able[by_worth[:LOOKED_AT]].tolist()]
        return list(dict.fromkeys(picked))

    def _with(self, chosen: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...] | None:
        """The chosen and what meets the wanted ones, at most one level a competency; None where that cannot be."""
        by = {int(self._of.competency[one]): one for one in chosen}
        for one in wanted:
            there = by.setdefault(int(self._of.competency[one]), one)
            if one not in self._of.meets[there]:
                if there not in self._of.meets[one]:
                    return None
                by[int(self._of.competency[one])] = one
        return tuple(by.values()) if len(by) <= self._most else None

    def _shares(self) -> Floats:
        """The moves of each set shared out among its outcomes, and how many of them each outcome can meet."""
        sets, outcomes = self._of.entries
        inside = self._kept[sets]
        size = np.bincount(sets, minlength=len(self._of.stopping))
        own = np.bincount(
            outcomes[inside],
            weights=self._of.moves[sets[inside]] / size[sets[inside]],
            minlength=len(self._of.outcomes),
        )
        taught, met = self._of.links
        shares: Floats = np.bincount(taught, weights=own[met], minlength=len(own)).astype(np.float64)
        return shares * self._free

    def reduce(self, found: int) -> int:
        """Leaves out what is in no answer that unlocks as much as was found; the most that any answer can unlock."""
        sets, outcomes = self._of.entries
        taught, met = self._of.links
        at_most = int(self._of.moves.sum())
        while True:
            shares = self._shares()
            best = np.zeros(int(self._of.competency.max(initial=-1)) + 1)
            np.maximum.at(best, self._of.competency, shares)
            ranked = np.sort(best)[::-1]
            at_most = min(at_most, int(ranked[: self._most].sum() * (1 + SLACK) + SLACK))
            among = best >= ranked[min(self._most, len(ranked)) - 1] if len(ranked) else best > 0
            others = ranked[: self._most].sum() - np.where(among, best, ranked[: self._most][-1:].sum())
            out = self._free & (shares + others[self._of.competency] < found * (1 - SLACK) - SLACK)
            if not out.any():
                return at_most
            self._free &= ~out
            reached = np.zeros(len(self._free), dtype=np.bool_)
            reached[met[self._free[taught]]] = True
            self._kept[sets[~reached[outcomes]]] = False

    def solve(self, known: tuple[int, ...], seconds: float) -> tuple[tuple[int, ...], int]:
        """The best answer among what is left, and the most that the solver leaves possible.

        Unlocked moves come first, then few outcomes: both are in one objective, as every move weighs more than all
        outcomes together.
        """
        free, kept = np.flatnonzero(self._free), np.flatnonzero(self._kept)
        program = Program(choices=len(free), columns=len(free) + len(kept), implied=len(kept))
        self._demand_all(program, free, kept)
        program.add_limit(dict.fromkeys(range(len(free)), 1), self._most)
        for same in _alike(self._of.competency[free]):
            program.add_limit(dict.fromkeys(same, 1), 1)
        many = self._most + 1
        stays = {len(free) + place: many * int(self._of.moves[one]) for place, one in enumerate(kept.tolist())}
        solver = Solver(program, seconds=seconds, known=self._known(known, free, kept))
        solution = solver.lexicographic([{**dict.fromkeys(range(len(free)), 1), **stays}])
        chosen = tuple(free[list(solution.chosen)].tolist())
        every = int(self._of.moves[kept].sum())
        if not isfinite(solution.gap):
            return chosen, every
        missed = every - int(self._of.moves[self._complete(chosen)].sum())
        cost = many * missed + len(chosen)
        least = cost - solution.gap * max(1, cost)
        doubt = int(every * SLACK)
        return chosen, every + doubt - (
            missed if not solution.gap else max(0, ceil((least - self._most) / many - SLACK))
        )

    def _demand_all(self, program: Program, free: Numbers, kept: Numbers) -> None:
        """A set stays stopped, or each of its outcomes is met by a chosen one."""
        place, taught, met = np.cumsum(self._free) - 1, *self._of.links
        able = self._free[taught]
        order = np.argsort(met[able], kind="stable")
        meeting, by = met[able][order], place[taught[able][order]]
        begin = np.searchsorted(meeting, np.arange(len(self._free) + 1))
        sets, outcomes = self._of.entries
        inside = self._kept[sets]
        rank = np.cumsum(self._kept) - 1
        rows = list(zip(rank[sets[inside]].tolist(), outcomes[inside].tolist(), strict=True))
        columns = [np.append(by[begin[one] : begin[one + 1]], len(free) + row) for row, one in rows]
        sizes = np.array([len(one) for one in columns], dtype=np.int64)
        index = np.concatenate(columns)
        program.add_rows(np.cumsum(sizes) - sizes, index, np.ones(len(index)), np.ones(len(rows)))

    def _known(self, chosen: tuple[int, ...], free: Numbers, kept: Numbers) -> list[int]:
        """The columns of an answer: what is chosen, and which sets stay stopped."""
        done = set(self._complete(chosen).tolist())
        stays = [len(free) + place for place, one in enumerate(kept.tolist()) if one not in done]
        return [*np.flatnonzero(np.isin(free, chosen)).tolist(), *stays]

    def _complete(self, chosen: tuple[int, ...]) -> Numbers:
        """The sets left of which all outcomes are met."""
        sets, outcomes = self._of.entries
        left = np.bincount(sets[~self._of.met(chosen)[outcomes]], minlength=len(self._of.stopping))
        found: NDArray[np.int64] = np.flatnonzero(self._kept & (left == 0))
        return found


def _alike(competency: Numbers) -> list[list[int]]:
    """The places of each competency that stands at more than one."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(competency.tolist()):
        found.setdefault(one, []).append(place)
    return [places for places in found.values() if len(places) > 1]
