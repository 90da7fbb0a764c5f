"""A report as a workbook: a summary, a sheet a table, the method, and whom to name for the data."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from kmgraph.programme.sheet import (
    Column,
    Heat,
    Holds,
    Report,
    Section,
    Shade,
    Sheet,
    Value,
    said,
    without_unknown,
)
from kmgraph.sheets import unformulated
from kmgraph.sheets.height import height_of
from kmgraph.wording import visible

SUMMARY, METHOD, LICENCES = "Summary", "Method", "Licences"
WIDTHS = {Holds.LABEL: 44, Holds.TEXT: 34, Holds.NUMBER: 13, Holds.SHARE: 13, Holds.HEAT: 21, Holds.IRI: 34}
"""Letters that a column shows in a line."""
TEXT = 96
"""How wide the column of texts is on sheets without a table."""
HEADER = 3
"""The row of a table's header, below its title, its sentence and its note."""
MOST = 1_000_000
"""Rows of a table that a sheet has room for."""
LONGEST, LONGEST_HEADING = 30_000, 120
"""Letters of a cell, and of a heading, that a sheet shows."""
NAVY, LINE = "#1D3557", "#B0B7C3"
COLOURS = {
    Shade.GRAVE: "#F4A582", Shade.SERIOUS: "#FBC9AE", Shade.OUT: "#FDE8A9", Shade.SLIGHT: "#D6E6F4",
    Shade.GOOD: "#CFE8D5", Shade.DOUBTFUL: "#E3E3E3", Shade.PLAIN: "#FFFFFF",
}  # fmt: skip
"""Backgrounds on which black text has a contrast of at least 7 to 1."""
A4 = 9


def write_workbook(file: BinaryIO, report: Report) -> None:
    """Writes a report as a workbook in which no cell is a formula."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": shown(report.title, LONGEST_HEADING)})
        formats = _Formats(book)
        contents = Section("Sheets", [f"{one.title}: {one.sentence}" for one in report.tables])
        asked = [text for text in (report.asked, report.made) if text]
        about = [Section("What was asked", asked), Section("What it comes to", report.sentences), contents]
        _write_texts(book, formats, SUMMARY, report.title, about)
        for number, sheet in enumerate(map(without_unknown, report.tables), 1):
            _Table(book, formats, sheet).write(f"Table{number}")
        _write_texts(book, formats, METHOD, METHOD, report.method)
        _write_texts(book, formats, LICENCES, LICENCES, [Section("Whom to name", report.licences)])


def shown(text: str, most: int = LONGEST) -> str:
    """A text as a cell that can be seen, is not too long, and that no spreadsheet program runs."""
    safe = unformulated(visible(text, keep="\n"))
    return safe if len(safe) <= most else f"{safe[: most - 1]}…"


class _Formats:
    """How cells look."""

    def __init__(self, book: Any):
        top: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        cell = {**top, "border": 1, "border_color": LINE}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": NAVY})
        self.heading = book.add_format({**top, "bold": True, "font_color": NAVY})
        self.text = book.add_format(top)
        self.quiet = book.add_format({"font_color": "#444444", "italic": True})
        self.header = book.add_format({**cell, "bold": True, "font_color": "white", "bg_color": NAVY})
        self.cells = {
            Holds.LABEL: book.add_format({**cell, "bold": True}),
            Holds.TEXT: book.add_format(cell),
            Holds.NUMBER: book.add_format({**cell, "num_format": "#,##0.##"}),
            Holds.SHARE: book.add_format({**cell, "num_format": "0%"}),
            Holds.HEAT: book.add_format(cell),
            Holds.IRI: book.add_format(cell),
        }
        self.whole = book.add_format({**cell, "num_format": "#,##0"})
        self.unknown = book.add_format({**cell, "font_color": "#444444", "italic": True})
        self.heat = {shade: book.add_format({**cell, "bg_color": colour}) for shade, colour in COLOURS.items()}

    def of(self, value: Value, holds: Holds) -> Any:
        """How a cell with this value looks."""
        if value is None:
            return self.unknown
        if isinstance(value, Heat):
            return self.heat[value.shade]
        return self.whole if holds is Holds.NUMBER and isinstance(value, int) else self.cells[holds]


def _write_texts(book: Any, formats: _Formats, name: str, title: str, sections: Sequence[Section]) -> None:
    """Writes a sheet of paragraphs under headings."""
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, TEXT)
    _set_up(sheet, landscape=False)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, shown(title), formats.title)
    line = 2
    for section in sections:
        for number, text in enumerate(map(shown, section.texts)):
            heading = "" if number else shown(section.heading)
            sheet.set_row(line, height_of([(text, TEXT), (heading, 22)]))
            sheet.write_string(line, 0, heading, formats.heading)
            sheet.write_string(line, 1, text, formats.text)
            line += 1
        line += 1


def _set_up(sheet: Any, *, landscape: bool) -> None:
    """What the printer shows."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&A&R&8&P of &N")


