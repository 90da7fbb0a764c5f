"""The records that the framework becomes: families and roles as groups, role levels as roles, skills, needs."""

import hashlib
from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem
from kmgraph.load import Entry
from kmgraph.model import (
    Competency,
    Framework,
    Group,
    Ladder,
    Level,
    LevelDescription,
    Record,
    Requirement,
    Role,
    Scale,
    iri,
)
from kmgraph.vocabulary import CompetencyType, Importance, Kind
from loaders import foreign
from loaders.ddat.told import LEVELS, Post, Told

NAME = "ddat"
TITLE = "Government Digital and Data Profession Capability Framework"
SCALE = iri(Kind.SCALE, NAME, "skill-levels")
FRAMEWORK = iri(Kind.FRAMEWORK, NAME, NAME)
Made = Entry | Problem
COLUMNS: dict[type[Record], dict[str, str]] = {
    Competency: {"label": "Skill Name", "definition": "Skill Description"},
    LevelDescription: {"competency": "Skill Name", "level": "Skill Level", "text": "Skill Level Description"},
    Role: {"label": "Role Level", "summary": "Role Level Description", "group": "Role Family", "groups": "Role"},
    Requirement: {"role": "Role Level", "competency": "Skill Name", "level": "Skill Level"},
    Ladder: {"rungs": "Role Level", "label": "Role"},
}
"""What the fields of records are called here; groups are families and roles."""
FAMILY, ROLE = {"label": "Role Family"}, {"label": "Role", "definition": "Role Description", "broader": "Role Family"}
WHY = "The publisher calls the skills that it lists for a role level required, and grades none as less so."


class Names:
    """Short names made of words; those that would be alike get a digest."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, ...]] = {}

    def of(self, kind: Kind, *words: str) -> str:
        """The IRI of what is called so."""
        name = iri(kind, NAME, ".".join(foreign.slug(word) for word in words))
        if self._taken.setdefault(name, words) == words:
            return name
        return f"{name}-{hashlib.blake2b(repr(words).encode(), digest_size=5).hexdigest()}"

    def family(self, family: str) -> str:
        """The group that a family is."""
        return self.of(Kind.GROUP, "family", family)

    def role(self, role: str) -> str:
        """The group that a role is, over its levels."""
        return self.of(Kind.GROUP, "role", role)

    def post(self, post: Post) -> str:
        """The role that a role level is."""
        return self.of(Kind.ROLE, post.role, post.level) if post.level else self.of(Kind.ROLE, post.role)

    def skill(self, skill: str) -> str:
        """The competency that a skill is."""
        return self.of(Kind.COMPETENCY, skill)


def level_iri(level: str) -> str:
    """The level of that name."""
    return iri(Kind.LEVEL, NAME, foreign.slug(level))


def frame(place: Place) -> Iterator[Entry | Problem]:
    """The framework and its scale."""
    yield made(place, Scale, id=SCALE, label="Digital and data skill levels")
    for order, level in enumerate(LEVELS, 1):
        yield made(place, Level, id=level_iri(level), label=level, scale=SCALE, order=order)
    yield made(
        place, Framework, id=FRAMEWORK, label=TITLE, publisher="UK Government Digital and Data", scale=SCALE,
        alternative_labels=("DDaT capability framework",), url="https://ddat-capability-framework.service.gov.uk/",
    )  # fmt: skip


def groups(told: Told, names: Names) -> Iterator[Entry | Problem]:
    """Families, and the roles under them."""
    for family, place in told.families.items():
        yield made(place, Group, FAMILY, id=names.family(family), label=family)
    for role, place in told.roles.items():
        family = told.said("Role Family", role) or ""
        yield made(
            place, Group, ROLE, id=names.role(role), label=role, definition=told.said("Role Description", role),
            broader=(names.family(family),),
        )  # fmt: skip


def skills(told: Told, names: Names) -> Iterator[Entry | Problem]:
    """Skills, and what they look like at each level."""
    for skill, place in told.skills.items():
        yield made(
            place, Competency, id=names.skill(skill), label=skill, definition=told.said("Skill Description", skill),
            type=CompetencyType.SKILL, framework=FRAMEWORK,
        )  # fmt: skip
        for level in LEVELS:
            if text := told.said("Skill Level Description", skill, level):
                ends = {"competency": names.skill(skill), "level": level_iri(level)}
                yield made(place, LevelDescription, None, **ends, text=text)


def roles(told: Told, names: Names) -> Iterator[Entry | Problem]:
    """Role levels; a role without levels stands for itself."""
    for post, needs in told.needs.items():
        place = next(iter(needs.values())).place
        text = told.said("Role Level Description", *post) if post.level else told.said("Role Description", post.role)
        kind = told.said("Role Type", post.role)
        yield made(
            place, Role, id=names.post(post), label=post.level or post.role, summary=text,
            group=told.said("Role Family", post.role), groups=(names.role(post.role),),
            extra={"Role Type": kind} if kind else None,
        )  # fmt: skip


def requirements(told: Told, names: Names) -> Iterator[Entry | Problem]:
    """What role levels need."""
    for post, needs in told.needs.items():
        for skill, need in needs.items():
            yield made(
                need.place, Requirement, role=names.post(post), competency=names.skill(skill),
                level=level_iri(need.level) if need.level else None, importance=Importance.ESSENTIAL, why=WHY,
            )  # fmt: skip


def made(place: Place, record_type: type[Record], columns: dict[str, str] | None = None, **fields: Any) -> Made:
    """The entry of a record, or why its texts make none; fields of None are unknown, `columns` what is called else."""
    again = "Mend the cell, or download the file again."
    names = columns or COLUMNS.get(record_type)
    return foreign.entry(record_type, place, fields, foreign.Unfit.SOURCE, short=NAME, columns=names, hint=again)
