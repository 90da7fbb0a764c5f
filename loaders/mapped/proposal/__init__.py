"""A mapping proposed for a table: what its headers and values suggest, with the reason and how sure that is.

Headers are held against what people call the fields of each kind of record, and the values must fit the field; a
column that looks like people is left out, and so is any that cannot be placed. Nothing is decided: a curator reads,
mends and keeps it.
"""

import os
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.errors import DataError, Problem
from kmgraph.sheets import Sheet, opened
from loaders.foreign import json_of, slug
from loaders.mapped.language import File
from loaders.mapped.proposal.guessing import Guess
from loaders.mapped.proposal.profile import profiles
from loaders.mapped.proposal.sketch import Sketch, constant_lines, scalar
from loaders.mapped.proposal.words import nameless

__all__ = ["Proposal", "propose"]

DEEPEST = 3
"""Objects inside objects in which lists are looked for."""


class Proposal(NamedTuple):
    """The text of a proposed mapping, and what it lacks to be loaded, in sentences."""

    text: str
    missing: tuple[str, ...]


def propose(path: Path, beside: Path) -> Proposal:
    """The mapping proposed for a table; `beside` is the folder in which the mapping will stand.

    Raises:
        DataError: the table cannot be read.
        OSError: neither can its file.
    """
    sketches = []
    for file in _files(path):
        found = profiles(file)
        if isinstance(found, Problem):
            raise DataError("No mapping can be proposed.", [found])
        own = file.at.split(".")[-1]
        stems = (own, path.stem) if own and not nameless(own) else (path.stem,)
        sketches.append(Guess(path.name, file.at, stems, found).made())
    missing = tuple(sentence for sketch in sketches for sentence in sketch.missing)
    return Proposal("\n".join(_lines(path, beside, sketches)) + "\n", missing)


def _files(path: Path) -> list[File]:
    """The tables in a file: itself, the sheets of a workbook that are not empty, or the longest list of a JSON file."""
    if path.suffix.lower() == ".xlsx":
        with opened(path) as sheets:
            named = [sheet.name for sheet in sheets if isinstance(sheet, Sheet) and next(sheet.rows, None)]
        return [File(path, 0, name) for name in named] or [File(path, 0)]
    if path.suffix.lower() == ".json":
        found = json_of(path)
        lists = {} if isinstance(found, Problem) else _lists(found, "", 0)
        return [File(path, 0, max(lists, key=lambda at: lists[at]) if lists else "")]
    return [File(path, 0)]


def _lists(found: Any, at: str, depth: int) -> dict[str, int]:
    """The lists of objects in a JSON value, by dotted path, with their lengths."""
    if isinstance(found, list):
        return {at: len(found)} if any(isinstance(item, dict) for item in found) else {}
    lists: dict[str, int] = {}
    for name, value in found.items() if isinstance(found, dict) and depth < DEEPEST else ():
        lists |= _lists(value, f"{at}.{name}".lstrip("."), depth + 1) if "." not in name else {}
    return lists


def _lines(path: Path, beside: Path, sketches: list[Sketch]) -> list[str]:
    folder = os.path.relpath(path.parent, beside)
    return [
        "# A mapping proposed by kmgraph: look at every line, then: kmgraph load --dry-run THIS-FILE",
        "# “sure”, “likely” and “a guess” say how far to trust a line. The language is described in docs/mapping.md.",
        "source:",
        f"  id: {slug(path.stem) or 'my-table'}  # part of every address: small letters, digits and hyphens",
        f"  title: {scalar(path.stem)}  # what people call the source",
        "  # publisher, url, licence and citation: add what the source says of itself",
        *([f"folder: {scalar(folder)}"] if folder != "." else []),
        "",
        *constant_lines(sketches),
        "tables:",
        *(line for sketch in sketches for line in sketch.lines()),
    ]
