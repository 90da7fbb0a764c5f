"""A mapping file as it is written: texts, lists and entries, each with its line, and nothing else of YAML.

All scalars are texts (what a field makes of one is the field's affair), and what makes YAML dangerous or hard to
follow (aliases, tags, several documents) is refused before anything is built of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.errors import Place, Problem, error
from kmgraph.wording import quoted
from loaders.foreign import text_of

LARGEST = 100_000
"""Bytes that a mapping may have."""
DEEPEST = 12
"""Levels to which its lists and entries may be nested."""


class Said(NamedTuple):
    """A text, a list or entries, and the line on which it (or the key before it) stands."""

    value: "str | list[Said] | dict[str, Said]"
    line: int


class Unclear(Exception):
    """What no mapping may hold: the line, the reason and the remedy."""

    def __init__(self, line: int, message: str, hint: str):
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint


def read(path: Path) -> Said | Problem:
    """What a mapping file says, or the one problem that keeps it from being read."""
    if path.stat().st_size > LARGEST:
        message = f"The mapping has more than {LARGEST:,} bytes."
        return error(Place(str(path)), message, "Check that it is the right file.")
    text = text_of(path)
    if isinstance(text, Problem):
        return text
    try:
        return _document(text)
    except Unclear as stop:
        return error(Place(str(path), stop.line), stop.message, stop.hint)


def _document(text: str) -> Said:
    events = _events(text)
    for event in events:
        if type(event).__name__ in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
            said = _said(event, events, 0)
            break
    else:
        raise Unclear(1, "The mapping is empty.", "Write at least “source:” and “tables:”; see docs/mapping.md.")
    if any(type(event).__name__ == "DocumentStartEvent" for event in events):
        raise Unclear(1, "The file holds several YAML documents.", "Keep one; delete the lines “---” between them.")
    return said


def _events(text: str) -> Iterator[Any]:
    """The marks of the text one by one, so that nothing is built of what must be refused."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YAMLError as failure:
        what = getattr(failure, "problem", None) or "it holds a character that no text has"
        # What is never closed is found at the end, and began elsewhere.
        mark = getattr(failure, "context_mark" if "end of stream" in what else "problem_mark", None)
        line = mark.line + 1 if mark else 1
        hint = "Mend this line or the one before; look at its blanks, colons and quotation marks."
        raise Unclear(line, f"The YAML is broken: {str(what).splitlines()[0]}.", hint) from None
    except (ValueError, RecursionError):  # of a number of too many digits, or nested without end
        raise Unclear(1, "The YAML is broken.", "Check that it is the right file.") from None


def _said(event: Any, events: Iterator[Any], depth: int) -> Said:
    line = event.start_mark.line + 1
    kind = type(event).__name__
    if kind == "AliasEvent" or getattr(event, "anchor", None):
        raise Unclear(line, "The mapping uses an anchor or an alias (& or *).", "Write out what it stands for.")
    if getattr(event, "tag", None):
        raise Unclear(line, f"The mapping uses the tag {quoted(event.tag)}.", "Delete it: every value is a text.")
    if depth > DEEPEST:
        raise Unclear(line, "The mapping is nested too deeply.", "Check that it is the right file.")
    if kind == "ScalarEvent":
        empty = event.value in ("", "~", "null") and event.style is None
        return Said("" if empty else event.value, line)
    if kind == "SequenceStartEvent":
        return Said(list(_items(events, depth)), line)
    return Said(dict(_entries(events, depth)), line)


def _items(events: Iterator[Any], depth: int) -> Iterator[Said]:
    for event in events:
        if type(event).__name__ == "SequenceEndEvent":
            return
        yield _said(event, events, depth + 1)


def _entries(events: Iterator[Any], depth: int) -> Iterator[tuple[str, Said]]:
    known: set[str] = set()
    for event in events:
        if type(event).__name__ == "MappingEndEvent":
            return
        key = _said(event, events, depth + 1)
        if not isinstance(key.value, str):
            raise Unclear(key.line, "A list or entries stand where a name belongs.", "Write a name before the colon.")
        if key.value in known:
            raise Unclear(key.line, f"{quoted(key.value)} stands twice here.", "Delete one of the two, or join them.")
        known.add(key.value)
        yield key.value, Said(_said(next(events), events, depth + 1).value, key.line)
