"""What sources state of the needs of all roles, as columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Competency, Framework, Requirement, Role
from kmgraph.planner.levels import ANY_SCALE, Levels
from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.vocabulary import CompetencyType, Importance, Status


@dataclass(frozen=True)
class Requirements:
    """Requirements in columns; levels are numbered from 1 as `Levels.ladder` has them, and 0 is any level at all.

    Attitudes, what only a machine suggested, and what is said of roles that nobody describes are left out.
    """

    roles: tuple[str, ...]
    """IRIs of the roles, sorted."""
    competencies: Mapping[str, int]
    """The number of each competency, by its canonical IRI."""
    role: Numbers
    competency: Numbers
    named: Numbers
    """Numbers of the competencies before matches join them."""
    asked: Numbers
    """The level that is asked for."""
    held: Numbers
    """The level at which somebody in the role holds it."""
    essential: Mask


def requirements(graph: Graph, levels: Levels, *, with_desirable: bool) -> Requirements:
    """What counts of all requirements of a graph."""
    rows = list(_rows(graph, with_desirable=with_desirable))
    roles, named = _numbered(sorted(row.role for row in rows)), _numbered(row.competency for row in rows)
    canonical = [levels.canonical(iri) for iri in named]
    competencies, slots = _numbered(canonical), _numbered(levels.ladder)
    name = _array(named[row.competency] for row in rows)
    asked = _array(slots.get(row.level or "", -1) + 1 for row in rows)
    return Requirements(
        tuple(roles),
        competencies,
        _array(roles[row.role] for row in rows),
        _array(competencies[iri] for iri in canonical)[name],
        name,
        asked,
        np.where(asked > 0, asked, _array(_lowest(graph, levels, named))[name]),
        _array(row.importance == Importance.ESSENTIAL for row in rows) > 0,
    )


class _Row(NamedTuple):
    """A requirement."""

    role: str
    competency: str
    level: str | None
    importance: str
    status: str


def _rows(graph: Graph, *, with_desirable: bool) -> Iterable[_Row]:
    types = zip(graph.all(Competency), graph.column(Competency, "type"), strict=True)
    attitudes = {iri for iri, one in types if one == CompetencyType.ATTITUDE}
    known = set(graph.all(Role))
    for row in map(_Row, *(graph.column(Requirement, name) for name in _Row._fields)):
        counts = row.status != Status.SUGGESTED and row.role in known and row.competency not in attitudes
        if counts and (with_desirable or row.importance == Importance.ESSENTIAL):
            yield row


def _lowest(graph: Graph, levels: Levels, competencies: Iterable[str]) -> Iterable[int]:
    """The level at which each competency is held where none is stated: the lowest of its framework's scale."""
    bottom = {scale: number for number, (scale, rank) in enumerate(levels.ladder.values(), 1) if not rank}
    scale = {iri: one.scale or ANY_SCALE for iri, one in graph.all(Framework).items()}
    framework = dict(zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True))
    for iri in competencies:
        yield 0 if levels.strict else bottom.get(scale.get(framework.get(iri, ""), ANY_SCALE), 0)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """The names, each once, in their order and with their number."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _array(numbers: Iterable[int]) -> Numbers:
    return np.array(list(numbers), dtype=np.int64)
