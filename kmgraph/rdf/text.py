"""Records straight as Turtle or N-Triples, without an object for each statement: an export takes half of the time so.

Terms are written by the library, which knows how to escape; only what stands between them is written here.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kmgraph.rdf.mapping import RDF_TYPE, REMEMBERED, Form, Said, stated
from kmgraph.vocabulary import (
    DC,
    DCAT,
    DCTERMS,
    ESCO,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SD,
    SKOS,
    TERMS,
    VOID,
    XSD,
    Kind,
)

PREFIXES = {
    "dc": DC, "dcat": DCAT, "dcterms": DCTERMS, "esco": ESCO, "kmgraph": TERMS, "org": ORG, "prov": PROV, "rdf": RDF,
    "rdfs": RDFS, "schema": SCHEMA, "sd": SD, "skos": SKOS, "void": VOID, "xsd": XSD,
}  # fmt: skip
"""What namespaces are called in syntaxes that have short names."""


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


_N_TRIPLES = Form(_whole, _whole, str)
_TURTLE = Form(_whole, _short, str)


def n_triples(kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> tuple[str, int]:
    """A record as N-Triples, and how many statements that is."""
    subject, pairs, follows = stated(_N_TRIPLES, kind, iri, said, sources)
    lines = [f"{subject} {predicate} {one} .\n" for predicate, one in pairs]
    if follows:
        lines.append("{} {} {} .\n".format(*follows))
    return "".join(lines), len(lines)


def turtle(kind: Kind, iri: str, said: Said, sources: Iterable[str]) -> tuple[str, int]:
    """A record as Turtle, and how many statements that is."""
    subject, pairs, follows = stated(_TURTLE, kind, iri, said, sources)
    about = " ;\n\t".join([f"{predicate} {one}" for predicate, one in pairs])
    if follows:
        return "{} {} .\n{} {} {} .\n".format(subject, about, *follows), len(pairs) + 1
    return f"{subject} {about} .\n", len(pairs)


def _written(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    return serialize(triples, format=syntax, prefixes=PREFIXES) or b""


_ANY = Triple(NamedNode(RDF_TYPE), NamedNode(RDF_TYPE), NamedNode(RDF_TYPE))
HEAD = b"".join(
    line for line in _written([_ANY], RdfFormat.TURTLE).splitlines(keepends=True) if line.startswith(b"@prefix")
)
"""How a document in Turtle begins."""


def rest(triples: Iterable[Triple], syntax: RdfFormat) -> bytes:
    """Other statements, to follow what has been written."""
    return _written(triples, syntax).removeprefix(HEAD)
