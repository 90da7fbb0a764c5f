"""Concept schemes as frameworks, which of them each concept stands in, and the source that they are."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem
from kmgraph.load import Entry
from kmgraph.model import Framework, Source, iri, slug_of
from kmgraph.personal import looks_personal
from kmgraph.vocabulary import Kind
from loaders.foreign import UNDETERMINED, Sort, address, entry, language_of
from loaders.skos.graph import Literal, Node
from loaders.skos.labels import ENGLISH, by_language, name_of
from loaders.skos.terms import (
    CITATION,
    DCAT,
    DEFINITIONS,
    ESCO_SKILLS,
    IN_SCHEME,
    LICENCES,
    NAMES,
    OWL,
    PAGES,
    PEOPLE,
    PREFERRED,
    PUBLISHERS,
    TOP_OF,
    TOPS,
    VERSIONS,
)
from loaders.skos.world import World

DATA_SETS = frozenset({OWL + "Ontology", DCAT + "Dataset", "http://rdfs.org/ns/void#Dataset"})
"""What may say the licence and publisher where the scheme does not."""
SEVERAL = Sort("A concept of several schemes is filed in the one with the most concepts; extra keeps all: {}.",
               "Nothing is lost.", IN_SCHEME, quiet=True)  # fmt: skip
THE_ONLY = Sort("A concept does not say its scheme, so it is filed in the only one that there is: {}.",
                "Nothing is to be done, unless it belongs elsewhere.", IN_SCHEME, quiet=True)  # fmt: skip
NO_SCHEME = Sort("A concept does not say its scheme, so it is filed in a framework named after the source: {}.",
                 "Add a skos:ConceptScheme, and skos:inScheme to each concept.", IN_SCHEME)  # fmt: skip
UNDESCRIBED = Sort("A scheme without a name is called by the end of its IRI: {}.",
                   "Load its description together with the concepts.", IN_SCHEME)  # fmt: skip
PERSON = Sort("A publisher looks like a person, so it is not kept: {}.", "Name the organisation.", PUBLISHERS[0])


class Schemes:
    """The frameworks of a source, and the concepts that each holds."""

    def __init__(self, world: World):
        self.world = world
        self._of: dict[str, list[str]] = {}
        for node, scheme in world.graph.pairs(IN_SCHEME, TOP_OF):
            self._of.setdefault(node.iri, []).append(scheme)
        for node, concept in world.graph.pairs(TOPS):
            self._of.setdefault(concept, []).append(node.iri)
        competencies = [iri for iri in self._of if world.sorts.kinds.get(iri) is Kind.COMPETENCY]
        self._sizes = Counter(scheme for concept in competencies for scheme in set(self._of[concept]))
        self.own = iri(Kind.FRAMEWORK, world.short, world.short)
        """The framework of what stands in no scheme."""
        self.needs_own = False
        self._nearest: dict[str, list[str]] | None = None

    def framework_of(self, node: Node, label: str) -> str:
        """The id of the framework in which a concept stands: its scheme, or the nearest that can be said."""
        found = [scheme for scheme in dict.fromkeys(self._of.get(node.iri, ())) if self.world.id_of(scheme)]
        if len(found) > 1:
            self.world.notes.add(SEVERAL, node.place, label)
        found = found or self._inherited(node.iri)
        if not found and len(self.world.schemes) == 1:
            self.world.notes.add(THE_ONLY, node.place, label)
            found = self.world.schemes
        if found and (scheme := self.world.id_of(min(found, key=self._rank))):
            return scheme
        self.world.notes.add(NO_SCHEME, node.place, label)
        self.needs_own = True
        return self.own

    def others(self, node: Node) -> list[str]:
        """The schemes of a concept where there are several."""
        found = list(dict.fromkeys(self._of.get(node.iri, ())))
        return found if len(found) > 1 else []

    def entries(self) -> Iterator[Entry | Problem]:
        """The frameworks, save those that hold roles or headings only."""
        elsewhere = {scheme for concept in self._of for scheme in self._of[concept]} - self._sizes.keys()
        for scheme in self.world.schemes:
            if scheme not in elsewhere:
                yield self._framework(scheme)
        if self.needs_own:
            label = f"Concepts of {self.world.called}"
            yield entry(Framework, Place(self.world.path), {"id": self.own, "label": label, "language": ENGLISH})

    def source(self) -> Entry | Problem:
        """The entry of the source itself, which says of itself what its largest scheme does."""
        graph, place = self.world.graph, Place(self.world.path)
        nodes = [node for scheme in sorted(self.world.schemes, key=self._rank) if (node := graph.get(scheme))]
        nodes += [node for node in graph.nodes.values() if not DATA_SETS.isdisjoint(node.types)]
        titles = (name_of(graph, node, self.world.main or ENGLISH) for node in nodes)
        fields = {
            "title": next(filter(None, titles), None) or self.world.called,
            "publisher": next(filter(None, map(self._publisher, nodes)), None),
            "licence": next(filter(None, (self._said(node, *LICENCES) for node in nodes)), None),
            "citation": next(filter(None, (self._said(node, CITATION) for node in nodes)), None),
            "url": next(filter(None, (_page(node) for node in nodes)), None),
        }
        values = {"id": iri(Kind.SOURCE, self.world.short, self.world.short), **fields}
        return entry(Source, nodes[0].place if nodes else place, values)

    def _rank(self, scheme: str) -> tuple[bool, bool, int, int, str]:
        described = bool((node := self.world.graph.get(scheme)) and node.types)
        return (scheme != ESCO_SKILLS, not described, -self._sizes[scheme], len(scheme), scheme)

    def _inherited(self, concept: str) -> list[str]:
        """The schemes of the nearest broader concept that says its own."""
        if self._nearest is None:
            self._nearest = self._spread()
        return self._nearest.get(concept, [])

    def _spread(self) -> dict[str, list[str]]:
        """For each concept below one that says its schemes: those of the nearest above it, all found in one walk down.

        Of several as near, the first in the order of the source counts.
        """
        below: dict[str, list[str]] = {}
        for concept, above in self.world.sorts.above.items():
            for over in above:
                below.setdefault(over, []).append(concept)
        found = dict(self._of)
        waiting = list(found)
        for here in waiting:
            for concept in below.get(here, ()):
                if concept not in found:
                    found[concept] = found[here]
                    waiting.append(concept)
        return found

    def _framework(self, scheme: str) -> Entry | Problem:
        graph, node = self.world.graph, self.world.graph.get(scheme)
        place = node.place if node else Place(self.world.path)
        name = name_of(graph, node, self.world.main or ENGLISH) if node else None
        if not name:
            self.world.notes.add(UNDESCRIBED, place, scheme)
        fields: dict[str, Any] = {
            "id": self.world.id_of(scheme),
            "label": name or ("" if scheme.startswith("_:") else slug_of(scheme.rstrip("/#"))) or self.world.called,
        }
        if not node:
            return entry(Framework, place, fields | {"language": UNDETERMINED})
        labels = [said for said in node.literals(PREFERRED, *NAMES) if said.text == name]
        tag = next((said.language for said in labels), None)
        definition = next(iter(by_language(graph.texts(node, *DEFINITIONS), self.world.main)), None)
        used: set[tuple[str, Literal]] = {(said, text) for said in (PREFERRED, *NAMES) for text in labels}
        used |= {(said, definition) for said in DEFINITIONS if definition}
        told = [TOPS, *PUBLISHERS, *(said for said in (*VERSIONS, *LICENCES) if len(node.said.get(said, ())) == 1)]
        fields |= {
            "language": language_of(tag),
            "definition": definition.text if definition else None,
            "version": self._said(node, *VERSIONS),
            "publisher": self._publisher(node),
            "url": _page(node),
            "source_licence": self._said(node, *LICENCES),
        }
        return entry(Framework, place, fields | {"extra": self.world.extra(node, told, frozenset(used))})

    def _said(self, node: Node, *properties: str) -> str | None:
        """The first that these properties say, as words: a text, or the IRI of what they name."""
        texts = by_language(self.world.graph.texts(node, *properties), self.world.main)
        things = [thing for thing in node.things(*properties) if not thing.startswith("_:")]
        return next((said.text for said in texts), None) or next(iter(things), None)

    def _publisher(self, node: Node) -> str | None:
        graph = self.world.graph
        for iri_ in node.things(*PUBLISHERS):
            inner = graph.get(iri_)
            if inner and not PEOPLE.isdisjoint(inner.types):
                self.world.notes.add(PERSON, node.place, "of a foaf:Person or the like")
                return None
            if inner and (name := name_of(graph, inner, self.world.main or ENGLISH)):
                return self._organisation(name, node)
        said = self._said(node, *PUBLISHERS)
        return self._organisation(said, node) if said else None

    def _organisation(self, name: str, node: Node) -> str | None:
        if not looks_personal(name):
            return name
        self.world.notes.add(PERSON, node.place, name)
        return None


def _page(node: Node) -> str | None:
    pages = [*node.things(*PAGES), *(said.text for said in node.literals(*PAGES)), node.iri]
    return next((page for page in pages if address(page)), None)
