"""What teaching an outcome meets of what is needed: its own level, and lower ones that follow from it."""

from kmgraph.programme.coverage import WITHIN
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.outcome import Outcome


def met_by(gaps: Gaps, outcome: Outcome) -> list[Gap]:
    """The gaps that close once an outcome is taught within reach, those at the highest levels first."""
    levels = gaps.planner.levels
    follows = levels.implied(levels.held(*outcome))
    same = (gaps.by_outcome.get(Outcome(outcome.competency, level)) for level in reversed(gaps.demand.levels))
    return [
        gap
        for gap in same
        if gap and gap.coverage not in WITHIN and (gap.outcome == outcome or levels.needed(*gap.outcome) in follows)
    ]
