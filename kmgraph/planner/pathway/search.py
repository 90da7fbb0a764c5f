"""Which roles to stop at on the way to a role, so that no move asks for too much.

Stops are chosen by what roles need, before any course is looked at: whoever worked in a role is taken to hold all that
it needs. The best pathway asks to develop the fewest competencies in all its moves; then fewest that no learning
closes; then the one whose learning costs least by the bounds of `distance`; then the one with the fewest stops and
the smallest IRIs. No stop can be left out: without it, the role after it would ask for too much.

Searched best first (A*; Hart, Nilsson and Raphael, 1968, doi:10.1109/TSSC.1968.300136): a pathway that is not whole yet
still has to develop each competency that the goal needs and that is not held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.planner.pathway.distance import Away, sums, sums_of
from kmgraph.planner.pathway.last import Last

LOOKS = 300
"""Stops from which pathways are followed further at most."""

Way = tuple[int, ...]
"""The stops of a pathway, by number."""


class Cost(NamedTuple):
    """What a pathway comes to, or at the least any that begins so; the first amount matters most."""

    to_develop: int
    open: int
    least: int
    stops: int
    way: Way


@dataclass(frozen=True)
class _Place:
    """Where a pathway has come to."""

    way: Way
    held: Mask
    spent: Numbers
    """What all moves came to so far: competencies to develop, open ones, and the bound."""
    asked: Numbers
    """What a move from here to each role asks to develop."""
    near: Mask
    """Roles that a move from before would have led to: nobody has to come here for them."""


class _Onward(NamedTuple):
    """A stop that may come next."""

    cost: Cost
    whole: bool
    """Whether the goal comes after it."""
    place: _Place
    spent: Numbers
    others: Iterator["_Onward"]
    """The stops that may come instead of it and cost more, the best first."""


class Search:
    """Pathways from a start to a role to which no single move leads.

    Args:
        away: all roles as seen from the start.
        goal: number of the role.
        most_new: the most competencies that a move may ask to develop.
        moves: the most moves.
        shut: numbers of roles where nobody is to stop, such as the one at the start.
        looks: from how many stops pathways are followed further at most.
    """

    def __init__(self, away: Away, goal: int, *, most_new: int, moves: int, shut: Sequence[int], looks: int = LOOKS):
        self._away, self._demand, self._last = away, away.demand, Last(away, goal)
        self._most, self._moves, self._looks = most_new, moves, looks
        self._stops = self._demand.offered.copy()
        self._stops[[goal, *shut]] = False
        self._worth = np.where(away.reached[self._demand.top], away.price[self._demand.needed.to], 0)
        self.proven = True
        """Whether no pathway better than those told so far was left out."""

    def ways(self) -> Iterator[Way]:
        """The stops of each pathway, the best first."""
        nobody = np.zeros(len(self._demand.roles), dtype=np.bool_)
        start = _Place((), self._away.held, np.zeros(3, dtype=np.int64), self._away.to_develop, nobody)
        ahead = list[_Onward]()
        _push(ahead, self._onwards(start))
        while ahead:
            one = heappop(ahead)
            _push(ahead, one.others)
            if one.whole:
                yield one.cost.way
            elif self._looks:
                self._looks -= 1
                _push(ahead, self._onwards(self._place(one)))
            else:
                self.proven = False

    def _place(self, one: _Onward) -> _Place:
        """Where a stop leads."""
        held = one.place.held.copy()
        held[self._demand.held.at(one.cost.way[-1])] = True
        return _Place(
            one.cost.way,
            held,
            one.spent,
            sums(self._demand.needs, ~held[self._demand.needs.to]),
            one.place.asked <= self._most,
        )

    def _onwards(self, place: _Place) -> Iterator[_Onward]:
        """The stops that may come next, the best first."""
        able = self._stops & (place.asked <= self._most) & ~place.near
        able[list(place.way)] = False
        roles, left = np.flatnonzero(able), self._moves - len(place.way) - 1
        rest = self._last.after(roles, place.held)
        whole = rest.to_develop <= self._most
        kept = whole | ((left > 1) & (rest.competencies <= left * self._most))
        rest, roles, whole = rest.of(kept), roles[kept], whole[kept]
        spent = place.spent + np.stack(
            [place.asked[roles], self._open(roles, place), self._least(roles, place)], axis=1
        )
        more = np.where(
            whole,
            [rest.to_develop, rest.open, rest.least],
            [rest.competencies, *np.zeros((2, len(roles)), dtype=np.int64)],
        ).T
        stops = len(place.way) + 2 - whole
        order = np.lexsort((roles, stops, *(spent + more).T[::-1]))
        return self._told(place, roles[order], stops[order], whole[order], spent[order], (spent + more)[order])

    def _told(
        self, place: _Place, roles: Numbers, stops: Numbers, whole: Mask, spent: Numbers, cost: Numbers
    ) -> Iterator[_Onward]:
        rows = zip(roles.tolist(), stops.tolist(), whole.tolist(), spent, cost.tolist(), strict=True)
        for role, many, last, so_far, (to_develop, open_, least) in rows:
            yield _Onward(Cost(to_develop, open_, least, many, (*place.way, role)), last, place, so_far, iter(()))

    def _open(self, roles: Numbers, place: _Place) -> Numbers:
        """For each role the needs that are not held, and that no learning closes from the start."""
        needed = self._demand.needs.gather(roles)
        return sums_of(self._demand.needs, roles, ~place.held[needed] & ~self._away.reached[needed])

    def _least(self, roles: Numbers, place: _Place) -> Numbers:
        """For each role what closing the others costs at the least."""
        places = self._demand.needed.places(roles)
        worth = np.where(place.held[self._demand.needed.to[places]], 0, self._worth[places])
        return sums_of(self._demand.needed, roles, worth)


def _push(ahead: list[_Onward], onwards: Iterator[_Onward]) -> None:
    """Puts the first of these among what is ahead, with all others behind it."""
    if one := next(onwards, None):
        heappush(ahead, one._replace(others=onwards))
