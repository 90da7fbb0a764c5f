"""The moves between role types that a gap stops.

A move is plausible where somebody in the first role holds at least half of the competencies that the second cannot do
without, at whatever level, and where both stand on one ladder, at most one rung lies between them.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kmgraph.graph import Graph
from kmgraph.model import Ladder
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.programme.asked import Origin
from kmgraph.programme.competencies import competencies_of
from kmgraph.programme.demand import Demand
from kmgraph.programme.needs import needs_of
from kmgraph.programme.remembered import remembered

RULE = (
    "A move from one role type to another is plausible where the first needs at least half of the competencies that "
    "the second cannot do without, at any level, and they are at most one rung apart where both stand on one ladder."
)
EVERY_PAIR = "Every move from one role type to another counts, however unlike they are."
HEAVY = 200
"""Competencies that so many roles need are multiplied as a full table, all others as a sparse one."""
BLOCK = 200
"""Roles that are looked at together."""
Table = Any
"""A sparse table by rows."""


class Moves:
    """The moves between role types that are plausible, and those of them that each outcome stops.

    Args:
        planner: who knows roles and ladders.
        demand: what is needed; moves lead to the role types that count there, from any.
        all_pairs: count every ordered pair of role types.
    """

    def __init__(self, planner: Planner, demand: Demand, *, all_pairs: bool = False):
        self._planner, self._demand, self._all_pairs = planner, demand, all_pairs
        needs, asked = demand.needs, np.zeros(len(demand.needs.outcomes), dtype=np.bool_)
        asked[demand.among] = True
        held = needs.held.where(asked[needs.held.to])
        self.needed = self._table(demand.pairs)
        """Roles by outcomes: 1 where the role needs the outcome."""
        self.held = self._table(Links(held.begin, (np.cumsum(asked) - 1)[held.to]))
        """Roles by outcomes: 1 where somebody in the role holds it."""

    @property
    def roles(self) -> int:
        """How many role types moves may begin or end at."""
        return len(self._demand.needs.roles)

    @cached_property
    def plausible(self) -> Table:
        """Roles by roles, in the order of `Demand.needs.roles`: 1 where the move from row to column is plausible."""
        start, goal = self._pairs()
        kept = self._demand.chosen[goal] & (start != goal)
        goal, many = goal[kept], np.bincount(start[kept], minlength=self.roles)
        begin = np.concatenate([[0], np.cumsum(many)])
        return sparse.csr_array((np.ones(len(goal), dtype=np.int32), goal, begin), shape=(self.roles, self.roles))

    @property
    def total(self) -> int:
        """How many moves are plausible."""
        if self._all_pairs:
            return int(self._demand.chosen.sum()) * max(0, self.roles - 1)
        return int(self.plausible.nnz)

    def stopped(self, uncovered: Mask) -> NDArray[np.int64]:
        """Of each outcome, how many plausible moves it stops; 0 where it is not among those uncovered."""
        needed, held = self._only(self.needed, uncovered), self._only(self.held, uncovered)
        if self._all_pairs:
            wanting = _sums(needed) * (self.roles - 1)
            holding = _sums(needed) * _sums(held) - _sums(needed.multiply(held))
        else:
            wanting = needed.T @ _sums(self.plausible)
            holding = _sums((sparse.csr_array(self.plausible.T) @ held).multiply(needed))
        found: NDArray[np.int64] = (wanting - holding).astype(np.int64)
        return found

    def count(self, uncovered: Mask) -> int:
        """How many plausible moves some uncovered outcome stops."""
        needed, held = self._only(self.needed, uncovered), self._only(self.held, uncovered)
        many = np.diff(needed.indptr)
        met = (held @ needed.T).tocoo()
        start, goal = met.coords
        whole = (met.data == many[goal]) & (start != goal)
        if self._all_pairs:
            return int((many > 0).sum()) * max(0, self.roles - 1) - int(whole.sum())
        closed = sparse.csr_array((whole[whole], (start[whole], goal[whole])), shape=met.shape, dtype=np.int32)
        asking = int(np.asarray(_sums(self.plausible))[many > 0].sum())
        return asking - int(self.plausible.multiply(closed).sum())

    def stops(self, uncovered: Mask) -> Table:
        """Moves that are stopped: a row for each plausible move (`pairs`), 1 for each outcome that stops it."""
        start, goal = self.pairs
        needed, held = self._only(self.needed, uncovered), self._only(self.held, uncovered)
        missing = needed[goal] - needed[goal].multiply(held[start])
        missing.eliminate_zeros()
        return sparse.csr_array(missing)

    @property
    def pairs(self) -> tuple[Numbers, Numbers]:
        """The numbers of the roles from and to which the plausible moves lead, in the order of `stops`."""
        start, goal = self.plausible.tocoo().coords
        return start.astype(np.int64), goal.astype(np.int64)

    def people(self, uncovered: Mask) -> list[int | None]:
        """Of each outcome, how many posts there are in roles from which it stops a move; None where none is counted."""
        posts = self._demand.counted[Origin.POSTS].by_role
        size = self._demand.size
        known = [(place, posts[role]) for place, role in enumerate(self._demand.needs.roles) if role in posts]
        if not known:
            return [None] * size
        needed, held = self._only(self.needed, uncovered), self._only(self.held, uncovered)
        told, sums = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        for begin in range(0, len(known), BLOCK):
            rows, number = np.array(known[begin : begin + BLOCK], dtype=np.int64).T
            wanting = (self.plausible[rows] @ needed).sign()
            from_here = wanting - wanting.multiply(held[rows])
            told += _sums(from_here).astype(np.int64)
            sums += from_here.T @ number
        return [int(many) if said else None for said, many in zip(told, sums, strict=True)]

    def _pairs(self) -> NDArray[np.int32]:
        """From and to which roles moves lead, whether the goal counts or not."""
        if self._all_pairs:
            return np.indices((self.roles, self.roles), dtype=np.int32).reshape(2, -1)
        return _alike(self._planner, with_desirable=self._demand.asked.with_desirable)

    def _only(self, table: Table, outcomes: Mask) -> Table:
        kept = outcomes[table.indices]
        begin = np.concatenate([[0], np.cumsum(kept)])[table.indptr]
        return sparse.csr_array((table.data[kept], table.indices[kept], begin), shape=table.shape)

    def _table(self, links: Links) -> Table:
        ones = np.ones(len(links.to), dtype=np.int32)
        return sparse.csr_array((ones, links.to, links.begin), shape=(self.roles, self._demand.size))


@remembered
def _alike(planner: Planner, *, with_desirable: bool) -> NDArray[np.int32]:
    """The moves between the role types of `needs_of` that are plausible: from which, and to which."""
    needs = needs_of(planner, with_desirable=with_desirable)
    essential, roles = needs.essential, len(needs.roles)
    table = sparse.csr_array(
        (np.ones(len(essential.to), dtype=np.float32), essential.to, essential.begin),
        shape=(roles, len(competencies_of(planner))),
    ).tocsc()
    heavy = np.diff(table.indptr) > HEAVY
    full, light = table[:, heavy].toarray(), sparse.csr_array(table[:, ~heavy])
    turned = sparse.csr_array(light.T)
    size = np.diff(essential.begin)
    alike: Mask = np.zeros((roles, roles), dtype=np.bool_)
    for begin in range(0, roles, BLOCK):
        rows = slice(begin, begin + BLOCK)
        shared = (light[rows] @ turned).toarray() + full[rows] @ full.T
        alike[rows] = (2 * shared >= size) & (size > 0)
    np.fill_diagonal(alike, val=False)
    for one, other in _far(planner.graph, needs.roles):
        alike[one, other] = alike[other, one] = False
    return np.array(np.nonzero(alike), dtype=np.int32)


def _far(graph: Graph, roles: Sequence[str]) -> set[tuple[int, int]]:
    """Roles that stand more than one rung apart on some ladder."""
    number = {role: place for place, role in enumerate(roles)}
    return {
        (number[one], number[other])
        for rungs in _ladders(graph)
        for (here, one), (there, other) in combinations(enumerate(rungs), 2)
        if there - here > 1 and one != other and one in number and other in number
    }


def _ladders(graph: Graph) -> list[tuple[str, ...]]:
    return [ladder.rungs for ladder in graph.all(Ladder).values() if counts(ladder.status)]


def _sums(table: Table) -> NDArray[np.int64]:
    """The sum of each column."""
    return np.asarray(table.sum(axis=0)).ravel()
