"""What the values of a column look like: dates, addresses, few words, names of people, several in a cell."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kmgraph.errors import Problem
from loaders.mapped.language import File
from loaders.mapped.persons import hold_people, named_like_a_person
from loaders.mapped.rows import Row, header, rows

LOOKED_AT = 2_000
"""Rows that are looked at."""
FEW = 12
"""Different values that may be words of a list."""
SEPARATORS = (" | ", "|", ";", "\n")
"""What may stand between several values of a cell; a comma stands in too many texts."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}")
ADDRESS = re.compile(r"https?://\S+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
LANGUAGE = re.compile(r"[a-z]{2,3}")
CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{21,}|[0-9a-f]{16,}")
"""Made by a machine: says nothing to people."""


class Profile(NamedTuple):
    """What is known of a column."""

    name: str
    filled: int
    rows: int
    texts: tuple[str, ...]
    """Its different values, in the order of the table; those of lists one by one."""
    between: str | None
    """What stands between several values of a cell."""
    several: bool
    """Whether cells hold lists."""
    nested: bool
    """Whether cells hold objects."""
    personal: str | None
    """Why it seems to hold people."""

    @property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.filled == self.rows == len(self.texts) and not self.many

    @property
    def many(self) -> bool:
        """Whether a cell may hold several values."""
        return self.several or self.between is not None

    def all(self, shape: re.Pattern[str]) -> bool:
        """Whether its values are of a shape."""
        return bool(self.texts) and all(shape.fullmatch(text) for text in self.texts)

    def misfits(self, fits: Callable[[str], object]) -> list[str]:
        """Its different values that are none of what a field takes."""
        return [text for text in self.parts() if not fits(text)]

    @property
    def words(self) -> tuple[str, ...]:
        """The few words of which its values are; none where they are too many."""
        return self.texts if 0 < len(self.texts) <= FEW else ()

    def parts(self) -> list[str]:
        """Its different values, cells that hold several taken apart."""
        if self.between is None:
            return list(self.texts)
        split = (part.strip() for text in self.texts for part in text.split(self.between))
        return list(dict.fromkeys(filter(None, split)))


def profiles(file: File) -> list[Profile] | Problem:
    """What is known of each column of a table, or why it cannot be read."""
    names = [name for name in header(file) if name]
    found: dict[str, list[Any]] = {name: [] for name in names}
    for count, row in enumerate(rows(file._replace(ignore=dict.fromkeys(names, "")), ())):
        if isinstance(row, Row):
            for name in names:
                found[name].append(row.cells.get(name))
        elif not any(found.values()) or row.place.line is None:
            return row
        if count >= LOOKED_AT:
            break
    return [_profile(name, cells) for name, cells in found.items()]


def _profile(name: str, cells: list[Any]) -> Profile:
    filled = [cell for cell in cells if cell not in (None, "", [])]
    texts = tuple(dict.fromkeys(text for cell in filled for text in _texts(cell)))
    return Profile(
        name=name,
        filled=len(filled),
        rows=len(cells),
        texts=texts,
        between=_between(texts),
        several=any(isinstance(cell, list) for cell in filled),
        nested=any(isinstance(item, dict | list) for cell in filled for item in _items(cell)),
        personal=named_like_a_person(name) or hold_people(texts),
    )


def _items(cell: Any) -> list[Any]:
    return cell if isinstance(cell, list) else [cell]


def _texts(cell: Any) -> Iterator[str]:
    for item in _items(cell):
        if isinstance(item, bool):
            yield "true" if item else "false"
        elif isinstance(item, str | int | float) and str(item).strip():
            yield str(item).strip()


def _between(texts: tuple[str, ...]) -> str | None:
    """What stands between values: a mark in some cells, with short parts around it."""
    for mark in SEPARATORS:
        with_mark = [text for text in texts if mark in text]
        parts = [part for text in with_mark for part in text.split(mark)]
        short = sum(len(part) < 150 for part in parts)
        if mark == "\n" and any(
            part.lstrip().startswith(("-", "*", "•")) or part.rstrip().endswith(":") for part in parts
        ):
            continue  # a text with bullets
        if with_mark and short > 0.9 * len(parts) and not all(ADDRESS.fullmatch(text) for text in with_mark):
            return mark
    return None
