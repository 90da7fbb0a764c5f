"""The report of a programme officer as the plain pieces that `pdf` draws."""

from collections.abc import Iterator

from app.catalogue import _
from app.report.content import Heading, Listing, Paragraph, Piece, Report, Table
from kmgraph.programme import sheet
from kmgraph.programme.sheet import Column, Holds, Sheet, said, without_unknown

MOST = 40
"""Rows of a table that are drawn; the workbook holds all of them."""
LEFT_OUT = ("sentence", "perhaps", "all", "grounds", "cites")
"""Names of columns for which paper has no room; other columns tell most of it."""


def pieces_of(report: sheet.Report) -> Report:
    """A report on gaps, with its tables, its method and its licences, on paper turned sideways."""
    about = f"{report.asked} {' '.join(report.licences)}"
    return Report(report.title, about, list(_pieces(report)), wide=True)


def _pieces(report: sheet.Report) -> Iterator[Piece]:
    yield Heading(report.title, 1)
    yield Paragraph(report.asked, "quiet")
    yield Paragraph(report.made, "quiet")
    for place, sentence in enumerate(report.sentences):
        yield Paragraph(sentence, "" if place else "lead")
    for one in report.tables:
        yield from _table(without_unknown(one))
    yield Heading(_("Method"))
    for section in report.method:
        yield Listing(section.heading, section.texts)
    yield Heading(_("Licences"))
    for text in report.licences:
        yield Paragraph(text)


def _table(one: Sheet) -> Iterator[Piece]:
    yield Heading(one.title)
    yield Paragraph(one.sentence)
    if not one.rows:
        yield Paragraph(_("Nothing to list."))
        return
    kept = [place for place, column in enumerate(one.columns) if not _is_left_out(column)]
    columns = [one.columns[place] for place in kept]
    rows = [[said(row[place], one.columns[place].holds) for place in kept] for row in one.rows[:MOST]]
    yield Table("", [column.heading for column in columns], rows)
    if len(one.rows) > MOST:
        told = _("The first {first} of {n} rows. The workbook has all of them.")
        yield Paragraph(told.format(first=MOST, n=f"{len(one.rows):,}"), "quiet")
    if one.note:
        yield Paragraph(one.note, "quiet")
    if left := [column.label for column in one.columns if _is_left_out(column)]:
        yield Paragraph(_("The workbook also has these columns: {names}.").format(names=", ".join(left)), "quiet")


def _is_left_out(column: Column) -> bool:
    return column.name in LEFT_OUT or column.holds is Holds.IRI
