"""Whole documents, text or JSON: of bounded size, in UTF-8, and never a pipe."""

import json
from pathlib import Path
from typing import Any

from kmgraph.errors import Place, Problem, error
from kmgraph.sheets import Unreadable, refuse_irregular, true_format

LARGEST = 100_000_000
"""Bytes that a document may have which must be read whole."""
MOST = 1_500_000
"""Values that a JSON document may hold: each takes some hundred bytes, however short it is written."""
TEXTS = ("a web page", "an XML file")
"""What is text, though the first bytes say more than that."""


def text_of(path: Path, most: int = LARGEST) -> str | Problem:
    """The text of a file of at most so many bytes, or the one problem that keeps it from being read."""
    try:
        if path.is_dir():
            raise Unreadable("This is a folder, and the format is one of single files.", "Give one file of it.")
        refuse_irregular(path)
        if (what := true_format(path)) and what not in TEXTS:
            raise Unreadable(f"This is {what}, not a text file.", "Give the text itself, in UTF-8.")
        if path.stat().st_size > most:
            message = f"The file has more than {most // 1_000_000} MB."
            raise Unreadable(message, "Split it, or check that it is the right one.")
        return path.read_bytes().decode("utf-8-sig")
    except Unreadable as stop:
        return error(Place(str(path), stop.line), stop.message, stop.hint)
    except UnicodeDecodeError as failure:
        line = failure.object.count(b"\n", 0, failure.start) + 1
        return error(
            Place(str(path), line),
            f"The file is not UTF-8: it holds the byte 0x{failure.object[failure.start]:02X}.",
            "Save it as UTF-8.",
        )


def json_of(path: Path) -> Any | Problem:
    """What a JSON file says, or the one problem that keeps it from being read."""
    text = text_of(path)
    return text if isinstance(text, Problem) else json_in(text, Place(str(path)))


def json_in(text: str, place: Place) -> Any | Problem:
    """What a text says in JSON, or what is wrong with it; `place` is where it stands."""
    if sum(map(text.count, "[{,")) > MOST:
        return error(
            place, f"The JSON holds more than {MOST:,} values.", "Split it, or check that it is the right file."
        )
    try:
        return json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as failure:
        line = (place.line or 1) + failure.lineno - 1
        return error(Place(place.source, line), f"The JSON is broken: {failure.msg}.", "Mend it, or export it again.")
    except RecursionError:
        return error(place, "The JSON is nested too deeply.", "Check that it is the right file.")
    except ValueError as failure:  # a number of too many digits, or one that is none
        what = (
            "a number of too many digits" if "int_max_str_digits" in str(failure) else f"what is no number: {failure}"
        )
        return error(place, f"The JSON holds {what}.", "Mend it, or export it again.")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
