"""The shapes of records in SHACL, written from the records themselves, so that the two cannot drift apart.

`ontology/shapes.ttl` holds rules across fields, written by hand, and below the line `GENERATED` what this module
writes: a shape for each kind and for each of its fields. To renew it: `python -m kmgraph.rdf.validation.shapes`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from kmgraph.model import IRI, RECORDS, Named, Record, refs
from kmgraph.rdf.fields import FIELDS, Field, Shape
from kmgraph.rdf.values import short
from kmgraph.vocabulary import (
    BASE,
    CLASSES,
    DC,
    DCAT,
    DCTERMS,
    ORG,
    PROV,
    SCHEMA,
    SKOS,
    TERMS,
    TYPES,
    Kind,
    concept_of,
)
from kmgraph.wording import listed

SHAPES = BASE + "shapes#"
GENERATED = "# ---- Written from kmgraph/model.py by `python -m kmgraph.rdf.validation.shapes`: change it there"
PREFIXES = {
    "": TERMS, "shape": SHAPES, "dc": DC, "dcat": DCAT, "dcterms": DCTERMS, "org": ORG, "prov": PROV,
    "schema": SCHEMA, "skos": SKOS,
}  # fmt: skip
"""Prefixes that the hand-written part declares, beside those of RDF, SHACL and XSD."""
BASES = dict.fromkeys(Named.model_fields, "named") | dict.fromkeys(Record.model_fields, "record")
"""Fields that many kinds have alike, and who declares them: their shape is shared."""

ANY_IRI = r"^[a-z][a-z0-9+.-]*:[^\s<>{}|^`]+$"
"""What stands for the pattern of IRIs, which is long and names code points by number, as SHACL cannot."""


class Kept(NamedTuple):
    """What a value must keep beside its datatype: a range of numbers, a pattern."""

    least: float | None
    most: float | None
    pattern: str | None


def in_words(kind: Kind) -> str:
    """What people call a kind: “level description”."""
    return VERBS.get(kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


VERBS = {
    Kind.REQUIREMENT: "requirement of a role",
    Kind.TEACHES: "statement of what a course teaches",
    Kind.EXPECTS: "statement of what a course expects",
}
"""What kinds are called whose own name would not be understood."""


def a(word: str) -> str:
    """A word with its article."""
    return f"{'an' if word[0].lower() in 'aeio' else 'a'} {word}"


def shape_of(kind: Kind, name: str) -> str:
    """The local name of the shape of a field; fields that all records or all named ones have share theirs."""
    return f"{BASES.get(name, kind)}-{name}"


def required(kind: Kind, name: str) -> bool:
    """Whether a record cannot be without a field."""
    return RECORDS[kind].model_fields[name].is_required()


def generated() -> str:
    """The part of `ontology/shapes.ttl` that follows from the records."""
    blocks = [_reference(kind) for kind in sorted({ref.kind for kind in Kind for ref in refs(kind).values()})]
    shared: set[str] = set()
    for kind in RECORDS:
        blocks.append(_node(kind))
        for field in FIELDS[kind]:
            if (name := shape_of(kind, field.name)) not in shared:
                shared.add(name)
                blocks.append(_property(kind, field))
        if kind in TYPES:
            blocks.append(_types(kind))
    classes = "shape:kind sh:in (\n" + "\n".join(f"    {_short(one)}" for one in CLASSES.values()) + "\n) .\n"
    return "\n".join([GENERATED, "", classes, *blocks])


def kept(kind: Kind, name: str) -> Kept:
    """The range and the pattern that the record type gives a field."""
    said = _flat(_schema(kind).get(name, {}))
    pattern = said.get("pattern")
    return Kept(said.get("minimum"), said.get("maximum"), ANY_IRI if pattern == IRI else pattern)


@cache
def _schema(kind: Kind) -> dict[str, Any]:
    return dict(RECORDS[kind].model_json_schema()["properties"])


def _flat(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what its parts say."""
    found = dict(schema)
    for part in [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]:
        found |= _flat(part)
    return found


def _node(kind: Kind) -> str:
    properties = [f"shape:{shape_of(kind, field.name)}" for field in FIELDS[kind]]
    properties.append(f"shape:{'source' if kind is Kind.SOURCE else 'record'}-source")
    if kind in TYPES:
        properties.append(f"shape:{kind}-types")
    return _block(
        f"shape:{kind}",
        [
            "a sh:NodeShape",
            f"sh:targetClass {_short(CLASSES[kind])}",
            "sh:nodeKind sh:IRI",
            _text("sh:message", f"{_capital(a(in_words(kind)))} has an IRI of its own: others cannot refer to "
                  "a blank node, so give it an IRI."),
            _many("sh:property", properties),
        ],
    )  # fmt: skip


def _reference(kind: Kind) -> str:
    return _block(
        f"shape:{kind}-reference",
        [
            "a sh:NodeShape",
            "sh:nodeKind sh:IRI",
            f"sh:or ( [ sh:class {_short(CLASSES[kind])} ] shape:undescribed )",
        ],
    )


