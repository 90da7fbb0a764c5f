"""All moves between roles at once: how many the learning listed can close, in part or not at all.

Whether a need can be closed depends on the start alone, so each role's reach is found once.
"""

from collections import Counter
from collections.abc import Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kmgraph.errors import NotKnown
from kmgraph.model import Role
from kmgraph.planner.bridge import Planner
from kmgraph.planner.choices import Gain
from kmgraph.planner.gap import Profile
from kmgraph.planner.levels import Fact
from kmgraph.planner.situation.filters import WIDE
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import Eligibility


class Scenario(StrEnum):
    """Which provision may enter a plan; never what is over, closed or only planned."""

    LISTED = "listed"
    OPEN_TO_ALL = "open_to_all"
    KNOWN_OPEN = "known_open"


MEANS = {
    Scenario.LISTED: "all learning listed",
    Scenario.OPEN_TO_ALL: "without what is known to be for some people or places only",
    Scenario.KNOWN_OPEN: "only what is known to be open to anyone in the United Kingdom",
}


@dataclass(frozen=True)
class Shares:
    """Ordered pairs of roles by what the learning closes of the gap between them.

    `not_known` counts pairs of which one role's needs are not stated; they are not among `pairs`.
    """

    pairs: int
    closed: int
    partly: int
    open: int
    nothing_to_do: int
    not_known: int


def switches(planner: Planner, scenario: Scenario) -> Switches:
    """How to ask for a bridge in a scenario."""
    if scenario is Scenario.KNOWN_OPEN:
        shut = {
            iri
            for iri, choice in planner.choices.items()
            if choice.course.eligibility is not Eligibility.OPEN or not WIDE & set(choice.course.open_to)
        }
        return Switches(exclude=frozenset(shut))
    return Switches(open_to_all=scenario is Scenario.OPEN_TO_ALL)


def moves(planner: Planner, scenario: Scenario) -> Iterator[Shares]:
    """The shares after each role that was looked at as a start; the last ones are over all ordered pairs."""
    return moves_under(planner, switches(planner, scenario))


def moves_under(planner: Planner, asked: Switches) -> Iterator[Shares]:
    """The same with the provision that some switches leave."""
    goals, profiles = _goals(planner), _profiles(planner)
    roles, found = len(planner.graph.all(Role)), Counter[str]()
    yield _shares(found, roles)
    for start, profile in profiles.items():
        held, reach = planner.start(profile), planner.reach(profile, asked)
        facts = {planner.network.gain(number) for number in np.flatnonzero(reach.facts).tolist()}
        found.update(_outcome(needed - held, facts) for goal, needed in goals.items() if goal != start)
        yield _shares(found, roles)


def _outcome(missing: Set[Gain], facts: Set[Gain]) -> str:
    if not missing:
        return "nothing_to_do"
    if missing <= facts:
        return "closed"
    return "partly" if missing & facts else "open"


def _shares(found: Counter[str], roles: int) -> Shares:
    pairs = found.total()
    outcomes = {name: found[name] for name in ("closed", "partly", "open", "nothing_to_do")}
    return Shares(pairs=pairs, not_known=roles * (roles - 1) - pairs, **outcomes)


def _goals(planner: Planner) -> dict[str, set[Fact]]:
    """What each role needs, as far as it is stated."""
    found = {}
    for role in planner.graph.all(Role):
        with suppress(NotKnown):
            found[role] = {need.fact for need in planner.needs(Profile("nobody", {}), role)}
    return found


def _profiles(planner: Planner) -> dict[str, Profile]:
    """What each role brings, as far as it is stated."""
    found = {}
    for role in planner.graph.all(Role):
        with suppress(NotKnown):
            found[role] = planner.role_profile(role)
    return found
