"""The UK Government Digital and Data Profession Capability Framework, in the CSV files that its publisher offers.

A path is the file of roles (a row for each skill of each role level), or a folder that holds it as `roles.csv`.
`skills.csv` beside it, the index by skill, adds the descriptions of levels that no role asks for, and is compared
with the roles. A role level becomes a role of its own; which of them is the next step up, nobody states: the ladders
are proposals.
"""

from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.sheets import Row, csv_sheet, name_of
from loaders import foreign
from loaders.ddat.index import index
from loaders.ddat.ladders import ladders
from loaders.ddat.records import NAME, TITLE, Names, frame, groups, requirements, roles, skills
from loaders.ddat.told import NEEDED, Told, some

__all__ = ["load", "recognises"]

ROLES, INDEX = "roles.csv", "skills.csv"
SIGNS = {"Role Family", "Role Level", "Skill Name"}
"""Columns by which the roles are known."""
INDEX_SIGNS = {"Skill Name", "Roles that require Skill"}
PROSE = (".md", ".txt", ".pdf")
"""Files that people keep beside the data, of which nothing is said."""


def recognises(path: Path) -> bool:
    """Whether a path is one of the two files, or a folder that holds the roles."""
    columns = _columns(path / ROLES if path.is_dir() else path)
    return columns >= SIGNS or (columns >= INDEX_SIGNS and not path.is_dir())


def _columns(path: Path) -> set[str]:
    header = next(csv_sheet(path).rows, None) if path.suffix.lower() == ".csv" and path.is_file() else None
    return {name_of(cell) for cell in header.cells} if isinstance(header, Row) else set()


def load(path: Path) -> Iterator[Entry | Problem]:
    """Roles with what they need, skills with their levels, ladders, and every doubt about them."""
    file = path / ROLES if path.is_dir() else path
    if not file.exists():
        yield error(Place(str(path)), f"There is no {ROLES} here.", "Give the folder that holds it.")
        return
    if _columns(file) >= INDEX_SIGNS:
        yield error(Place(str(path)), "This is the index of skills; the roles are missing.", f"Give {ROLES} instead.")
        return
    yield _source(path)
    yield from _left_out(path)
    told = Told()
    for line in foreign.lines(csv_sheet(file), NEEDED, ("Role Type",)):
        yield from [line] if isinstance(line, Problem) else told.take(line)
    if path.is_dir() and (path / INDEX).exists():
        yield from index(csv_sheet(path / INDEX), told)
    yield from told.doubts()
    yield from _records(told, Place(str(file)))


def _source(path: Path) -> Entry:
    return foreign.source(
        NAME,
        Place(str(path)),
        title=TITLE,
        publisher="UK Government Digital and Data",
        url="https://ddat-capability-framework.service.gov.uk/",
        licence="Open Government Licence v3.0",
        citation=f"{TITLE}, © Crown copyright. Contains public sector information licensed under the "
        "Open Government Licence v3.0.",
    )


def _left_out(path: Path) -> Iterator[Problem]:
    known = (ROLES, INDEX)
    found = sorted(file.name for file in path.iterdir()) if path.is_dir() else []
    others = [name for name in found if name not in known and name[0] not in "._" and not name.endswith(PROSE)]
    if others:
        message = f"The folder also holds {some(others)}, left out."
        yield warning(Place(str(path)), message, f"Only {ROLES} and {INDEX} are read.")


def _records(told: Told, place: Place) -> Iterator[Entry | Problem]:
    names = Names()
    yield from frame(place)
    yield from groups(told, names)
    yield from skills(told, names)
    yield from roles(told, names)
    yield from requirements(told, names)
    yield from ladders(told, names, place)
