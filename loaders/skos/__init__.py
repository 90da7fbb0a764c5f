"""Concept schemes in SKOS, in any syntax of RDF: Turtle, TriG, N-Triples, N-Quads, N3, RDF/XML or JSON-LD.

A scheme is a framework, a concept a competency. Where ESCO's terms are used, occupations are roles with what they
need, and the concepts above them are headings. Statements of several files in a folder are read as one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, Severity, error, note
from kmgraph.load import Entry
from kmgraph.rdf.statements import PACKED, ending_of, head_of, is_rdf, statements
from kmgraph.sheets import Unreadable
from kmgraph.vocabulary import PROV, STATED_BY, TERMS, Kind
from kmgraph.wording import listed
from loaders.skos.collected import collections
from loaders.skos.concepts import concepts
from loaders.skos.graph import STATEMENTS, Graph
from loaders.skos.links import MATCHES, links
from loaders.skos.schemes import DATA_SETS, Schemes
from loaders.skos.terms import ASSOCIATION, CONCEPT, ESCO, FIRST, PEOPLE, PUBLISHERS, XL, shortened
from loaders.skos.world import World

__all__ = ["load", "recognises"]

SIGN = b"2004/02/skos/core"
"""What a file says that uses SKOS: the end of its namespace."""
OTHERS = re.compile(rb"purl\.org/ctdl|credreg\.net|imsglobal\.org|\"CFDocument\"|\"@context\": ?\"https?://schema\.org")
"""What JSON says that is of another format, though it may name SKOS, too."""
ASIDE = frozenset({XL + "Label", ESCO + "NodeLiteral", ESCO + "LabelRole", ASSOCIATION, *DATA_SETS, *PEOPLE})
"""Classes of what is read through the concepts that name it."""


def recognises(path: Path) -> bool:
    """Whether a path is an RDF file that uses SKOS, or a folder that holds one."""
    if path.is_dir():
        return any(_uses_skos(file) for file in sorted(path.iterdir()) if file.is_file() and is_rdf(file))
    return is_rdf(path) and _uses_skos(path)


def _uses_skos(path: Path) -> bool:
    try:
        head = head_of(path)
    except Unreadable:
        return False
    return SIGN in head and not (ending_of(path) in (".json", ".jsonld") and OTHERS.search(head))


def _is_export(path: Path) -> bool:
    """Whether a file seems to hold records as kmgraph writes them."""
    if path.is_dir():
        return False
    try:
        head = head_of(path)
    except Unreadable:
        return False
    return TERMS.encode() in head and STATED_BY.removeprefix(PROV).encode() in head


def load(path: Path) -> Iterator[Entry | Problem]:
    """The records of all schemes and concepts, and every doubt about them."""
    if _is_export(path):
        yield error(Place(str(path)), "This is an export of kmgraph itself.", f"Take it back: kmgraph import {path}")
        return
    graph = Graph()
    for problem in _read(path, graph):
        yield problem
        if problem.severity is Severity.ERROR:
            return
    world = World(graph, str(path), _stem(path))
    matched = any(name in node.said for node in graph.nodes.values() for name in MATCHES)
    if not matched and not any(kind is not Kind.FRAMEWORK for kind in world.sorts.kinds.values()):
        message = f"There is no concept of SKOS here, of {graph.size:,} statements."
        yield error(Place(str(path)), message, f"Check that it is the right file: concepts are of the class {CONCEPT}.")
        return
    yield from _entries(world)


def _entries(world: World) -> Iterator[Entry | Problem]:
    schemes = Schemes(world)
    yield schemes.source()
    yield from concepts(world, schemes)
    yield from schemes.entries()
    yield from collections(world)
    yield from links(world)
    yield from world.notes.told()
    yield from _left(world)


def _read(path: Path, graph: Graph) -> Iterator[Problem]:
    """Takes in all statements, and tells what keeps any from being read."""
    files = sorted(file for file in path.iterdir() if file.is_file() and is_rdf(file)) if path.is_dir() else [path]
    if not files:
        yield error(Place(str(path)), "The folder holds no RDF file.", "Their names end in .ttl, .rdf, .nt, .jsonld …")
    for number, file in enumerate(files):
        for found in statements(file):
            if isinstance(found, Problem):
                yield found
                return
            graph.add(found, str(file), number)
            if graph.size > STATEMENTS:
                message = f"There are more than {STATEMENTS:,} statements."
                yield error(Place(str(file), found.line), message, "Split it, for example by language or scheme.")
                return
    if graph.named:
        message = f"The statements stand in {len(graph.named):,} named graphs, which are read as one."
        yield note(Place(str(path)), message, "Nothing is lost but which graph each stood in.")


def _stem(path: Path) -> str:
    name = path.name.lower().removesuffix(PACKED)
    return name.removesuffix(ending_of(path)) if not path.is_dir() else name


def _left(world: World) -> Iterator[Problem]:
    """What is described and is no concept, scheme or collection, nor read through one."""
    publishers = {thing for _, thing in world.graph.pairs(*PUBLISHERS)}
    counts: Counter[str] = Counter()
    first: Place | None = None
    for node in world.graph.nodes.values():
        told = (
            node.iri in world.sorts.kinds or node.iri in publishers or node.iri.startswith("_:") or FIRST in node.said
        )
        if told or not ASIDE.isdisjoint(node.types) or any(name in node.said for name in MATCHES):
            continue
        counts[shortened(next(iter(node.types), "things of no class"))] += 1
        first = first or node.place
    if first:
        most = [f"{times:,} {name}" for name, times in counts.most_common(5)]
        words = listed([*most, *(["others"] if len(counts) > 5 else [])], "and")
        message = f"What is no concept, scheme or collection is left out: {words}."
        yield note(first, message, "Nothing is to be done, unless it should be a skos:Concept.")
