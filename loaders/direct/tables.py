"""The tables of the folder: which columns they have, which rows say something, and what short names refer to."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.sheets import csv_sheet
from kmgraph.wording import did_you_mean, quoted
from loaders.foreign import Line, lines


class Table(NamedTuple):
    """The columns of a table: those it cannot do without, and others that are read."""

    needed: tuple[str, ...]
    used: tuple[str, ...]


TABLES = {
    "competency_domain": Table(("name", "slug"), ("description", "rank")),
    "competency": Table(("name", "slug", "competency_domain"), ("description", "rank")),
    "skill": Table(
        ("name", "slug", "competency"),
        ("description", "related_skills", "learning_resources", "tools_languages_methodologies", "rank"),
    ),
    "skill_level": Table(("name", "level"), ("description", "short_description", "focus")),
    "learning_resource": Table(("name", "slug"), ("language", "url", "provider", "description", "doi")),
    "provider": Table(("name", "slug"), ("url", "ror", "description")),
    "tool_language_methodology": Table(("name", "slug", "kind"), ("description", "url", "learning_resources")),
}
NEEDED = ("skill", "competency")
"""Tables without which there is nothing to load."""
SEARCHED = 20
"""References of a column for which the nearest short name is sought."""


class Folder:
    """The folder, and which short names its tables have described so far."""

    def __init__(self, path: Path):
        self.path = path
        self._files = {table: path / f"{table}.csv" for table in TABLES if (path / f"{table}.csv").exists()}
        self._known: dict[str, dict[str, tuple[Place, int]]] = {table: {} for table in TABLES}
        self._searched: dict[str, int] = {}

    def __contains__(self, table: str) -> bool:
        return table in self._files

    def place(self, table: str) -> Place:
        """The table as a whole."""
        return Place(str(self._files.get(table, self.path)))

    def lines(self, table: str) -> Iterator[Line | Problem]:
        """The rows of a table that say something; none where it is not there."""
        if table not in self:
            return
        for line in lines(csv_sheet(self._files[table]), *TABLES[table]):
            problem = None if isinstance(line, Problem) else self._doubt(table, line)
            yield problem or line

    def _doubt(self, table: str, line: Line) -> Problem | None:
        for column in ("name", "slug"):
            if column in TABLES[table].needed and not line.get(column):
                message = f"The cell {quoted(column)} is empty, so the row is left out."
                return warning(line.place, message, "Look whether the file is whole.", column=column)
        slug = line.get("slug")
        if slug is None or "slug" not in TABLES[table].needed:
            return None
        cells = hash(frozenset(line.cells.items()))
        place, first = self._known[table].setdefault(slug, (line.place, cells))
        if place == line.place:
            return None
        message = f"The slug {quoted(slug)} stands twice: also on line {place.line}"
        if first == cells:
            return note(line.place, f"{message}, in the same words: it counts once.", "Nothing is lost.",
                        column="slug", value=slug)  # fmt: skip
        return error(line.place, f"{message}, in other words.", "Give one of them another slug.",
                     column="slug", value=slug)  # fmt: skip

    def described(self, table: str, slug: str) -> bool:
        """Whether a row of a table has this short name."""
        return slug in self._known[table]

    def dangling(self, table: str, slug: str, place: Place, column: str) -> Problem:
        """What to say of a reference to a row that is not there."""
        searched = self._searched[column] = self._searched.get(column, 0) + 1
        meant = did_you_mean(slug, self._known[table]) if searched <= SEARCHED else ""
        message = f"{table}.csv has no {quoted(slug)}, so this reference leads nowhere."
        return warning(place, message, meant or "Look whether both files are of the same day.",
                       column=column, value=slug)  # fmt: skip

    def resolved(self, table: str, line: Line, column: str) -> Iterator[Problem]:
        """What is wrong with the references of a cell; those that are right are `found`."""
        if table in self:
            for slug in line.parts(column, "|"):
                if not self.described(table, slug):
                    yield self.dangling(table, slug, line.place, column)

    def found(self, table: str, slugs: Collection[str]) -> list[str]:
        """Those of these short names that a table describes."""
        return [slug for slug in slugs if self.described(table, slug)]


def repeated(line: Line, column: str) -> Iterator[Problem]:
    """The values that a cell with bars between them holds twice."""
    parts = [part.strip() for part in (line.get(column) or "").split("|")]
    for part in sorted(part for part, count in Counter(parts).items() if part and count > 1):
        message = f"The cell holds {quoted(part)} twice: it counts once."
        yield note(line.place, message, "Nothing is lost.", column=column, value=part)
