"""How records are listed where people find them by typing."""

from collections import Counter

from kmgraph.graph import Graph
from kmgraph.model import Competency, Named


def found_as(graph: Graph, record_type: type[Named]) -> dict[str, str]:
    """Records by IRI as they are listed, in order: with their other labels, and told apart where two share a label."""
    records = graph.all(record_type).values()
    shared = Counter(one.label for one in records)
    names = {one.id: _named(graph, one, is_twin=shared[one.label] > 1) for one in records}
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _named(graph: Graph, record: Named, *, is_twin: bool) -> str:
    told = [graph.label(source) for source in graph.sources_of.get(record.id, ())] if is_twin else []
    if is_twin and isinstance(record, Competency):
        told.append(graph.label(record.framework))
    if record.alternative_labels:
        told.append(f"also: {', '.join(record.alternative_labels)}")
    return f"{record.label} ({'; '.join(told)})" if told else record.label
