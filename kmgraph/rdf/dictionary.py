"""The data dictionary: every kind of record, field and fixed word, what it means, and how RDF writes it.

It is read off what the program itself goes by: the records, their fields in RDF, and the ontology's files.
"""

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

import ontology
from kmgraph.model import RECORDS, Named, Record, refs
from kmgraph.rdf.fields import FIELDS, TAGGED, Field, Shape
from kmgraph.rdf.mapping import direct
from kmgraph.rdf.prefixes import PREFIXES
from kmgraph.vocabulary import (
    ANSWER_CLASSES,
    ANSWER_PROPERTIES,
    BASE,
    CLASSES,
    NATIONS,
    SKOS,
    STATED_BY,
    TYPES,
    Kind,
    concept_of,
    scheme_of,
)

EVERY = Record.model_fields.keys() - {"id"}
"""Fields that records of every kind have."""
LABELS = Named.model_fields.keys() - Record.model_fields.keys()
"""Fields that all records with a label have."""
HOLDS = {
    Shape.NODE: "IRI of a record",
    Shape.WORD: "fixed word",
    Shape.TEXT: "text in the record's language",
    Shape.CODE: "text in no language",
    Shape.INTEGER: "whole number (xsd:integer)",
    Shape.DECIMAL: "number (xsd:decimal)",
    Shape.DATE: "date (xsd:date)",
    Shape.ADDRESS: "web address (xsd:anyURI)",
    Shape.JSON: "JSON as text",
}
"""What values are, in words."""


@dataclass(frozen=True)
class Row:
    """A field of a kind of record."""

    field: str
    meaning: str
    holds: str
    refers_to: str | None
    """The kind of record to which it leads."""
    scheme: str | None
    """The IRI of the scheme of its fixed words."""
    words: tuple[str, ...]
    """All that it may hold, where those are fixed words."""
    limits: str | None
    required: bool
    many: bool
    property: str
    example: str | None


@dataclass(frozen=True)
class Entry:
    """A kind of record, and its fields in their order."""

    kind: Kind
    meaning: str
    example: str | None
    iri: str
    also: tuple[str, ...]
    """Classes of others that are stated as well."""
    beside: tuple[str, ...]
    """Properties of the plain statement that stands beside it, where it is a link."""
    fields: tuple[Row, ...]


@dataclass(frozen=True)
class Term:
    """A word, class or property that the ontology explains."""

    name: str
    iri: str
    meaning: str
    example: str | None = None


@dataclass(frozen=True)
class Dictionary:
    """All that the data can say."""

    kinds: tuple[Entry, ...]
    words: Mapping[str, tuple[Term, ...]]
    """The fixed words, by the IRI of their scheme."""
    nations: tuple[Term, ...]
    answers: tuple[Term, ...]
    """Classes and properties of answers."""


@cache
def dictionary() -> Dictionary:
    """The data dictionary of this version."""
    said = _explained()
    schemes = {field.words for fields in FIELDS.values() for field in fields if field.words}
    return Dictionary(
        tuple(_entry(kind, said) for kind in RECORDS),
        {scheme_of(words): tuple(_word(word, said) for word in words) for words in sorted(schemes, key=scheme_of)},
        tuple(Term(code, "", words) for code, words in NATIONS.items()),
        tuple(_term(iri, said) for iri in (*ANSWER_CLASSES.values(), *ANSWER_PROPERTIES.values())),
    )


Explained = Mapping[tuple[str, str], str]
"""What the ontology says in English of a term, by its IRI and the IRI of the annotation."""
DEFINITION, EXAMPLE = SKOS + "definition", SKOS + "example"


def _explained() -> Explained:
    found: dict[tuple[str, str], str] = {}
    for name in ("kmgraph.ttl", "schemes.ttl"):
        for one in parse(ontology.read(name), RdfFormat.TURTLE, base_iri=BASE):
            triple: Triple = one.triple
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
                found.setdefault((triple.subject.value, triple.predicate.value), triple.object.value)
    return found


def _term(iri: str, said: Explained) -> Term:
    return Term(iri.rpartition("#")[2], iri, said[iri, DEFINITION], said.get((iri, EXAMPLE)))


def _word(word: StrEnum, said: Explained) -> Term:
    iri = concept_of(word)
    return Term(word, iri, said[iri, DEFINITION], said.get((iri, EXAMPLE)))


def _entry(kind: Kind, said: Explained) -> Entry:
    iri = CLASSES[kind]
    limits = RECORDS[kind].model_json_schema()["properties"]
    return Entry(
        kind, said[iri, DEFINITION], said.get((iri, EXAMPLE)), iri, TYPES.get(kind, ()), _beside(kind),
        tuple(_row(kind, field, limits[field.name], said) for field in FIELDS[kind]),
    )  # fmt: skip


def _beside(kind: Kind) -> tuple[str, ...]:
    """The properties of the plain statement beside a link, whatever words it says, each once."""
    ends = {field.name: f"{BASE}{field.name}" for field in FIELDS[kind] if field.shape is Shape.NODE}
    worded = [[(field.name, word) for word in field.words] for field in FIELDS[kind] if field.words]
    found = (direct(kind, BASE, ends | dict(words)) for words in product(*worded))
    return tuple(dict.fromkeys(one[1] for one in found if one))


