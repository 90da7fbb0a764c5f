"""Domains, competencies, skills and levels, and how skills are related to each other and to what teaches them."""

from collections.abc import Iterator

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.load import Entry
from kmgraph.model import Competency, Group, Level, Relation, Scale, Teaches
from kmgraph.vocabulary import Association, CompetencyType, Kind
from kmgraph.wording import quoted
from loaders import foreign
from loaders.direct.provision import Tools
from loaders.direct.records import FRAMEWORK, NAME, OTHERWISE, SCALE, kept, made, name_of
from loaders.direct.tables import Folder, repeated
from loaders.foreign import Line

TOOLS = "tools_languages_methodologies"
TOOL_TABLE = "tool_language_methodology"


def scale(folder: Folder) -> Iterator[Entry | Problem]:
    """The scale and its levels. Level 0 says that somebody lacks the skill: it is kept, but is no level."""
    aside = {}
    for line in folder.lines("skill_level"):
        if isinstance(line, Problem):
            yield line
            continue
        written, name = line.get("level") or "", line.cells["name"]
        if written == "0":
            aside[name] = kept(line, "level", "description", "short_description", "focus")
            message = f"{quoted(name)} has level 0, which is no level of a skill: it is kept aside."
            yield note(line.place, message, "Nothing is to be done.", column="level", value=written)
        elif not (written.isascii() and written.isdigit() and len(written) <= 3):
            message = f"{quoted(written)} is no whole number, so the level {quoted(name)} is left out."
            yield warning(line.place, message, "Number levels from 1, the lowest.", column="level", value=written)
        else:
            yield from made(
                line, Level, id=name_of(Kind.LEVEL, foreign.slug(name)), label=name, scale=SCALE, order=int(written),
                definition=line.get("description"), extra=kept(line, "short_description", "focus"),
            )  # fmt: skip
    if "skill_level" in folder:
        extra = {"extra": {"no level": aside}} if aside else {}
        said = foreign.named(Scale, NAME, "skill-levels", label="DIRECT skill levels", **extra)
        yield Entry(said, folder.place("skill_level"))


def domains(folder: Folder) -> Iterator[Entry | Problem]:
    """Domains, as groups of competencies."""
    for line in folder.lines("competency_domain"):
        if isinstance(line, Problem):
            yield line
        else:
            yield from made(
                line, Group, id=name_of(Kind.GROUP, line.cells["slug"]), label=line.cells["name"],
                definition=line.get("description"), extra=kept(line, "rank"),
            )  # fmt: skip


def competencies(folder: Folder) -> Iterator[Entry | Problem]:
    """Competencies, which are broader than their skills."""
    for line in folder.lines("competency"):
        if isinstance(line, Problem):
            yield line
            continue
        yield from folder.resolved("competency_domain", line, "competency_domain")
        above = folder.found("competency_domain", line.parts("competency_domain", "|"))
        yield from made(
            line, Competency, id=name_of(Kind.COMPETENCY, line.cells["slug"]), label=line.cells["name"],
            definition=line.get("description"), framework=FRAMEWORK, extra=kept(line, "rank"),
            groups=tuple(name_of(Kind.GROUP, slug) for slug in above),
        )  # fmt: skip


def skills(folder: Folder, tools: Tools) -> Iterator[Entry | Problem]:
    """Skills; what teaches them; once all are known, how they are related, and the tools that show them."""
    related: list[tuple[str, str, Place]] = []
    for line in folder.lines("skill"):
        if isinstance(line, Problem):
            yield line
            continue
        for column in ("related_skills", "learning_resources", TOOLS):
            yield from repeated(line, column)
        yield from _skill(folder, line, tools)
        yield from _taught(folder, line)
        related += [(line.cells["slug"], other, line.place) for other in line.parts("related_skills", "|")]
    for one, other, place in related:
        yield from _related(folder, one, other, place)
    yield from tools.entries()


def _skill(folder: Folder, line: Line, tools: Tools) -> Iterator[Entry | Problem]:
    slug = line.cells["slug"]
    yield from folder.resolved("competency", line, "competency")
    yield from folder.resolved(TOOL_TABLE, line, TOOLS)
    above = folder.found("competency", line.parts("competency", "|"))
    extra: dict[str, object] = dict(kept(line, "rank"))
    if undescribed := tools.show(slug, line):
        extra[TOOLS] = undescribed
    yield from made(
        line, Competency, id=name_of(Kind.COMPETENCY, slug), label=line.cells["name"], framework=FRAMEWORK,
        definition=line.get("description"), type=CompetencyType.SKILL, extra=extra,
        broader=tuple(name_of(Kind.COMPETENCY, above_it) for above_it in above),
    )  # fmt: skip


def _taught(folder: Folder, line: Line) -> Iterator[Entry | Problem]:
    """Which resources help to learn a skill; to which level, nobody says."""
    yield from folder.resolved("learning_resource", line, "learning_resources")
    skill = name_of(Kind.COMPETENCY, line.cells["slug"])
    for slug in folder.found("learning_resource", line.parts("learning_resources", "|")):
        ends = {"course": name_of(Kind.COURSE, slug), "competency": skill}
        yield Entry(foreign.edge(Teaches, NAME, **ends), line.place, OTHERWISE[Teaches])


def _related(folder: Folder, one: str, other: str, place: Place) -> Iterator[Entry | Problem]:
    """One direction of a relation: the source mostly writes both, and both are kept."""
    if not folder.described("skill", other):
        yield folder.dangling("skill", other, place, "related_skills")
        return
    if one == other:
        message = f"The skill {quoted(one)} is related to itself."
        hint = "It is kept as published; nothing here rests on it."
        yield note(place, message, hint, column="related_skills", value=other)
    ends = {"subject": name_of(Kind.COMPETENCY, one), "object": name_of(Kind.COMPETENCY, other)}
    yield Entry(foreign.edge(Relation, NAME, **ends, type=Association.RELATED), place, OTHERWISE[Relation])
