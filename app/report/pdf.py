"""A report as PDF: A4, with an outline, a title and a language, and text that can be searched and copied."""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO
from itertools import zip_longest

from fpdf import FPDF, FontFace, TextStyle
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from app.catalogue import LANGUAGE, _
from app.picture.drawing import drawing
from app.picture.layout import Picture
from app.picture.lettering import BOLD, CUT, REGULAR
from app.report.content import Drawn, Facts, Heading, Link, Listing, Paragraph, Piece, Report, Said, Table
from app.report.png import png

TYPE = "DejaVu"
INK, QUIET, ACCENT, LINE = (11, 12, 12), (80, 90, 95), (11, 90, 138), (177, 180, 182)
SIZES = {1: 20, 2: 14, 3: 11}
"""Sizes of type of headings, by level; of the text it is `TEXT`."""
TEXT, SMALL, HIGH = 10, 9, 5.2
LACKING = "□"
JOINED = re.compile("[\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts that are joined, stacked or written from right to left."""
MARGIN = 18
LOOKED_AT, WORD, LETTER = 200, 24, 2.1
"""Rows by which the widths of columns are chosen, letters of a word that is not broken, and mm of a letter."""
TOGETHER = 60
"""A heading of a wide report stands on a page with so many mm of what follows."""
LONGEST = 400
"""Letters of a cell of a table or of a heading: what is longer is cut, for a row has to fit on a page."""


def pdf(report: Report) -> bytes:
    """A report as PDF."""
    paper = _Paper(report)
    for piece, following in zip_longest(report.pieces, report.pieces[1:]):
        if isinstance(following, Drawn):
            paper.make_room(following.picture)
        paper.put(piece)
    paper.end()
    return bytes(paper.output())


class _Paper(FPDF):
    """The pages that a report is written on."""

    def __init__(self, report: Report):
        super().__init__(orientation="landscape" if report.wide else "portrait")
        self.report, self.lacks = report, False
        self.add_font(TYPE, "", REGULAR)
        self.add_font(TYPE, "B", BOLD)
        face = self.fonts[TYPE.lower()]
        self._letters = face.cmap if isinstance(face, TTFFont) else {}
        # Joins the letters of Arabic, and orders them from right to left; it takes several times as long.
        if find_spec("uharfbuzz") and JOINED.search(repr(report)):
            self.set_text_shaping(use_shaping_engine=True)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 4)
        self.set_section_title_styles(*(_heading(SIZES[level], level) for level in sorted(SIZES)))
        self.set_title(_plain(report.title))
        self.set_lang(LANGUAGE)
        self.set_subject(_plain(report.about))
        self.set_creator("kmgraph")
        self.add_page()
        self._type(TEXT)

    def footer(self) -> None:
        """What stands at the foot of every page."""
        self.set_y(-MARGIN)
        self._type(SMALL, QUIET)
        number = _("Page {number}").format(number=self.page_no())
        self.cell(0, HIGH, f"{self._shown(self.report.title, 80)} · {number}", align="R")

    def put(self, piece: Piece) -> None:
        """Writes a piece of the report."""
        match piece:
            case Heading(text, level):
                if self.report.wide and self.will_page_break(TOGETHER):
                    self.add_page()
                self.start_section(self._shown(text, LONGEST), level - 1, strict=False)
            case Paragraph(text, kind):
                self._paragraph(text, kind)
            case Listing(of, items):
                self._listing(of, items)
            case Facts(pairs):
                self._table("", (), pairs, (1, 3))
            case Table(caption, head, rows):
                widths = _widths(head, rows, self.epw) if self.report.wide else (3, *(2 for _one in head[1:]))
                self._table(caption, head, rows, widths)
            case Drawn(picture):
                self._picture(picture)

    def end(self) -> None:
        """Writes where the report comes from."""
        self.ln(4)
        self._paragraph(self.report.about, "quiet")
        if self.lacks:
            told = _("Letters that stand here as {box} are missing from the type of this file. The web page has them.")
            self._paragraph(told.format(box=LACKING), "quiet")

    def _shown(self, text: str, longest: int | None = None) -> str:
        """A text as the type can show it, no longer than there is room for; a letter that it lacks is a box."""
        told = _plain(text, longest)
        shown = "".join(one if ord(one) in self._letters else LACKING for one in told)
        self.lacks |= shown != told
        return shown

    def _type(self, size: float, colour: tuple[int, int, int] = INK, style: str = "") -> None:
        self.set_font(TYPE, style, size)
        self.set_text_color(*colour)

    def _paragraph(self, text: Said, kind: str) -> None:
        self._type(TEXT + 2 if kind == "lead" else TEXT, QUIET if kind == "quiet" else INK)
        url = text.url if isinstance(text, Link) else ""
        self._lines(text.text if isinstance(text, Link) else text, link=url)
        self.ln(2)

    def _lines(self, text: str, *, link: str = "") -> None:
        high = self.font_size * 1.45
        self.multi_cell(0, high, self._shown(text), align="L", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _listing(self, of: str, items: Sequence[str]) -> None:
        self._type(TEXT, style="B")
        self._lines(of)
        self._type(TEXT)
        for item in items:
            self.cell(5, HIGH, "•")
            self._lines(item)
        self.ln(2)

    def _table(
        self, caption: str, head: Sequence[str], rows: Sequence[Sequence[Said]], widths: tuple[float, ...]
    ) -> None:
        if caption:
            self._type(TEXT, style="B")
            self._lines(caption)
        self._type(SMALL if head else TEXT)
        self.set_draw_color(*LINE)
        bold = FontFace(emphasis="BOLD", color=INK)
        with self.table(
            borders_layout="HORIZONTAL_LINES" if head else "NONE",
            col_widths=widths,
            first_row_as_headings=bool(head),
            headings_style=bold,
            line_height=HIGH,
            text_align="LEFT",
            padding=(0.6, 2, 0.6, 0),
        ) as table:
            if head:
                table.row(head)
            for said in rows:
                row = table.row()
                for number, one in enumerate(said):
                    text, url = self._cell(one)
                    row.cell(text, link=url, style=None if number else bold)
        self.ln(3)

    def make_room(self, picture: Picture) -> None:
        """Begins a page for a picture and its heading, turned sideways where the picture is wide."""
        self.add_page(orientation="landscape" if picture.width > picture.height else "portrait")

    def _picture(self, picture: Picture) -> None:
        self.ln(2)
        room = self.eph - (self.get_y() - self.t_margin) - 2
        alternative = _in_words(picture)
        self.image(BytesIO(png(drawing(picture))), w=self.epw, h=room, keep_aspect_ratio=True, alt_text=alternative)
        self.add_page(orientation="portrait")

    def _cell(self, said: Said) -> tuple[str, str | None]:
        text, url = (said.text, said.url) if isinstance(said, Link) else (said, None)
        return self._shown(text, LONGEST), url


def _heading(size: int, level: int) -> TextStyle:
    top = {1: 0, 2: 5, 3: 3}[level]
    return TextStyle(TYPE, "B", size, ACCENT if level == 2 else INK, t_margin=top, b_margin={1: 4, 2: 2, 3: 1}[level])


def _widths(head: Sequence[str], rows: Sequence[Sequence[Said]], room: float) -> tuple[float, ...]:
    """Widths of columns in mm: each has room for its longest word; what is left goes to those that say more."""
    first = [[one.text if isinstance(one, Link) else one for one in row] for row in rows[:LOOKED_AT]]
    columns = list(zip(head, *first, strict=True))
    least = [min(WORD, max(len(word) for text in one for word in text.split() or [""])) * LETTER + 3 for one in columns]
    usual = [sum(map(len, one)) / len(one) for one in columns]
    left = max(0.0, room - sum(least))
    return tuple(word + left * many / max(1.0, sum(usual)) for word, many in zip(least, usual, strict=True))


def _plain(text: str, longest: int | None = None) -> str:
    """A text without what nothing can show, and no longer than there is room for."""
    told = text if longest is None or len(text) <= longest else text[: longest - 1] + CUT
    return "".join(one if one.isprintable() else " " for one in told)


def _in_words(picture: Picture) -> str:
    said = (f"{head}: {', '.join(_plain(box.says, LONGEST) for box in boxes)}" for head, boxes in picture.columns)
    return f"{_plain(picture.title, LONGEST)}. {'; '.join(said)}."
