"""A report as one HTML file: no network, no script, made to be read on a screen, aloud, and on paper."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import BinaryIO

from kmgraph.programme.sheet import Column, Heat, Holds, Report, Section, Sheet, Value, said, without_unknown
from kmgraph.wording import visible

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
MOST = 2_000
"""Rows of a table that a page shows."""
FOLDED = 60
"""From more rows than this on, a table that is not the main one is folded."""
WIDE = 8
"""From more columns than this on, a table is set in smaller letters."""
LONG = 60
"""From more letters than this on, a cell asks for a wide column."""
RIGHT = (Holds.NUMBER, Holds.SHARE)


def write_page(file: BinaryIO, report: Report) -> None:
    """Writes a report as an HTML page in UTF-8."""
    for piece in _page(report):
        file.write(piece.encode())


def _page(report: Report) -> Iterator[str]:
    title = _text(report.title)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n"
        '<body>\n<a class="skip" href="#main">Skip to the report</a>\n'
    )
    yield f'<main id="main" tabindex="-1">\n<h1>{title}</h1>\n'
    yield "".join(f'<p class="quiet">{_text(text)}</p>\n' for text in (report.made, report.asked) if text)
    for place, sentence in enumerate(report.sentences):
        lead = "" if place else ' class="lead"'
        yield f"<p{lead}>{_text(sentence)}</p>\n"
    yield _contents(report)
    for number, sheet in enumerate(map(_for_people, report.tables), 1):
        yield from _table(sheet, number)
    yield f'<h2 id="method">Method</h2>\n{"".join(map(_section, report.method))}'
    yield '<h2 id="licences">Licences</h2>\n'
    yield "".join(f"<p>{_text(text)}</p>\n" for text in report.licences)
    yield "</main>\n</body>\n</html>\n"


def _contents(report: Report) -> str:
    """Links to the parts of the page."""
    parts = [(f"table-{number}", one.title) for number, one in enumerate(report.tables, 1)]
    parts += [("method", "Method"), ("licences", "Licences")]
    links = "".join(f'<li><a href="#{place}">{_text(title)}</a></li>' for place, title in parts)
    return f'<nav aria-label="Contents">\n<ul>{links}</ul>\n</nav>\n'


def _section(section: Section) -> str:
    texts = "".join(f"<p>{_text(text)}</p>\n" for text in section.texts)
    return f"<h3>{_text(section.heading)}</h3>\n{texts}"


def _for_people(sheet: Sheet) -> Sheet:
    """A table without identifiers, and without columns of which nothing is known."""
    known = without_unknown(sheet)
    kept = [place for place, column in enumerate(known.columns) if column.holds is not Holds.IRI]
    rows = [[row[place] for place in kept] for row in known.rows]
    return known._replace(columns=[known.columns[place] for place in kept], rows=rows)


def _table(sheet: Sheet, number: int) -> Iterator[str]:
    yield f'<h2 id="table-{number}">{_text(sheet.title)}</h2>\n<p>{_text(sheet.sentence)}</p>\n'
    if not sheet.rows:
        yield "<p>Nothing to list.</p>\n"
        return
    wide = ' class="wide"' if len(sheet.columns) > WIDE else ""
    folded = number > 1 and len(sheet.rows) > FOLDED
    if folded:
        yield f"<details>\n<summary>Show the {len(sheet.rows):,} rows of this table</summary>\n"
    yield (
        f'<div class="table" role="region" tabindex="0" aria-labelledby="caption-{number}">\n<table{wide}>\n'
        f'<caption id="caption-{number}">{_text(sheet.title)}</caption>\n<thead><tr>'
    )
    yield "".join(f'<th scope="col"{_class(one)}>{_text(one.heading)}</th>' for one in sheet.columns)
    yield "</tr></thead>\n<tbody>\n"
    for row in sheet.rows[:MOST]:
        yield _row(row, sheet.columns)
    yield "</tbody>\n</table>\n</div>\n"
    if len(sheet.rows) > MOST:
        all_rows = f"The first {MOST:,} of {len(sheet.rows):,} rows. The workbook holds all of them."
        yield f'<p class="quiet">{all_rows}</p>\n'
    if folded:
        yield "</details>\n"
    if sheet.note:
        yield f'<p class="quiet">{_text(sheet.note)}</p>\n'


def _row(row: Sequence[Value], columns: Sequence[Column]) -> str:
    first, *rest = zip(row, columns, strict=True)
    cells = "".join(f"<td{_class(column, value)}>{_said(value, column)}</td>" for value, column in rest)
    return f'<tr><th scope="row">{_said(*first)}</th>{cells}</tr>\n'


def _class(column: Column, value: Value = None) -> str:
    if isinstance(value, Heat):
        return f' class="heat {value.shade}"'
    if isinstance(value, str) and len(value) > LONG:
        return ' class="long"'
    return ' class="number"' if column.holds in RIGHT else ""


def _said(value: Value, column: Column) -> str:
    return _text(said(value, column.holds))


def _text(text: str) -> str:
    return escape(visible(text, keep="\n"))
