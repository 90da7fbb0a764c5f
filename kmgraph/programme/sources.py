"""The sources that figures about gaps rest on."""

from collections.abc import Iterable

from kmgraph.model import Course, Record, Source, Teaches
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.outcome import Outcome


def records_of(gaps: Gaps, outcome: Outcome) -> list[Record]:
    """The records that the figures about an outcome rest on: what needs it, and what teaches it, far enough or not."""
    graph, provision = gaps.planner.graph, gaps.provision
    found = [one for origin in gaps.demand.by for one in gaps.demand.rows(outcome, origin)]
    for links in (provision.reaching, provision.could, provision.below):
        for course in provision.named(links, outcome):
            found += [graph.all(Course)[course], *taught_by(gaps, outcome, course)]
    return found


def taught_by(gaps: Gaps, outcome: Outcome, course: str) -> list[Teaches]:
    """The statements that a course teaches the competency of an outcome."""
    levels = gaps.planner.levels
    stated = gaps.planner.choices[course].teaches
    return [one for one in stated if levels.canonical(one.competency) == outcome.competency]


def sources_of(gaps: Gaps, shown: Iterable[Gap]) -> list[Source]:
    """The sources of all that some gaps rest on."""
    records = {one.id: one for gap in shown for one in records_of(gaps, gap.outcome)}
    return gaps.planner.graph.attributed(list(records.values()))
