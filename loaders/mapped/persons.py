"""Columns that hold names of people, or ways to reach them: told by what they are called and by what they hold."""

import re
from collections.abc import Iterable

from kmgraph.personal import looks_personal
from kmgraph.personal.words import GIVEN
from kmgraph.wording import quoted

SAMPLE = 200
"""Different values of a column that are looked at."""
WORDS = 5
"""Words that the name of a person has at most."""
MOST = 0.5
"""Share of the values that must look personal before the column does: every other title may look like a name."""
GIVEN_NAMES = 0.1
"""Share of them that must hold a given name we know, unless all but a few look personal."""
ALL_BUT_A_FEW = 0.9
FEWEST = 3
"""Values below which all of them looking personal proves little."""
PEOPLE = (
    "first|last|full|given|family|middle|maiden|person|people|employee|staff|holder|post ?holder|author|contact|"
    "instructor|teacher|lecturer|tutor|trainer|manager|supervisor|minister|respondent|participant|applicant|"
    "candidate|learner|student|user|member|owner|presenter|speaker"
)
CALLED = re.compile(
    rf"(?:{PEOPLE})s? ?names?|sur ?names?|fore ?names?|names? of (?:the )?(?:{PEOPLE})s?|"
    r"(?:.* )?e ?mail(?: address)?|(?:tele|mobile |work )?phone(?: number)?|mobile|orcid(?: id)?|"
    r"authors?|instructors?|lecturers?|tutors?|contact(?: person)?|date of birth|dob|linked ?in|twitter",
)
"""What columns are called that hold people."""


def named_like_a_person(column: str) -> str | None:
    """Why the name of a column says that it holds people; None where it does not."""
    words = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column[:100]).replace("_", " ").replace("-", " ").split())
    if CALLED.fullmatch(words.casefold()):
        return f"The column {quoted(column)} is called like the names of people, or ways to reach them"
    return None


def hold_people(values: Iterable[str]) -> str | None:
    """Why these values of a column seem to be people, without naming one; None where they do not."""
    seen = [value for value in dict.fromkeys(values) if value and len(value.split()) <= WORDS][:SAMPLE]
    told = [why for value in seen if (why := looks_personal(value[:300]))]
    if not seen or len(told) / len(seen) <= MOST:
        return None
    names = sum(why.endswith("name of a person") for why in told)
    given = sum(any(word in GIVEN for word in re.split(r"[^\w]+", value.casefold())) for value in seen)
    few = len(seen) >= FEWEST and len(told) / len(seen) >= ALL_BUT_A_FEW
    if 2 * names > len(told) and given / len(seen) < GIVEN_NAMES and not few:
        return None
    return f"{len(told):,} of the {len(seen):,} short texts looked at look like people"
