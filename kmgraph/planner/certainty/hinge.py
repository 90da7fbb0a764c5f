"""The proposals that a choice hinges on: those whose change goes with another outcome, more than by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import NamedTuple

from kmgraph.model import Record
from kmgraph.planner.certainty.readings import Proposal

CHANCE = 0.05
"""The odds that chance alone names any proposal as a hinge of one outcome."""


class Share(NamedTuple):
    """So many runs of how many."""

    times: int
    of: int

    @property
    def rate(self) -> float:
        """The share, 0 to 1."""
        return self.times / self.of


@dataclass(frozen=True)
class Hinge:
    """A proposal, and in how many runs something came out while it was as proposed and while it was changed."""

    proposal: Record
    kept: Share
    changed: Share

    @property
    def difference(self) -> float:
        """How much more often it came out while the proposal was kept; negative where it was less often."""
        return self.kept.rate - self.changed.rate


def hinges(came_out: Sequence[bool], proposals: Sequence[Proposal], most: int = 2) -> tuple[Hinge, ...]:
    """The proposals whose change made the largest difference to what came out in each run, largest first.

    Fisher's exact test (two-sided; Fisher, J. R. Stat. Soc. 85, 1922, doi:10.2307/2340521) says for each proposal how
    likely such a difference is by chance. As many are tested at once, that is multiplied by their number (Bonferroni;
    Dunn, J. Am. Stat. Assoc. 56, 1961, doi:10.1080/01621459.1961.10482090), and what is not below `CHANCE` then is
    not told.
    """
    found = []
    for proposal in proposals:
        hinge = _hinge(came_out, proposal)
        if hinge and chance(hinge.kept, hinge.changed) * len(proposals) < CHANCE:
            found.append(hinge)
    return tuple(sorted(found, key=lambda one: (-abs(one.difference), one.proposal.id))[:most])


def _hinge(came_out: Sequence[bool], proposal: Proposal) -> Hinge | None:
    """None where the proposal was never changed, or never kept."""
    changed = [proposal.changed(run) for run in range(len(came_out))]
    times = sum(came_out)
    with_change = sum(out and other for out, other in zip(came_out, changed, strict=True))
    runs = sum(changed)
    if runs in (0, len(changed)):
        return None
    return Hinge(proposal.record, Share(times - with_change, len(changed) - runs), Share(with_change, runs))


@cache
def chance(one: Share, other: Share) -> float:
    """How likely two shares differ as much or more by chance alone, if both have the same odds: Fisher's exact test.

    Reckoned in whole numbers, so that equally likely cases are equal.
    """
    times = one.times + other.times
    ways = {
        here: comb(one.of, here) * comb(other.of, times - here)
        for here in range(max(0, times - other.of), min(one.of, times) + 1)
    }
    return sum(number for number in ways.values() if number <= ways[one.times]) / comb(one.of + other.of, times)
