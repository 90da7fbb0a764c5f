"""What each field of a record is in RDF: read off the records themselves, so that there is one declaration of both.

Values are those of a record's body (`kmgraph.model.dump`): JSON, in which dates and fixed words are texts.
"""

from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from kmgraph.model import RECORDS, Amount, Named, Text, Url, refs
from kmgraph.vocabulary import PROPERTIES, Kind

ORDERED = frozenset({"rungs"})
"""Fields whose order means something: their values are also stated as members `rdf:_1`, `rdf:_2` and so on."""
CODES = frozenset({"notation", "version", "fee_as_of", "seen"})
"""Texts that are in no language."""


class Shape(StrEnum):
    """What the value of a field is in RDF."""

    NODE = "the IRI of another record"
    WORD = "the concept of a fixed word"
    TEXT = "words of people, in the record's language where it states one"
    CODE = "a text in no language"
    INTEGER = "xsd:integer"
    DECIMAL = "xsd:decimal"
    DATE = "xsd:date"
    ADDRESS = "xsd:anyURI: where something is on the Web, not what it is called"
    JSON = "JSON as a text"


class Field(NamedTuple):
    """A field of a kind of record, its property, and what its values are."""

    name: str
    predicate: str
    shape: Shape
    many: bool
    words: type[StrEnum] | None = None
    """The fixed words that it may hold."""


def _field(kind: Kind, name: str, hint: Any) -> Field:
    if get_origin(hint) is Annotated:  # a marker such as Ref around a tuple or an optional value
        hint = get_args(hint)[0] if hint not in SCALARS else hint
    many = get_origin(hint) is tuple
    inner = next((one for one in get_args(hint) if one not in (NoneType, ...)), hint) if hint not in SCALARS else hint
    words = inner if isinstance(inner, type) and issubclass(inner, StrEnum) else None
    shape = Shape.NODE if name in refs(kind) else Shape.WORD if words else SCALARS.get(inner, Shape.CODE)
    if shape is Shape.TEXT and name in CODES:
        shape = Shape.CODE
    return Field(name, PROPERTIES[name], shape, many, words)


SCALARS = {
    Text: Shape.TEXT,
    Url: Shape.ADDRESS,
    Amount: Shape.DECIMAL,
    int: Shape.INTEGER,
    date: Shape.DATE,
    dict[str, Any]: Shape.JSON,
}
"""What values of a type are; those of all others are codes."""

FIELDS: dict[Kind, tuple[Field, ...]] = {
    kind: tuple(
        _field(kind, name, hint)
        for name, hint in get_type_hints(record, include_extras=True).items()
        if name in record.model_fields and name != "id"
    )
    for kind, record in RECORDS.items()
}
"""The fields of each kind, in the order of its declaration; the `id` is the IRI itself."""

TAGGED = frozenset(kind for kind, record in RECORDS.items() if issubclass(record, Named))
"""Kinds that state the language of their texts."""
