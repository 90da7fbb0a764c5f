"""The sheets of an .xlsx workbook, opened with care: a workbook is an archive that may unpack to anything."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import SEEK_END
from pathlib import Path
from typing import IO, Any

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.sheets.cells import Damage
from kmgraph.sheets.lookalikes import WORKBOOK, format_of
from kmgraph.sheets.sheet import WIDEST, Row, Sheet, Unreadable, refuse_irregular

UNPACKED = 100_000_000
"""Bytes to which a workbook may unpack."""
PROLOGUE = 65_536
"""Bytes of a part within which its root element begins."""
ROOT = re.compile(rb"<[A-Za-z]")
TEXTS = 500_000
"""Different texts that a workbook may hold: openpyxl reads all of them before the first row."""
TAGS = 400_000
"""Tags, of beginnings and of ends, within a row or another part that openpyxl reads as a whole."""
TEXT, ROW, WHOLE = (
    re.compile(rb"<(?:[^\s<>/:]{1,200}:)?(?:" + names + rb")[\s/>]")
    for names in (b"si", b"row", b"row|worksheet|styleSheet|workbook|Types|Relationships")
)
BROKEN = zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError
BLOCK = 1 << 20
ROWS = 1_048_576
SAVE = "Open it in a spreadsheet program and save it as .xlsx."


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet | Problem]]:
    """The sheets of a workbook, to be read inside the block; or the one problem that keeps it shut."""
    try:
        refuse_irregular(path)
    except Unreadable as stop:
        yield [error(Place(str(path)), stop.message, stop.hint)]
        return
    with path.open("rb") as file, opened_in(str(path), file) as sheets:
        yield sheets


@contextmanager
def opened_in(source: str, file: IO[bytes]) -> Iterator[list[Sheet | Problem]]:
    """The sheets of a workbook that stands in memory, say, as for `opened`; `source` is what to call it in problems."""
    try:
        _refuse_other_formats(file)
        _refuse_bombs(file)
        book = _opened(file)
    except Unreadable as stop:
        yield [error(Place(source), stop.message, stop.hint)]
        return
    try:
        yield [
            Sheet(sheet.title, where := f"{source}, sheet {sheet.title}", _rows(sheet, where), ragged=True)
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _refuse_other_formats(file: IO[bytes]) -> None:
    if file.seek(0, SEEK_END) == 0:
        raise Unreadable("The file is empty.", SAVE)
    file.seek(0)
    what = format_of(file) or "a text file"
    if what == "a text file":
        raise Unreadable("This is a text file, not a spreadsheet.", "If it is a table, give it the ending .csv.")
    if "password" in what:
        raise Unreadable("The workbook is protected by a password.", "Save it without the password.")
    if what != WORKBOOK:
        raise Unreadable(f"This is {what}, not a spreadsheet.", "Give the spreadsheet itself, saved as .xlsx.")


def _refuse_bombs(file: IO[bytes]) -> None:
    """Refuses what would fill the memory; unpacking to more than is declared would be an error."""
    with zipfile.ZipFile(file) as archive:
        size = sum(part.file_size for part in archive.infolist())
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise Unreadable("The workbook is protected by a password.", "Save it without the password.")
        if size <= UNPACKED:
            for part in archive.infolist():
                _refuse_crowded(archive, part)
    if size > UNPACKED:
        raise Unreadable(
            f"The workbook unpacks to {size // 1_000_000:,} MB; {UNPACKED // 1_000_000} MB are allowed.",
            "Save its tables as CSV files in a folder, or remove what is not a table.",
        )


def _refuse_crowded(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuses a part that would become millions of things in memory, or that has a document type."""
    texts, tags = 0, -1
    for number, stretch in enumerate(_stretches(archive, part)):
        if number == 0 and _declares(part, stretch):
            raise Unreadable("The workbook is damaged: it cannot be opened.", SAVE)
        texts += len(TEXT.findall(stretch))
        if texts > TEXTS:
            told = f"The workbook holds more than {TEXTS:,} different texts."
            raise Unreadable(told, "Save its tables as CSV files in a folder, or remove what is not a table.")
        for at, piece in enumerate(WHOLE.split(stretch)):
            tags = 0 if at else tags
            tags += piece.count(b"<") if tags >= 0 else 0
            if tags > TAGS:
                told = f"A row of the workbook, or what stands beside its rows, has more than {TAGS:,} tags."
                raise Unreadable(told, "Delete the cells far to the right of the table, or save it as CSV.")


