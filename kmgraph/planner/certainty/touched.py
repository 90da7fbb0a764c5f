"""The part of a graph that one question can touch, at whatever levels its links may stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from kmgraph.assertion import Asserted, Row
from kmgraph.graph import Graph, Nodes
from kmgraph.model import Expects, Prerequisite, Record, Requirement, Teaches, dump
from kmgraph.model import Mapping as Match
from kmgraph.planner.levels import Levels
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import Importance, Kind, Status

BESIDE = frozenset({Kind.PRACTICE, Kind.SOURCE, Kind.OBSERVATION, Kind.REVIEW, Kind.JOURNEY, Kind.STEP})
"""Kinds of records that stand beside a plan and never decide it."""
DEALING = (Kind.REQUIREMENT, Kind.TEACHES, Kind.EXPECTS)
"""Kinds of links that name a competency."""
Edges = Mapping[Kind, tuple[Asserted, ...]]


def touched(
    graph: Graph,
    levels: Levels,
    role: str,
    brought: str | None,
    switches: Switches,
    *,
    done: Collection[str] = (),
    shut: Collection[str] = (),
) -> Graph:
    """All that the best plans from one role to another can depend on: anything else leaves them as they are.

    It is found by going back, by competency, from what the role needs to what teaches that, and to what that expects.

    Args:
        graph: what is known.
        levels: which competencies count as one, and which have levels.
        role: IRI of the role wanted.
        brought: IRI of the role at the start, or None.
        switches: whether desirable requirements count, and which courses must be in the plan.
        done: IRIs of courses done before.
        shut: IRIs of courses that may not enter a plan, whatever the levels are.
    """
    asked = list(_required(graph, levels, role, with_desirable=switches.with_desirable))
    held = list(_required(graph, levels, brought)) if brought not in (None, role) else []
    goals = {competency for _, competency in asked}
    courses, about = _back(graph, levels, goals, switches.pin, frozenset(shut))
    teachers = courses | set(done)
    edges = {
        **graph.edges,
        Kind.REQUIREMENT: tuple(link for link, competency in asked + held if competency in about),
        Kind.TEACHES: tuple(
            link for link, by, competency in _dealing(graph, levels, Teaches) if by in teachers and competency in about
        ),
        Kind.EXPECTS: tuple(link for link, by, _ in _dealing(graph, levels, Expects) if by in courses),
        Kind.PREREQUISITE: tuple(link for link, by in _links(graph, Prerequisite, "course") if by in courses),
    }
    roles = {role} if brought is None else {role, brought}
    nodes = _nodes(graph, edges, {Kind.ROLE: roles, Kind.COURSE: teachers})
    return replace(graph, nodes=nodes, edges=edges, agreements={}, before={})


def _links(graph: Graph, kind: type[Record], *fields: str) -> Iterator[tuple[Any, ...]]:
    """The links of a kind that count, each with what it says in these fields."""
    columns = [graph.column(kind, field) for field in (*fields, "status")]
    for link, *said, status in zip(graph.edges.get(kind.kind, ()), *columns, strict=True):
        if status != Status.SUGGESTED:
            yield link, *said


def _dealing(graph: Graph, levels: Levels, kind: type[Record]) -> Iterator[tuple[Asserted, str, str]]:
    """What courses teach or expect: the link, the course, and the competency as the planner has it."""
    for link, course, competency in _links(graph, kind, "course", "competency"):
        if levels.levelled(competency):
            yield link, course, levels.canonical(competency)


def _required(
    graph: Graph, levels: Levels, role: str | None, *, with_desirable: bool = True
) -> Iterator[tuple[Asserted, str]]:
    for link, of, competency, importance in _links(graph, Requirement, "role", "competency", "importance"):
        if of == role and levels.levelled(competency) and (with_desirable or importance == Importance.ESSENTIAL):
            yield link, levels.canonical(competency)


def _back(
    graph: Graph, levels: Levels, goals: Set[str], pinned: Iterable[str], shut: Set[str]
) -> tuple[Set[str], Set[str]]:
    """The courses that could play a part in reaching some level of these competencies, and all that they deal with."""
    teachers, expected, before = (defaultdict[str, list[str]](list) for _ in range(3))
    for _, course, competency in _dealing(graph, levels, Teaches):
        teachers[competency].append(course)
    for _, course, competency in _dealing(graph, levels, Expects):
        expected[course].append(competency)
    for _, course, first in _links(graph, Prerequisite, "course", "requires"):
        before[course].append(first)
    about, courses = set(goals), set[str]()
    ahead = [*pinned, *(course for goal in goals for course in teachers[goal])]
    while ahead:
        course = ahead.pop()
        if course in courses or course in shut:
            continue
        courses.add(course)
        fresh = set(expected[course]) - about
        about |= fresh
        ahead += [*before[course], *(one for competency in fresh for one in teachers[competency])]
    return courses, about


def _nodes(graph: Graph, edges: Edges, kept: Mapping[Kind, Collection[str]]) -> dict[Kind, Mapping[str, Record]]:
    """The records of `kept`, the competencies that links name, and all others that can decide a plan."""
    matched = {iri for end in ("subject", "object") for iri in graph.column(Match, end)}
    dealt = {link.record.competency for kind in DEALING for link in edges[kind]}  # type: ignore[attr-defined]
    kept = {**kept, Kind.COMPETENCY: matched | dealt}
    return {
        kind: _those(records, kept[kind]) if kind in kept else records
        for kind, records in graph.nodes.items()
        if kind not in BESIDE
    }


def _those(records: Mapping[str, Record], iris: Collection[str]) -> Nodes:
    """Those of these records, each with its text at hand."""
    found = (records[iri] for iri in sorted(iris) if iri in records)
    return Nodes({one.id: [Row(one.kind, one.id, "", dump(one))] for one in found})
