"""Coverage: how far the learning listed meets what is needed, in words, worst first.

    none found                  no course teaches the competency
    only below the level needed courses teach it, all of them to a lower level
    not known                   courses teach it that do not say how far they go, or say so on another scale
    only out of reach           courses reach the level, and none of them is within reach
    thin                        one course within reach, or all of them by one provider as far as that is known
    covered                     courses within reach by two providers or more

The order is that of the members: more provision never leads to an earlier one.
"""

from enum import StrEnum

import numpy as np

from kmgraph.planner.optimum.links import Mask, Numbers


class Coverage(StrEnum):
    """How far the learning listed meets what is needed; worst first."""

    NONE_FOUND = "none found"
    BELOW = "only below the level needed"
    NOT_KNOWN = "not known"
    OUT_OF_REACH = "only out of reach"
    THIN = "thin"
    COVERED = "covered"


STATES = tuple(Coverage)
"""All states, by their numbers."""
WITHIN = frozenset({Coverage.THIN, Coverage.COVERED})
"""States in which some course is within reach."""
PROVIDERS = 2
"""From so many providers on, what is needed counts as covered, not as thin."""


def covered(teaching: Mask, could: Mask, courses: Numbers, within: Numbers, providers: Numbers) -> Numbers:
    """The number of the state of each outcome.

    Args:
        teaching: whether some course teaches its competency at all.
        could: whether some course might reach it, and does not say so.
        courses: how many reach it.
        within: how many of those are within reach.
        providers: by how many providers those within reach are given, as far as that is known.
    """
    number = {state: place for place, state in enumerate(STATES)}
    conditions = [within > 0, courses > 0, could, teaching]
    states = [Coverage.THIN, Coverage.OUT_OF_REACH, Coverage.NOT_KNOWN, Coverage.BELOW]
    found = np.select(conditions, [np.int64(number[state]) for state in states], number[Coverage.NONE_FOUND])
    result: Numbers = np.where((within > 0) & (providers >= PROVIDERS), number[Coverage.COVERED], found)
    return result
