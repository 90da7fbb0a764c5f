"""A data set of the store as the workbook from which it could have been loaded: to be edited, and brought back."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from kmgraph.errors import Problem, Severity, UsageError
from kmgraph.load import Entry
from kmgraph.model import SLUG, Record, Source, dump, iri, slug_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.tables.cells import BETWEEN
from loaders.tables.columns import DATASET, EXTRA, TABLES, Column, columns
from loaders.tables.template import write_workbook

TABLE_OF = {kind: table for table, kind in TABLES.items()}
Cell = str | int | float


def write_source(path: Path, source: str, records: Iterable[Record]) -> None:
    """Writes all that a source says into a workbook, of which loading would make the same records.

    Args:
        path: of the workbook, which ends in .xlsx.
        source: IRI of the source.
        records: what it says, itself among it.

    Raises:
        UsageError: tables cannot hold some of it, such as what came from another format.
    """
    from loaders.tables import load

    every = {(one.kind, one.id): one for one in records}
    name = slug_of(source)
    tables: dict[str, list[dict[str, Cell]]] = {}
    for one in every.values():
        table = DATASET if isinstance(one, Source) and one.id == source else TABLE_OF.get(one.kind)
        if table is None:
            raise _unfit(one)
        tables.setdefault(table, []).append(_row(one, name))
    write_workbook(path, tables)
    for found in load(path):  # the proof: what comes back is what was given
        if isinstance(found, Entry):
            given = every.pop((found.record.kind, found.record.id), None)
            if given is None or dump(given) != dump(found.record):
                raise _unfit(found.record)
        elif isinstance(found, Problem) and found.severity is Severity.ERROR:
            raise UsageError(f"This data set cannot be written as tables. {found.message}")
    if every:
        raise _unfit(next(iter(every.values())))


def _unfit(record: Record) -> UsageError:
    return UsageError(f"This data set cannot be written as tables: {quoted(record.id, 200)} does not fit into them.")


def _row(record: Record, source: str) -> dict[str, Cell]:
    """The filled cells of a record, by column."""
    filled = record.model_dump(exclude_defaults=True)
    row = {
        name: _cell(column, getattr(record, name), source)
        for name, column in columns(record.kind).items()
        if name in filled
    }
    return row | {f"{EXTRA}{name}": value for name, value in record.extra.items()}


def _cell(column: Column, value: Any, source: str) -> Cell:
    if column.many:
        return BETWEEN.join(str(_one(column, one, source)) for one in value)
    return _one(column, value, source)


def _one(column: Column, value: Any, source: str) -> Cell:
    if column.refers:
        return _reference(column.refers, value, source)
    if isinstance(value, StrEnum):
        return value.value
    return value if isinstance(value, int | float) else str(value)


def _reference(kind: Kind, value: str, source: str) -> str:
    """What means an IRI in a table of this source: its short name, with its owner's where that is another."""
    owner, _, slug = value.removeprefix(iri(kind, "", "").removesuffix("/")).partition("/")
    if iri(kind, owner, slug) != value or not (SLUG.fullmatch(owner) and SLUG.fullmatch(slug)):
        return value
    return slug if owner == source else f"{owner}/{slug}"
