"""The names of the records, and records of which a doubtful value is left out and named."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem
from kmgraph.load import Entry
from kmgraph.model import SLUG, Approach, Framework, Record, Relation, Teaches, iri
from kmgraph.vocabulary import Kind
from loaders import foreign
from loaders.foreign import Line, Unfit

NAME = "direct"
TITLE = "DIRECT: digital research competencies framework"
VERSION = "2"
"""The version whose tables these are: earlier ones have no domains."""
SCALE = iri(Kind.SCALE, NAME, "skill-levels")
FRAMEWORK = iri(Kind.FRAMEWORK, NAME, NAME)
COLUMNS = {
    "id": "slug", "label": "name", "definition": "description", "summary": "description", "languages": "language",
    "broader": "competency", "groups": "competency_domain", "order": "level",
}  # fmt: skip
"""The column of a field, where it is called otherwise."""
OTHERWISE: dict[type[Record], dict[str, str]] = {
    Teaches: {"course": "learning_resources", "competency": "slug"},
    Relation: {"subject": "slug", "object": "related_skills"},
    Approach: {"competencies": "slug", "type": "kind"},
}
"""The same, where it differs from table to table."""


def name_of(kind: Kind, slug: str) -> str:
    """The IRI of the record that the source calls by a slug."""
    return iri(kind, NAME, slug if SLUG.fullmatch(slug) else foreign.slug(slug))


def framework(place: Place, *, with_scale: bool) -> Entry:
    """The framework; on its scale where that is there."""
    fields = {"scale": SCALE} if with_scale else {}
    said = foreign.named(
        Framework, NAME, NAME, label=TITLE, version=VERSION, publisher="DIRECT project",
        url="https://directframework.com/", **fields,
    )  # fmt: skip
    return Entry(said, place)


def made(line: Line, record_type: type[Record], **fields: Any) -> Iterator[Entry | Problem]:
    """The record of a row; a value that its field does not take is left out and named, unless all rests on it."""
    known = {name: value for name, value in fields.items() if value not in (None, (), {})}
    names = COLUMNS | OTHERWISE.get(record_type, {})
    yield from foreign.made(record_type, line.place, known, Unfit.VALUE, columns=names, hint="Mend the cell.")


def kept(line: Line, *columns: str) -> dict[str, str]:
    """What has no field of its own, for `extra`."""
    return {column: text for column in columns if (text := line.get(column))}
