"""What survey tools add to an export of their own accord and that says nothing of who answered: it is not read.

The headings are those of Google Forms, Microsoft Forms, Jisc Online Surveys, LimeSurvey, SmartSurvey, SurveyMonkey,
Typeform and Qualtrics. What else they add (a name, an e-mail, an IP address, a place) is refused like all that may
point at a person.
"""

import re
from collections.abc import Mapping

TIMES = re.compile(
    r"(?=.*(time|date|submitted|started|completed|duration))"
    r"([\W_]*(timestamp|datestamp|times?|date|start(ed)?|begun|end(ed)?|complet(ed|ion)|finished|submi(t|ssion|tted)"
    r"|created|recorded|(last )?(modified|updated|action)|response|survey|duration|taken|total|in|of|on|at|to|seconds"
    r"|minutes|utc|gmt))+[\W_]*"
)
"""Headings that tell of nothing but when somebody answered, or how long it took; numbers may not stand in them."""
NUMBERS = frozenset(
    {
        "id", "response id", "responseid", "response number", "unique response number", "submission id",
        "submission number",
    }
)  # fmt: skip
"""Those under which the tool knows a set of answers."""
OTHERS = frozenset(
    {
        "status", "response type", "progress", "finished", "distributionchannel", "distribution channel",
        "userlanguage", "user language", "language", "start language", "last page", "seed", "collector id", "survey id",
    }
)  # fmt: skip
QUESTION = re.compile(r"q[0-9]+(_[0-9]+)*")
"""What Qualtrics calls a question in its first line; the words stand in the second."""
IMPORT = '{"importid"'
"""How the cells of its third line begin."""


def is_own(heading: str) -> bool:
    """Whether a heading is one that the tool adds, and its column says nothing of who answered."""
    said = heading.casefold()
    return said in NUMBERS | OTHERS or bool(TIMES.fullmatch(said))


def is_number(heading: str) -> bool:
    """Whether such a column holds the numbers of sets of answers."""
    return heading.casefold() in NUMBERS


def is_code_line(headings: list[str]) -> bool:
    """Whether a line names questions by codes such as Q7, so that the headings stand in the next."""
    return any(QUESTION.fullmatch(one.casefold()) for one in headings)


def repeats(cells: Mapping[str, str]) -> bool:
    """Whether a line only says once more what the columns are.

    Args:
        cells: the cells that are not empty, by the id of their column; the id with which each begins.
    """
    return len(cells) > 1 and all(
        said == column.casefold() or said.startswith(IMPORT) for column, said in cells.items()
    )
