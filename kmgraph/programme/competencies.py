"""All competencies that somebody may need, by number."""

from collections.abc import Mapping

from kmgraph.model import Competency, Observation, Requirement
from kmgraph.planner import Planner
from kmgraph.programme.remembered import remembered


@remembered
def competencies_of(planner: Planner) -> Mapping[str, int]:
    """The number of each competency that is described, required or counted, by its canonical IRI, by label."""
    graph = planner.graph
    label = dict(zip(graph.all(Competency), graph.column(Competency, "label"), strict=True))
    named = {*label, *graph.column(Requirement, "competency"), *filter(None, graph.column(Observation, "competency"))}
    every = {planner.levels.canonical(iri) for iri in named}
    ordered = sorted(every, key=lambda iri: (str(label.get(iri, iri)).casefold(), iri))
    return {iri: number for number, iri in enumerate(ordered)}
