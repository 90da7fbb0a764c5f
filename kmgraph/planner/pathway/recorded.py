"""A way from role to role of which every move is on record."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from kmgraph.planner.bridge import Planner
from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.pathway.demand import Demand
from kmgraph.planner.pathway.distance import Floats
from kmgraph.planner.pathway.on_record import on_record

FEWER_MOVES = 10**6
"""What a move weighs beside the competencies that it asks to develop: fewer moves come first."""


def recorded_way(planner: Planner, demand: Demand, start: str | None, goal: str) -> tuple[str, ...] | None:
    """The stops of the way on record with the fewest moves, then the fewest competencies to develop.

    Args:
        planner: in whose graph moves are on record.
        demand: what roles need; a role of which that is not known is no stop.
        start: IRI of the role at the start, None where it is not known.
        goal: IRI of the role wanted; the direct move does not count.
    """
    if start not in demand.place:
        return None
    first, last = demand.place[start], demand.place[goal]
    pairs = _known(planner, demand, first, last)
    pairs = pairs[np.isfinite(_between(pairs, len(demand.roles), first, last))]
    if not len(pairs):
        return None
    weights = [FEWER_MOVES + _to_develop(demand, before, after) for before, after in pairs.tolist()]
    _, before = dijkstra(_table(pairs, weights, len(demand.roles)), indices=first, return_predecessors=True)
    stops, here = list[int](), int(before[last])
    while here != first:
        stops.append(here)
        here = int(before[here])
    return tuple(demand.roles[stop] for stop in reversed(stops))


def _known(planner: Planner, demand: Demand, first: int, last: int) -> Numbers:
    """The moves on record between roles of which it is known what they need, without the direct one."""
    place = demand.place
    found = sorted((place[one], place[other]) for one, other in on_record(planner) if one in place and other in place)
    stops = {number for number in range(len(demand.roles)) if demand.offered[number]} | {first, last}
    kept = [move for move in found if move != (first, last) and stops.issuperset(move)]
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def _between(pairs: Numbers, roles: int, first: int, last: int) -> Floats:
    """For each move, the fewest moves of a way on record that makes it; infinite where there is none."""
    moves = _table(pairs, np.ones(len(pairs)), roles)
    there = dijkstra(moves, indices=first, unweighted=True)
    back = dijkstra(moves.T, indices=last, unweighted=True)
    found: Floats = there[pairs[:, 0]] + 1 + back[pairs[:, 1]]
    return found


def _table(pairs: Numbers, weights: Sequence[float] | Floats, roles: int) -> sparse.csr_array:
    return sparse.csr_array((np.asarray(weights, dtype=np.float64), pairs.T), shape=(roles, roles))


def _to_develop(demand: Demand, before: int, after: int) -> int:
    """Competencies that somebody in one role has to develop for another."""
    return len(np.setdiff1d(demand.needs.at(after), demand.held.at(before)))
