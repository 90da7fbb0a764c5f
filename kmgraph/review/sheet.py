"""Review sheets as workbooks: a cover that says what to do, and a row for each question."""

import textwrap
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from kmgraph.planner.credit import attributions
from kmgraph.review.columns import (
    ABOUT,
    AGREE,
    COVER,
    DISAGREE,
    INSTEAD,
    KIND,
    NUMBER,
    OPINIONS,
    QUESTION,
    REASON,
    SEEN,
    SHEET,
    UNSURE,
    WHY,
    cells,
    header,
)
from kmgraph.review.question import Question, sources
from kmgraph.reviewed import ENOUGH
from kmgraph.vocabulary import Opinion, ReviewerType

TITLE = "Is this right? Questions about proposals"
LICENCE = "Licence"
COVERS = {
    "What this is": (
        "kmgraph is an open map of the competencies, roles and training of people who bring research and policy "
        "together. Much of what it says is a proposal that nobody has checked yet. Each question in this workbook is "
        "about one proposal.",
    ),
    "How to fill it in": (
        f"Choose your kind of reviewer above. Then go to the sheet “{SHEET}” and answer as many questions as you like.",
        f"Put an x into one column of a row: “{AGREE}”, another level, “{DISAGREE}” or “{UNSURE}”. A grey cell is not "
        "to be filled in: the question has no such level, or it is the one that we propose.",
        "A workshop writes into each column how many people say so; all of them of one kind. Use another copy of the "
        "workbook for each kind of reviewer.",
        "You may sort the rows, move them, or delete those that you do not answer. Please leave the names of the "
        "columns, and the grey ones at the right end, as they are.",
    ),
    "No names": (
        "We count how many people of each kind say what. We keep no names: please write none, neither yours nor "
        "anybody else's, and no address or telephone number. A sheet that holds one is sent back.",
    ),
    "What happens with it": (
        f"As soon as {ENOUGH} people have a view of a proposal, the view of more than half of them decides: it "
        "counts as reviewed, is changed to the level that they name, or no longer counts. Where reviewers differ, it "
        "stays a proposal, and everybody can see who differs.",
        "What you write under “reason” is published together with the counts, under CC BY 4.0.",
    ),
    LICENCE: (
        "Our wording of the questions is under CC BY 4.0. Names that come from other schemes stay under the terms of "
        "their owners.",
    ),
    "Not endorsed": ("No organisation or network that a question names has endorsed kmgraph or this review.",),
}
"""What the cover says, by heading."""
LEVELS, KINDS = "What the levels mean", "Kinds of reviewer"
WIDTHS = {NUMBER: 8, QUESTION: 54, WHY: 48, REASON: 36, ABOUT: 10, SEEN: 10}
MARKS = 12
"""How wide a column is that is marked."""
TEXT = 96
"""How wide the texts of the cover are."""
LINE_HEIGHT = 15.5
"""Points that a line of text takes. Not every program makes a row as high as its text."""
NAVY, PALE, GREY, LINE = "#1D3557", "#FFF8E1", "#E0E0E0", "#B0B7C3"
LONGEST = 2_000
"""Letters of a text that a sheet shows."""
A4 = 9
MARKED = '=IF(ISNUMBER({0}),AND({0}>=0,{0}<=1000,{0}=INT({0})),OR(LOWER(TRIM({0}))="x",LOWER(TRIM({0}))="yes",{0}="✓"))'


class Answer(NamedTuple):
    """What stands in the row of a question already."""

    opinion: Opinion
    level: str | None = None
    """IRI of the level, where the opinion is that it should be another."""
    reason: str | None = None


def write_sheet(
    target: Path | BinaryIO,
    questions: Sequence[Question],
    *,
    answers: Mapping[str, Answer] | None = None,
    reviewers: ReviewerType | None = None,
) -> None:
    """Writes a review sheet as a workbook.

    Args:
        target: a file, which is replaced, or where to write.
        questions: in the order in which they are to stand.
        answers: what is answered already, by the IRI that a question is about.
        reviewers: who answers, if that is known.
    """
    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": TITLE})
        _Cover(book, questions).write(reviewers)
        _Rows(book, questions).write(answers or {})
    if isinstance(target, Path):
        target.write_bytes(made.getvalue())
    else:
        target.write(made.getvalue())


def short(text: str, most: int = LONGEST) -> str:
    """A text that is no longer than so many letters."""
    return text if len(text) <= most else text[: max(0, most - 1)] + "…"


def _height(text: str, width: int) -> float:
    """Points that a text takes in a column."""
    return LINE_HEIGHT * max(1, len(textwrap.wrap(text, width))) + 2