def _stretches(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, in stretches that cut no tag in two, without zeros, as letters of UTF-16 have."""
    rest = b""
    with suppress(*BROKEN), archive.open(part) as file:  # of what is broken, opening the workbook will tell
        while block := file.read(BLOCK):
            begun = rest + block.replace(b"\0", b"")
            end = max(begun.rfind(b"<"), 0)
            yield begun[:end]
            rest = begun[end:][:PROLOGUE]  # beyond it, there is no tag
    yield rest


def _declares(part: zipfile.ZipInfo, begun: bytes) -> bool:
    """Whether a part has a document type, which no program writes: entities of it may name files, or grow.

    openpyxl refuses that only where it reads with defusedxml, not where it finds lxml installed.
    """
    head = begun[:PROLOGUE]
    root = ROOT.search(head)
    return part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head[: root.start() if root else PROLOGUE]


def rows_in(content: bytes) -> int:
    """How many rows the sheets of a workbook have, empty ones too, without opening it; 0 where opening it fails."""
    with suppress(*BROKEN), zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) <= UNPACKED:
            return sum(len(ROW.findall(stretch)) for part in parts for stretch in _stretches(archive, part))
    return 0


def _opened(file: IO[bytes]) -> Any:
    import openpyxl

    # It warns of styles and extensions, which no table needs.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    try:
        return openpyxl.load_workbook(file, read_only=True, keep_links=False)
    except OSError:
        raise
    except Exception:
        raise Unreadable("The workbook is damaged: it cannot be opened.", SAVE) from None


def _rows(sheet: Any, place: str) -> Iterator[Row | Problem]:
    line = 0
    try:
        with sheet._get_source() as file:  # openpyxl's own way through a sheet stops at the first bad cell
            parser = _parser(sheet, file)
            for line, cells in parser.parse():
                if not 1 <= line <= ROWS:
                    yield error(Place(place), f"The sheet names a row {line:,}, which no sheet has.", SAVE)
                    return
                width = max((cell["column"] for cell in cells), default=None)
                found = sheet._get_row(cells, max_col=width, values_only=True)
                if len(found) > WIDEST:
                    hint = "Delete the cells far to the right of the table."
                    yield error(Place(place, line), f"The row has {len(found):,} cells.", hint)
                    return
                yield Row(line, tuple(_plain(cell) for cell in found))
            yield from _merged(parser, place)
    except Exception:
        yield error(Place(place, line + 1), "The workbook is damaged: the sheet cannot be read from here on.", SAVE)


def _parser(sheet: Any, file: Any) -> Any:
    """The parser of openpyxl for a sheet, but a cell that cannot be read is marked, and the others are read."""
    from openpyxl.utils import coordinate_to_tuple
    from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> dict[str, Any]:
            place = element.get("r")
            at = (self.row_counter, self.col_counter + 1)
            try:
                return dict(super().parse_cell(element))
            except Exception:
                row, self.col_counter = coordinate_to_tuple(place) if place else at
                value = Damage(element.findtext(VALUE_TAG, ""))
                return {"row": row, "column": self.col_counter, "value": value, "data_type": "e", "style_id": 0}

    book = sheet.parent
    return Parser(
        file,
        sheet._shared_strings,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _merged(parser: Any, place: str) -> Iterator[Problem]:
    """A doubt about merged cells, which a workbook names after its rows."""
    cells = [each.ref for each in parser.merged_cells.mergeCell] if parser.merged_cells else []
    if cells:
        more = f" and {len(cells) - 1:,} more" if len(cells) > 1 else ""
        message = f"Cells are merged ({cells[0]}{more}): all but the first of them count as empty."
        yield warning(Place(place), message, "Split them, and fill in each.")


def _plain(cell: object) -> object:
    """A cell's value; a formula as its text, however the workbook keeps it."""
    kept = type(cell).__name__
    return "=" if kept in ("ArrayFormula", "DataTableFormula") else cell
