"""Questions to a file: a workbook, a plain table, or cards to print, as the ending of its name says."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from kmgraph.errors import NotKnown, UsageError
from kmgraph.planner.credit import attributions
from kmgraph.review.cards import write_cards
from kmgraph.review.columns import ATTRIBUTION, cells, header
from kmgraph.review.question import Question, sources
from kmgraph.review.sheet import write_sheet
from kmgraph.sheets import unformulated
from kmgraph.wording import listed, quoted


def write_table(path: Path, questions: Sequence[Question]) -> None:
    """Writes the questions as CSV, with a column for the kind of reviewer in place of the cover of a workbook."""
    columns = [*header(questions, reviewers=True), *([ATTRIBUTION] if sources(questions) else [])]
    # The mark at the start tells spreadsheet programs that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictWriter(file, columns)
        rows.writeheader()
        for number, asked in enumerate(questions, 1):
            row = cells(number, asked) | ({ATTRIBUTION: " ".join(attributions(asked.sources))} if asked.sources else {})
            rows.writerow({column: _safe(value) for column, value in row.items()})


def _safe(value: str | int) -> str | int:
    return unformulated(value) if isinstance(value, str) else value


WRITERS: dict[str, Callable[[Path, Sequence[Question]], None]] = {
    ".xlsx": write_sheet,
    ".csv": write_table,
    ".html": write_cards,
}


def export(path: Path, questions: Sequence[Question], *, force: bool = False) -> None:
    """Writes questions to a file, in the format of its ending: .xlsx, .csv or .html (cards to print).

    Raises:
        UsageError: the ending is another, the file exists and is not to be replaced, or it cannot be written.
        NotKnown: there are no questions.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise UsageError(f"{quoted(path, 200)} ends in none of {listed(list(WRITERS))}, so its format is not known.")
    if not questions:
        told = "See what the store holds with: kmgraph info. What a machine suggested is asked about with --suggested."
        raise NotKnown(f"There is no proposal to ask about here. {told}")
    try:
        if path.exists() and not force:
            told = "Choose another name, or replace it, and all answers in it, with --force."
            raise UsageError(f"{quoted(path, 200)} exists already. {told}")
        beside = path.with_name(f".{path.stem}.part{path.suffix}")  # so that what is there stays until all is written
        try:
            write(beside, questions)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be written: {failure.strerror or failure}.") from None
