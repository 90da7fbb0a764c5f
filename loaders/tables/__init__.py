"""Tables that people fill in: a folder of CSV files, or an .xlsx workbook with a sheet for each table.

Every field of a record is a column, and every kind of record is a table; the table `dataset` says in one row
which source they belong to. References are short names (`slug` of this source, `other-source/slug`) or whole IRIs.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from kmgraph.errors import Place, Problem, Severity, error, warning
from kmgraph.load import Entry
from kmgraph.model import slug_of
from kmgraph.sheets import WIDEST, Row, Sheet, csv_sheet, name_of, opened
from kmgraph.vocabulary import Kind
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.tables.columns import DATASET, NAMES, TABLES, columns, table_named
from loaders.tables.rows import entries
from loaders.tables.template import write_template
from loaders.tables.written import write_source

__all__ = ["load", "recognises", "write_source", "write_template"]

ASIDE = re.compile(r"[_.~]|notes|readme|licen[cs]e", re.IGNORECASE)
"""How the names of files and sheets begin that are no tables."""
PROSE = (".md", ".txt", ".py")


def recognises(path: Path) -> bool:
    """Whether a path is a workbook, a table, or a folder that holds a table.

    Others call their tables roles or skills, too: so a table without `dataset` beside it must have a column of ours.
    """
    if path.is_dir():
        tables = [file for file in path.iterdir() if _is_csv(file) and table_named(file.stem) in NAMES]
        return any(table_named(file.stem) == DATASET or _ours(file) for file in tables)
    return path.suffix.lower() == ".xlsx" or (_is_csv(path) and table_named(path.stem) in NAMES and _ours(path))


def _ours(file: Path) -> bool:
    """Whether a table has all columns that ours must have, or is empty or unreadable, of which loading tells."""
    row = next(csv_sheet(file).rows, None)
    if not isinstance(row, Row):
        return True
    kind = TABLES.get(table_named(file.stem), Kind.SOURCE)
    present = {table_named(name_of(cell)) for cell in row.cells[:WIDEST]}
    return any(column.required and column.name in present for column in columns(kind).values())


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def load(path: Path) -> Iterator[Entry | Problem]:
    """The records of all tables, the row of `dataset` first, and every doubt about them."""
    with _sheets(path) as found:
        tables: dict[str, Sheet] = {}
        for sheet in found:
            if isinstance(sheet, Problem):
                yield sheet
            elif ASIDE.match(sheet.name):
                continue
            elif problem := _misnamed(sheet, tables):
                yield problem
            else:
                tables[table_named(sheet.name)] = sheet
        if tables or not any(isinstance(sheet, Problem) and sheet.severity is Severity.ERROR for sheet in found):
            yield from _entries(path, tables)


def _sheets(path: Path) -> AbstractContextManager[list[Sheet | Problem]]:
    if path.is_dir():
        return nullcontext(list(_folder(path)))
    if path.suffix.lower() == ".csv":
        hint = f"Give the folder that holds it, together with {DATASET}.csv."
        message = "A single table does not say which source it belongs to."
        return nullcontext([error(Place(str(path)), message, hint)])
    return opened(path)


def _folder(path: Path) -> Iterator[Sheet | Problem]:
    for file in sorted(path.iterdir()):
        if ASIDE.match(file.name) or file.suffix.lower() in PROSE:
            continue
        if _is_csv(file) and not file.is_dir():
            yield csv_sheet(file)
        else:
            hint = "Save a table as CSV UTF-8; move anything else, or begin its name with an underscore."
            yield warning(Place(str(file)), "This is not a CSV file, so it is left out.", hint)


def _misnamed(sheet: Sheet, tables: dict[str, Sheet]) -> Problem | None:
    name = table_named(sheet.name)
    if name in tables:
        return error(
            Place(sheet.source), f"The table {quoted(name)} stands twice: also in {tables[name].source}.",
            "Join the two, or begin the name of one with an underscore.",
        )  # fmt: skip
    if name in NAMES:
        return None
    hint = did_you_mean(name, NAMES) or f"The tables are {listed(NAMES, 'and')}."
    return error(
        Place(sheet.source), f"There is no table {quoted(sheet.name)}.",
        f"{hint} Rename it, or begin its name with an underscore to leave it out.",
    )  # fmt: skip


def _entries(path: Path, tables: dict[str, Sheet]) -> Iterator[Entry | Problem]:
    source = None
    for found in _dataset(path, tables.pop(DATASET, None)):
        yield found
        source = slug_of(found.record.id) if isinstance(found, Entry) else None
    for name, kind in TABLES.items():
        for entry in entries(tables[name], kind, source or "unnamed") if name in tables else ():
            if source or isinstance(entry, Problem):  # rows of a nameless data set are only checked
                yield entry


def _dataset(path: Path, sheet: Sheet | None) -> Iterator[Entry | Problem]:
    """The entry of the one row that describes the data set, or what is wrong with it."""
    remedy = "Write one row with at least an id and a title, such as: my-framework, My framework."
    if sheet is None:
        table = f"the file {DATASET}.csv" if path.is_dir() else f"the sheet {DATASET}"
        message = f"There is no table {quoted(DATASET)}, which says whose data this is."
        yield error(Place(str(path)), message, f"Add {table} with the columns id and title. {remedy}")
        return
    found = list(entries(sheet, Kind.SOURCE, None))
    rows = [entry for entry in found if isinstance(entry, Entry)]
    yield from (problem for problem in found if isinstance(problem, Problem))
    if len(rows) == 1:
        yield from rows
    elif rows:
        yield error(
            rows[1].place,
            f"The table {quoted(DATASET)} has {len(rows)} rows.",
            "Keep one; put cited sources into the table sources.",
        )
    elif not any(problem.severity is Severity.ERROR for problem in found if isinstance(problem, Problem)):
        yield error(Place(sheet.source), f"The table {quoted(DATASET)} has no row.", remedy)