def _row(kind: Kind, field: Field, schema: Mapping[str, Any], said: Explained) -> Row:
    model = RECORDS[kind].model_fields[field.name]
    leads_to = refs(kind).get(field.name)
    return Row(
        field.name,
        model.description or "",
        "text" if field.shape is Shape.TEXT and kind not in TAGGED else HOLDS[field.shape],
        leads_to.kind if leads_to else None,
        scheme_of(field.words) if field.words else None,
        tuple(field.words or ()),
        _limits(schema),
        model.is_required(),
        field.many,
        field.predicate,
        said.get((field.predicate, EXAMPLE)),
    )


def _limits(schema: Mapping[str, Any]) -> str | None:
    """The least and the most that a number may be, from the JSON schema of its field."""
    for one in (schema, *schema.get("anyOf", ())):
        ends = [f"{word} {one[name]:,.10g}" for word, name in (("from", "minimum"), ("to", "maximum")) if name in one]
        if ends:
            return " ".join(ends)
    return None


def as_json(found: Dictionary) -> str:
    """As JSON: `{"kinds": [{"kind", "meaning", ..., "fields": [...]}], "words": {...}, "nations", "answers"}`."""
    return json.dumps(asdict(found) | {"stated_by": STATED_BY}, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Dictionary) -> str:
    """One row for each field of each kind; several values in a cell stand with a semicolon between."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    names = list(Row.__dataclass_fields__)
    table.writerow(["kind", "class", *names])
    for entry in found.kinds:
        for row in entry.fields:
            table.writerow([entry.kind, entry.iri, *(_cell(getattr(row, name)) for name in names)])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else value


def as_markdown(found: Dictionary) -> str:
    """As a document to read, with a table for each kind of record."""
    return "\n".join(_document(found)) + "\n"


def _document(found: Dictionary) -> Iterator[str]:
    yield from ("# Data dictionary of kmgraph", "")
    yield (
        "Kinds of record with their fields, and the fixed words. What is not known is left out. In RDF each record is "
        f"a node of the class that is named, and `{_short(STATED_BY)}` leads to the source that states it."
    )
    yield from ("", "## Fields of every record", "")
    yield from _fields(found.kinds[0], EVERY)
    yield from ("", "## Fields of every record with a label", "")
    yield from _fields(next(one for one in found.kinds if one.kind in TAGGED), LABELS)
    for entry in found.kinds:
        yield from ("", f"## {entry.kind}", "", " ".join(filter(None, (entry.meaning, _such_as(entry.example)))), "")
        yield f"In RDF: {', '.join(f'`{_short(iri)}`' for iri in (entry.iri, *entry.also))}." + (
            f" One plain statement stands beside it: {', '.join(f'`{_short(iri)}`' for iri in entry.beside)}."
            if entry.beside
            else ""
        )
        yield ""
        yield from _fields(
            entry, {row.field for row in entry.fields} - EVERY - (LABELS if entry.kind in TAGGED else set())
        )
    yield from ("", "## Fixed words", "")
    yield "Each word is a concept: the address of its scheme, a slash, and the word in small letters with hyphens."
    for scheme, words in found.words.items():
        yield from ("", f"### {_scheme(scheme)}", "", f"<{scheme}>", "")
        yield from _table(("word", "meaning"), ((one.name, one.meaning) for one in words))
    yield from ("", "## Nations", "", "Codes of ISO 3166, of which these are named most:", "")
    yield from _table(("code", "meaning"), ((one.name, one.meaning) for one in found.nations))
    yield from ("", "## Answers", "", "What an exported answer says beside the records that it rests on.", "")
    yield from _table(
        ("term", "meaning", "example"), ((f"`{_short(one.iri)}`", one.meaning, one.example) for one in found.answers)
    )
    yield from ("", "## Namespaces", "")
    yield from _table(("prefix", "address"), ((f"`{name}:`", f"<{iri}>") for name, iri in PREFIXES.items()))


def _short(iri: str) -> str:
    """An IRI with the short name of its namespace."""
    return next((f"{name}:{iri[len(space) :]}" for name, space in PREFIXES.items() if iri.startswith(space)), iri)


def _scheme(iri: str) -> str:
    return iri.rpartition("/")[2].replace("-", " ")


def _such_as(example: str | None) -> str | None:
    return f"Such as: {example}" if example else None


def _fields(entry: Entry, names: Collection[str]) -> Iterator[str]:
    yield from _table(
        ("field", "meaning", "holds", "needed", "property", "example"),
        (
            (
                f"`{row.field}`",
                row.meaning,
                _held(row),
                "yes" if row.required else "",
                f"`{_short(row.property)}`",
                row.example,
            )
            for row in entry.fields
            if row.field in names
        ),
    )


def _held(row: Row) -> str:
    what = (
        f"IRI ({row.refers_to})" if row.refers_to else f"word of *{_scheme(row.scheme)}*" if row.scheme else row.holds
    )
    return ", ".join(filter(None, (what, row.limits, "several" if row.many else None)))


def _table(heading: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield f"|{'---|' * len(heading)}"
    for row in rows:
        cells = [cell.replace("|", r"\|") for cell in (value or "" for value in row)]
        yield f"| {' | '.join(cells)} |"


WRITERS = {"md": as_markdown, "csv": as_csv, "json": as_json}
"""What writes the dictionary, by format."""
