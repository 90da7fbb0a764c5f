"""The sheet of a CSV file, read with care: spreadsheet programs differ in what they call CSV."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any

from kmgraph.errors import Place, Problem, error
from kmgraph.sheets.cells import LONGEST, name_of
from kmgraph.sheets.lookalikes import WORKBOOK, format_of
from kmgraph.sheets.sheet import Row, Sheet, Unreadable, refuse_irregular

LONGEST_ROW = 4_000_000
"""Bytes that a row of a CSV file may take."""
MARK = b"\xef\xbb\xbf"
"""The byte order mark that some programs put before UTF-8."""
SAVE = "Open it in a spreadsheet program and save it as “CSV UTF-8”."


def csv_sheet(path: Path) -> Sheet:
    """The sheet of a CSV file: UTF-8, with or without a byte order mark; commas, semicolons or tabs."""
    return csv_in(path.stem, str(path), lambda: _opened(path))


def csv_bytes(name: str, source: str, content: bytes) -> Sheet:
    """The sheet that these bytes hold, which need stand in no file; `source` is as for `csv_in`."""

    def opened() -> IO[bytes]:
        _refuse_other_formats(io.BytesIO(content))
        return io.BytesIO(content)

    return csv_in(name, source, opened)


def csv_in(name: str, source: str, opened: Callable[[], AbstractContextManager[IO[bytes]]]) -> Sheet:
    """The sheet that a stream of bytes holds, such as a member of an archive, opened when its rows are read.

    `source` is what to call it in a problem's place; `opened` may raise Unreadable.
    """
    return Sheet(name, source, _rows(source, opened))


def _opened(path: Path) -> IO[bytes]:
    refuse_irregular(path)
    with path.open("rb") as file:
        _refuse_other_formats(file)
    return path.open("rb")


def _refuse_other_formats(file: IO[bytes]) -> None:
    if what := format_of(file):
        remedy = "Give it its own name again, with the ending .xlsx." if what == WORKBOOK else SAVE
        raise Unreadable(f"This is {what}, not a CSV file.", remedy)


def _rows(source: str, opened: Callable[[], AbstractContextManager[IO[bytes]]]) -> Iterator[Row | Problem]:
    header: tuple[object, ...] = ()
    given = 0
    try:
        with opened() as file, suppress(Suspicious, UnicodeDecodeError, csv.Error):
            for row in _quickly(file):
                header = header or row.cells
                given += 1
                yield row
            return
        with opened() as file:  # once more, to say what is wrong, and where
            for row in islice(_parsed(file), given, None):
                header = header or row.cells
                yield row
    except Unreadable as stop:
        at = stop.column
        column = None if at is None else name_of(header[at]) if at < len(header) else str(at + 1)
        yield error(Place(source, stop.line), stop.message, stop.hint, column=column)


class Suspicious(Exception):
    """A file is not quite what a CSV file should be."""


class _Watched(io.RawIOBase):
    """Bytes of a file, read in blocks, in which nothing is amiss."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self._unbroken = 0
        """Bytes since the last end of a line."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        last = block.rfind(b"\n")
        self._unbroken = self._unbroken + len(block) if last < 0 else len(block) - last - 1
        if self._unbroken > LONGEST_ROW or b"\0" in block:
            raise Suspicious
        buffer[: len(block)] = block
        return len(block)


def _quickly(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a file that is as it should be.

    Raises:
        Suspicious, UnicodeDecodeError, csv.Error: it is not.
    """
    delimiter = _delimiter(file)
    buffered = io.BufferedReader(_Watched(file), 1 << 16)
    with io.TextIOWrapper(buffered, encoding="utf-8-sig", newline="\n") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        line = 1
        for cells in reader:
            yield Row(line, tuple(cells))
            line = reader.line_num + 1


def _parsed(file: IO[bytes]) -> Iterator[Row]:
    delimiter = _delimiter(file)
    lines = _Lines(file, delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as failure:
            raise _unreadable(str(failure), lines) from None
        if cells is None:
            return
        yield Row(lines.next_row(), tuple(cells))


def _delimiter(file: IO[bytes]) -> str:
    """What stands between cells: European spreadsheet programs write semicolons and call it CSV."""
    header = file.readline(LONGEST_ROW)
    file.seek(0)
    return max(",;\t", key=lambda mark: header.count(mark.encode()))


class _Lines:
    """The lines of a file as text, remembering the row that is being read, to say the column of a problem."""

    def __init__(self, file: IO[bytes], delimiter: str):
        self._file = file
        self._delimiter = delimiter
        self._line = 0
        self._start = 1
        self._row: list[str] = []
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._file.readline(LONGEST_ROW)
        if not raw:
            raise StopIteration
        self._line += 1
        self._size += len(raw)
        text = self._decoded(raw.removeprefix(MARK) if self._line == 1 else raw)
        self._row.append(text)
        if self._size >= LONGEST_ROW:
            raise self.too_long()
        if "\0" in text:
            self._row[-1] = text.partition("\0")[0]
            raise self.stop("The file holds a zero byte, so it is damaged or no CSV file.", SAVE, self._line)
        return text

    def _decoded(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as failure:
            good = raw[: failure.start].decode("utf-8")
            if failure.start >= LONGEST_ROW - 4:
                return good  # a letter cut in two, in a row that is too long anyway
            self._row.append(good)
            message = f"The file is not UTF-8: it holds the byte 0x{raw[failure.start]:02X}."
            raise self.stop(message, SAVE, self._line) from None

    def next_row(self) -> int:
        """Ends the present row; the line on which it began."""
        began, self._start, self._row, self._size = self._start, self._line + 1, [], 0
        return began

    def stop(self, message: str, hint: str, line: int | None = None) -> Unreadable:
        """Why reading ends in the cell that has been reached."""
        return Unreadable(message, hint, line or self._start, len(self._widths()) - 1)

    def too_long(self) -> Unreadable:
        """The refusal of a cell that does not end."""
        widths = self._widths()
        return Unreadable(
            f"The cell is longer than {LONGEST:,} characters.",
            "Shorten it, or close the quotation mark that should have ended it.",
            self._start,
            widths.index(max(widths)),
        )

    def _widths(self) -> list[int]:
        """How long the cells of the present row are as far as it has been read."""
        widths, inside = [0], False
        for piece in re.split(f'(["{self._delimiter}])', "".join(self._row)):
            inside ^= piece == '"'
            if piece == self._delimiter and not inside:
                widths.append(0)
            else:
                widths[-1] += len(piece)
        return widths


def _unreadable(failure: str, lines: _Lines) -> Unreadable:
    """The csv module's words in ours."""
    if "field larger" in failure:
        return lines.too_long()
    if "unexpected end" in failure:
        return lines.stop("A quotation mark is opened and never closed.", "Close it at the end of its cell.")
    if "new-line" in failure:
        return Unreadable("The file has the line ends of old Macintosh programs.", SAVE, line=1)
    return lines.stop("A quotation mark stands in the midst of a cell.", 'Write it twice ("") inside quoted text.')