def _types(kind: Kind) -> str:
    names = [_short(one) for one in TYPES[kind]]
    return _block(
        f"shape:{kind}-types",
        [
            "a sh:PropertyShape",
            "sh:path rdf:type",
            *(f"sh:hasValue {name}" for name in names),
            "sh:severity sh:Warning",
            _text("sh:message", f"State that {a(in_words(kind))} is also {listed(names, 'and')}: programs without this "
                  "ontology do not know it otherwise."),
        ],
    )  # fmt: skip


def _property(kind: Kind, field: Field) -> str:
    what = RECORDS[kind].model_fields[field.name].description or ""
    return _block(
        f"shape:{shape_of(kind, field.name)}",
        [
            "a sh:PropertyShape",
            f"sh:path {_short(field.predicate)}",
            _text("sh:name", field.name.replace("_", " ")),
            _text("sh:description", what),
            *(["sh:minCount 1"] if required(kind, field.name) else ()),
            *(["sh:maxCount 1"] if not field.many else ()),
            *_values(kind, field),
            _text("sh:message", message(kind, field)),
        ],
    )


def _values(kind: Kind, field: Field) -> Iterator[str]:
    """What each value must be."""
    least, most, pattern = kept(kind, field.name)
    match field.shape:
        case Shape.NODE:
            yield f"sh:node shape:{refs(kind)[field.name].kind}-reference"
        case Shape.WORD:
            assert field.words
            yield "sh:in (\n" + "\n".join(f"        <{concept_of(word)}>" for word in field.words) + "\n    )"
        case Shape.TEXT:
            yield "sh:or ( shape:tagged shape:plain )"
            yield r'sh:pattern "\\S"'
        case Shape.CODE:
            yield "sh:datatype xsd:string"
            yield f"sh:pattern {_quoted(pattern)}" if pattern else r'sh:pattern "\\S"'
        case Shape.ADDRESS:
            yield "sh:datatype xsd:anyURI"
            yield f"sh:pattern {_quoted(pattern or '')}"
        case Shape.INTEGER | Shape.DECIMAL as number:
            yield f"sh:datatype xsd:{number.name.lower()}"
            yield f"sh:minInclusive {least:.0f} ; sh:maxInclusive {most:.0f}"
        case Shape.DATE:
            yield "sh:datatype xsd:date"
        case Shape.JSON:
            yield "sh:datatype xsd:string"
            yield r'sh:pattern "^[{]"'


def message(kind: Kind, field: Field) -> str:
    """What to do where a field is not as it should be: how many values it has, and what they are."""
    owner = {"named": "thing with a label", "record": "record"}.get(BASES.get(field.name, ""), in_words(kind))
    name = f"{field.name.replace('_', ' ')} ({short(field.predicate)})"
    value = _in_words(kind, field)
    if field.many:
        if required(kind, field.name):
            return f"Give {a(owner)} at least one value of {name}; each is {value}."
        return f"Each value of {name} of {a(owner)} is {value}; mend or delete the others."
    number = "exactly one" if required(kind, field.name) else "at most one"
    return f"Give {a(owner)} {number} {name}: {value}."


def _in_words(kind: Kind, field: Field) -> str:
    least, most, _ = kept(kind, field.name)
    match field.shape:
        case Shape.NODE:
            return f"the IRI of {a(in_words(refs(kind)[field.name].kind))}"
        case Shape.WORD:
            assert field.words
            return f"one of the concepts {listed([f'“{word}”' for word in field.words])}, by its IRI"
        case Shape.TEXT:
            return "a text that is not empty"
        case Shape.CODE:
            return CODE_WORDS.get(field.name, "a text without a language tag that is not empty")
        case Shape.ADDRESS:
            return "a whole Web address that begins with http:// or https://, as xsd:anyURI"
        case Shape.INTEGER:
            return f"a whole number from {least:,.0f} to {most:,.0f}, as xsd:integer"
        case Shape.DECIMAL:
            return f"a number from {least:,.0f} to {most:,.0f}, as xsd:decimal"
        case Shape.DATE:
            return "a date such as 2026-01-31, as xsd:date"
        case Shape.JSON:
            return "an object of JSON as a text"


CODE_WORDS = {
    "language": "a language code such as en or cy",
    "languages": "a language code such as en or cy",
    "currency": "an ISO 4217 code such as GBP",
    "nation": "a code of a nation such as GB-WLS, or the word world",
    "open_to": "a code of a nation such as GB-WLS, or the word world",
    "about": "the IRI of a record, as a text",
}
"""What codes are called that have a pattern."""


def _block(subject: str, lines: Iterable[str]) -> str:
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


def _many(predicate: str, names: Iterable[str]) -> str:
    return f"{predicate}\n        " + " ,\n        ".join(names)


def _text(predicate: str, words: str) -> str:
    return f"{predicate} {_quoted(words)}@en"


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _short(iri: str) -> str:
    """An IRI as a prefixed name."""
    prefix, space = next((name, space) for name, space in PREFIXES.items() if iri.startswith(space))
    return f"{prefix}:{iri.removeprefix(space)}"


def main() -> None:
    """Renews the generated part of the file."""
    from importlib.resources import files

    path = files("ontology").joinpath("shapes.ttl")
    by_hand, _, _ = path.read_text(encoding="utf-8").partition(GENERATED)
    with open(str(path), "w", encoding="utf-8") as file:
        file.write(by_hand + generated())


if __name__ == "__main__":
    main()
