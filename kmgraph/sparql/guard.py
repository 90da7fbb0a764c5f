"""What may not be asked: changes of the data, and questions to other services.

Words are told from variables, names, texts and comments, so that `?service` or the label "SERVICE" pass. Behind this
stands the worker, which cannot write and has no way to a network.
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
BRACE = [("open", "{")]
_ASKS_OTHERS = re.compile(r"(?:^|[.\-])service", re.IGNORECASE)


def refusal(query: str) -> tuple[Outcome, str] | None:
    """Why a query is not run, in a word and a sentence; None where it may be."""
    depth, first, before = 0, True, ""
    tokens = list(_tokens(query))
    for place, (sort, said) in enumerate(tokens):
        if sort == "open":
            depth += 1
            if depth > DEEPEST:
                return Outcome.MALFORMED, f"The query nests more than {DEEPEST} brackets. Write it flatter."
        elif sort == "close":
            depth -= 1
        elif sort == "word":
            word = said.casefold()
            if first and word not in PROLOGUE:
                first = False
                if word in UPDATES:
                    return Outcome.FORBIDDEN, f"{word.upper()} would change the data, which can only be read here."
            if word.startswith("service"):
                return _others()
        elif sort == "prefix" and _ASKS_OTHERS.search(said) and before != "graph" and tokens[place + 1 :][:1] == BRACE:
            return _others()  # a reader may take `SERVICE:x {` apart in two ways, and only one of them is a name
        before = said.casefold()
    return None


def _others() -> tuple[Outcome, str]:
    return Outcome.FORBIDDEN, "SERVICE would ask another service, which is not done here. Ask that service yourself."


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """The sort of each token but blanks, with what it says; of a prefixed name only the prefix."""
    for found in _TOKEN.finditer(query):
        sort = found.lastgroup or "other"
        if sort == "name":
            yield "prefix", found["prefix"]
        elif sort != "blank":
            yield sort, found.group()
