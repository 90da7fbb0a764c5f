"""Why a query cannot be read: the parser lists all that it would take; people need the place, and the word."""

import re

from kmgraph.sparql.formats import KNOWN
from kmgraph.sparql.guard import tokens_of

_PLACE = re.compile(r"error at (\d+):(\d+): ")
_SENTENCE = re.compile(r"(?:one of |, |expected )([A-Z][A-Za-z]*(?: [A-Za-z]+){2,})(?=,|$)")
"""What the parser says in words, among the letters and words that it expected."""


def unread(query: str, failure: str) -> str:
    """What is wrong with a query, in a sentence or two, from what the parser says of it."""
    from kmgraph.wording import quoted

    if (prefix := _unknown(query)) is not None:
        return f"The prefix {prefix}: is not known. Declare it with PREFIX, or use one of {', '.join(sorted(KNOWN))}."
    place = _PLACE.match(failure)
    if not place:
        return f"The query cannot be read: {quoted(failure, 200)}."
    line, column = int(place[1]), int(place[2])
    where = f"The query cannot be read at line {line}, column {column}"
    if said := _SENTENCE.search(" ".join(failure.split())):
        return f"{where}: {said[1]}."
    word = _word(query, line, column)
    return f"{where}, near {quoted(word, 40)}." if word else f"{where}: something is missing before its end."


def _unknown(query: str) -> str | None:
    """The first prefix of a query that nobody declared."""
    known, before = set(KNOWN), ""
    for sort, said in tokens_of(query):
        if sort == "prefix":
            if before == "prefix":
                known.add(said)
            elif said not in known and before != "_":  # `_:a` has no name
                return said
        before = said.casefold() if sort == "word" else ""
    return None


def _word(query: str, line: int, column: int) -> str:
    """The word at a place, or the next one behind it."""
    first, *others = query.split("\n")[line - 1 :] or [""]
    before, behind = first[: column - 1], first[column - 1 :]
    if not behind[:1].isspace():  # it may begin before the place
        behind = re.split(r"\s", before)[-1] + behind
    return next(iter("\n".join([behind, *others]).split()), "")
