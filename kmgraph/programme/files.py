"""A report to a file that can be sent on: a workbook, a table, JSON or a page, as the ending of its name says."""

import csv
import json
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from kmgraph.errors import UsageError
from kmgraph.export import replacing
from kmgraph.programme.page import write_page
from kmgraph.programme.sheet import Column, Heat, Report, Sheet, Value, names_of
from kmgraph.programme.workbook import headings_of, shown, write_workbook
from kmgraph.wording import listed, quoted

ABOUT = ("question", "attribution")
"""The last columns of a table that stands alone: what was asked, then under which licences, and whom to name."""


def report_json(report: Report) -> dict[str, Any]:
    """A report as JSON: numbers are numbers, unknown is null.

    {"title", "asked", "made", "sentences": [...],
     "tables": [{"title", "sentence", "note", "columns": [{"name", "label", "unit"}],
                 "rows": [{name: text | number | {"word", "number"} | null}]}],
     "method": [{"heading", "texts"}], "licences": [...]}
    """
    return {
        "title": report.title,
        "asked": report.asked,
        "made": report.made,
        "sentences": list(report.sentences),
        "tables": [_table_json(one) for one in report.tables],
        "method": [{"heading": one.heading, "texts": list(one.texts)} for one in report.method],
        "licences": list(report.licences),
    }


def _table_json(sheet: Sheet) -> dict[str, Any]:
    names = names_of(sheet.columns)
    return {
        "title": sheet.title,
        "sentence": sheet.sentence,
        "note": sheet.note,
        "columns": [_column_json(name, one) for name, one in zip(names, sheet.columns, strict=True)],
        "rows": [dict(zip(names, map(_value_json, row), strict=True)) for row in sheet.rows],
    }


def _column_json(name: str, column: Column) -> dict[str, Any]:
    return {"name": name, "label": column.label, "unit": column.unit}


def _value_json(value: Value) -> Any:
    return {"word": value.word, "number": value.number} if isinstance(value, Heat) else value


def write_json(file: BinaryIO, report: Report) -> None:
    """Writes a report as JSON in UTF-8."""
    file.write(json.dumps(report_json(report), ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n")


def write_table(file: BinaryIO, report: Report) -> None:
    """Writes the main table of a report as CSV, what is not known left empty; each row ends with what it is `ABOUT`."""
    (main, *_) = report.tables
    about = [shown(f"{report.title}. {report.asked}"), shown(" ".join(report.licences))]
    # The mark at the start tells spreadsheet programs that the file is UTF-8.
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow([*headings_of(main.columns), *ABOUT])
    rows.writerows([*map(_cell, row), *about] for row in main.rows)
    text.detach()


def _cell(value: Value) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return "" if value is None else shown(str(value))


WRITERS: dict[str, Callable[[BinaryIO, Report], None]] = {
    ".xlsx": write_workbook,
    ".csv": write_table,
    ".json": write_json,
    ".html": write_page,
}


def check_target(path: Path, *, force: bool = False) -> None:
    """Refuses, before anything is worked out, a file that cannot be written.

    Raises:
        UsageError: its ending is none that is known, or it exists and is not to be replaced.
    """
    if path.suffix.lower() not in WRITERS:
        raise UsageError(f"{quoted(path, 200)} ends in none of {listed(list(WRITERS))}, so its format is not known.")
    try:
        exists = path.exists() or path.is_symlink()
        odd = path.exists() and not path.is_file()
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{quoted(path, 200)} cannot be written: {why}.") from None
    if odd:
        raise UsageError(f"{quoted(path, 200)} exists, and is no file. Choose another name.")
    if exists and not force:
        raise UsageError(f"{quoted(path, 200)} exists already. Choose another name, or replace it with --force.")


def write(report: Report, path: Path, *, force: bool = False) -> None:
    """Writes a report to a file, all of it or nothing: .xlsx, .csv (the main table), .json or .html.

    Raises:
        UsageError: the ending is another, the file exists and is not to be replaced, or it cannot be written.
    """
    check_target(path, force=force)
    made = BytesIO()
    WRITERS[path.suffix.lower()](made, report)
    with replacing(path) as file:
        file.write(made.getvalue())
