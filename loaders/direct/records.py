"""The names of the records, and records of which a doubtful value is left out and named."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.model import SLUG, Framework, Record, iri
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders import foreign
from loaders.foreign import Line

NAME = "direct"
TITLE = "DIRECT: digital research competencies framework"
VERSION = "2"
"""The version whose tables these are: earlier ones have no domains."""
SCALE = iri(Kind.SCALE, NAME, "skill-levels")
FRAMEWORK = iri(Kind.FRAMEWORK, NAME, NAME)
COLUMNS = {"label": "name", "definition": "description", "summary": "description", "languages": "language"}
"""The column of a field, where it is called otherwise."""


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
    try:
        yield Entry(record_type(**{"status": "sourced", **known}), line.place)
    except ValidationError as failure:
        wrong = {str(found["loc"][0]): str(found["input"]) for found in failure.errors(include_url=False)}
        fatal = any(record_type.model_fields[name].is_required() for name in wrong)
        for column, value in {COLUMNS.get(name, name): value for name, value in wrong.items()}.items():
            if fatal:
                message = f"{quoted(value)} cannot be the {column} of a {record_type.kind.lower()}."
                yield error(line.place, message, "Mend the cell.", column=column, value=value)
            else:
                message = f"{quoted(value)} is no proper {column}, so this {column} is left out."
                yield warning(line.place, message, "Mend the cell.", column=column, value=value)
        if not fatal:
            yield from made(line, record_type, **{name: value for name, value in known.items() if name not in wrong})


def kept(line: Line, *columns: str) -> dict[str, str]:
    """What has no field of its own, for `extra`."""
    return {column: text for column in columns if (text := line.get(column))}
