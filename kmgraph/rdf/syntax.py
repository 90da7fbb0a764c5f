"""The syntaxes in which RDF is written: what people call them, how their files end, and what they can hold."""

from enum import StrEnum
from pathlib import Path

GZIP = ".gz"
"""How the name of a file ends that is compressed."""


class Syntax(StrEnum):
    """A syntax of RDF, by the name that `--format` takes."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


MEDIA_TYPES = {
    Syntax.TURTLE: "text/turtle",
    Syntax.NTRIPLES: "application/n-triples",
    Syntax.NQUADS: "application/n-quads",
    Syntax.TRIG: "application/trig",
    Syntax.JSONLD: "application/ld+json",
    Syntax.RDFXML: "application/rdf+xml",
}
ENDINGS = {
    ".ttl": Syntax.TURTLE,
    ".nt": Syntax.NTRIPLES,
    ".nq": Syntax.NQUADS,
    ".trig": Syntax.TRIG,
    ".jsonld": Syntax.JSONLD,
    ".rdf": Syntax.RDFXML,
}
"""How the names of files end, in small letters."""
WITH_GRAPHS = frozenset({Syntax.NQUADS, Syntax.TRIG})
"""Syntaxes that hold named graphs, and so keep apart what each source says; the others hold one graph."""


def is_compressed(path: Path) -> bool:
    """Whether a file is compressed, by its name."""
    return path.suffix.lower() == GZIP


def syntax_of(path: Path) -> Syntax | None:
    """The syntax of a file, by its name: `graph.ttl` and `graph.ttl.gz` are Turtle."""
    plain = path.with_suffix("") if is_compressed(path) else path
    return ENDINGS.get(plain.suffix.lower())
