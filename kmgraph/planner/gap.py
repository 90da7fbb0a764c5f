"""What somebody holds, what a role needs, and the gap between the two, by competency and level."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Requirement, Role
from kmgraph.planner.levels import ANY_SCALE, Fact, Levels, counts
from kmgraph.vocabulary import Eligibility, Importance


@dataclass(frozen=True)
class Profile:
    """What somebody brings: levels held by competency (None: level not stated), and courses done.

    `id` is the IRI of the role it stands for, or None for a person; `basis` are the requirements it rests on.
    `not_among` are the groups of people to whom learning may be limited and to whom somebody in that role is known
    not to belong; of a person nothing is known.
    """

    label: str
    levels: Mapping[str, str | None]
    id: str | None = None
    courses: frozenset[str] = frozenset()
    basis: tuple[Requirement, ...] = field(default=(), compare=False)
    not_among: frozenset[Eligibility] = frozenset()

    def facts(self, levels: Levels) -> set[Fact]:
        """All that follows from what is held."""
        return levels.closure(levels.held(competency, level) for competency, level in self.levels.items())


class Standing(StrEnum):
    """How a need compares with what is held."""

    HELD = "held"
    RAISE = "raise"
    NEW = "new"


@dataclass(frozen=True)
class Need:
    """A competency that a role needs, the level it asks for, and what is held of it already."""

    competency: str
    level: str | None
    fact: Fact
    importance: Importance
    standing: Standing
    held: str | None
    """The level held of it, None where it is not held or its level is not stated."""
    other_scale: bool
    """Whether it is held, but on a scale that does not compare with the level needed."""
    basis: tuple[Requirement, ...]
    sources: tuple[str, ...]


class Asked(NamedTuple):
    """A level that a role asks for, as essential or as desirable."""

    fact: Fact
    essential: bool


def requirements(graph: Graph, role: str, *, with_desirable: bool = False) -> list[tuple[Requirement, str]]:
    """What a role needs, each with the source that says so; machine suggestions do not count.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    stated = [(need, source) for need, source in graph.about(Requirement, "role", role) if counts(need.status)]
    if not stated:
        out = any(isinstance(one, Requirement) and one.role == role for one in graph.before.values())
        why = "reviewers took out all that was proposed" if out else "no source states its competencies"
        raise NotKnown(
            f"It is not known what {graph.label(role)} needs: {why}. Load a source that does, or choose another role."
        )
    return [one for one in stated if with_desirable or one[0].importance is Importance.ESSENTIAL]


def role_profile(graph: Graph, levels: Levels, role: str, *, with_desirable: bool = False) -> Profile:
    """What somebody in a role holds: its essential requirements and nothing else, or the desirable ones too.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    held: dict[str, str | None] = {}
    basis = []
    for need, _ in requirements(graph, role, with_desirable=with_desirable):
        if levels.levelled(need.competency):
            here = levels.held(need.competency, need.level)
            if need.competency not in held or here.rank > levels.held(need.competency, held[need.competency]).rank:
                held[need.competency] = need.level
            basis.append(need)
    return Profile(graph.label(role), held, role, basis=tuple(basis), not_among=not_among(role_of(graph, role)))


NO_CIVIL_SERVICE = {
    "university", "local government", "legislature", "what works centre", "think tank", "charity", "learned society",
    "funder", "network",
}  # fmt: skip
"""Sectors, as roles name them, whose staff are no civil servants; of other words nothing is concluded."""


def not_among(role: Role) -> frozenset[Eligibility]:
    """The groups to whom somebody in a role is known not to belong, from its sector."""
    sectors = set((role.sector or "").casefold().split(" or "))
    return frozenset({Eligibility.CIVIL_SERVANTS} if sectors <= NO_CIVIL_SERVICE else ())


def needs(graph: Graph, levels: Levels, held: set[Fact], role: str, *, with_desirable: bool = False) -> list[Need]:
    """All levelled competencies that a role needs, held or not, sorted by importance and label.

    Where sources or contexts differ, the highest level counts and all of them are named; a desirable level above
    an essential one is a need of its own.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    asked: dict[Asked, list[tuple[Requirement, str]]] = defaultdict(list)
    for need, source in requirements(graph, role, with_desirable=with_desirable):
        if levels.levelled(need.competency):
            fact = levels.needed(need.competency, need.level)
            asked[Asked(fact, need.importance is Importance.ESSENTIAL)].append((need, source))
    if not asked:
        raise NotKnown(
            f"No source states an essential competency of {graph.label(role)} that training could close"
            f"{'' if with_desirable else ', only desirable ones or ways of working'}. "
            f"{'Choose another role.' if with_desirable else 'Count desirable ones too, or choose another role.'}"
        )
    found = []
    for one in asked:
        if not any(_covers(levels, other, one) for other in asked):
            group = [stated for other, said in asked.items() if _implies(levels, one, other) for stated in said]
            found.append(_need(levels, one, group, held))
    return sorted(found, key=lambda need: (need.importance is not Importance.ESSENTIAL, _sort(graph, need)))


def gap(all_needs: Sequence[Need]) -> list[Need]:
    """The needs that are not held."""
    return [need for need in all_needs if need.standing is not Standing.HELD]


def _sort(graph: Graph, need: Need) -> tuple[str, str]:
    return graph.label(need.competency).casefold(), need.competency


def _implies(levels: Levels, one: Asked, other: Asked) -> bool:
    """Whether meeting one need meets the other, and it is at least as important."""
    return other.fact in levels.implied(one.fact) and one.essential >= other.essential


def _covers(levels: Levels, one: Asked, other: Asked) -> bool:
    """Whether the other need says nothing beside this one; of two equal ones the first stays."""
    return _implies(levels, one, other) and (not _implies(levels, other, one) or one < other)


def _need(levels: Levels, asked: Asked, group: list[tuple[Requirement, str]], held: set[Fact]) -> Need:
    top, essential = asked
    best = levels.highest(held, top.competency, top.scale)
    standing = Standing.HELD if top in held else Standing.RAISE if best else Standing.NEW
    return Need(
        competency=min(one.competency for one, _ in group),
        level=levels.level(top),
        fact=top,
        importance=Importance.ESSENTIAL if essential else Importance.DESIRABLE,
        standing=standing,
        held=levels.level(best) if best else None,
        other_scale=bool(best and best.scale not in (top.scale, ANY_SCALE) and top not in held),
        basis=tuple(one for one, _ in group),
        sources=tuple(sorted({source for _, source in group})),
    )


def role_of(graph: Graph, iri: str) -> Role:
    """The role with this IRI.

    Raises:
        NotKnown: the store holds no such role, or only a stub of it.
    """
    role = graph.all(Role).get(iri)
    if role is None:
        raise NotKnown(f"No source describes the role {iri}. Load one that does, or choose another role.")
    return role
