"""A person's own profile on top of a role's: both count, and the higher of two statements about one competency."""

from collections import defaultdict

from kmgraph.planner import Profile
from kmgraph.planner.levels import Fact, Levels


def on_top(base: Profile, own: Profile, levels: Levels) -> Profile:
    """What somebody in a role brings who says more of themselves.

    Where both state a competency (or two that a match joins), the higher level counts if the two compare, else the
    own statement. What is still the role's keeps its requirements as its basis, so that an answer can say what it
    rests on; that somebody in the role is no civil servant, say, stays true as well.
    """
    said: dict[str, set[Fact]] = defaultdict(set)
    for competency, level in own.levels.items():
        fact = levels.held(competency, level)
        said[fact.competency].add(fact)
    kept = {
        competency: level
        for competency, level in base.levels.items()
        if _adds(levels.held(competency, level), said[levels.canonical(competency)], levels)
    }
    return Profile(
        label=f"{base.label} (with {own.label})",
        levels={**own.levels, **kept},
        courses=base.courses | own.courses,
        basis=(*(link for link in base.basis if link.competency in kept), *own.basis),
        not_among=base.not_among | own.not_among,
    )


def _adds(fact: Fact, said: set[Fact], levels: Levels) -> bool:
    """Whether a fact is more than what was said of its competency: nothing was, or it is higher than some of it."""
    covered = any(fact in levels.implied(one) for one in said)
    return not said or (not covered and any(one in levels.implied(fact) for one in said))
