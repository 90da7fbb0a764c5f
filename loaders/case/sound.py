"""Whether all of a JSON document can be kept: not too deep, no infinite numbers, no halves of characters."""

import math
from typing import Any

from kmgraph.errors import Place, Problem, error
from kmgraph.wording import quoted

DEEPEST = 40
"""Objects and lists within each other."""


class _Unsound(Exception):
    def __init__(self, message: str, hint: str, path: str = ""):
        self.message, self.hint, self.path = message, hint, path


def unsound(document: Any, place: Place) -> Problem | None:
    """The first thing in a document that cannot be kept, if there is one."""
    try:
        _look(document, 0)
    except _Unsound as found:
        return error(place, found.message, found.hint, column=found.path.lstrip(".")[:80] or None)
    return None


def _look(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise _Unsound(f"The JSON is nested more than {DEEPEST} deep.", "Check that it is the right file.")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise _Unsound("A number is too large.", "Write one that fits.")
    elif isinstance(value, dict):
        for name, part in value.items():
            _check_text(name)
            _within(part, depth, f".{name}")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            _within(part, depth, f"[{at}]")


def _within(part: Any, depth: int, step: str) -> None:
    try:
        _look(part, depth + 1)
    except _Unsound as found:
        found.path = step + found.path
        raise


def _check_text(text: str) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            message = f"The text {quoted(text)} holds half a character."
            raise _Unsound(message, "Export the package again.") from None
