"""The frameworks against which people say what they can do, and the ways of working, which are asked apart."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from app.links import Names
from app.records.frameworks import core
from kmgraph.graph import Graph
from kmgraph.model import Competency, Framework
from kmgraph.planner import Planner
from kmgraph.vocabulary import CompetencyType

MOST = 150
"""Competencies of a framework beyond which nobody answers for each: people find theirs by typing."""


@dataclass(frozen=True)
class Asked:
    """A framework, with those of its competencies that people are asked about, in order."""

    iri: str
    label: str
    competencies: tuple[str, ...]


def frameworks(planner: Planner) -> dict[str, Asked]:
    """The frameworks that people can go through, by IRI: the one that roles need most first, then by label."""
    graph = planner.graph
    found: dict[str, list[str]] = defaultdict(list)
    for iri, framework, is_attitude in _columns(graph):
        if not is_attitude:
            found[framework].append(iri)
    short = {iri: every for iri, every in found.items() if len(every) <= MOST}
    first = core(graph, short) if short else None
    order = sorted(short, key=lambda iri: (iri != first, graph.label(iri).casefold(), iri))
    return {iri: Asked(iri, graph.label(iri), tuple(sorted(short[iri], key=_order(graph)))) for iri in order}


def ways_of_working(planner: Planner) -> tuple[str, ...]:
    """The ways of working that people are asked about: those of frameworks that hold no more than people read."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, framework, is_attitude in _columns(planner.graph):
        if is_attitude:
            found[framework].append(iri)
    few = [iri for every in found.values() if len(every) <= MOST // 5 for iri in every]
    return tuple(sorted(few, key=_order(planner.graph)))


def names(planner: Planner) -> Names:
    """Short names of the frameworks, for links."""
    return Names(planner.graph.all(Framework))


def _columns(graph: Graph) -> list[tuple[str, str, bool]]:
    """Competencies, each with its framework and whether it is a way of working; only the columns are read."""
    types = (one == CompetencyType.ATTITUDE for one in graph.column(Competency, "type"))
    return list(zip(graph.all(Competency), graph.column(Competency, "framework"), types, strict=True))


def _order(graph: Graph) -> Callable[[str], tuple[str, str, str]]:
    every = graph.all(Competency)
    return lambda iri: (every[iri].notation or "", every[iri].label.casefold(), iri)
