"""What a store or a file states, node by node, as often as it is asked: what a validation reads.

A graph is read several times and never held. Only what is said of one thing in several places is put together in
memory; a store and an export say all of it in one place.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode

from kmgraph.errors import Problem
from kmgraph.model import RECORDS
from kmgraph.rdf.gathering import DIRECT
from kmgraph.rdf.mapping import graph_of, triples
from kmgraph.rdf.statements import Statement, statements
from kmgraph.rdf.values import Term
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind, Status


class Broken(Exception):
    """A file cannot be read as RDF; `problem` says where, why and what to do."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


Thing = tuple[str, str]
"""A named graph, "" for the default graph, and what is described there: an IRI, or a blank node such as `_:a`."""


@dataclass(frozen=True)
class Node:
    """All that one graph says of one thing, or one place of that graph: values by property, in their order."""

    graph: str
    term: NamedNode | BlankNode
    said: dict[str, list[Term]]
    lines: dict[str, int] = field(default_factory=dict)
    """On which line of a file the first value of each property ends."""

    @property
    def name(self) -> str:
        """Its IRI, or the name of the blank node."""
        return self.term.value if isinstance(self.term, NamedNode) else str(self.term)


Parts = Callable[[], Iterator[Node]]
"""What is stated, from its beginning whenever it is called. What is said of a thing may come in several parts."""


def in_store(reader: Reader) -> Parts:
    """What a store states, each source and status in a graph of its own."""

    def parts() -> Iterator[Node]:
        for row in reader.each(list(RECORDS)):
            said = json.loads(row.body)
            graph = graph_of(row.source, said.get("status", Status.PROPOSED))
            stated = triples(Kind(row.kind), row.id, said, row.source)
            for subject, some in groupby(stated, key=lambda triple: triple.subject):
                yield _node(graph, subject, ((one.predicate.value, one.object, 0) for one in some))

    return parts


def in_file(path: Path) -> Parts:
    """What an RDF file states.

    Raises:
        Broken: while it is read, where it is no RDF.
    """

    def parts() -> Iterator[Node]:
        stated = groupby(_whole(path), key=lambda one: (one.quad.graph_name, one.quad.subject))
        for (graph, subject), some in stated:
            name = "" if not isinstance(graph, NamedNode | BlankNode) else getattr(graph, "value", str(graph))
            yield _node(name, subject, ((one.quad.predicate.value, one.quad.object, one.line) for one in some))

    return parts


def _whole(path: Path) -> Iterator[Statement]:
    for one in statements(path, marking=True):
        if isinstance(one, Problem):
            raise Broken(one)
        yield one


def _node(graph: str, subject: NamedNode | BlankNode, stated: Iterator[tuple[str, Term, int]]) -> Node:
    node = Node(graph, subject, {})
    for predicate, value, line in stated:
        node.said.setdefault(predicate, []).append(value)
        node.lines.setdefault(predicate, line)
    return node


class Scattered(NamedTuple):
    """Which things are described in several places; kept as hashes."""

    seen: set[int]
    twice: set[int]

    def note(self, node: Node) -> None:
        """Takes notice of a part of what is said."""
        if not DIRECT.issuperset(node.said):
            key = hash((node.graph, node.term))
            (self.twice if key in self.seen else self.seen).add(key)


def nodes(parts: Parts, scattered: Scattered) -> Iterator[Node]:
    """Each thing with all that a graph says of it; plain statements that stand by themselves are passed over."""
    held: dict[tuple[str, Term], Node] = {}
    for part in parts():
        if DIRECT.issuperset(part.said):
            continue
        if hash((part.graph, part.term)) not in scattered.twice:
            yield part
            continue
        node = held.setdefault((part.graph, part.term), Node(part.graph, part.term, {}))
        for predicate, values in part.said.items():
            known = node.said.setdefault(predicate, [])
            known += [value for value in values if value not in known]
            node.lines.setdefault(predicate, part.lines[predicate])
    yield from held.values()