class _Cover:
    """The sheet that says what to do, and asks for the kind of reviewer."""

    def __init__(self, book: Any, questions: Sequence[Question]):
        top: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        self._sheet = book.add_worksheet(COVER)
        self._title = book.add_format({"bold": True, "font_size": 18, "font_color": NAVY})
        self._heading = book.add_format({**top, "bold": True, "font_color": NAVY})
        self._text = book.add_format(top)
        self._ask = book.add_format({**top, "bold": True, "bg_color": PALE, "border": 1, "border_color": NAVY})
        self._scale = dict.fromkeys(level for asked in questions for level in asked.scale)
        self._attributions = attributions(sources(questions))
        self._line = 0

    def write(self, reviewers: ReviewerType | None) -> None:
        """Writes the cell that asks who answers, and the texts below it."""
        sheet = self._sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, TEXT)
        sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, TITLE, self._title)
        sheet.set_row(2, 24)
        sheet.write_string(2, 0, KIND, self._heading)
        sheet.write_string(2, 1, reviewers or "", self._ask)
        self._line = 4
        for heading, texts in COVERS.items():
            more = self._attributions if heading == LICENCE else []
            self._section(heading, [("", text) for text in (*texts, *more)])
        if self._scale:
            self._section(
                LEVELS, [(level.label, level.meaning or "Nobody has put it into words.") for level in self._scale]
            )
        kinds = self._section(KINDS, [("", kind) for kind in ReviewerType])
        self._offer(f"=$B${kinds + 1}:$B${kinds + len(ReviewerType)}")

    def _section(self, heading: str, lines: Sequence[tuple[str, str]]) -> int:
        """Writes lines under a heading; the row of the first."""
        first = self._line
        for label, text in lines:
            named = short(f"{label}: {text}" if label else text)
            self._sheet.set_row(self._line, _height(named, TEXT))
            self._sheet.write_string(self._line, 0, heading if self._line == first else "", self._heading)
            self._sheet.write_string(self._line, 1, named, self._text)
            self._line += 1
        self._line += 1
        return first

    def _offer(self, kinds: str) -> None:
        self._sheet.data_validation(
            2, 1, 2, 1,
            {
                "validate": "list", "source": kinds,
                "input_title": KIND, "input_message": "Choose who you are from the list. Please write no name.",
                "error_title": "Not in the list",
                "error_message": f"Choose one of the kinds under “{KINDS}” below. We keep no names.",
            },
        )  # fmt: skip


class _Rows:
    """The sheet with a row for each question."""

    def __init__(self, book: Any, questions: Sequence[Question]):
        base: dict[str, Any] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE}
        mark = {**base, "align": "center", "valign": "vcenter"}
        self._sheet = book.add_worksheet(SHEET)
        self._questions = questions
        self._columns = header(questions)
        dark = {**base, "bold": True, "font_color": "white", "bg_color": NAVY, "valign": "vcenter"}
        self._head, self._mark = book.add_format(dark), book.add_format({**dark, "align": "center"})
        self._text = book.add_format(base)
        self._why = book.add_format({**base, "font_color": "#444444"})
        self._number = book.add_format({**mark, "valign": "top", "font_color": "#444444"})
        self._open = book.add_format({**mark, "bg_color": PALE})
        self._closed = book.add_format({**mark, "bg_color": GREY})
        self._aside = book.add_format({"font_color": "#8A8A8A", "font_size": 8, "bg_color": "#F4F4F4", "valign": "top"})

    def write(self, answers: Mapping[str, Answer]) -> None:
        """Writes the questions, and what is answered already."""
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, WIDTHS.get(column, MARKS))
            self._sheet.write_string(0, at, column, self._mark if _is_mark(column) else self._head)
        for line, asked in enumerate(self._questions, 1):
            self._row(line, asked, answers.get(asked.about))
        self._set_up()
        if self._questions:
            self._check()

    def _row(self, line: int, asked: Question, answer: Answer | None) -> None:
        filled = cells(line, asked) | _marked(asked, answer)
        self._sheet.set_row(
            line, max(_height(short(str(filled[column])), WIDTHS[column]) for column in (QUESTION, WHY))
        )
        closed = {column for column in self._columns if column.endswith(INSTEAD)} - {
            f"{label}{INSTEAD}" for _, label in asked.levels
        }
        for at, column in enumerate(self._columns):
            style = self._closed if column in closed else self._style(column)
            value = filled.get(column, "")
            if isinstance(value, int):
                self._sheet.write_number(line, at, value, style)
            else:
                self._sheet.write_string(line, at, short(value), style)

    def _style(self, column: str) -> Any:
        if column in (ABOUT, SEEN):
            return self._aside
        if _is_mark(column):
            return self._open
        return {NUMBER: self._number, WHY: self._why}.get(column, self._text)

    def _set_up(self) -> None:
        """What the screen and the printer show."""
        last = len(self._questions)
        sheet = self._sheet
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(self._columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, self._columns.index(REASON))
        sheet.set_footer("&L&8Please write no names.&R&8&P of &N")

    def _check(self) -> None:
        """Tells people at once what a cell does not take."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        first, last = self._columns.index(AGREE), self._columns.index(UNSURE)
        self._sheet.data_validation(
            1, first, len(self._questions), last,
            {
                "validate": "custom", "value": MARKED.format(xl_rowcol_to_cell(1, first)),
                "error_title": "An x, or a number",
                "error_message": "Put an x for yourself, or write how many people say so. Please write no names.",
            },
        )  # fmt: skip
        reason = self._columns.index(REASON)
        self._sheet.data_validation(
            1, reason, len(self._questions), reason,
            {
                "validate": "any",
                "input_title": "Reason, if you like",
                "input_message": "In a sentence or two. Please write no names.",
            },
        )  # fmt: skip


def _is_mark(column: str) -> bool:
    """Whether people put their mark into a column."""
    return column in OPINIONS or column.endswith(INSTEAD)


def _marked(asked: Question, answer: Answer | None) -> dict[str, str]:
    """The cells of an answer, by column."""
    if answer is None:
        return {}
    named = {opinion: column for column, opinion in OPINIONS.items()}
    column = named.get(answer.opinion) or f"{dict(asked.levels)[answer.level or '']}{INSTEAD}"
    return {column: "x", REASON: answer.reason or ""}
