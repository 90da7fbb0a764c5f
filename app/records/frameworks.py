"""Frameworks as lists name and order them."""

from collections import Counter
from collections.abc import Collection

from kmgraph.graph import Graph
from kmgraph.model import Competency, Framework, Requirement


def core(graph: Graph, among: Collection[str] | None = None) -> str | None:
    """The framework whose competencies the roles of this data need most, or None where they need none.

    Args:
        graph: the data.
        among: IRIs of the frameworks that are meant; all of them where nothing is said.
    """
    framework = dict(zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True))
    times = Counter(framework.get(iri) for iri in graph.column(Requirement, "competency"))
    needed = {iri: many for iri, many in times.items() if iri and (among is None or iri in among)}
    return min(needed, key=lambda iri: (-needed[iri], iri)) if needed else None


def in_order(graph: Graph, iris: Collection[str]) -> list[str]:
    """Frameworks by name, the one that the roles use first."""
    first = core(graph)
    return sorted(iris, key=lambda iri: (iri != first, graph.label(iri).casefold(), iri))


def full_name(graph: Graph, iri: str) -> str:
    """A framework with its version."""
    record = graph.all(Framework).get(iri)
    return f"{record.label}, {record.version}" if record and record.version else graph.label(iri)
