"""The rows of any table: CSV, a sheet of a workbook, or a list of objects inside a JSON file."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any, NamedTuple

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.sheets import WIDEST, Sheet, csv_sheet, name_of, opened
from kmgraph.sheets import Row as Line
from kmgraph.sheets.cells import INVISIBLE
from kmgraph.wording import code_point, did_you_mean, listed, quoted
from loaders.foreign import json_of, lines
from loaders.mapped.language import File

DEEPEST = 20
"""Levels to which a value inside a JSON file may be nested."""
TOP = 20
"""Rows among which the headers are looked for."""
FEWEST = 3
"""Columns of a table above which a title can be told from headers."""


class Row(NamedTuple):
    """What a row says by column: texts; from JSON also lists, numbers and whatever else stands there."""

    place: Place
    cells: dict[str, Any]
    at: str = ""
    """Where in a JSON file the row stands, such as `courses[3]`."""

    def get(self, column: str) -> Any:
        """What a column says; a dotted name reaches into objects. None where nothing stands."""
        if column in self.cells:
            return self.cells[column]
        found: Any = self.cells
        for part in column.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found

    @property
    def where(self) -> str:
        """Where the row stands, in words."""
        return f"{self.place}, {self.at}" if self.at else str(self.place)

    def called(self, column: str) -> str:
        """What to call a column in a problem."""
        return f"{self.at}.{column}" if self.at else column


def rows(file: File, used: Collection[str]) -> Iterator[Row | Problem]:
    """The rows of a table, and what is wrong with it: a column that is missing, or that nobody mentions."""
    try:
        ending = file.path.suffix.lower()
        if not file.path.is_file():
            yield _absent(file)
        elif ending == ".json":
            yield from _objects(file, used)
        elif ending in (".xlsx", ".csv", ".tsv"):
            with _sheets(file) as sheets:
                yield from _lines(file, sheets, used)
        else:
            hint = "Save the table as CSV UTF-8, XLSX or JSON."
            yield error(Place(str(file.path)), f"Tables with the ending {quoted(ending)} are not read.", hint)
    except OSError as failure:
        why = failure.strerror or failure
        yield error(Place(str(file.path)), f"The file cannot be read ({why}).", "Mend its name or its rights.")


def _absent(file: File) -> Problem:
    folder = file.path.parent
    names = [other.name for other in folder.iterdir()] if folder.is_dir() else []
    near = did_you_mean(file.path.name, names)
    hint = f"{near} Mend “file:”, or say with “folder:” in the mapping where the tables are.".strip()
    return error(Place(str(file.path)), f"There is no file {quoted(file.path.name)}.", hint)


def _sheets(file: File) -> AbstractContextManager[list[Sheet | Problem]]:
    return opened(file.path) if file.path.suffix.lower() == ".xlsx" else nullcontext([csv_sheet(file.path)])


def _lines(file: File, sheets: list[Sheet | Problem], used: Collection[str]) -> Iterator[Row | Problem]:
    sheet = _chosen(file, sheets)
    if isinstance(sheet, Problem):
        yield sheet
        return
    top = _top(file)
    if titled := _titled(file, sheet, top):
        yield titled
        return
    names = _names(top)
    yield from _unmentioned(file, names, used)
    for line in lines(sheet, list(dict.fromkeys(used)), [name for name in names if name]):
        yield line if isinstance(line, Problem) else Row(line.place, dict(line.cells))


def _chosen(file: File, sheets: list[Sheet | Problem]) -> Sheet | Problem:
    if not sheets:
        return error(Place(str(file.path)), "The workbook has no sheet.", "Check that it is the right file.")
    if isinstance(sheets[0], Problem) or file.path.suffix.lower() != ".xlsx":
        return sheets[0]
    known = {sheet.name: sheet for sheet in sheets if isinstance(sheet, Sheet)}
    if file.at in known:
        return known[file.at]
    if not file.at and len(known) == 1:
        return next(iter(known.values()))
    names = listed([quoted(name) for name in known], "and")
    message = f"The workbook has no sheet {quoted(file.at)}." if file.at else "The workbook has several sheets."
    return error(Place(str(file.path)), message, f"Say with “at:” which it is; there are {names}.")


def _top(file: File) -> list[Line]:
    """The first rows of a table; none where they cannot be read, which reading them all will tell."""
    with _sheets(file) as sheets:
        sheet = _chosen(file, sheets)
        found = islice(sheet.rows, TOP) if isinstance(sheet, Sheet) else ()
        return [row for row in found if not isinstance(row, Problem)]


def _names(top: list[Line]) -> list[str]:
    """The names of a table's columns: its first row."""
    return [name_of(cell) for cell in top[0].cells[: WIDEST + 1]] if top else []


