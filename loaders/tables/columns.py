"""The tables and their columns, derived from the records: what a template offers and a loader reads."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from kmgraph.model import RECORDS, Currency, Language, Nation, Record, Url, refs
from kmgraph.vocabulary import Kind

DATASET = "dataset"
"""The table of one row that says which source the others belong to."""
TABLES: dict[str, Kind] = {
    "sources": Kind.SOURCE,
    "frameworks": Kind.FRAMEWORK,
    "scales": Kind.SCALE,
    "levels": Kind.LEVEL,
    "level_matches": Kind.LEVEL_MATCH,
    "groups": Kind.GROUP,
    "competencies": Kind.COMPETENCY,
    "level_descriptions": Kind.LEVEL_DESCRIPTION,
    "mappings": Kind.MAPPING,
    "relations": Kind.RELATION,
    "collections": Kind.COLLECTION,
    "commitments": Kind.COMMITMENT,
    "roles": Kind.ROLE,
    "role_mappings": Kind.ROLE_MAPPING,
    "ladders": Kind.LADDER,
    "requirements": Kind.REQUIREMENT,
    "organisations": Kind.ORGANISATION,
    "courses": Kind.COURSE,
    "offerings": Kind.OFFERING,
    "teaches": Kind.TEACHES,
    "expects": Kind.EXPECTS,
    "prerequisites": Kind.PREREQUISITE,
    "practices": Kind.PRACTICE,
    "approaches": Kind.APPROACH,
    "journeys": Kind.JOURNEY,
    "steps": Kind.STEP,
    "observations": Kind.OBSERVATION,
}
"""The kind of record that each table holds, a row a record."""
NAMES = (DATASET, *TABLES)
"""Every table, in the order in which people fill them in."""
EXTRA = "extra."
"""How the columns begin whose content is kept beside the record."""


class Column(NamedTuple):
    """What the cells of a column hold."""

    name: str
    note: str
    required: bool
    many: bool
    """Whether a cell may hold several values, with `|` between them."""
    type: type
    """str, int, float, date or an enumeration."""
    refers: Kind | None
    """The kind of record whose id a value is."""
    shape: str | None
    """In words, what a text must look like."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that a value must be one of; none where it is free."""
        return tuple(self.type) if issubclass(self.type, StrEnum) else ()


SHAPES: tuple[tuple[Any, str], ...] = (
    (Url, "a web address such as https://example.org/page"),
    (Currency, "an ISO currency code such as GBP"),
    (Nation, "GB-ENG, GB-NIR, GB-SCT, GB-WLS, GB, another country code of two capital letters, or world"),
    (Language, "a language code such as en or cy"),
)


def columns(kind: Kind) -> Mapping[str, Column]:
    """The columns of a table by name: the id first, then its own, then those that every table has."""
    return _COLUMNS[kind]


def table_named(name: str) -> str:
    """A table's or column's name as people may write it, in the spelling used here."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _columns(kind: Kind) -> dict[str, Column]:
    record = RECORDS[kind]
    common = [name for name in Record.model_fields if name not in ("id", "extra")]
    first = [] if record.key else ["id"]
    own = [name for name in record.model_fields if name not in Record.model_fields]
    return {name: _column(kind, name) for name in (*first, *own, *common)}


def _column(kind: Kind, name: str) -> Column:
    field = RECORDS[kind].model_fields[name]
    value, many, shape = _value(get_type_hints(RECORDS[kind], include_extras=True)[name])
    ref = refs(kind).get(name)
    refers = kind if name == "id" else ref.kind if ref else None
    shape = "a short name or an IRI" if refers else shape
    return Column(name, field.description or "", field.is_required(), many, value, refers, shape)


def _value(declared: Any) -> tuple[type, bool, str | None]:
    """The type of one value, whether there may be several, and their shape, peeled from the declaration."""
    many, shape = False, None
    while not isinstance(declared, type) or get_origin(declared):
        shape = shape or next((words for alias, words in SHAPES if alias == declared), None)
        many = many or get_origin(declared) is tuple
        declared = next(part for part in get_args(declared) if part is not NoneType)
    return declared, many, shape


_COLUMNS = {kind: _columns(kind) for kind in TABLES.values()}
