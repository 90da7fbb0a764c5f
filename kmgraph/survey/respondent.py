"""The number that a survey tool gives to a set of answers: taken only where it looks like one, and like nothing else.

A login, an e-mail, an IP address, a telephone, NHS or National Insurance number in its place would point at a person.
Taken are up to nine digits, and what tools of this trade hand out: eleven or twelve digits (SurveyMonkey), three groups
of digits (Jisc Online Surveys), UUIDs, long hexadecimal numbers, and the tokens of Qualtrics and Typeform.
"""

import re

from kmgraph.sheets import Refused
from kmgraph.survey.question import ASKS, RESPONDENT

TAKEN = re.compile(
    r"[0-9]{1,9}"
    r"|(?!44)[1-9][0-9]{10,11}"
    r"|[1-9][0-9]{4,8}(?:-[1-9][0-9]{4,8}){2}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=(?:[a-f]*[0-9]){6})(?=[0-9]*[a-f])[0-9a-f]{24,64}"
    r"|R_[0-9A-Za-z]{11,20}"
    r"|(?=(?:[a-z]*[0-9]){4})[0-9a-z]{32}"
)
"""Numbers and tokens that say nothing of anybody: not ten digits, as telephone and NHS numbers have, nor +44."""
UUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?")
WHOLE = re.compile(r"([0-9]+)\.0+")
SHORT = re.compile(r"0[0-9]{0,8}")
WORDS = re.compile(
    r"(\W|\b(a|anonymous|answers?|code|each|guid|id|identifier|key|no|number|of|random|record|reference|respondent"
    r"|response|row|serial|session|set|survey|the|to|token|tool|unique|uuid)\b)+"
)
"""Words that the heading of the column may hold besides its own question."""
REMEDY = "Give each set of answers the short number of the survey tool, or 1, 2, 3 and so on, or delete the column."


def known_as(cell: object) -> str:
    """What a cell says as it is known again: spreadsheets turn 007 into 7, and 7 into 7.0."""
    said = str(cell)
    if found := UUID.fullmatch(said):
        return found[1].lower()
    if found := WHOLE.fullmatch(said):
        said = found[1]
    return str(int(said)) if SHORT.fullmatch(said) else said


def number(cell: object) -> str:
    """The number of a set of answers, as it is known again.

    Raises:
        Refused: it may point at a person. The reason does not repeat it.
    """
    said = known_as(cell)
    if not TAKEN.fullmatch(said):
        raise Refused("This is no number that a survey tool gives, so it may point at a person.", REMEDY)
    return said


def heads_a_number(heading: str) -> bool:
    """Whether a heading that begins with “respondent” asks for nothing but that number: not for “respondent e-mail”."""
    said = heading.casefold().replace("_", " ")
    return bool(WORDS.fullmatch(said)) or _letters(ASKS[RESPONDENT]).startswith(_letters(said.partition(RESPONDENT)[2]))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))