def _titled(file: File, sheet: Sheet, top: list[Line]) -> Problem | None:
    """Says that a title stands above the headers: the first row has half as many cells as one below it, or less."""
    filled = [sum(bool(name_of(cell)) for cell in row.cells[: WIDEST + 1]) for row in top]
    most = max(filled, default=0)
    if not filled or most < FEWEST or 2 * filled[0] > most:
        return None
    header = next(row for row, count in zip(top, filled, strict=True) if 2 * count > most)
    what = "row" if file.path.suffix.lower() == ".xlsx" else "line"
    message = f"The headers seem to stand in {what} {header.line}, below a title."
    return error(Place(sheet.source, top[0].line), message, f"Delete what stands above {what} {header.line}.")


def header(file: File) -> list[str]:
    """The names of the columns of a sheet, or of all objects of a JSON list."""
    if file.path.suffix.lower() != ".json":
        return _names(_top(file))
    found = _list(file)
    names = (name for item in found if isinstance(item, dict) for name in item) if isinstance(found, list) else ()
    return list(dict.fromkeys(names))


def _unmentioned(file: File, names: Collection[str], used: Collection[str]) -> Iterator[Problem]:
    """A warning for each column that the mapping neither uses nor lists, and each that it lists in vain."""
    mentioned = {*used, *(name.split(".")[0] for name in used), *file.ignore}
    for name in dict.fromkeys(filter(None, names)):
        if name not in mentioned:
            message = f"The mapping does not mention the column {quoted(name)}, so it is left out."
            hint = "Map it, or list it under “ignore:” with the reason."
            yield warning(Place(str(file.path)), message, hint, column=name[:80])
    for name in file.ignore:
        if names and name not in names:
            hint = did_you_mean(name, [each for each in names if each not in mentioned]) or "Delete it there."
            message = f"The mapping ignores a column {quoted(name)}, which the table lacks."
            yield warning(Place(str(file.path)), message, hint, column=name[:80])


def _objects(file: File, used: Collection[str]) -> Iterator[Row | Problem]:
    found = _list(file)
    if isinstance(found, Problem):
        yield found
        return
    place = Place(str(file.path))
    names = list(dict.fromkeys(name for item in found if isinstance(item, dict) for name in item))
    yield from _unmentioned(file, names, used)
    missing = [name for name in dict.fromkeys(used) if name not in names and name.split(".")[0] not in names]
    for name in missing:
        hint = did_you_mean(name, names) or "Check that it is the right file, as published."
        yield error(place, f"No entry of the list has a {quoted(name)}.", hint, column=name)
    for at, item in enumerate([] if missing else found):
        where = f"{file.at}[{at}]"
        if not isinstance(item, dict):
            yield error(place, "The list holds something else than objects.", "Give a list of objects.", column=where)
        elif message := _unclean(item):
            yield error(place, message, "Mend it, or export the file again.", column=where)
        else:
            yield Row(place, item, where)


def _list(file: File) -> list[Any] | Problem:
    """The list inside a JSON file to which the dotted path leads."""
    found = json_of(file.path)
    if isinstance(found, Problem):
        return found
    place = Place(str(file.path))
    for part in filter(None, file.at.split(".")):
        if not isinstance(found, dict) or part not in found:
            known = list(found) if isinstance(found, dict) else []
            there = f"There are {listed(known[:12], 'and')}." if known else "Look at the file."
            hint = did_you_mean(part, known) or there
            return error(place, f"There is no {quoted(part)} on the way to {quoted(file.at)}.", hint, column=file.at)
        found = found[part]
    if isinstance(found, list):
        return found
    lists = [name for name, value in found.items() if isinstance(value, list)] if isinstance(found, dict) else []
    hint = f"Write “at: {lists[0]}”." if lists else "Say with “at:” where the list of objects is."
    return error(place, "There is no list of objects here.", hint, column=file.at or None)


def _unclean(found: Any, depth: int = 0) -> str | None:
    """Why a value cannot be kept: it holds a character that no text may hold, or is nested without need."""
    if isinstance(found, str):
        character = INVISIBLE.search(found)
        return f"The text holds the invisible character {code_point(character[0])}." if character else None
    if depth > DEEPEST:
        return "The entry is nested too deeply."
    inside = [*found, *found.values()] if isinstance(found, dict) else found if isinstance(found, list) else ()
    return next((hit for each in inside if (hit := _unclean(each, depth + 1))), None)
