"""The questionnaire as files: what to type into any survey tool, and a table into which answers may be filled."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.errors import UsageError
from kmgraph.sheets import unformulated
from kmgraph.sheets.height import height_of
from kmgraph.survey.answers import QUESTIONS, SHEET
from kmgraph.survey.question import ASKS, CONSENT, HELD, WISHED, Questionnaire
from kmgraph.wording import listed, quoted

COLUMNS = ("id", "question", "answers", "must be answered")
WIDTHS = (34, 70, 70, 18)
"""Letters that the columns of the list of questions show in a line."""
ANSWER = 24
"""Letters that a column of answers shows."""
ENOUGH = (
    "Ask many people: groups of fewer than five are hidden, and other figures to protect them. In trials with made-up "
    "answers about 21 competencies, two in three figures were hidden with 35 people, one in three with 100, and one in "
    "five with 300. Of figures by nation, half were hidden even then."
)
"""How many answers it takes for figures to be shown."""
NOTES = (
    "Type each question into the survey tool, and begin it with its id, such as [held.facilitation]: by these ids the "
    "answers are known again in the export.",
    "Times and numbers that the survey tool adds by itself are left unread. Delete columns that it adds about people, "
    "such as name, e-mail, IP address or place: a file that holds one is refused.",
    "Ask for no name, address, telephone or staff number, and offer no field for free text: a file that holds one is "
    "refused.",
    "Only the answers of people who say yes to the first question are loaded.",
    ENOUGH,
)
ROWS = 2_000
"""Rows of the table of answers that have lists to choose from."""
LONGEST_LIST = 255
"""Letters that a list within a cell's rule may have; longer ones stand in a sheet."""
NAVY = "#1D3557"
A4 = 9
LINES = 20
"""Answers that stand below one another; more stand on one line, as no row is high enough."""


class Line(NamedTuple):
    """One question: its id, its words, the answers with their meaning, and the bare answers."""

    id: str
    question: str
    answers: list[str]
    choices: list[str]


def write_template(path: Path, questions: Questionnaire, *, force: bool = False) -> list[Path]:
    """Writes a questionnaire; the files that it wrote.

    A path that ends in .xlsx becomes one workbook with the questions, and a table for answers with lists to choose
    from; one in .csv becomes that table, and beside it a file NAME-questions.csv.

    Raises:
        UsageError: the ending is another, a file exists and is not to be replaced, or cannot be written.
    """
    making: Callable[[], dict[Path, bytes]] | None = {
        ".xlsx": lambda: {path: _workbook(questions)},
        ".csv": lambda: {
            path: _csv([questions.columns]),
            path.with_name(f"{path.stem}-questions.csv"): _csv(_table(questions)),
        },
    }.get(path.suffix.lower())
    if making is None:
        raise UsageError(f"{quoted(path, 200)} ends in neither .xlsx nor .csv, so its format is not known.")
    made = making()
    try:
        if (there := [one for one in made if one.exists()]) and not force:
            told = "Choose another name, or replace it with --force."
            raise UsageError(f"{quoted(there[0], 200)} exists already. {told}")
        for one, content in made.items():
            one.write_bytes(content)
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be written: {failure.strerror or failure}.") from None
    return list(made)


def not_asked(questions: Questionnaire) -> list[str]:
    """What the questionnaire leaves out of its framework, and why, in at most one sentence."""
    if not questions.attitudes:
        return []
    named = listed([quoted(unformulated(label)) for label in questions.attitudes], "and")
    return [f"Not asked about: {named}. An attitude is not assessed by level."]


def _lines(questions: Questionnaire) -> Iterator[Line]:
    for id, words in ASKS.items():
        choices = questions.choices(id)
        yield Line(id, words, choices, choices)
    for one in questions.asked:
        for counts in (HELD, WISHED):
            yield Line(one.id(counts), one.text(counts), one.meanings(counts), one.choices(counts))


def _must(id: str) -> str:
    return "yes" if id == CONSENT else "no"


def _table(questions: Questionnaire) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for line in _lines(questions):
        yield [line.id, line.question, " | ".join(line.answers), _must(line.id)]


def _csv(rows: Any) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([unformulated(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")  # the mark tells spreadsheet programs that it is UTF-8


def _workbook(questions: Questionnaire) -> bytes:
    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"Survey: {questions.label}"})
        head = book.add_format({"bold": True, "font_color": "white", "bg_color": NAVY, "text_wrap": True, "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        asks, answers, lists = (book.add_worksheet(name) for name in (QUESTIONS, SHEET, "Lists"))
        lists.hide()
        _ask(asks, questions, head, wrapped)
        answers.freeze_panes(1, 1)
        for column, line in enumerate(_lines(questions)):
            answers.set_column(column, column, ANSWER)
            answers.write_string(0, column, line.id, head)
            answers.write_comment(0, column, f"{line.question}\n" + "\n".join(line.answers))
            _offer(answers, lists, column, line.choices)
        answers.set_row(0, height_of((column, ANSWER) for column in questions.columns))
    return made.getvalue()


def _ask(sheet: Any, questions: Questionnaire, head: Any, wrapped: Any) -> None:
    """Writes the list of questions, and what to keep in mind below it."""
    rows = list(_table(questions))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for line, row in enumerate(rows):
        cells = [cell if cell.count(" | ") > LINES else cell.replace(" | ", "\n") for cell in row]
        sheet.set_row(line, height_of(zip(cells, WIDTHS, strict=True)))
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell, wrapped if line else head)
    for line, note in enumerate((*not_asked(questions), *NOTES), len(rows) + 1):
        sheet.set_row(line, height_of([(note, WIDTHS[1])]))
        sheet.write_string(line, 1, note, wrapped)


def _offer(sheet: Any, lists: Any, column: int, choices: list[str]) -> None:
    from xlsxwriter.utility import xl_range_abs

    if not choices:
        return
    source: Any = choices
    if len(",".join(choices)) > LONGEST_LIST or any("," in one for one in choices):
        for line, choice in enumerate(choices):
            lists.write_string(line, column, choice)
        source = f"=Lists!{xl_range_abs(0, column, len(choices) - 1, column)}"
    told = {"error_title": "Not in the list", "error_message": "Choose an answer from the list, or leave it empty."}
    sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": source, **told})
