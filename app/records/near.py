"""The roles that are nearest to a role: which others share most of what it needs, and what the way there asks for."""

from collections import defaultdict
from typing import NamedTuple

from kmgraph.model import Requirement, Role
from kmgraph.planner import Planner, Standing
from kmgraph.planner.gap import needs, role_profile
from kmgraph.planner.levels import counts
from kmgraph.vocabulary import Importance, Status

LOOKED_AT, SHOWN, KIN = 12, 5, 3
"""Roles with most in common that are looked at, how many of them are told, and how many of the same group first."""


class Way(NamedTuple):
    """What a move asks for: competencies that are new, and such as are held at a lower level."""

    new: int
    higher: int

    @property
    def all(self) -> int:
        """How many competencies there are to develop."""
        return self.new + self.higher


class Near(NamedTuple):
    """A role, how many competencies both need, and the ways there and back."""

    role: str
    shared: int
    there: Way
    back: Way


def nearest(planner: Planner, role: str) -> list[Near]:
    """The roles nearest to a role: a few of its own group, then others, those to which the way is shortest first."""
    needed = _needed(planner)
    mine = needed.pop(role, set())
    shared = {other: len(mine & theirs) for other, theirs in needed.items() if mine & theirs}
    roles = planner.graph.all(Role)
    kin = {other for other in shared if roles[other].group and roles[other].group == roles[role].group}
    ranked = sorted(shared, key=lambda other: (-shared[other], len(needed[other]), other))
    looked_at = [*(other for other in ranked if other in kin), *(other for other in ranked if other not in kin)]
    looked_at = looked_at[: LOOKED_AT + len(kin)]

    def way(start: str, goal: str) -> Way:
        held = role_profile(planner.graph, planner.levels, start).facts(planner.levels)
        standings = [need.standing for need in needs(planner.graph, planner.levels, held, goal)]
        return Way(standings.count(Standing.NEW), standings.count(Standing.RAISE))

    found = [Near(other, shared[other], way(role, other), way(other, role)) for other in looked_at]
    found.sort(key=lambda near: (near.there.all, near.back.all, planner.graph.label(near.role).casefold(), near.role))
    first = [near for near in found if near.role in kin][:KIN]
    return [*first, *(near for near in found if near not in first)][:SHOWN]


def _needed(planner: Planner) -> dict[str, set[str]]:
    """The competencies that each role cannot do without; read as columns, since there may be 100,000 requirements."""
    found: dict[str, set[str]] = defaultdict(set)
    columns = (planner.graph.column(Requirement, name) for name in ("role", "competency", "importance", "status"))
    roles, levels = planner.graph.all(Role), planner.levels
    for role, competency, importance, status in zip(*columns, strict=True):
        essential = importance == Importance.ESSENTIAL and counts(Status(status))
        if essential and role in roles and levels.levelled(competency):
            found[role].add(levels.canonical(competency))
    return found
