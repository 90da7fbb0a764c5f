"""Asking for pathways: the direct move, and ways over other roles by smaller ones, each move with its own bridge."""

from collections.abc import Iterable, Sequence

import numpy as np

from kmgraph.errors import UsageError
from kmgraph.planner.bridge import Planner
from kmgraph.planner.gap import Profile
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.pathway.answer import Pathway, Pathways
from kmgraph.planner.pathway.distance import Away, away
from kmgraph.planner.pathway.last import Last
from kmgraph.planner.pathway.priced import Priced
from kmgraph.planner.pathway.recorded import recorded_way
from kmgraph.planner.pathway.search import LOOKS, Search, Way
from kmgraph.planner.situation.switches import Switches

MOST_MOVES = 4
"""Moves beyond which nobody plans."""


def pathways(
    planner: Planner,
    profile: Profile,
    goal: str,
    switches: Switches | None = None,
    *,
    start: str | None = None,
    moves: int = 3,
    alternatives: int = 3,
    most_new: int | None = None,
    preset: Preset = Preset.FEWEST,
    looks: int = LOOKS,
) -> Pathways:
    """The ways from a profile to a role: the direct bridge, and pathways of smaller moves.

    Skills add up: wherever learning closes all that a stop needs, and is open to the same people, a direct bridge asks
    for no more learning than a way over other roles. So a stop needs a reason: each move of a pathway asks to develop
    at most `most_new` competencies, or each move of it is on record. Each move is bridged from all that is brought by
    then (`worked`). Pathways are distinct: at least half of the stops of each are in no better one.

    Args:
        planner: who answers.
        profile: what is brought.
        goal: IRI of the role wanted.
        switches: what may enter a plan; limits hold for each move.
        start: IRI of the role that is left, where the profile is not that of a role.
        moves: the most moves of a pathway, 1 to 4.
        alternatives: how many pathways are told at most, beside one that is on record.
        most_new: the most competencies that a move may ask to develop, by what the roles need; None is the fewest
            that as many single stops as alternatives are asked for allow.
        preset: what makes plans better.
        looks: from how many stops pathways are followed further at most.

    Raises:
        NotKnown: there is no such role, or nothing is stated of what it needs.
        UsageError: a number makes no sense.
    """
    switches = switches or Switches(strict_levels=planner.strict)
    _refuse(moves, alternatives, most_new)
    start = start or profile.id
    priced = Priced(planner, profile, switches, start, preset)
    (direct,) = priced.hops([goal])
    view = away(planner, profile, planner.reach(profile, switches), switches, preset)
    roles, number = view.demand.roles, view.demand.place[goal]
    shut = [view.demand.place[start]] if start in view.demand.place else []
    most = smallest_move(view, number, shut, alternatives) if most_new is None else most_new
    search = Search(view, number, most_new=most, moves=moves, shut=shut, looks=looks)
    needed = moves > 1 and view.to_develop[number] > most
    ways = distinct(search.ways(), alternatives) if needed else []
    found = [Pathway(priced.hops([*(roles[stop] for stop in way), goal])) for way in ways]
    found.sort(key=lambda one: (one.to_develop, one.open, one.courses, one.largest))
    recorded = recorded_way(planner, view.demand, start, goal)
    within = recorded is not None and len(recorded) < moves
    if recorded and within:
        told = next((one for one in found if one.stops == recorded), None)
        first = told or Pathway(priced.hops([*recorded, goal]), on_record=True)
        found = [first, *(one for one in found if one is not told)]
    asked, more = most_new is not None, len(recorded) + 1 if recorded and not within else None
    return Pathways(profile, start, goal, switches, direct, tuple(found), most, asked, moves, search.proven, more)


def smallest_move(view: Away, goal: int, shut: Sequence[int], many: int) -> int:
    """The least that the largest of two moves asks to develop, with so many stops to choose from.

    Where fewer stops make moves smaller than the direct one, those are enough; where none does, it is one less than
    the direct move.
    """
    offered = view.demand.offered.copy()
    offered[[goal, *shut]] = False
    stops, direct = np.flatnonzero(offered), int(view.to_develop[goal])
    largest = np.sort(np.maximum(view.to_develop[stops], Last(view, goal).after(stops, view.held).to_develop))
    smaller = largest[largest < direct][: max(many, 1)].tolist()
    return smaller[-1] if smaller else max(direct - 1, 1)


def distinct(ways: Iterable[Way], most: int) -> list[Way]:
    """The first ways of which at least half of the stops are in no way before."""
    found: list[Way] = []
    if most:
        for way in ways:
            if all(2 * len(set(way) & set(other)) <= len(way) for other in found):
                found.append(way)
                if len(found) == most:
                    break
    return found


def _refuse(moves: int, alternatives: int, most_new: int | None) -> None:
    if not 1 <= moves <= MOST_MOVES:
        raise UsageError(f"A pathway has 1 to {MOST_MOVES} moves, not {moves}. Choose a number from 1 to {MOST_MOVES}.")
    if alternatives < 0:
        raise UsageError(f"There cannot be {alternatives} pathways. Choose a number from 0 up.")
    if most_new is not None and most_new < 1:
        raise UsageError(f"A move asks to develop at least 1 competency, not {most_new}. Choose a number from 1 up.")
