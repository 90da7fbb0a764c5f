"""Brute force: every set of courses that can be carried out, by size, and the best of them by each preset."""

from collections.abc import Collection

from kmgraph.planner import Preset, Profile, Switches
from kmgraph.planner.audit.rules import Held, Rules, Truth, measure
from kmgraph.vocabulary import Importance

MOST = 12
"""Courses beyond which trying all sets takes too long."""


def goals(rules: Rules, profile: Profile, role: str, switches: Switches) -> list[Held]:
    """What the role asks for and the allowed courses can add to the start, without what another need implies.

    An essential and a higher desirable need of one competency are two goals.
    """
    start = rules.start(profile)
    reached = rules.reach(start, rules.allowed(profile, switches))
    asked = {
        (rules.asked(one.competency, one.level), one.importance is Importance.ESSENTIAL)
        for one, _ in rules.requirements(role, with_desirable=switches.with_desirable)
    }
    return [
        need[0]
        for need in sorted(asked, key=repr)
        if need[0] in reached - start and not any(_covers(rules, other, need) for other in asked)
    ]


def _covers(rules: Rules, other: tuple[Held, bool], need: tuple[Held, bool]) -> bool:
    """Whether another need is at least as important and implies this one; of two that are equal the first does."""
    enough = need[0] in rules.implied(other[0]) and other[1] >= need[1]
    equal = other[0] in rules.implied(need[0]) and other[1] == need[1]
    return enough and (not equal or repr(other) < repr(need))


def can_matter(rules: Rules, start: Collection[Truth], wanted: Collection[Truth], pool: Collection[str]) -> list[str]:
    """The courses that give something wanted, or something that such a course asks for, and so on back."""
    wanted, found = set(wanted), set()
    while more := {
        course for course in pool if course not in found and rules.rules[course].gives & wanted - set(start)
    }:
        found |= more
        wanted |= {truth for course in more for condition in rules.rules[course].entry for truth in condition}
    return sorted(found)


def best(
    rules: Rules, profile: Profile, role: str, switches: Switches, *, most: int = MOST
) -> dict[Preset, tuple[str, ...]] | None:
    """The best set of courses by each preset, as sorted IRIs; None where there are more than `most` to try."""
    start, wanted = rules.start(profile), goals(rules, profile, role, switches)
    allowed = rules.allowed(profile, switches)
    reached = rules.reach(start, allowed)
    pool = [course for course in allowed if rules.rules[course].open_to(reached)]
    pool = can_matter(rules, start, wanted, pool)
    if len(pool) > most:
        return None
    sets = [chosen for chosen, state in executable(rules, frozenset(start), pool).items() if state.issuperset(wanted)]
    return {
        preset: min(
            (tuple(sorted(chosen)) for chosen in sets),
            key=lambda chosen: (measure(rules, preset, chosen, wanted, switches.currency), chosen),
        )
        for preset in Preset
    }


def executable(rules: Rules, start: frozenset[Truth], pool: Collection[str]) -> dict[frozenset[str], frozenset[Truth]]:
    """Every set of courses that can be taken in some order, with all that is true afterwards."""
    found = {frozenset[str](): start}
    ahead = list(found)
    while ahead:
        chosen = ahead.pop()
        for course in pool:
            longer = chosen | {course}
            if longer not in found and rules.rules[course].open_to(found[chosen]):
                found[longer] = found[chosen] | rules.rules[course].gives
                ahead.append(longer)
    return found
