"""ESCO, the European classification of skills and occupations, in its official CSV files (versions 1.1 and 1.2).

A path is a zip as downloaded, or a folder that holds such zips or their files. The classification and the relations
come in zips of their own in version 1.1: give the folder that holds both. One language is read, English where it is
there. ESCO states no proficiency levels: a competency is held or not held.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from kmgraph.errors import Place, Problem, error
from kmgraph.load import Entry, Staged
from kmgraph.sheets import Row, Sheet, Unreadable
from kmgraph.wording import listed
from loaders import foreign
from loaders.esco.concepts import groups, occupations, skills
from loaders.esco.hierarchy import Hierarchy
from loaders.esco.relations import collections, requirements, skill_relations
from loaders.esco.release import IGNORED, Release, members

NAME = "esco"
CITATION = "This service uses the ESCO classification of the European Commission."
"""The words that Article 6 of the European Commission's reuse decision lets it ask for."""
NEEDED = ("skills", "occupations")
"""Tables without which there is nothing to load: one of them is enough."""


def recognises(path: Path) -> bool:
    """Whether a zip or a folder holds a table that is called as ESCO's are and has their columns."""
    try:
        with ExitStack() as stack:
            tables = members(path, stack).tables
            return any("conceptUri" in _header(tables[name]) for name in NEEDED if name in tables)
    except (Unreadable, ValueError):
        return False


def _header(sheet: Sheet) -> tuple[object, ...]:
    first = next(sheet.rows, None)
    return first.cells if isinstance(first, Row) else ()


def load(path: Path) -> Iterator[Entry | Staged | Problem]:
    """Occupations, skills, their groups and all relations, and every doubt about them."""
    with ExitStack() as stack:
        try:
            release = members(path, stack)
        except Unreadable as stop:
            yield error(Place(str(path)), stop.message, stop.hint)
            return
        if not release.tables.keys() & set(NEEDED):
            names = listed([f"{name}_en.csv" for name in NEEDED])
            yield error(Place(str(path)), f"There is no {names} here.", "Give the folder that holds the ESCO zips.")
            return
        yield _source(path, release)
        yield from release.problems()
        yield from _records(release)


def _source(path: Path, release: Release) -> Entry:
    version = f" {release.version}" if release.version else ""
    return foreign.source(
        NAME,
        Place(str(path)),
        title=f"ESCO classification{version}",
        publisher="European Commission",
        url="https://esco.ec.europa.eu/",
        licence="European Commission reuse decision 2011/833/EU",
        citation=CITATION,
    )


def _records(release: Release) -> Iterator[Entry | Staged | Problem]:
    hierarchy = Hierarchy()
    yield from hierarchy.read(release)
    yield from groups(release, hierarchy)
    yield from skills(release, hierarchy)
    yield from occupations(release, hierarchy)
    yield from hierarchy.left()
    yield from collections(release)
    yield from requirements(release)
    yield from skill_relations(release)


__all__ = ["IGNORED", "load", "recognises"]
