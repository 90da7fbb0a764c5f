"""The picture of pathways: roles as boxes in columns, one for each stop on the way, moves as lines."""

from collections.abc import Iterator

from app import data
from app.catalogue import _, ngettext
from app.pathways.alike import alike
from app.picture.layout import Box, Column, Edge, Picture, arranged
from kmgraph.planner.pathway import Near, NextMoves, Pathway, Pathways
from kmgraph.planner.pathway.on_record import Record

START, GOAL = "start", "goal"
BETWEEN = "#"
"""Stands in the id of a box between the role and the column in which it is a stop."""


def drawn(found: Pathways) -> Picture:
    """The pathways to a role, and the direct move."""
    label = data.links().label
    last = max((len(way.stops) for way in found.ways), default=0)
    columns = [
        Column(_("You start from"), [Box(START, "role", found.profile.label)]),
        *(Column(_("Stop {number}").format(number=place + 1), _stops(found, place)) for place in range(last)),
        Column(
            _("You reach"), [Box(GOAL, "role", label(found.goal), _develop(found.direct.to_develop, _("directly")))]
        ),
    ]
    ways = [Pathway((found.direct,)), *found.ways]
    edges = [edge for way in ways for edge in _edges(way)]
    title = _("Ways from {start} to {goal}").format(start=found.profile.label, goal=label(found.goal))
    return arranged(title, columns, edges, legend=_legend())


def _stops(found: Pathways, place: int) -> list[Box]:
    """The stops of all pathways that stand so far along, each once."""
    told: dict[str, list[str]] = {}
    for number, way in enumerate(found.ways, 1):
        if place < len(way.stops):
            route = _("route {number}").format(number=number)
            said = _develop(way.hops[place].to_develop, route)
            if place == len(way.stops) - 1:
                said += ", " + _("then {count}").format(count=way.hops[-1].to_develop)
            told.setdefault(way.stops[place], []).append(said)
    return [Box(_id(role, place), "stop", data.links().label(role), "; ".join(said)) for role, said in told.items()]


def _develop(number: int, how: str) -> str:
    return ngettext("{how}: {count} to develop", "{how}: {count} to develop", number).format(how=how, count=number)


def _edges(way: Pathway) -> Iterator[Edge]:
    ends = [START, *(_id(role, place) for place, role in enumerate(way.stops)), GOAL]
    for number, one in enumerate(way.hops):
        yield Edge(ends[number], ends[number + 1], _kind(one.record))


def nearby(found: NextMoves) -> Picture:
    """The roles that are near what is brought."""
    label = data.links().label
    boxes = [Box(_id(one.role, 0), "stop", label(one.role), _note(one)) for one in found.moves]
    columns = [
        Column(_("You start from"), [Box(START, "role", found.profile.label)]),
        Column(_("Roles within reach, the nearest first"), boxes),
    ]
    edges = [Edge(START, _id(one.role, 0), _kind(one.record)) for one in found.moves]
    title = _("Roles near {start}").format(start=found.profile.label)
    return arranged(title, columns, edges, legend=_legend())


def _note(one: Near) -> str:
    return ", ".join([asks(one.to_develop), alike(one.likeness), *([_("on record")] if one.record else [])])


def asks(number: int) -> str:
    """What a move asks, in a few words."""
    if not number:
        return _("nothing new to develop")
    return ngettext("{count} to develop", "{count} to develop", number).format(count=number)


def _kind(record: Record) -> str:
    return "firm" if record else "weak"


def _legend() -> dict[str, str]:
    return {
        "role": _("where you start and what you reach"),
        "stop": _("a role on the way"),
        "firm": _("something is on record of this move"),
        "weak": _("nothing is on record of this move"),
    }


def _id(role: str, place: int) -> str:
    return f"{role}{BETWEEN}{place}"


def role_of(box: str, start: str | None, goal: str | None) -> str | None:
    """The role that a box stands for, or None."""
    return {START: start, GOAL: goal}.get(box, box.rpartition(BETWEEN)[0])
