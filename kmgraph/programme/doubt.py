"""What counts as within reach of those who ask only because nothing is known against it."""

from collections.abc import Mapping

from kmgraph.planner.optimum.links import Mask
from kmgraph.programme.access import Access
from kmgraph.programme.coverage import STATES, Coverage
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.situations import Situation


def known_within(gaps: Gaps) -> Mapping[Outcome, int]:
    """How many of the courses that reach each outcome are known to be within reach: all that is asked is stated."""
    return dict(zip(gaps.demand.outcomes, gaps.provision.counts_within(_known(gaps)).tolist(), strict=True))


def known_covered(gaps: Gaps) -> int:
    """How many outcomes are covered by courses that are all known to be within reach."""
    return int((gaps.provision.states(_known(gaps)) == STATES.index(Coverage.COVERED)).sum())


def _known(gaps: Gaps) -> Mask:
    """Which courses are known to be within reach of those who ask."""
    asking = Situation("as asked", "The situation asked for.", gaps.asked.switches)
    return Access(gaps.planner, gaps.provision, asking).known
