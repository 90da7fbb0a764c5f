"""What each thing of the graph becomes here: a framework, competency, role, heading or collection, or nothing."""

import re

from kmgraph.vocabulary import Kind
from loaders.foreign import Notes, Sort
from loaders.skos.graph import Graph, Node
from loaders.skos.terms import (
    BROADER,
    BROADER_TRANSITIVE,
    COLLECTION,
    CONCEPT,
    IN_SCHEME,
    NARROWER,
    NARROWER_TRANSITIVE,
    OCCUPATION,
    ORDERED,
    SCHEME,
    SEMANTIC,
    SKILL,
    TOP_OF,
    TOPS,
    TYPE,
)

NAME = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]{1,1900}")
BOTH = Sort("Said to be a concept and a scheme or collection at once (SKOS, S9, S37), so no concept here: {}.",
            "Give one of them another IRI.", TYPE)  # fmt: skip
SELF = Sort("A concept is said to be broader than itself; that is left out: {}.", "Delete it.", BROADER)


class Sorts:
    """Kinds of record by IRI, and for each concept what stands right above it."""

    def __init__(self, graph: Graph, notes: Notes):
        self.kinds: dict[str, Kind] = {}
        self.above: dict[str, list[str]] = {}
        self._implied(graph)
        self._typed(graph, notes)
        self._hierarchy(graph, notes)
        if any(kind is Kind.ROLE for kind in self.kinds.values()) or any(
            SKILL in n.types for n in graph.nodes.values()
        ):
            self._headings(graph)

    def of(self, kind: Kind) -> list[str]:
        """The IRIs of a kind, in the order of the source."""
        return [iri for iri, sort in self.kinds.items() if sort is kind]

    def _implied(self, graph: Graph) -> None:
        """What nobody calls a scheme or concept, but is spoken of as one."""
        schemes = [scheme for _, scheme in graph.pairs(IN_SCHEME, TOP_OF)]
        schemes += [node.iri for node in graph.nodes.values() if TOPS in node.said]
        self.kinds |= dict.fromkeys(schemes, Kind.FRAMEWORK)
        for node in graph.nodes.values():
            if node.iri not in self.kinds and any(name in node.said for name in (*SEMANTIC, IN_SCHEME)):
                self.kinds[node.iri] = Kind.COMPETENCY
        for _, other in graph.pairs(NARROWER, BROADER, NARROWER_TRANSITIVE, BROADER_TRANSITIVE, TOPS):
            if graph.get(other) and other not in self.kinds:
                self.kinds[other] = Kind.COMPETENCY

    def _typed(self, graph: Graph, notes: Notes) -> None:
        for node in graph.nodes.values():
            types = set(node.types)
            is_concept = not types.isdisjoint({CONCEPT, SKILL, OCCUPATION})
            other = Kind.FRAMEWORK if SCHEME in types or self.kinds.get(node.iri) is Kind.FRAMEWORK else None
            if not types.isdisjoint({COLLECTION, ORDERED}):
                other = Kind.COLLECTION
            if other and is_concept:
                notes.add(BOTH, node.place, node.iri)
            if other or is_concept:
                self.kinds[node.iri] = other or (Kind.ROLE if OCCUPATION in types else Kind.COMPETENCY)

    def _hierarchy(self, graph: Graph, notes: Notes) -> None:
        pairs = [(node.iri, other) for node, other in graph.pairs(BROADER)]
        pairs += [(other, node.iri) for node, other in graph.pairs(NARROWER)]
        for below, over in pairs:
            self._over(graph, below, over, notes)
        far: dict[str, list[str]] = {}
        for node, other in graph.pairs(BROADER_TRANSITIVE):
            far.setdefault(node.iri, []).append(other)
        for node, other in graph.pairs(NARROWER_TRANSITIVE):
            far.setdefault(other, []).append(node.iri)
        for below, ancestors in far.items():
            if below not in self.above:
                passed = {over for one in ancestors for over in far.get(one, ()) if over != one}
                for over in ancestors:
                    if over not in passed:
                        self._over(graph, below, over, notes)

    def _over(self, graph: Graph, below: str, over: str, notes: Notes) -> None:
        if below == over:
            if node := graph.get(below):
                notes.add(SELF, node.place, below)
        elif over not in self.above.setdefault(below, []):
            self.above[below].append(over)

    def _headings(self, graph: Graph) -> None:
        """Where occupations and skills are marked as such, as in ESCO, other concepts above them are headings."""
        waiting = [iri for iri, kind in self.kinds.items() if _marked(graph.get(iri), kind)]
        seen = set(waiting)
        while waiting:
            for over in self.above.get(waiting.pop(), ()):
                if over not in seen:
                    seen.add(over)
                    waiting.append(over)
                    if self.kinds.get(over) is Kind.COMPETENCY and not _marked(graph.get(over), Kind.COMPETENCY):
                        self.kinds[over] = Kind.GROUP


def _marked(node: Node | None, kind: Kind) -> bool:
    return kind is Kind.ROLE or (kind is Kind.COMPETENCY and node is not None and SKILL in node.types)
