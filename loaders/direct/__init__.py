"""DIRECT, the DIgital REsearch CompeTencies framework (version 2), in the folder of CSV files that its makers publish.

Domains are groups, competencies are broader than their skills, learning resources are courses of the type resource
without any level. The list of tools, languages and methodologies becomes approaches where it is there; where it is
not, skills keep the short names by which they refer to it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.load import Entry
from kmgraph.wording import listed
from loaders import foreign
from loaders.direct.framework import competencies, domains, scale, skills
from loaders.direct.provision import providers, resources, tools
from loaders.direct.records import NAME, TITLE, framework
from loaders.direct.tables import NEEDED, TABLES, Folder

__all__ = ["load", "recognises"]

SIGNS = {"slug", "competency", "related_skills", "tools_languages_methodologies"}
"""Columns by which the skills are known, and the table that tells everything in one."""
ABOUT = {
    "title": TITLE,
    "publisher": "DIRECT project",
    "url": "https://directframework.com/",
    "licence": "CC BY 4.0",
    # As the project's README asks, shortened by "et al."
    "citation": "Nenadic, A., Reed, P., Horsfall, D. et al. (2026). DIRECT competencies framework for digital "
    "Research Technical Professionals (v2.0.0). Zenodo. https://doi.org/10.5281/zenodo.19485964. CC BY 4.0",
}
"""What the source says of itself."""


def recognises(path: Path) -> bool:
    """Whether a path is a folder that holds the skills, or one of its two tables that nothing else is like."""
    return foreign.columns_of(path / "skill.csv" if path.is_dir() else path) >= SIGNS


def load(path: Path) -> Iterator[Entry | Problem]:
    """Domains, competencies, skills and how they are related; providers and resources; every doubt about them."""
    if not path.is_dir():
        message = "A single table of DIRECT does not say what its references mean."
        yield error(Place(str(path)), message, f"Give the folder that holds {listed(_files(NEEDED), 'and')}.")
        return
    folder = Folder(path)
    if absent := [table for table in NEEDED if table not in folder]:
        message = f"There is no {listed(_files(absent), 'and no')} here."
        yield error(Place(str(path)), message, "Give the whole folder, as published.")
        return
    yield foreign.source(NAME, Place(str(path)), **ABOUT)
    yield from _left_out(path, folder)
    yield from _records(folder)


def _records(folder: Folder) -> Iterator[Entry | Problem]:
    place = Place(str(folder.path))
    yield from scale(folder)
    yield framework(place, with_scale="skill_level" in folder)
    yield from domains(folder)
    yield from competencies(folder)
    yield from providers(folder)
    yield from resources(folder)
    named_tools = yield from tools(folder)
    yield from skills(folder, named_tools)


def _files(tables: Iterable[str]) -> list[str]:
    return [f"{table}.csv" for table in tables]


def _left_out(path: Path, folder: Folder) -> Iterator[Problem]:
    for table in TABLES:
        if table not in folder:
            message = f"There is no {table}.csv here, so nothing of it is loaded; what refers to it leads nowhere."
            if table == "tool_language_methodology":  # what refers to it is kept and counted
                continue
            yield warning(Place(str(path)), message, "Give the whole folder, as published.")
    again = [file.name for file in sorted(path.glob("*-all-in-one.csv"))]
    for name in again:
        message = "This table tells once more what the other files tell, so it is left out."
        yield note(Place(str(path / name)), message, "Nothing is to be done.")
    tables = _files(TABLES)
    yield from foreign.left_out(path, (*tables, *again), f"The tables are {listed(tables, 'and')}.")
