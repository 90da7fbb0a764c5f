"""Workbooks that would fill the memory or take minutes are refused at once, in a sentence."""

import io
import time

import pytest

from kmgraph.errors import Problem
from kmgraph.sheets import Row, Sheet, opened_in, rows_in
from kmgraph.sheets.workbook import BLOCK
from tests.floods import workbook_of

CROWDED = "has more than 400,000 tags"


def read(content: bytes) -> list[Row | Problem]:
    with opened_in("a.xlsx", io.BytesIO(content)) as sheets:
        return [row for sheet in sheets for row in (sheet.rows if isinstance(sheet, Sheet) else [sheet])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (workbook_of(rows=b"<row>" + b"<c/>" * 2_000_000 + b"</row>"), CROWDED),
        (workbook_of(rows=b"<row>" + b"<c/>" * 2_000_000 + b"</row>", encoding="utf-16"), CROWDED),
        (workbook_of(rows=b"<c/>" * 2_000_000), CROWDED),
        (workbook_of(styles=b"<xf/>" * 2_000_000), CROWDED),
        (workbook_of(texts=b"<si><t>x</t></si>" * 500_001), "The workbook holds more than 500,000 different texts."),
        (workbook_of(rows=b"<row>" + b"<c/>" * 2_000 + b"</row>"), "The row has 2,000 cells."),
    ],
    ids=["row", "utf-16", "no-row", "styles", "texts", "wide"],
)
def test_a_flood_is_refused_at_once(content: bytes, told: str) -> None:
    began = time.thread_time()  # others may have the processor meanwhile
    (problem,) = read(content)
    assert isinstance(problem, Problem)
    assert told in problem.message
    assert problem.hint
    assert problem.place.source.startswith("a.xlsx")
    assert time.thread_time() - began < 5


def test_many_rows_are_no_flood() -> None:
    content = workbook_of(rows=b"<row><c><v>1</v></c></row>" * 30_000)
    assert len(read(content)) == rows_in(content) == 30_000


@pytest.mark.parametrize("before", range(5))
def test_rows_are_counted_wherever_blocks_end(before: int) -> None:
    blank = b" " * (BLOCK + before - 100)
    assert rows_in(workbook_of(rows=blank + b'<row r="1"/>' * 50)) == 50


def test_what_is_no_workbook_has_no_rows() -> None:
    assert rows_in(b"PK no workbook") == 0
