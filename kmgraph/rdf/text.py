"""Records straight as Turtle or N-Triples, without an object for each statement: an export takes half of the time so.

Terms are written by the library, which knows how to escape; only what stands between them is written here.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kmgraph.rdf.mapping import RDF_TYPE, REMEMBERED, Form, Said, stated
from kmgraph.rdf.prefixes import PREFIXES
from kmgraph.vocabulary import Kind


@lru_cache(REMEMBERED)
def _whole(iri: str) -> str:
    return str(NamedNode(iri))


@lru_cache(REMEMBERED)
def _short(iri: str) -> str:
    """An IRI as Turtle has it: by its prefix where that is possible."""
    if iri == RDF_TYPE:
        return "a"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name := iri[len(namespace) :]):
            return f"{prefix}:{name}"
    return _whole(iri)


def _literal(literal: Literal) -> str:
    """A literal as Turtle has it: its datatype by its prefix where that is possible."""
    text = str(literal)
    if not text.endswith(">"):  # as a typed one does
        return text
    value, _, datatype = text.rpartition("^^")
    return f"{value}^^{_short(datatype[1:-1])}"


_N_TRIPLES = Form(_whole, _whole, str)
_TURTLE = Form(_whole, _short, _literal)


def n_triples(kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> tuple[str, int]:
    """A record as N-Triples, and how many statements that is."""
    subject, pairs, follows = stated(_N_TRIPLES, kind, iri, said, sources)
    lines = [f"{subject} {predicate} {one} .\n" for predicate, one in pairs]
    if follows:
        lines.append("{} {} {} .\n".format(*follows))
    return "".join(lines), len(lines)


def turtle(kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> tuple[str, int]:
    """A record as Turtle, and how many statements that is: its properties on lines, and an empty line at the end."""
    subject, pairs, follows = stated(_TURTLE, kind, iri, said, sources)
    pieces, before = [subject], None
    for predicate, one in pairs:
        if predicate == before:
            pieces.append(f" , {one}")
        else:
            pieces.append(f" ;\n\t{predicate} {one}" if before else f" {predicate} {one}")
            before = predicate
    if follows:
        pieces.append(" .\n{} {} {}".format(*follows))
    return f"{''.join(pieces)} .\n\n", len(pairs) + bool(follows)


def _written(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    return serialize(triples, format=syntax, prefixes=PREFIXES) or b""


_ANY = Triple(NamedNode(RDF_TYPE), NamedNode(RDF_TYPE), NamedNode(RDF_TYPE))
HEAD = b"".join(
    line for line in _written([_ANY], RdfFormat.TURTLE).splitlines(keepends=True) if line.startswith(b"@prefix")
)
"""The prefixes with which a document in Turtle begins."""
COMMENT = b"""# What kmgraph holds of competencies, roles, learning and career journeys: a node for each record, whose
# prov:wasDerivedFrom names the source that states it. The sources stand at the end, with their licences (dc:rights).
"""
"""What goes before them."""


def rest(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    """Other statements, to follow what has been written."""
    return _written(triples, syntax).removeprefix(HEAD)
