"""Groups, skills and occupations, each with its labels and what stands above it."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.load import Entry
from kmgraph.model import Competency, Framework, Group, Record, Role
from kmgraph.vocabulary import CompetencyType, Status
from kmgraph.wording import quoted
from loaders.esco.hierarchy import Hierarchy
from loaders.esco.release import AGAIN, Release
from loaders.foreign import Line, Unfit, entry

SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
ISCO = "http://data.europa.eu/esco/isco/C"
"""How the IRI of an ISCO group begins; its code follows."""
TYPES = {"knowledge": CompetencyType.KNOWLEDGE, "skill/competence": CompetencyType.SKILL}
ALWAYS = ("conceptType", "status", "inScheme")
"""Columns that are left out: they say what the table says, that the concept is released, and where else it stands."""
COLUMNS = {
    "id": "conceptUri", "label": "preferredLabel", "alternative_labels": "altLabels", "hidden_labels": "hiddenLabels",
    "definition": "description", "summary": "description", "notation": "code", "type": "skillType",
    "groups": "iscoGroup", "group": "iscoGroup",
}  # fmt: skip
"""What the fields of records are called here."""
KEPT = ("reuseLevel", "modifiedDate", "scopeNote", "definition", "regulatedProfessionNote", "naceCode")
"""Columns that are kept beside a record, as they are."""


def groups(release: Release, hierarchy: Hierarchy) -> Iterator[Entry | Problem]:
    """ISCO groups, groups of skills and fields of education; last, what the hierarchy of skills alone describes."""
    told: set[str] = set()
    for table in ("ISCOGroups", "skillGroups"):
        used = ("altLabels", "hiddenLabels", "code", "description", "scopeNote", "modifiedDate")
        for line in release.lines(table, ("conceptUri", "preferredLabel"), used, ALWAYS):
            if isinstance(line, Problem):
                yield line
            else:
                uri = line["conceptUri"]
                told.add(uri)
                hierarchy.titles[uri] = line["preferredLabel"]
                yield _made(line.place, uri, Group, _fields(release, line, hierarchy, above="broader"))
    yield from _headings(release, hierarchy, told)


def _headings(release: Release, hierarchy: Hierarchy, told: set[str]) -> Iterator[Entry | Problem]:
    missing = [(uri, heading) for uri, heading in hierarchy.headings() if uri not in told]
    for uri, (label, code, text, place) in missing:
        fields: dict[str, Any] = {"label": label, "notation": code, "definition": text, "language": release.language}
        if above := hierarchy.above(uri):
            fields["broader"] = tuple(above.groups)
        yield _made(place, uri, Group, fields)
    if missing and "skillGroups" in release.tables:
        first, (label, _, _, place) = missing[0]
        lacking = "a group" if len(missing) == 1 else f"{len(missing)} groups"
        message = f"The table skillGroups lacks {lacking} that skillsHierarchy has: {quoted(label)}"
        message += " and others." if len(missing) > 1 else "."
        yield note(place, message, "What it lacks is taken from there, without other labels.", value=first)


def skills(release: Release, hierarchy: Hierarchy) -> Iterator[Entry | Problem]:
    """The framework of skills, and each skill."""
    if "skills" not in release.tables:
        return
    framework = Framework(
        id=SKILLS, status=Status.SOURCED, label="ESCO skills", version=release.version, publisher="European Commission"
    )
    yield Entry(framework, Place(release.tables["skills"].source))
    used = ("skillType", "altLabels", "hiddenLabels", "description", *KEPT)
    for line in release.lines("skills", ("conceptUri", "preferredLabel"), used, ALWAYS):
        if isinstance(line, Problem):
            yield line
        else:
            uri = line["conceptUri"]
            fields = _fields(release, line, hierarchy, above="groups")
            kind = line.get("skillType")
            fields |= {"framework": SKILLS, "type": TYPES.get(kind or "")}
            if kind and kind not in TYPES:
                message = f"{quoted(kind)} is no type of skill that is known, so the type stays unknown."
                yield warning(line.place, message, "Look whether it matters to you.", column="skillType", value=kind)
            yield _made(line.place, uri, Competency, fields)


def occupations(release: Release, hierarchy: Hierarchy) -> Iterator[Entry | Problem]:
    """Each occupation, with its ISCO group."""
    used = ("iscoGroup", "code", "altLabels", "hiddenLabels", "description", *KEPT)
    for line in release.lines("occupations", ("conceptUri", "preferredLabel"), used, ALWAYS):
        if isinstance(line, Problem):
            yield line
        else:
            uri = line["conceptUri"]
            fields = _fields(release, line, hierarchy, above="groups")
            fields["summary"] = fields.pop("definition", None)
            if isco := line.get("iscoGroup"):
                above = dict.fromkeys((ISCO + isco, *fields.get("groups", ())))
                fields |= {"groups": tuple(above), "group": hierarchy.titles.get(ISCO + isco)}
            yield _made(line.place, uri, Role, fields)


def _fields(release: Release, line: Line, hierarchy: Hierarchy, *, above: str) -> dict[str, Any]:
    """What the columns that all concepts share say; `above` is the field for the groups that stand above."""
    label = line.get("preferredLabel")
    others = tuple(other for other in line.parts("altLabels") if other != label)
    fields: dict[str, Any] = {"label": label, "definition": line.get("description"), "notation": line.get("code")}
    if others:
        fields["alternative_labels"] = others
    if hidden := tuple(line.parts("hiddenLabels")):
        fields["hidden_labels"] = hidden
    if release.language != "en":
        fields["language"] = release.language
    if kept := {name: text for name in KEPT if (text := line.get(name))}:
        fields["extra"] = kept
    if over := hierarchy.above(line["conceptUri"]):
        fields |= {above: tuple(over.groups)} | ({"broader": tuple(over.kin)} if over.kin else {})
    return {name: value for name, value in fields.items() if value is not None}


def _made(place: Place, uri: str, record_type: type[Record], fields: dict[str, Any]) -> Entry | Problem:
    return entry(record_type, place, {"id": uri, **fields}, Unfit.SOURCE, columns=COLUMNS, hint=AGAIN)
