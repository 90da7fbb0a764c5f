"""Which occupation needs which skill, how skills bear on each other, and the collections picked by the publisher."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.load import Edges, Entry, Staged
from kmgraph.model import Collection, Relation, Requirement
from kmgraph.vocabulary import Association, Importance, Status
from kmgraph.wording import listed, quoted
from loaders import foreign
from loaders.esco.release import AGAIN, Release
from loaders.foreign import Line, Unfit, entry

NAME = "esco"
IMPORTANCE = {"essential": Importance.ESSENTIAL, "optional": Importance.DESIRABLE}
ASSOCIATION = {"essential": Association.ESSENTIAL, "optional": Association.OPTIONAL}
SCHEMES = "http://data.europa.eu/esco/concept-scheme/"
COLLECTIONS = {
    "digCompSkillsCollection": ("digcomp", "DigComp skills"),
    "digitalSkillsCollection": ("6c930acd-c104-4ece-acf7-f44fd7333036", "Digital skills"),
    "greenSkillsCollection": ("green", "Green skills"),
    "languageSkillsCollection": ("skill-language-groups", "Language skills"),
    "researchOccupationsCollection": ("8ae4b9f3-507e-4057-a145-2f96f0132613", "Research occupations"),
    "researchSkillsCollection": ("research", "Research skills"),
    "transversalSkillsCollection": ("skill-transversal-groups", "Transversal skills"),
}
"""The scheme that the table of a collection tells of, and what to call it."""


def requirements(release: Release) -> Iterator[Staged | Problem]:
    """Which occupation needs which skill: essential, or optional, which is desirable here."""
    needed, aside = ("occupationUri", "relationType", "skillUri"), ("skillType", "occupationLabel", "skillLabel")
    columns = {"role": needed[0], "importance": needed[1], "competency": needed[2]}
    same: dict[str, Any] = {"status": Status.SOURCED, "columns": columns}
    edges = {
        word: Edges(Requirement, NAME, "role", "competency", importance=importance, **same)
        for word, importance in IMPORTANCE.items()
    }
    for line in release.lines("occupationSkillRelations", needed, (), aside):
        yield line if isinstance(line, Problem) else _edge(line, edges, needed)


def skill_relations(release: Release) -> Iterator[Staged | Problem]:
    """How one skill bears on another."""
    needed = ("originalSkillUri", "relationType", "relatedSkillUri")
    aside = ("originalSkillType", "relatedSkillType", "originalSkillLabel", "relatedSkillLabel")
    columns = {"subject": needed[0], "type": needed[1], "object": needed[2]}
    same: dict[str, Any] = {"status": Status.SOURCED, "columns": columns}
    edges = {
        word: Edges(Relation, NAME, "subject", "object", type=association, **same)
        for word, association in ASSOCIATION.items()
    }
    for line in release.lines("skillSkillRelations", needed, (), aside):
        if isinstance(line, Problem):
            yield line
            continue
        if (one := line[needed[0]]) == line[needed[2]]:
            message = f"The skill {quoted(one, 100)} is related to itself."
            hint = "It is kept as published; nothing here rests on it."
            yield note(line.place, message, hint, column=needed[2], value=one)
        yield _edge(line, edges, needed)


def collections(release: Release) -> Iterator[Entry | Problem]:
    """The publisher's own picks of skills or occupations, such as green skills."""
    for table in sorted(name for name in release.tables if name.endswith("Collection")):
        members: dict[str, list[str]] = {"members": [], "roles": []}
        aside = ("preferredLabel", "status", "skillType", "reuseLevel", "altLabels", "description",
                 "broaderConceptUri", "broaderConceptPT")  # fmt: skip
        for line in release.lines(table, ("conceptUri",), ("conceptType",), aside):
            if isinstance(line, Problem):
                yield line
            else:
                field = "roles" if line.get("conceptType") == "Occupation" else "members"
                members[field].append(line["conceptUri"])
        name, label = COLLECTIONS.get(table) or (foreign.slug(table), _spelt(table))
        unique = {field: tuple(dict.fromkeys(uris)) for field, uris in members.items() if uris}
        place = Place(release.tables[table].source)
        columns = dict.fromkeys(("members", "roles"), "conceptUri")
        values = {"id": SCHEMES + name, "label": label, **unique}
        yield entry(Collection, place, values, Unfit.SOURCE, columns=columns, hint=AGAIN)


def _spelt(table: str) -> str:
    words = re.sub(r"([A-Z])", r" \1", table.removesuffix("Collection")).lower()
    return words.strip().capitalize()


def _edge(line: Line, edges: Mapping[str, Edges], columns: tuple[str, str, str]) -> Staged | Problem:
    """The edge that a row states: from which concept, of which kind, and to which."""
    one, kind, other = map(line.__getitem__, columns)
    if kind not in edges:
        known = listed([quoted(word) for word in edges], "nor")
        message = f"The relation {quoted(kind)} is neither {known}, so the row is left out."
        return warning(line.place, message, "Look whether it matters to you.", column=columns[1], value=kind)
    try:
        return edges[kind].make(line.place, one, other)
    except ValidationError:
        message = f"{quoted(one)} and {quoted(other)} are not both addresses of concepts."
        return error(line.place, message, AGAIN, column=columns[2], value=other)
