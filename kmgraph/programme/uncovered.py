"""What is not covered, as arrays: outcomes that no learning within reach brings, and the moves that they stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome

Floats = NDArray[np.float64]
AT_ONCE = 200
"""Role types from which moves are looked at together."""


@dataclass(frozen=True, eq=False)
class Uncovered:
    """Outcomes known by their numbers, those of one competency from its lowest level up."""

    outcomes: tuple[Outcome, ...]
    demand: Floats
    """How much each is asked for, by the weights."""
    meets: tuple[tuple[int, ...], ...]
    """The outcomes that who teaches one of them brings: itself, and lower levels that follow from it."""
    stopping: tuple[tuple[int, ...], ...]
    """Sets of outcomes, none empty, that together stop moves: all of a set are to be met to unlock its moves."""
    moves: Numbers
    """How many moves each set stops."""
    stopped: int
    """How many plausible moves are stopped in all, those included that take more outcomes than may be chosen."""

    @cached_property
    def competency(self) -> Numbers:
        """The number of each outcome's competency."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(one.competency, len(known)) for one in self.outcomes], dtype=np.int64)

    @cached_property
    def links(self) -> tuple[Numbers, Numbers]:
        """Pairs of an outcome that is taught and one that is met by it."""
        return _pairs(self.meets)

    @cached_property
    def entries(self) -> tuple[Numbers, Numbers]:
        """Pairs of a set that stops moves and an outcome in it."""
        return _pairs(self.stopping)

    def met(self, chosen: Sequence[int]) -> Mask:
        """Which outcomes are met once the chosen ones are taught."""
        found = np.zeros(len(self.outcomes), dtype=np.bool_)
        for one in chosen:
            found[list(self.meets[one])] = True
        return found

    def closes(self, chosen: Sequence[int]) -> float:
        """How much demand is met once the chosen ones are taught."""
        return float(self.demand[self.met(chosen)].sum())

    def left(self, chosen: Sequence[int]) -> Numbers:
        """How many outcomes of each set are not met once the chosen ones are taught."""
        sets, outcomes = self.entries
        return np.bincount(sets[~self.met(chosen)[outcomes]], minlength=len(self.stopping))

    def only(self, able: Mask) -> "Uncovered":
        """The same where only these outcomes may be taught; a move that others stop stays stopped."""
        number = np.cumsum(able) - 1
        kept = np.flatnonzero(able).tolist()
        open_sets = [place for place, one in enumerate(self.stopping) if able[list(one)].all()]
        return Uncovered(
            tuple(self.outcomes[one] for one in kept),
            self.demand[kept],
            tuple(tuple(int(number[met]) for met in self.meets[one] if able[met]) for one in kept),
            tuple(tuple(number[list(self.stopping[place])].tolist()) for place in open_sets),
            self.moves[open_sets],
            self.stopped,
        )

    def unlocks(self, chosen: Sequence[int]) -> int:
        """How many moves are unlocked once the chosen ones are taught."""
        return int(self.moves[self.left(chosen) == 0].sum())


def uncovered_of(gaps: Gaps, most: int) -> Uncovered:
    """The outcomes of some gaps that nothing within reach covers, and the moves that at most so many of them stop."""
    demand = gaps.demand
    places = np.flatnonzero(gaps.mask)
    order = sorted(places.tolist(), key=lambda place: (demand.outcomes[place].competency, *demand.facts[place][1:]))
    number = {demand.facts[place]: at for at, place in enumerate(order)}
    levels = gaps.planner.levels
    taught = (levels.implied(levels.held(*demand.outcomes[place])) for place in order)
    meets = (sorted({number[fact] for fact in facts if fact in number} | {at}) for at, facts in enumerate(taught))
    groups, stopped = _stopping(gaps, np.array(order, dtype=np.int64), most)
    return Uncovered(
        tuple(demand.outcomes[place] for place in order),
        demand.total[order],
        tuple(map(tuple, meets)),
        tuple(groups),
        np.array(list(groups.values()), dtype=np.int64),
        stopped,
    )


def _stopping(gaps: Gaps, outcomes: Numbers, most: int) -> tuple[dict[tuple[int, ...], int], int]:
    """How many moves each set of so many outcomes at most stops, and how many moves are stopped in all."""
    needed = sparse.csr_array(gaps.moves.needed[:, outcomes]).astype(np.int32)
    held = sparse.csr_array(gaps.moves.held[:, outcomes]).astype(np.int32)
    wanted = np.asarray(needed.sum(axis=1)).ravel()
    turned = sparse.csr_array(needed.T)
    found: dict[tuple[int, ...], int] = {}
    stopped = 0
    for begin in range(0, gaps.moves.roles, AT_ONCE):
        some = slice(begin, begin + AT_ONCE)
        lacking = wanted[None, :] - (held[some] @ turned).toarray()
        lacking[gaps.moves.plausible[some].toarray() == 0] = 0
        stopped += int((lacking > 0).sum())
        for size in range(1, most + 1):
            start, goal = np.nonzero(lacking == size)
            missing = sparse.csr_array(needed[goal] - needed[goal].multiply(held[start + begin]))
            missing.eliminate_zeros()
            missing.sort_indices()
            sets, many = np.unique(missing.indices.reshape(-1, size), axis=0, return_counts=True)
            for one, moves in zip(map(tuple, sets.tolist()), many.tolist(), strict=True):
                found[one] = found.get(one, 0) + moves
    return dict(sorted(found.items())), stopped


def _pairs(rows: Sequence[tuple[int, ...]]) -> tuple[Numbers, Numbers]:
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return owners, np.fromiter((one for row in rows for one in row), dtype=np.int64)
