"""ESCO, the European classification of skills and occupations, in its official CSV files (versions 1.1 and 1.2).

A path is a zip as downloaded, or a folder that holds such zips or their files. The classification and the relations
come in zips of their own in version 1.1: give the folder that holds both. One language is read, English where it is
there. ESCO states no proficiency levels: a competency is held or not held.
"""

import re
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
from loaders.esco.release import BOTH, IGNORED, RELATIONS, Release, members

NAME = "esco"
CITATION = "This service uses the ESCO classification of the European Commission."
"""The words that Article 6 of the European Commission's reuse decision lets it ask for."""
ABOUT = {
    "publisher": "European Commission",
    "url": "https://esco.ec.europa.eu/",
    "licence": "European Commission reuse decision 2011/833/EU",
    "citation": CITATION,
}
"""What the source says of itself."""
NEEDED = ("skills", "occupations")
"""Tables without which there is nothing to load: one of them is enough."""
SIGNS = dict.fromkeys(NEEDED, "conceptUri") | {
    "occupationSkillRelations": "occupationUri", "skillSkillRelations": "originalSkillUri",
}  # fmt: skip
"""Tables by which a release is known, and a column of each."""
ZIP = re.compile(r"(?i)(esco|classification|relations)[^/\\]*\.zip$")
"""What zips of ESCO are called, as downloaded."""


def recognises(path: Path) -> bool:
    """Whether a zip or a folder holds a table that is called as ESCO's are and has their columns, or a broken zip."""
    try:
        with ExitStack() as stack:
            release = members(path, stack)
            if any(column in _header(release.tables[name]) for name, column in SIGNS.items() if name in release.tables):
                return True
            return any(ZIP.search(problem.place.source) for problem in release.damaged)
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
        if release.damaged:
            yield from release.damaged
            return
        if not release.tables.keys() & set(NEEDED):
            yield _nothing(path, release)
            return
        yield foreign.source(
            NAME, Place(str(path)), **ABOUT, title=" ".join(filter(None, ("ESCO classification", release.version)))
        )
        yield from release.problems()
        yield from _records(release)


def _nothing(path: Path, release: Release) -> Problem:
    """Why there is nothing to load: mostly because half of a download was given."""
    if RELATIONS & release.tables.keys():
        message = "Here are ESCO's relations, but not the skills and occupations that they join."
        return error(Place(str(path)), message, BOTH)
    names = listed([f"{name}_en.csv" for name in NEEDED])
    return error(Place(str(path)), f"There is no {names} here.", "Give the folder that holds the ESCO zips.")


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
