"""Records of what a source says; a value that its field does not take is a problem, told in plain words."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.model import Record, iri, keyed_iri
from kmgraph.vocabulary import Kind, Status
from kmgraph.wording import quoted

FOREVER = ("id", "label")
"""What no record can do without, whatever its class says."""
PATTERNS = {
    "a-z0-9+.-": "no IRI",
    "https?": "no web address",
    "a-z]{2,3}": "no code of a language, such as en",
    "[A-Z]{3}": "no code of a currency, such as GBP",
    "world": "no code of a country, such as GB",
}
"""What a text is not, by a part of the pattern that it does not match."""
TYPES = {
    "missing": "not stated",
    "string_type": "no text",
    "too_short": "empty",
    "string_too_short": "empty",
    "string_too_long": "too long",
    "greater_than_equal": "too small",
    "less_than_equal": "too large",
    "enum": "none of the words that are known",
    "dict_type": "no object",
    "extra_forbidden": "unknown",
}
"""What a value is instead of what it should be, by the name that the model has for the failure."""
SORTS = {"date": "no date, such as 2027-03-01", "float": "no number", "finite": "no number", "int": "no whole number"}
"""The same, by how such a name begins."""


class Unfit(Enum):
    """What is kept out by a value that its field does not take."""

    SOURCE = auto()
    """The whole source: an error."""
    RECORD = auto()
    """The record: a warning."""
    VALUE = auto()
    """The value: a warning; where its record cannot do without it, the whole source."""


def entry(
    record_type: type[Record], place: Place, values: Mapping[str, Any], unfit: Unfit = Unfit.RECORD, **said: Any
) -> Entry | Problem:
    """The entry of a record, or what keeps it out; arguments as those of `made`."""
    return made(record_type, place, values, unfit, **said)[-1]


def made(
    record_type: type[Record],
    place: Place,
    values: Mapping[str, Any],
    unfit: Unfit,
    *,
    short: str | None = None,
    columns: dict[str, str] | None = None,
    hint: str = "Mend it in the source.",
) -> list[Entry | Problem]:
    """Problems with the values of a record, then its entry or what keeps it out.

    Args:
        record_type: the class of the record.
        place: where it stands.
        values: by field; None is unknown.
        unfit: what is kept out by a value that does not fit.
        short: the source's name, for a record that is called by its key fields.
        columns: what the source calls the fields, where it does not call them so itself.
        hint: the remedy.
    """
    names = columns or {}
    known: dict[str, Any] = {"status": Status.SOURCED}
    known |= {name: value for name, value in values.items() if value is not None}
    if short and "id" not in known:
        known["id"] = _keyed(record_type.kind, short, known)
    told: list[Entry | Problem] = []
    while True:
        try:
            return [*told, Entry(record_type(**known), place, names)]
        except ValidationError as failure:
            found = failure.errors(include_url=False)[0]
            field = str(found["loc"][0])
            value = None if found["type"] == "missing" else found["input"]
            what = _What(record_type, place, known, value, names.get(field, field), _why(found), hint)
            needed = field in FOREVER or field not in known or record_type.model_fields[field].is_required()
            if unfit is not Unfit.VALUE or needed:
                return [*told, what.left_out() if unfit is Unfit.RECORD else what.fatal()]
            if (problem := what.trimmed()) not in told:  # two fields may hold the same cell
                told.append(problem)
            del known[field]


def _keyed(kind: Kind, short: str, values: dict[str, Any]) -> str:
    try:
        return keyed_iri(kind, short, values)
    except UnicodeError:  # half a character in one of the fields, which is about to be refused
        return iri(kind, short, "unnamed")


def _why(found: Any) -> str:
    """What is wrong with a value, in plain words: it is …"""
    pattern = str((found.get("ctx") or {}).get("pattern", ""))
    sort = str(found["type"])
    described = (words for part, words in PATTERNS.items() if part in pattern)
    typed = (words for start, words in SORTS.items() if sort.startswith(start))
    return next(described, None) or TYPES.get(sort) or next(typed, "not what belongs there")


class _What:
    """A value that does not fit, and the sentences about it."""

    def __init__(
        self, record_type: type[Record], place: Place, values: dict[str, Any], value: Any, column: str, why: str,
        hint: str,
    ):  # fmt: skip
        self._kind = record_type.kind.lower().replace("_", " ")
        self._name = quoted(values.get("label") or values.get("title") or values.get("id") or "", 120)
        self._place, self._column, self._why, self._hint = place, column, why, hint
        self._value = value

    @property
    def _said(self) -> str:
        shown = "" if self._value is None else f" ({quoted(self._value)})"
        return f"its {self._column.replace('_', ' ')}{shown} is {self._why}"

    def fatal(self) -> Problem:
        return self._told(error, f"The {self._kind} {self._name} cannot be kept: {self._said}.")

    def left_out(self) -> Problem:
        return self._told(warning, f"The {self._kind} {self._name} is left out: {self._said}.")

    def trimmed(self) -> Problem:
        message = f"Of the {self._kind} {self._name}, {self._said}, so it is left out and the rest is kept."
        return self._told(warning, message)

    def _told(self, say: Any, message: str) -> Problem:
        value = None if self._value is None else str(self._value)
        problem: Problem = say(self._place, message, self._hint, column=self._column, value=value)
        return problem
