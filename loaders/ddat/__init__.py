"""The UK Government Digital and Data Profession Capability Framework, in the CSV files that its publisher offers.

A path is the file of roles (a row for each skill of each role level), or a folder that holds it as `roles.csv`.
`skills.csv` beside it, the index by skill, adds the descriptions of levels that no role asks for, and is compared
with the roles. A role level becomes a role of its own; which of them is the next step up, nobody states: the ladders
are proposals.
"""

from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, error
from kmgraph.load import Entry
from kmgraph.sheets import csv_sheet
from loaders import foreign
from loaders.ddat.index import index
from loaders.ddat.ladders import ladders
from loaders.ddat.records import NAME, TITLE, Names, frame, groups, requirements, roles, skills
from loaders.ddat.told import NEEDED, Told

__all__ = ["load", "recognises"]

ROLES, INDEX = "roles.csv", "skills.csv"
SIGNS = {"Role Family", "Role Level", "Skill Name"}
"""Columns by which the roles are known."""
INDEX_SIGNS = {"Skill Name", "Roles that require Skill"}
ABOUT = {
    "title": TITLE,
    "publisher": "UK Government Digital and Data",
    "url": "https://ddat-capability-framework.service.gov.uk/",
    "licence": "Open Government Licence v3.0",
    "citation": f"{TITLE}, © Crown copyright. Contains public sector information licensed under the "
    "Open Government Licence v3.0.",
}
"""What the source says of itself."""


def recognises(path: Path) -> bool:
    """Whether a path is one of the two files, or a folder that holds the roles."""
    columns = foreign.columns_of(path / ROLES if path.is_dir() else path)
    return columns >= SIGNS or (columns >= INDEX_SIGNS and not path.is_dir())


def load(path: Path) -> Iterator[Entry | Problem]:
    """Roles with what they need, skills with their levels, ladders, and every doubt about them."""
    file = path / ROLES if path.is_dir() else path
    if not file.exists():
        yield error(Place(str(path)), f"There is no {ROLES} here.", "Give the folder that holds it.")
        return
    if foreign.columns_of(file) >= INDEX_SIGNS:
        yield error(Place(str(path)), "This is the index of skills; the roles are missing.", f"Give {ROLES} instead.")
        return
    yield foreign.source(NAME, Place(str(path)), **ABOUT)
    yield from foreign.left_out(path, (ROLES, INDEX), f"Only {ROLES} and {INDEX} are read.")
    told = Told()
    for line in foreign.lines(csv_sheet(file), NEEDED, ("Role Type",)):
        yield from [line] if isinstance(line, Problem) else told.take(line)
    if path.is_dir() and (path / INDEX).exists():
        yield from index(csv_sheet(path / INDEX), told)
    yield from told.doubts()
    yield from _records(told, Place(str(file)))


def _records(told: Told, place: Place) -> Iterator[Entry | Problem]:
    names = Names()
    yield from frame(place)
    yield from groups(told, names)
    yield from skills(told, names)
    yield from roles(told, names)
    yield from requirements(told, names)
    yield from ladders(told, names, place)
