"""What a clause lists: “experience of Python and SQL” lists Python, and SQL."""

import re
from collections.abc import Iterator

BETWEEN = re.compile(r"\s*(?:[,;/&]|\b(?:and|or)\b)\s*", re.IGNORECASE)
BEFORE = re.compile(
    r"(?:.*\b(?:experienced?|knowledge|understanding|skill(?:s|ed)?|proficien(?:t|cy)|fluen(?:t|cy)|expert(?:ise)?"
    r"|familiar(?:ity)?|command|competen(?:t|ce)|know|us(?:e|ing)|such as|including|e\.g\.|for example)\s+)?"
    r"(?:(?:of|with|in|at|using|an?|the|your|good|strong|solid|some|basic|advanced|excellent|working)\s+)*",
    re.IGNORECASE,
)
"""Words that lead to the first thing in a list."""
AFTER = re.compile(r"(?:\s+(?:skills?|programming|experience)|\s*\([^)]*\)|[\s.:!?…])+$", re.IGNORECASE)
"""Words and marks that may follow a thing in a list."""


def list_items(clause: str) -> dict[int, str]:
    """The things that a clause lists, or the only one that it consists of, each by the place where it begins."""
    return dict(_items(clause))


def _items(clause: str) -> Iterator[tuple[int, str]]:
    at = 0
    for end, following in [*((gap.start(), gap.end()) for gap in BETWEEN.finditer(clause)), (len(clause), len(clause))]:
        piece = clause[at:end]
        lead = BEFORE.match(piece)
        start = lead.end() if lead and lead.end() < len(piece) else 0
        if item := AFTER.sub("", piece[start:]):
            yield at + start, item
        at = following
