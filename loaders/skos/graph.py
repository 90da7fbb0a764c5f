"""All statements of a source as a graph in memory: things, and what is said of each."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kmgraph.errors import Place
from kmgraph.rdf.statements import Statement
from loaders.skos.terms import ESCO, FIRST, NIL, PEOPLE, PERSONAL, RDF, REST, TYPE, shortened

STATEMENTS = 2_000_000
"""Statements that are held in memory, about 300 bytes each."""
STRING = "http://www.w3.org/2001/XMLSchema#string"
DEEPEST = 3
"""Levels to which what has no name is told inside what has one."""
LONGEST_LIST = 100_000
WORDING = ((RDF + "value", None), (ESCO + "nodeLiteral", ESCO + "language"))
"""How a text is written that is a thing itself: where its words stand, and where its language."""


class Literal(NamedTuple):
    """A text or other value, with its language or datatype where it has one."""

    text: str
    language: str | None = None
    datatype: str | None = None


Term = str | Literal
"""What is said: the IRI of a thing (or its blank name, `_:…`), or a literal."""


class Node:
    """A thing, and what is said of it by property, in the order of the file."""

    __slots__ = ("iri", "place", "said")

    def __init__(self, iri: str, place: Place):
        self.iri = iri
        self.place = place
        self.said: dict[str, list[Term]] = {}

    def things(self, *properties: str) -> list[str]:
        """The other things that these properties name, each once."""
        found = [term for name in properties for term in self.said.get(name, ()) if isinstance(term, str)]
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def literals(self, *properties: str) -> list[Literal]:
        """The filled literals of these properties, each once."""
        terms = [term for name in properties for term in self.said.get(name, ()) if isinstance(term, Literal)]
        return list(dict.fromkeys(term for term in terms if term.text.strip())) if terms else []

    @property
    def types(self) -> list[str]:
        """The classes that it is said to be of."""
        return self.things(TYPE)


class Graph:
    """Things by their IRIs, in order of first mention as a subject."""

    def __init__(self) -> None:
        import pyoxigraph

        self._rdf = pyoxigraph
        self.nodes: dict[str, Node] = {}
        self.named: set[str] = set()
        """The graphs into which the source divides its statements."""
        self.size = 0
        self._blank: dict[str, str] = {}
        """Blank names by those of the parser, which are others whenever a file is read."""

    def add(self, statement: Statement, source: str, number: int) -> None:
        """Takes in a statement of a file; blank names of different files are kept apart by its number."""
        quad = statement.quad
        subject, said = self._term(quad.subject, number), self._term(quad.object, number)
        if not isinstance(quad.graph_name, self._rdf.DefaultGraph):
            self.named.add(str(quad.graph_name))
        if not isinstance(subject, str) or said is None or not isinstance(quad.predicate, self._rdf.NamedNode):
            return  # statements about statements, and rules of N3
        node = self.nodes.get(subject)
        if node is None:
            node = self.nodes[subject] = Node(subject, Place(source, statement.line))
        node.said.setdefault(sys.intern(quad.predicate.value), []).append(said)
        self.size += 1

    def _term(self, term: Any, number: int) -> Term | None:
        if isinstance(term, self._rdf.NamedNode):
            return term.value
        if isinstance(term, self._rdf.Literal):
            datatype = None if term.language else term.datatype.value
            return Literal(
                term.value, term.language, None if datatype in (None, STRING) else sys.intern(datatype or "")
            )
        if isinstance(term, self._rdf.BlankNode):
            return self._blank.setdefault(f"{number}.{term.value}", f"_:{len(self._blank)}")
        return None

    def get(self, iri: str) -> Node | None:
        """The thing of this name, where anything is said of it."""
        return self.nodes.get(iri)

    def pairs(self, *properties: str) -> Iterator[tuple[Node, str]]:
        """Each thing with each other thing that these properties name."""
        for node in self.nodes.values():
            for thing in node.things(*properties):
                yield node, thing

    def texts(self, node: Node, *properties: str) -> list[Literal]:
        """The literals of these properties, those among them that are written as things of their own."""
        found: list[Literal] = node.literals(*properties)
        for iri in node.things(*properties):
            if inner := self.get(iri):
                found += _worded(inner)
        return list(dict.fromkeys(found))

    def listed(self, head: str) -> list[str]:
        """The things in an RDF list, in its order, as far as it is sound."""
        found: list[str] = []
        seen: set[str] = set()
        while head != NIL and head not in seen and len(found) < LONGEST_LIST and (node := self.get(head)):
            seen.add(head)
            found += node.things(FIRST)[:1]
            head = next(iter(node.things(REST)), NIL)
        return list(dict.fromkeys(found))

    def plain(self, terms: Iterable[Term], depth: int = 0) -> list[Any]:
        """What is said, as plain values of JSON; what has no name is told in full, as deep as is sensible."""
        found: list[Any] = []
        for term in terms:
            if isinstance(term, Literal):
                found.append(_value(term))
            elif not term.startswith("_:"):
                found.append({"@id": term})
            elif depth < DEEPEST and (node := self.get(term)) and PEOPLE.isdisjoint(node.types):
                told = ((name, said) for name, said in node.said.items() if name not in PERSONAL)
                found.append({shortened(name): self.plain(said, depth + 1) for name, said in told})
        return found


def _worded(node: Node) -> list[Literal]:
    for words, language in WORDING:
        tag = next((said.text for said in node.literals(language)), None) if language else None
        if found := [Literal(said.text, said.language or tag) for said in node.literals(words)]:
            return found
    return []


def _value(literal: Literal) -> str | dict[str, str]:
    if literal.language:
        return {"@value": literal.text, "@language": literal.language}
    return {"@value": literal.text, "@type": literal.datatype} if literal.datatype else literal.text
