"""Texts that may be kept: without what nobody can see, and without addresses of people, each left out and named."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.model import Record, dump, refs
from kmgraph.personal import SURE, reaches
from kmgraph.sheets import INVISIBLE
from kmgraph.wording import code_point, quoted

LEFT_OUT = "[address left out]"
NAMES = {"id", "url"}
"""Fields that hold no text, beside those that refer to other records: a sign in an IRI is no way to a person."""
ESCAPED = re.compile(r"\\[ubfr]")
"""How JSON writes what nobody can see."""
BREAKS = re.compile(r"[\x0b\x0c\u2028\u2029]|\r(?!\n)")
"""Ends of lines of other sorts, which become plain ones."""
DEEPEST = 50
"""Lists within lists, or objects within objects, that `extra` may hold."""


def dumped(record: Record) -> str | None:
    """The text of a record as a store keeps it; None where it holds what must not, or cannot, be kept."""
    try:
        body = dump(record)
    except (ValueError, TypeError, RecursionError):  # halves of letters, or values that are no JSON
        return None
    return body if keepable(body) and not ("\\" in body and ESCAPED.search(body)) else None


def keepable(text: str) -> bool:
    """Whether a text holds nothing that nobody can see, and no address of a person."""
    return (text.isprintable() or not INVISIBLE.search(text)) and not reaches(text)


def cleaned(record: Record, place: Place) -> tuple[Record | None, list[Problem]]:
    """A record without what may not be kept, and what was left out of which field; None where too little is left."""
    problems: list[Problem] = []
    named = NAMES | refs(record.kind).keys()
    values = {
        name: value if name in named else _clean(value, name, place, problems)
        for name in record.model_fields_set
        if (value := getattr(record, name)) is not None
    }
    try:
        return type(record).model_validate(values), problems
    except ValidationError as failure:
        spoilt = sorted({str(found["loc"][0]) for found in failure.errors(include_url=False)})
    told = [_told(record, place, name) for name in spoilt]
    try:
        kept = {name: value for name, value in values.items() if name not in spoilt}
        return type(record).model_validate(kept), problems + [warning(*one) for one in told]
    except ValidationError:
        return None, problems + [error(*one) for one in told]


def _told(record: Record, place: Place, name: str) -> tuple[Place, str, str]:
    message = f"Nothing can be kept of the {name.replace('_', ' ')} of {quoted(record.id, 100)}."
    return place, message, "Write it without addresses of people and without characters that nobody can see."


def _clean(value: Any, name: str, place: Place, problems: list[Problem], depth: int = 0) -> Any:
    if depth > DEEPEST:
        problems.append(warning(place, "It is nested too deeply, so the rest is left out.", "Look at it.", column=name))
        return None
    if isinstance(value, str):
        return _text(value, name, place, problems) if type(value) is str else value
    if isinstance(value, dict):
        return {
            _clean(key, name, place, problems): _clean(one, name, place, problems, depth + 1)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return type(value)(_clean(one, name, place, problems, depth + 1) for one in value)
    return value


def _text(value: str, name: str, place: Place, problems: list[Problem]) -> str:
    text = BREAKS.sub("\n", value)
    problems.extend(_doubts(text, name, place))
    return INVISIBLE.sub("", SURE.sub(LEFT_OUT, text))


def _doubts(text: str, name: str, place: Place) -> Iterator[Problem]:
    if unseen := INVISIBLE.search(text):
        wrongly = "\x80" <= unseen[0] <= "\x9f"
        why = ", a sign that it was decoded wrongly" if wrongly else ""
        message = f"A text holds the invisible character {code_point(unseen[0])}{why}; such characters are left out."
        around = text[max(0, unseen.start() - 20) : unseen.end() + 20]
        yield warning(place, message, "Look at the letters around it.", column=name, value=quoted(around))
    if address := SURE.search(text):
        message = f"{quoted(address[0])} looks like a personal address, so it is left out."
        yield warning(place, message, "Give an organisation's page instead.", column=name)
