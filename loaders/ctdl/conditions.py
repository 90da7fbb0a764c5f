"""What must be done first, as a formula, and the same as groups of alternatives, which is what prerequisites say.

A formula in conjunctive normal form is a set of groups: each must be met, by any one of its members. "k of n"
means that of every n - k + 1 of them at least one is done. Groups that a smaller one implies are left out
(absorption), so that equal formulas give equal groups.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

MOST_GROUPS = 60
"""Groups beyond which a formula counts as more than prerequisites can say."""
MOST_STEPS = 5_000
"""Groups that may arise on the way there."""

Groups = frozenset[frozenset[str]]


class AtLeast(NamedTuple):
    """At least `number` of the parts are met: all of them where it is their number, any where it is 1."""

    number: int
    parts: "tuple[Formula, ...]"


Formula = str | AtLeast
NOTHING = AtLeast(0, ())
"""The formula that is always met."""


class TooManyError(Exception):
    """A formula would take more groups than are sensible."""


def all_of(parts: Sequence[Formula]) -> Formula:
    """The formula that asks for every part."""
    return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))


def any_of(parts: Sequence[Formula]) -> Formula:
    """The formula that is content with any part."""
    return parts[0] if len(parts) == 1 else AtLeast(min(1, len(parts)), tuple(parts))


def groups(formula: Formula) -> Groups:
    """The groups of alternatives of which each must be met.

    Raises:
        TooManyError: there would be more than is sensible.
    """
    found = _groups(formula)
    if len(found) > MOST_GROUPS:
        raise TooManyError
    return found


def _groups(formula: Formula) -> Groups:
    if isinstance(formula, str):
        return frozenset({frozenset({formula})})
    number, parts = formula
    if number < 1:
        return frozenset()
    size = len(parts) - number + 1
    if comb(len(parts), size) > MOST_STEPS:
        raise TooManyError
    each = [_groups(part) for part in parts]
    found: set[frozenset[str]] = set()
    for chosen in combinations(each, size):
        found |= _either(chosen)
        if len(found) > MOST_STEPS:
            raise TooManyError
    return _absorbed(found)


def _either(alternatives: tuple[Groups, ...]) -> set[frozenset[str]]:
    """The groups that hold where any of the alternatives holds: every union of one group from each."""
    found: set[frozenset[str]] = {frozenset()}
    for alternative in alternatives:
        found = {one | other for one in found for other in alternative}
        if len(found) > MOST_STEPS:
            raise TooManyError
        found = set(_absorbed(found)) if len(found) > 1 else found
    return found


def _absorbed(found: set[frozenset[str]]) -> Groups:
    kept: list[frozenset[str]] = []
    for group in sorted(found, key=len):
        if not any(smaller <= group for smaller in kept):
            kept.append(group)
    return frozenset(kept)
