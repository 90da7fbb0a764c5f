"""What keeps a document from being read as JSON-LD, found before it costs anything: size, depth, foreign contexts."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem, error
from kmgraph.wording import quoted
from loaders.linked.contexts import context

DEEPEST = 40
"""Levels of nesting; the reader of JSON-LD recurses several times for each."""
MOST_VALUES = 500_000
MOST_COPIES = 50_000_000
"""Names that are copied while a document is read: each context copies those around it."""


def unfit(document: Any, place: Place) -> Problem | None:
    """The one problem of a document that is no object, too deep, too large, or asks the Web; None where it is fit."""
    if not isinstance(document, dict | list):
        return error(place, "This is JSON, but no JSON-LD: it is neither an object nor a list.", "Check the file.")
    values = terms = contexts = 0
    scoped = False
    level: list[tuple[Any, bool]] = [(document, False)]
    for _ in range(DEEPEST):
        contexts += sum("@context" in value for value, _ in level if isinstance(value, dict))
        scoped = scoped or any(inner and "@context" in value for value, inner in level if isinstance(value, dict))
        level = list(_inside(level))
        values += len(level)
        for value, of_context in level:
            if of_context and isinstance(value, str) and (problem := _unknown(value, place)):
                return problem
        terms += sum(len(value) for value, of_context in level if of_context and isinstance(value, dict))
        if broken := next(filter(_halved, _texts(level)), None):
            message = f"The text {quoted(broken.encode('utf-8', 'replace').decode())} holds half a character."
            return error(place, message, "Write it again, or export the document again.")
        if values > MOST_VALUES:
            return error(place, f"The document holds more than {MOST_VALUES:,} values.", "Split it into several.")
        if terms * (contexts + scoped * values) > MOST_COPIES:
            hint = "Use one context, at the top, with the names that are used."
            return error(place, "The contexts of the document declare too many names.", hint, column="@context")
        if not level:
            return None
    return error(place, f"The document is nested more than {DEEPEST} levels deep.", "Check that it is the right file.")


def _inside(level: list[tuple[Any, bool]]) -> Iterator[tuple[Any, bool]]:
    """The values one level further in, and whether each belongs to a context."""
    for value, of_context in level:
        if isinstance(value, dict):
            for key, inner in value.items():
                # what a term stands for is no context, but a list or text right under the key is an address
                yield inner, key in ("@context", "@import") or (of_context and isinstance(inner, dict))
        elif isinstance(value, list):
            for inner in value:
                yield inner, of_context


def _unknown(address: str, place: Place) -> Problem | None:
    if context(address) is not None:
        return None
    return error(
        place,
        f"The context {quoted(address, 120)} is not known here, and nothing is fetched from the Web.",
        "Write what it says into the document in its place, or expand the document first.",
        column="@context",
        value=address,
    )


def _texts(level: list[tuple[Any, bool]]) -> Iterator[str]:
    for value, _ in level:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value


def _halved(text: str) -> bool:
    """Whether a text holds one half of a character that UTF-16 writes as two, which nobody can store."""
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)
