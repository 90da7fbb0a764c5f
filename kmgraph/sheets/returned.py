"""A file that people filled in and sent back: its sheets, and what stands for its bytes."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Place, Problem, UsageError, error
from kmgraph.sheets.delimited import csv_bytes, csv_sheet
from kmgraph.sheets.sheet import Row, Sheet
from kmgraph.sheets.workbook import opened, opened_in
from kmgraph.wording import quoted


class Given(NamedTuple):
    """What a file holds."""

    digest: str
    """Equal for files with the same bytes."""
    sheets: list[Sheet | Problem]


@contextmanager
def given(path: Path, *, largest: int, wanted: str, too_large: str, otherwise: Problem) -> Iterator[Given]:
    """The sheets of a file, .csv or .xlsx, while it is open.

    Args:
        path: the file.
        largest: bytes that it may have.
        wanted: what to give instead of what is no file, as a sentence.
        too_large: what follows from a file that is larger, as the end of a sentence.
        otherwise: what a file of another format comes to.

    Raises:
        UsageError: there is no such file, it is too large, or it cannot be read.
    """
    try:
        if not path.is_file():
            path.stat()
            raise UsageError(f"{quoted(path, 200)} is not a file. {wanted}")
        if path.stat().st_size > largest:
            raise UsageError(f"{quoted(path, 200)} is larger than {largest // 10**6} MB{too_large}")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        ending = path.suffix.lower()
        if ending == ".xlsx":
            with opened(path) as sheets:
                yield Given(digest, sheets)
        else:
            yield Given(digest, [csv_sheet(path)] if ending == ".csv" else [otherwise])
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be read: {failure.strerror or failure}.") from None


@contextmanager
def given_bytes(name: str, content: bytes, *, most: int, otherwise: Problem) -> Iterator[Given]:
    """The sheets of a file that stands in memory only, as for `given`; its name says its format.

    No more than `most` rows of a sheet are read, empty ones too; that there are more is its last problem.

    Raises:
        UsageError: it cannot be read.
    """
    digest, ending = hashlib.blake2b(content, digest_size=16).hexdigest(), Path(name).suffix.lower()
    try:
        if ending == ".xlsx":
            with opened_in(name, io.BytesIO(content)) as sheets:
                yield Given(digest, [_at_most(most, sheet) for sheet in sheets])
        else:
            sheet = csv_bytes(Path(name).stem, name, content) if ending == ".csv" else otherwise
            yield Given(digest, [_at_most(most, sheet)])
    except OSError as failure:
        raise UsageError(f"{quoted(name, 200)} cannot be read: {failure.strerror or failure}. Save it anew.") from None


def _at_most(most: int, sheet: Sheet | Problem) -> Sheet | Problem:
    def rows() -> Iterator[Row | Problem]:
        assert isinstance(sheet, Sheet)
        for number, row in enumerate(sheet.rows):
            if number >= most:
                hint = "Delete empty rows below the table, or use the command line: it reads files of any length."
                yield error(Place(sheet.source), f"The table has more than {most:,} rows, empty ones too.", hint)
                return
            yield row

    return sheet._replace(rows=rows()) if isinstance(sheet, Sheet) else sheet
