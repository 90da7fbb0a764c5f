"""A profile in a JSON file: an object with a label, levels and courses."""

import json
from pathlib import Path
from typing import Any

from kmgraph.errors import DataError, Place, error
from kmgraph.profile.written import Following, Word, Written
from kmgraph.sheets import Refused, check, tidy
from kmgraph.wording import did_you_mean, listed, quoted

KEYS = ("label", "levels", "courses", "plan")
SHAPE = '{"levels": [{"competency": "…", "level": "…"}], "courses": ["…"]}'
PLAN = '{"question": {"from": "…", "to": "…"}, "courses": ["…"], "started": []}'
LONGEST = 200
"""Characters in the label of a profile: it stands in sentences."""
STEPS = 60
"""Courses in a plan: far more than anybody follows."""
TYPES = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", tuple: "an object"}
"""What the values of JSON are called; an object is read as a tuple of pairs, so that a repeated key is seen."""


def from_tree(name: str, text: str) -> Written:
    """What a JSON text says; `name` is that of the file that it comes from.

    Raises:
        DataError: it is not JSON, or not a profile.
        UsageError: it says too much.
    """
    try:
        found = json.loads(text, object_pairs_hook=tuple)
    except json.JSONDecodeError as failure:
        raise DataError(f"The profile {name}, line {failure.lineno}, is not JSON: {failure.msg}.") from None
    except (ValueError, RecursionError):
        raise DataError(f"The profile {name} is nested too deeply or holds an endless number. Write {SHAPE}") from None
    return _Tree(name).profile(found)


class _Tree:
    """Reads one profile; what it cannot take becomes a problem that says its path, such as `levels[3].level`."""

    def __init__(self, name: str):
        self._file = name
        self._written = Written(Path(name).stem)

    def profile(self, value: Any) -> Written:
        """What the whole file says.

        Raises:
            DataError: it has neither levels nor courses.
        """
        said = self._members("", value, KEYS) if isinstance(value, tuple) else {}
        if not {"levels", "courses"} & set(said) and not self._written.problems:
            raise DataError(f"The profile {self._file} needs an object with levels, courses or both: {SHAPE}")
        if label := self._word("label", said.get("label")):
            self._label(label.text)
        self._levels(said.get("levels"))
        self._written.done += self._names("courses", said.get("courses"))
        if "plan" in said:
            self._plan(said["plan"])
        return self._written

    def _plan(self, value: Any) -> None:
        if not isinstance(value, tuple):
            self._refuse("plan", f"This is {_type(value)}, not an object.", f"Write {PLAN}")
            return
        said = self._members("plan", value, ("question", "courses", "started"))
        for part in ("courses", "started"):
            if isinstance(said.get(part), list) and len(said[part]) > STEPS:
                self._refuse(f"plan.{part}", f"These are more than {STEPS} courses.", "Keep those that come first.")
                said[part] = None
        self._written.plan = Following(
            self._question(said.get("question")),
            self._names("plan.courses", said.get("courses")),
            self._names("plan.started", said.get("started")),
        )

    def _question(self, value: Any) -> dict[str, str]:
        if not isinstance(value, tuple):
            self._refuse("plan.question", f"This is {_type(value)}, not an object.", f"Write {PLAN}")
            return {}
        said = self._members("plan.question", value).items()
        words = {name: self._word(f"plan.question[{json.dumps(name[:LONGEST])}]", text) for name, text in said}
        return {name: word.text for name, word in words.items() if word}

    def _names(self, at: str, value: Any) -> list[Word]:
        found = (self._name(f"{at}[{number}]", one) for number, one in enumerate(self._list(at, value)))
        return [one for one in found if one]

    def _label(self, text: str) -> None:
        if len(text) > LONGEST:
            self._refuse("label", f"The label is longer than {LONGEST} characters.", "Shorten it.")
        else:
            self._written.label = text

    def _levels(self, value: Any) -> None:
        if isinstance(value, tuple):
            for name, level in self._members("levels", value).items():
                self._held(f"levels[{json.dumps(quoted(name)[1:-1], ensure_ascii=False)}]", name, level)
            return
        for number, one in enumerate(self._list("levels", value)):
            at = f"levels[{number}]"
            if isinstance(one, tuple):
                said = self._members(at, one, ("competency", "level", "note"))
                self._held(at, said.get("competency"), said.get("level"), ".competency", ".level")
            else:
                self._refuse(at, f"This is {_type(one)}, not an object.", f"Write {SHAPE}")

    def _held(self, at: str, name: Any, level: Any, beside: str = "", below: str = "") -> None:
        competency, stated = self._name(at + beside, name), self._word(at + below, level)
        if competency:
            self._written.held.append((competency, stated))

    def _members(self, at: str, value: tuple[tuple[str, Any], ...], keys: tuple[str, ...] = ()) -> dict[str, Any]:
        """The members of an object; an unknown key is a problem, as is one that stands twice (RFC 8259, section 4)."""
        found: dict[str, Any] = {}
        self._written.bound(self._file, len(value))
        for key, one in value:
            if key in found:
                self._refuse(at, f"The key {quoted(key)} stands twice.", "Keep one of the two.")
            elif keys and key not in keys:
                hint = did_you_mean(key, keys) or f"It may have {listed(keys, 'and')}."
                self._refuse(at, f"The key {quoted(key)} is unknown.", hint)
            found.setdefault(key, one)
        return found

    def _list(self, at: str, value: Any) -> list[Any]:
        if value is None or isinstance(value, list):
            self._written.bound(self._file, len(value or ()))
            return value or []
        self._refuse(at, f"This is {_type(value)}, not a list.", f"Write {SHAPE}")
        return []

    def _name(self, at: str, value: Any) -> Word | None:
        """A name that must not be missing."""
        before = len(self._written.problems)
        word = self._word(at, value)
        if word is None and len(self._written.problems) == before:
            self._refuse(at, "No name stands here.", "Write one, or delete the entry.")
        return word

    def _word(self, at: str, value: Any) -> Word | None:
        """A text, or None where there is none: null, or nothing but blanks."""
        if value is not None and not isinstance(value, str):
            self._refuse(at, f"This is {_type(value)}, not a text.", "Write it in quotation marks.")
            return None
        try:
            if (text := tidy(value)) is None:
                return None
            check(text)
        except Refused as doubt:
            self._refuse(at, doubt.message, doubt.hint)
            return None
        return Word(self._place(at), str(text))

    def _place(self, at: str) -> Place:
        return Place(f"{self._file}, {at}" if at else self._file)

    def _refuse(self, at: str, message: str, hint: str) -> None:
        self._written.problems.append(error(self._place(at), message, hint))
        self._written.bound(self._file)


def _type(value: Any) -> str:
    return TYPES.get(type(value), "null")
