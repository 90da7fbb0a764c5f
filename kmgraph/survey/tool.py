"""What survey tools add to an export of their own accord and that says nothing of who answered: it is not read.

The headings are those of Google Forms, Microsoft Forms, Jisc Online Surveys and Qualtrics. What else they add (a name,
an e-mail, an IP address, a place) is refused like all that may point at a person.
"""

import re
from collections.abc import Mapping

TIMES = frozenset(
    {
        "timestamp", "start time", "completion time", "last modified time", "start date", "startdate", "end date",
        "enddate", "recorded date", "recordeddate", "completion date", "completed date", "submission date",
        "duration (in seconds)",
    }
)  # fmt: skip
NUMBERS = frozenset({"id", "response id", "responseid", "response number", "unique response number"})
"""Those under which the tool knows a set of answers."""
OTHERS = frozenset(
    {
        "status", "response type", "progress", "finished", "distributionchannel", "distribution channel",
        "userlanguage", "user language", "language",
    }
)  # fmt: skip
HEADINGS = TIMES | NUMBERS | OTHERS
QUESTION = re.compile(r"q[0-9]+(_[0-9]+)*")
"""What Qualtrics calls a question in its first line; the words stand in the second."""
IMPORT = '{"importid"'
"""How the cells of its third line begin."""


def is_own(heading: str) -> bool:
    """Whether a heading is one that the tool adds, and its column says nothing of who answered."""
    return heading.casefold() in HEADINGS


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