class _Table:
    """A sheet with one table, which starts below its title, its sentence and its note."""

    def __init__(self, book: Any, formats: _Formats, sheet: Sheet):
        self._sheet, self._formats, self._table = book.add_worksheet(sheet.title), formats, sheet
        self._widths = [max(WIDTHS[one.holds], min(24, len(one.heading) + 4)) for one in sheet.columns]

    def write(self, name: str) -> None:
        """Writes the table, under a name that no other of the workbook has."""
        sheet, table, formats = self._sheet, self._table, self._formats
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, shown(table.title), formats.title)
        sheet.write_string(1, 0, shown(table.sentence))
        sheet.write_string(2, 0, shown(self._note()), formats.quiet)
        for line, row in enumerate(table.rows[:MOST], HEADER + 1):
            self._row(line, row)
        if not table.rows:
            sheet.write_string(HEADER + 1, 0, "Nothing to list.", formats.cells[Holds.TEXT])
        self._mark(name, HEADER + max(1, min(MOST, len(table.rows))))

    def _note(self) -> str:
        more = len(self._table.rows) - MOST
        cut = f" {more:,} more rows do not fit on a sheet." if more > 0 else ""
        return f"{self._table.note or 'This sheet holds one table.'}{cut}"

    def _row(self, line: int, row: Sequence[Value]) -> None:
        texts = []
        for place, (value, column) in enumerate(zip(row, self._table.columns, strict=True)):
            style = self._formats.of(value, column.holds)
            if isinstance(value, int | float):
                self._sheet.write_number(line, place, value, style)
            else:
                text = shown(said(value, column.holds))
                texts.append((text, self._widths[place]))
                self._sheet.write_string(line, place, text, style)
        if (height := height_of(texts)) > height_of([]):
            self._sheet.set_row(line, height)

    def _mark(self, name: str, last: int) -> None:
        """Marks the rows as a table, with filters, and keeps the header and the first column in view."""
        sheet, headings = self._sheet, headings_of(self._table.columns)
        columns = [{"header": heading, "header_format": self._formats.header} for heading in headings]
        made = {"name": name, "columns": columns, "style": None}
        sheet.add_table(HEADER, 0, last, len(headings) - 1, made)
        sheet.set_row(HEADER, height_of([(text, width) for text, width in zip(headings, self._widths, strict=True)]))
        sheet.freeze_panes(HEADER + 1, 1)
        sheet.repeat_rows(HEADER)
        _set_up(sheet, landscape=True)


def headings_of(columns: Sequence[Column]) -> list[str]:
    """The headings of columns as a table takes them: on one line, none empty, no two alike."""
    found: dict[str, str] = {}
    for column in columns:
        plain = shown(" ".join(column.heading.split()) or "column", LONGEST_HEADING)
        heading, number = plain, 1
        while heading.casefold() in found:
            number += 1
            heading = f"{plain} ({number})"
        found[heading.casefold()] = heading
    return list(found.values())
