"""What may not be asked: changes of the data, and questions to other services.

SERVICE is looked for in the text as it stands, without telling texts, comments and names apart: wherever the word is
followed by what its grammar asks for (a name or a variable, then a bracket), the query is refused, even where a reader
would see a comment or a prefix there. Rejected: to take the query apart as a reader does, since any difference between
two readers is a way through. Behind this stands the worker, which cannot write and has no way to a network.
"""

import re
from collections.abc import Iterator

from kmgraph.sparql.outcome import Outcome

DEEPEST = 100
"""Brackets within brackets; a parser that calls itself for each has an end."""
UPDATES = frozenset({"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"})
"""Words with which an update begins (SPARQL 1.1 Update, section 3)."""
PROLOGUE = frozenset({"base", "prefix", "version"})
_TOKEN = re.compile(
    r'''
    (?P<blank> \s+ | \#[^\r\n]* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<text> """(?:[^"\\]|\\.|"(?!""))*+""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\'
              | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?P<prefix> (?:[^\W\d_][\w.\-]{0,99}+)? ):(?:[\w:.\-%]|\\.)*+ )
    | (?P<language> @[\w\-]+ )
    | (?P<word> [^\W\d]\w*+ )
    | (?P<open> [{(\[] )
    | (?P<close> [})\]] )
    | (?P<other> . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_GAP = r"(?:[ \t\r\n]++|\#[^\r\n]{0,300}+(?:[\r\n]|\Z)){0,20}+"
_MORE = r"(?=[ \t\r\n\#]|[^ \t\r\n{]{1000})"
"""A gap or a name goes on beyond what is looked through."""
_NAME = r"""
    (?: <[^<>]*+> | [?$][\w\x80-\U0010ffff]{1,1000}+
      | [\w.\-\x80-\U0010ffff]{0,1000}+:(?:[\w:.%\-\x80-\U0010ffff]|\\.){0,1000}+ )
"""
_SERVICE = re.compile(
    rf"""
    [?$] (?!true|false) [a-z_]{{0,100}} service  # a variable, which no reader takes apart
    | (?P<asks> service {_GAP} (?: {_MORE} | (?: silent {_GAP} )? (?: {_MORE} | {_NAME} {_GAP} (?: \{{ | {_MORE} ) ) ) )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
"""A character by its number, which a reader may replace before it reads (SPARQL 1.1, section 19.2)."""


def refusal(query: str) -> tuple[Outcome, str] | None:
    """Why a query is not run, in a word and a sentence; None where it may be."""
    if any(found["asks"] for text in _spellings(query) for found in _SERVICE.finditer(text)):
        return (
            Outcome.FORBIDDEN,
            "SERVICE would ask another service, which is not done here. Ask that service yourself.",
        )
    depth, first = 0, True
    for sort, said in tokens_of(query):
        if sort == "open":
            depth += 1
            if depth > DEEPEST:
                return Outcome.MALFORMED, f"The query nests more than {DEEPEST} brackets. Write it flatter."
        elif sort == "close":
            depth -= 1
        elif sort == "word" and first and (word := said.casefold()) not in PROLOGUE:
            first = False
            if word in UPDATES:
                return Outcome.FORBIDDEN, f"{word.upper()} would change the data, which can only be read here."
    return None


def _spellings(query: str) -> set[str]:
    """The query as it stands, and as one who first replaces its escapes reads it."""
    return {query, _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), query)}


def tokens_of(query: str) -> Iterator[tuple[str, str]]:
    """The sort of each token but blanks, with what it says; of a prefixed name only the prefix."""
    for found in _TOKEN.finditer(query):
        sort = found.lastgroup or "other"
        if sort == "name":
            yield "prefix", found["prefix"]
        elif sort != "blank":
            yield sort, found.group()
