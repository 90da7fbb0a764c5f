"""Triples of plain values: what a node is, which other node it leads to, and what it says."""

from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.rdf.mapping import A, as_decimal
from kmgraph.vocabulary import XSD

INTEGER, DECIMAL, BOOLEAN = (NamedNode(XSD + name) for name in ("integer", "decimal", "boolean"))


def typed(node: str, of: str) -> Triple:
    """A node is of a class."""
    return Triple(NamedNode(node), A, NamedNode(of))


def link(node: str, predicate: str, to: str) -> Triple:
    """A node leads to another."""
    return Triple(NamedNode(node), NamedNode(predicate), NamedNode(to))


def words(node: str, predicate: str, text: str) -> Triple:
    """A node says something in English."""
    return Triple(NamedNode(node), NamedNode(predicate), Literal(text, language="en"))


def code(node: str, predicate: str, text: str) -> Triple:
    """A node has a text in no language."""
    return Triple(NamedNode(node), NamedNode(predicate), Literal(text))


def integer(node: str, predicate: str, number: int) -> Triple:
    """A node has a whole number."""
    return Triple(NamedNode(node), NamedNode(predicate), Literal(str(number), datatype=INTEGER))


def decimal(node: str, predicate: str, number: float) -> Triple:
    """A node has a number."""
    return Triple(NamedNode(node), NamedNode(predicate), Literal(as_decimal(number), datatype=DECIMAL))


def boolean(node: str, predicate: str, value: bool) -> Triple:
    """Something holds of a node, or does not."""
    return Triple(NamedNode(node), NamedNode(predicate), Literal(str(value).lower(), datatype=BOOLEAN))
