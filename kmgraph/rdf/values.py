"""Terms of RDF as values of fields: each shape of a field has one function, the inverse of how it is written.

Nothing is guessed: what a field does not take is refused, with the remedy.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kmgraph.model import refs, slug_of
from kmgraph.rdf.fields import FIELDS, Field, Shape
from kmgraph.rdf.prefixes import PREFIXES
from kmgraph.rdf.statements import NOWHERE
from kmgraph.vocabulary import RDF, XSD, Kind, concept_of
from kmgraph.wording import by_likeness, did_you_mean, listed, quoted

Term = NamedNode | BlankNode | Literal | Triple
CONCEPTS = {
    words: {concept_of(word): word for word in words}
    for fields in FIELDS.values()
    for field in fields
    if (words := field.words)
}
"""The word that each concept stands for."""
NUMBER = frozenset({XSD + name for name in ("integer", "decimal", "double", "float")})
PLAIN = frozenset({XSD + "string", RDF + "langString"})
TYPED = {Shape.INTEGER: {XSD + "integer"}, Shape.DECIMAL: NUMBER, Shape.DATE: {XSD + "date"}}
LIKE = {
    Shape.INTEGER: "a whole number of the type xsd:integer, such as 3",
    Shape.DECIMAL: "a number of the type xsd:decimal, such as 2.5",
    Shape.DATE: "a date of the type xsd:date, such as 2027-03-01",
    Shape.ADDRESS: "an address of the type xsd:anyURI, such as https://example.org/",
}
"""What such a field takes."""
NAMES = {space: name for name, space in PREFIXES.items()}
"""The short name of each namespace."""


class Unfit(Exception):
    """Why a field does not take a value, and the remedy."""


def value_of(kind: Kind, field: Field, term: Term) -> Any:
    """What a field of a kind of record holds for a term; of a text also its language, as a pair.

    Raises:
        Unfit: the field does not take it.
    """
    return VALUES[field.shape](kind, field, term)


def short(iri: str) -> str:
    """An IRI as people write it: with a prefix where it has a common one."""
    space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    return f"{NAMES[space]}:{iri[len(space) :]}" if space in NAMES else iri


def shown(term: Term) -> str:
    """What a term says, in short."""
    return str(getattr(term, "value", term))


def iri_of(predicate: str, kind: Kind, value: Term) -> str:
    """The IRI of a record of a kind, to which a property leads.

    Raises:
        Unfit: there is something else.
    """
    if isinstance(value, NamedNode) and not value.value.startswith(NOWHERE):
        return value.value
    if isinstance(value, NamedNode):
        hint = "Write the whole IRI, or declare a @base in the context."
        raise Unfit(f"{quoted(value.value.removeprefix(NOWHERE))} is no whole IRI.", hint)
    if isinstance(value, Literal):
        message = f"{quoted(value.value)} is a text, and {short(predicate)} takes the IRI of a {kind}."
        raise Unfit(message, "Write that IRI.")
    raise Unfit(f"{short(predicate)} leads to a thing without an IRI.", f"Give that {kind} an IRI, and write it.")


def _word(kind: Kind, field: Field, value: Term) -> StrEnum:
    words = field.words or StrEnum
    concepts = CONCEPTS[words]
    found = concepts.get(value.value) if isinstance(value, NamedNode) else None
    if found is not None:
        return found
    stated = shown(value)
    named = {slug_of(iri): iri for iri in concepts}
    near = did_you_mean(slug_of(stated).casefold(), named)
    known = by_likeness(slug_of(stated), named)
    if isinstance(value, NamedNode):
        message = f"{quoted(stated, 100)} is none of the words of {short(field.predicate)}."
        start = next(iter(concepts)).rpartition("/")[0]
        raise Unfit(message, near or f"Write one of {start}/… with {listed(known)} at its end.")
    message = f"{quoted(stated)} is a text, and {short(field.predicate)} takes the IRI of a word."
    raise Unfit(message, f"Write {named[known[0]]}." if near else f"Write one such as {named[known[0]]}.")


def _text(kind: Kind, field: Field, value: Term) -> tuple[str, str | None]:
    return _code(kind, field, value), getattr(value, "language", None)


def _code(kind: Kind, field: Field, value: Term) -> str:
    if not isinstance(value, Literal):
        what = f"the IRI {quoted(value.value, 100)}" if isinstance(value, NamedNode) else "a thing without an IRI"
        raise Unfit(f"{short(field.predicate)} takes words, and this is {what}.", "Write the words themselves.")
    if value.datatype.value not in PLAIN:
        message = f"{quoted(value.value)} is of the type {short(value.datatype.value)}"
        raise Unfit(f"{message}, and {short(field.predicate)} takes plain text.", "Write it as a text without a type.")
    return value.value


def _typed(field: Field, value: Term) -> str:
    """The text of a literal of the datatype that a field takes."""
    if isinstance(value, Literal) and value.datatype.value in TYPED[field.shape]:
        return value.value
    message = f"{quoted(shown(value))} is no value of {short(field.predicate)}"
    why = f", being of the type {short(value.datatype.value)}" if isinstance(value, Literal) else ""
    raise Unfit(f"{message}{why}.", f"Write {LIKE[field.shape]}.")


def _converted(field: Field, value: Term, convert: Callable[[str], Any]) -> Any:
    text = _typed(field, value)
    try:
        return convert(text)
    except ValueError:
        kind = LIKE[field.shape].partition(" of the type")[0].removeprefix("a ")
        raise Unfit(f"{quoted(text)} is no {kind}.", f"Write {LIKE[field.shape]}.") from None


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?[0-9.]{1,400}([eE][+-]?[0-9]{1,3})?", text):
        raise ValueError(text)
    return float(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _address(kind: Kind, field: Field, value: Term) -> str:
    if isinstance(value, NamedNode) or (isinstance(value, Literal) and value.datatype.value == XSD + "anyURI"):
        return value.value
    message = f"{quoted(shown(value))} is no address as {short(field.predicate)} takes one."
    raise Unfit(message, f"Write {LIKE[field.shape]}.")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _json(kind: Kind, field: Field, value: Term) -> dict[str, Any]:
    try:
        found = json.loads(_code(kind, field, value), parse_constant=_refuse)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unfit(f"{short(field.predicate)} takes an object of JSON as a text, and this is none.", "Mend the JSON.")
    return found


VALUES: dict[Shape, Callable[[Kind, Field, Term], Any]] = {
    Shape.NODE: lambda kind, field, value: iri_of(field.predicate, refs(kind)[field.name].kind, value),
    Shape.WORD: _word,
    Shape.TEXT: _text,
    Shape.CODE: _code,
    Shape.INTEGER: lambda kind, field, value: _converted(field, value, _integer),
    Shape.DECIMAL: lambda kind, field, value: _converted(field, value, _decimal),
    Shape.DATE: lambda kind, field, value: _converted(field, value, _day),
    Shape.ADDRESS: _address,
    Shape.JSON: _json,
}
"""What reads the values of each shape; raises Unfit."""
