"""A profile in a CSV file: a row for each competency that is held, or course that was done."""

from pathlib import Path

from kmgraph.errors import DataError, Place, Problem, error
from kmgraph.profile.written import Word, Written
from kmgraph.sheets import Refused, Row, check, csv_bytes, name_of, tidy
from kmgraph.wording import quoted

COLUMNS = ("competency", "level", "course", "note")
NOTE = "note"
"""The column that is for people: it is not read."""


def from_table(name: str, content: bytes) -> Written:
    """What a CSV file of this name and content says.

    Raises:
        DataError: it has no header, or one that is no profile's.
        UsageError: it says too much.
    """
    written, header = Written(Path(name).stem), list[str]()
    for row in csv_bytes(Path(name).stem, name, content).rows:
        if isinstance(row, Problem):
            written.problems.append(row)
        elif any(tidy(cell) is not None for cell in row.cells):
            if header:
                _read(Place(name, row.line), _cells(name, header, row, written.problems), written)
                written.bound(name)
            else:
                header = _header(name, row)
    if not header and not written.problems:
        raise _no_header(name, [])
    return written


def _header(file: str, row: Row) -> list[str]:
    header = [name_of(cell).casefold() for cell in row.cells]
    named = [name for name in header if name]
    if not {"competency", "course"} & set(named) or set(named) - set(COLUMNS) or len(named) > len(set(named)):
        raise _no_header(file, named)
    return header


def _no_header(file: str, named: list[str]) -> DataError:
    return DataError(
        f"The profile {file} needs a first line with the columns competency, level (and course, if any), each once; "
        f"it has {quoted(', '.join(named), 200)[1:-1] or 'nothing'}."
    )


def _cells(file: str, header: list[str], row: Row, problems: list[Problem]) -> dict[str, str]:
    """What stands in a row, by column; a cell that cannot be taken is a problem."""
    found, place = {}, Place(file, row.line)
    for number, cell in enumerate(row.cells):
        name = header[number] if number < len(header) else ""
        try:
            if name != NOTE and (text := tidy(cell)) is not None:
                check(text)
                if not name:
                    hint = "Put a name that holds a comma into quotation marks."
                    raise Refused(f"{quoted(text)} stands in a column without a name.", hint)
                found[name] = str(text)
        except Refused as doubt:
            problems.append(error(place, doubt.message, doubt.hint, column=name or None))
    return found


def _read(place: Place, cells: dict[str, str], written: Written) -> None:
    said = {name: Word(place, text) for name, text in cells.items()}
    if "course" in said:
        written.done.append(said["course"])
    if "competency" in said:
        written.held.append((said["competency"], said.get("level")))
    elif "level" in said:
        message = f"The level {quoted(said['level'].text)} stands beside no competency."
        written.problems.append(error(place, message, "Name the competency, or empty the cell."))
