"""What a set of roles needs, and who of a team holds it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kmgraph.planner.bridge import Planner
from kmgraph.planner.choices import Gain
from kmgraph.planner.gap import Need, Profile
from kmgraph.planner.levels import ANY_SCALE, Fact, Levels
from kmgraph.planner.team.answer import Hold, TeamNeed

NOBODY = Profile("", {})


class _Asked(NamedTuple):
    """What one role needs."""

    role: str
    need: Need


def team_needs(planner: Planner, roles: Sequence[str], starts: Sequence[Collection[Gain]]) -> list[TeamNeed]:
    """The essential competencies of all roles, each at the highest level asked for, sorted by label.

    Levels that do not compare are needs of their own.

    Args:
        planner: of the graph.
        roles: IRIs.
        starts: for each member, all facts that hold.

    Raises:
        NotKnown: there is no such role, or nothing is stated of what it needs.
    """
    asked: dict[Fact, list[_Asked]] = defaultdict(list)
    for role in roles:
        for need in planner.needs(NOBODY, role):
            asked[need.fact].append(_Asked(role, need))
    held = [[fact for fact in start if isinstance(fact, Fact)] for start in starts]
    found = [_need(planner.levels, group, held) for group in _highest(planner.levels, asked)]
    label = planner.graph.label
    return sorted(found, key=lambda one: (label(one.need.competency).casefold(), one.need.competency, one.fact))


def _highest(levels: Levels, asked: dict[Fact, list[_Asked]]) -> Iterator[list[_Asked]]:
    """For each level that no other one asked for implies: who asks for it, then who asks for less."""
    for fact in asked:
        if not any(_covers(levels, other, fact) for other in asked):
            lower = sorted(levels.implied(fact) & asked.keys() - {fact})
            yield [*asked[fact], *(one for less in lower for one in asked[less])]


def _covers(levels: Levels, other: Fact, fact: Fact) -> bool:
    """Whether holding the other is to hold this one; of two that are equal the first in order covers."""
    return other != fact and fact in levels.implied(other) and (other < fact or other not in levels.implied(fact))


def _need(levels: Levels, group: Sequence[_Asked], held: Sequence[list[Fact]]) -> TeamNeed:
    top = group[0].need
    basis = {link.id: link for one in group for link in one.need.basis}
    sources = {source for one in group for source in one.need.sources}
    best = [levels.highest(facts, top.fact.competency, top.fact.scale) for facts in held]
    holders = tuple(number for number, facts in enumerate(held) if top.fact in facts)
    lower = {
        number: one
        for number, one in enumerate(best)
        if one and number not in holders and one.scale in (top.fact.scale, ANY_SCALE)
    }
    rank = max(((one.scale, one.rank) for one in lower.values()), default=None)
    nearest = () if holders else tuple(n for n, one in lower.items() if (one.scale, one.rank) == rank)
    levels_asked: dict[str, str | None] = {}
    for one in group:  # of what a role asks for the highest comes first
        levels_asked.setdefault(one.role, one.need.level)
    return TeamNeed(
        need=replace(top, basis=tuple(basis.values()), sources=tuple(sorted(sources))),
        roles=levels_asked,
        state=_state(holders, nearest),
        holders=holders,
        nearest=nearest,
        held=levels.level(lower[nearest[0]]) if nearest else None,
        other_scale=tuple(n for n, one in enumerate(best) if one and n not in holders and n not in lower),
    )


def _state(holders: Collection[int], nearest: Collection[int]) -> Hold:
    if holders:
        return Hold.ONE if len(holders) == 1 else Hold.SHARED
    return Hold.PARTLY if nearest else Hold.MISSING
