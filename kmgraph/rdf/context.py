"""The JSON-LD context: each class and property under the name that its kind or field has, read off the declaration.

`ontology/context.jsonld` is the same as a file, for documents that name a context instead of embedding it.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from kmgraph.rdf.fields import FIELDS, TAGGED, Shape
from kmgraph.vocabulary import CLASSES, PROPERTIES, STATED_BY, XSD

STATED_BY_TERM = "stated_by"
"""What the property that leads to the source of a record is called."""


class Form(StrEnum):
    """How JSON writes the values of a term."""

    IRI = "a text that is an IRI"
    LANGUAGES = "texts by language, `@none` for those in no language"
    PLAIN = "a text"
    NUMBER = "a number"
    TYPED = "a text of the type that the context states"


FORMS = {
    Shape.NODE: Form.IRI, Shape.WORD: Form.IRI, Shape.TEXT: Form.PLAIN, Shape.CODE: Form.PLAIN, Shape.JSON: Form.PLAIN,
    Shape.INTEGER: Form.NUMBER, Shape.DECIMAL: Form.TYPED, Shape.DATE: Form.TYPED, Shape.ADDRESS: Form.TYPED,
}  # fmt: skip
DATATYPES = {
    Shape.INTEGER: XSD + "integer", Shape.DECIMAL: XSD + "decimal", Shape.DATE: XSD + "date",
    Shape.ADDRESS: XSD + "anyURI",
}  # fmt: skip


class Term(NamedTuple):
    """A name in the context, and how its values are written."""

    name: str
    form: Form
    many: bool
    """Whether its value is a list, however many there are."""
    datatype: str | None = None


def _term(name: str) -> Term:
    stated = [(kind, field) for kind, fields in FIELDS.items() for field in fields if field.name == name]
    ((shape, many),) = {(field.shape, field.many) for _, field in stated}
    tagged = shape is Shape.TEXT and any(kind in TAGGED for kind, _ in stated)
    return Term(name, Form.LANGUAGES if tagged else FORMS[shape], many, DATATYPES.get(shape))


TERMS = {PROPERTIES[name]: _term(name) for name in dict.fromkeys(one.name for said in FIELDS.values() for one in said)}
TERMS[STATED_BY] = Term(STATED_BY_TERM, Form.IRI, many=True)
"""The term of each property, by its IRI."""
KINDS = {iri: kind.value for kind, iri in CLASSES.items()}
"""The term of each class, by its IRI."""


def context() -> dict[str, Any]:
    """The context, as JSON. No term of it is a prefix: an IRI in the data is never taken for a short form."""
    terms = {term.name: _definition(iri, term) for iri, term in TERMS.items()}
    return {"@version": 1.1, **{kind: {"@id": iri} for iri, kind in KINDS.items()}, **terms}


def _definition(iri: str, term: Term) -> dict[str, str]:
    said = {"@id": iri}
    if term.form is Form.IRI:
        said["@type"] = "@id"
    elif term.form is Form.LANGUAGES:
        said["@container"] = "@language"
    elif term.datatype:
        said["@type"] = term.datatype
    return said
