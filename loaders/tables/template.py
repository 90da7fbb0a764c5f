"""Empty tables with notes, to be filled in: a folder of CSV files, or a workbook with lists of words."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kmgraph.errors import UsageError
from kmgraph.model import RECORDS
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.tables.cells import BETWEEN
from loaders.tables.columns import DATASET, NAMES, TABLES, Column, columns

LAST_ROW = 10_000
"""The last row for which a workbook offers the words to choose from."""
RULES = (
    f"Fill in the one row of {DATASET} first: it says whose data this is, and its id is part of every address.",
    "An empty cell means unknown. Tables and columns that you do not need may stay empty or be deleted.",
    "A reference is the id of a row of another table. For another data set write its id, a slash and the row's "
    "id; a whole IRI is kept as it is.",
    f"Where several values are allowed, put {BETWEEN} between them.",
    "Dates are written 2026-11-21, numbers without units, currency signs or thousands separators.",
    "A column whose name begins with “extra.” is kept as it is; any other unknown column is an error.",
    "In a workbook every sheet is read, hidden ones, too, unless its name begins with an underscore or “notes”. Do not "
    "merge cells: all but the first of them count as empty.",
    "No personal data: no names of people, no e-mail addresses.",
)


def write_template(path: Path) -> None:
    """Writes empty tables: into a workbook where the path ends in .xlsx, into a folder otherwise.

    Raises:
        UsageError: something is there already, or the path cannot be written.
    """
    try:
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise UsageError(f"{quoted(path, 200)} exists already. Choose another path; nothing was overwritten.")
        if path.suffix.lower() == ".xlsx":
            write_workbook(path)
        else:
            _write_folder(path)
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be written: {failure.strerror or failure}.") from None


def _kind(table: str) -> Kind:
    return TABLES.get(table, Kind.SOURCE)


def _columns_of(table: str) -> Iterable[tuple[str, Column]]:
    return columns(_kind(table)).items()


def _about(table: str) -> str:
    """What a table holds, in a sentence."""
    if table == DATASET:
        return "The data set itself, in exactly one row."
    return (RECORDS[_kind(table)].__doc__ or "").split("\n\n")[0]


def _note(column: Column) -> str:
    """What to write into a column, in a sentence."""
    several = f"; several with {BETWEEN} between them" if column.many else ""
    words = "" if not column.words or all(word in column.note for word in column.words) else f": {listed(column.words)}"
    return f"{'Required: ' if column.required else ''}{column.note}{words}{several}."


def _write_folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for table in NAMES:
        # The mark tells spreadsheet programs that the file is UTF-8.
        with (path / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(columns(_kind(table)))
    (path / "README.md").write_text("\n".join(_readme()), encoding="utf-8")


def _readme() -> list[str]:
    lines = ["# Tables to fill in", "", *(f"* {rule}" for rule in RULES), ""]
    for table in NAMES:
        lines += [f"## {table}.csv", "", _about(table), "", "| column | what to write |", "|---|---|"]
        lines += [
            f"| `{name}` | {_note(known)} |".replace("with | between", "with \\| between")
            for name, known in _columns_of(table)
        ]
        lines.append("")
    return lines


def write_workbook(path: Path, rows: Mapping[str, Sequence[Mapping[str, str | int | float]]] | None = None) -> None:
    """Writes all tables into a workbook: the cells of each row by column, texts never as formulas.

    Raises:
        OSError: the path cannot be written.
    """
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()  # xlsxwriter would raise an error of its own, after all the work
    with xlsxwriter.Workbook(path) as book:
        bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        _write_notes(book.add_worksheet("notes"), bold, plain)
        for table in NAMES:
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            names = list(columns(_kind(table)))
            for at, (_, column) in enumerate(_columns_of(table)):
                _write_header(sheet, at, column, bold if column.required else None)
            for line, row in enumerate((rows or {}).get(table, ()), 1):
                for name, cell in row.items():
                    if name not in names:
                        sheet.write_string(0, len(names), name)
                        names.append(name)
                    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write(line, names.index(name), cell)


def _write_header(sheet: Any, at: int, column: Column, format: Any) -> None:
    note = _note(column)
    sheet.write_string(0, at, column.name, format)
    sheet.write_comment(0, at, note, {"x_scale": 2})
    sheet.set_column(at, at, max(12, len(column.name) + 2))
    if column.words and not column.many:
        sheet.data_validation(1, at, LAST_ROW, at, {"validate": "list", "source": list(column.words)})


def _write_notes(sheet: Any, bold: Any, plain: Any) -> None:
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 100)
    lines = [("", "", rule) for rule in RULES]
    lines += [
        (table, name, note)
        for table in NAMES
        for name, note in [("", _about(table)), *((name, _note(known)) for name, known in _columns_of(table))]
    ]
    for at, heading in enumerate(("sheet", "column", "what to write")):
        sheet.write_string(0, at, heading, bold)
    for line, cells in enumerate(lines, start=1):
        for at, text in enumerate(cells):
            sheet.write_string(line, at, text, plain)
    sheet.freeze_panes(1, 0)
