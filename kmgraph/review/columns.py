"""The columns of a review sheet: what a sheet is written with, and what is looked for in one that comes back."""

from collections.abc import Iterable

from kmgraph.review.question import Question
from kmgraph.vocabulary import Opinion

NUMBER, QUESTION, WHY, REASON, REVIEWERS = "number", "question", "why we propose it", "reason", "reviewers"
ABOUT, SEEN = "id", "seen"
ATTRIBUTION = "attribution"
"""What the sources of a question ask to be said of them: in plain tables, which have no cover."""
INSTEAD = " instead"
"""What follows the name of a level in the column of those who would have that level."""
OPINIONS = {"agree": Opinion.AGREE, "disagree": Opinion.DISAGREE, "don't know": Opinion.UNSURE}
"""The columns of the opinions that name no level."""
AGREE, DISAGREE, UNSURE = OPINIONS
KIND = "Kind of reviewer"
"""What stands before the cell of a workbook that says who filled it in."""
COVER, SHEET = "Read me", "Questions"
"""The sheets of a workbook."""


def header(questions: Iterable[Question], *, reviewers: bool = False) -> list[str]:
    """The columns of a sheet with these questions; with one for the kind of reviewer where there is no cover sheet."""
    labels = dict.fromkeys(level.label for asked in questions for level in asked.scale)
    instead = [f"{label}{INSTEAD}" for label in labels]
    own = [REVIEWERS] if reviewers else []
    return [NUMBER, QUESTION, WHY, AGREE, *instead, DISAGREE, UNSURE, REASON, *own, ABOUT, SEEN]


def cells(number: int, asked: Question) -> dict[str, str | int]:
    """What stands in the row of a question before anybody answered it; by column."""
    return {NUMBER: number, QUESTION: asked.text, WHY: asked.why, ABOUT: asked.about, SEEN: asked.seen}
