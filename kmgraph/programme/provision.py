"""Provision: which courses reach what is needed, and which of them are within reach."""

from functools import cached_property

import numpy as np

from kmgraph.model import Course
from kmgraph.planner import Planner, Switches
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.optimum.network import THOUSANDTHS
from kmgraph.programme.competencies import competencies_of
from kmgraph.programme.coverage import covered
from kmgraph.programme.demand import Demand
from kmgraph.programme.needs import needs_of
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.remembered import remembered
from kmgraph.programme.taught import taught_of


class Provision:
    """The courses that reach each outcome of a demand; courses have their numbers in the planner's network.

    Only what runs now counts, unless the switches include the past. What a course expects on entry is not looked at:
    somebody who wants to learn may bring it.

    Args:
        planner: who knows the courses.
        demand: what is needed.
    """

    reaching: Links
    """The courses that reach each outcome."""
    could: Links
    """Those that teach its competency and do not say how far, or say so on a scale that does not compare."""
    below: Links
    """Those that teach it to a lower level."""

    def __init__(self, planner: Planner, demand: Demand):
        self._planner, self._demand = planner, demand
        self._switches = demand.asked.switches
        links = _links(planner, with_desirable=demand.asked.with_desirable, include_past=self._switches.include_past)
        self.reaching, self.could, self.below = (one.only(demand.among) for one in links)

    def within_reach(self, switches: Switches) -> Mask:
        """Which courses are within reach: whatever is not known of one does not keep it out."""
        planner, network = self._planner, self._planner.network
        mask: Mask = planner.allowed.mask(switches, frozenset()).copy()
        mask[network.course_numbers(switches.exclude)] = False
        if switches.budget is not None:
            mask &= network.pence(switches.currency) <= round(switches.budget * 100)
        if switches.hours is not None:
            mask &= network.hours <= round(switches.hours * THOUSANDTHS)
        if switches.weeks is not None:
            mask &= network.weeks <= round(switches.weeks * THOUSANDTHS)
        return mask

    @cached_property
    def within(self) -> Mask:
        """Which courses are within reach under the switches asked for."""
        return self.within_reach(self._switches)

    @cached_property
    def counts(self) -> Numbers:
        """How many courses reach each outcome."""
        return np.diff(self.reaching.begin)

    def counts_within(self, within: Mask) -> Numbers:
        """How many of those are within reach, by a mask of courses."""
        kept = self.reaching.owners[within[self.reaching.to]]
        return np.bincount(kept, minlength=len(self.counts))

    def states(self, within: Mask) -> Numbers:
        """The number of each outcome's coverage (`coverage.STATES`) where these courses are within reach."""
        could = np.diff(self.could.begin) > 0
        teaching = could | (np.diff(self.below.begin) > 0) | (self.counts > 0)
        return covered(teaching, could, self.counts, self.counts_within(within), self._providers(within))

    def courses(self, outcome: Outcome) -> list[str]:
        """The IRIs of the courses that reach an outcome, sorted."""
        return self.named(self.reaching, outcome)

    def named(self, links: Links, outcome: Outcome) -> list[str]:
        """The IRIs of the courses that are linked to an outcome (`reaching`, `could` or `below`), sorted."""
        place = self._demand.place.get(outcome)
        if place is None:
            return []
        return [self._planner.network.courses[number] for number in np.sort(links.at(place)).tolist()]

    def _providers(self, within: Mask) -> Numbers:
        """How many known providers give the courses within reach that reach each outcome."""
        of = _providers(self._planner)[self.reaching.to]
        kept = within[self.reaching.to] & (of >= 0)
        return np.diff(Links.distinct(self.reaching.owners[kept], of[kept], self._demand.size).begin)


@remembered
def _links(planner: Planner, *, with_desirable: bool, include_past: bool) -> tuple[Links, Links, Links]:
    """Courses that reach each outcome of `needs_of`, that could, and that stay below."""
    needs, taught, follows = (
        needs_of(planner, with_desirable=with_desirable),
        taught_of(planner),
        planner.network.follows,
    )
    current = planner.allowed.mask(Switches(include_past=include_past), frozenset())
    kept = np.flatnonzero(current[taught.course])
    by_competency = Links.of(taught.competency[kept], kept, len(competencies_of(planner)))
    outcome = np.repeat(np.arange(len(needs.outcomes)), np.diff(by_competency.begin)[needs.competency])
    row = by_competency.gather(needs.competency)
    wanted, reached = needs.level[outcome], taught.level[row]
    reaches = follows[reached, wanted]
    could = ~reaches & (taught.unstated[row] | ~follows[wanted, reached])
    course, size = taught.course[row], len(needs.outcomes)
    reaching, perhaps, below = (
        Links.distinct(outcome[these], course[these], size) for these in (reaches, could, ~reaches & ~could)
    )
    return reaching, perhaps, below


@remembered
def _providers(planner: Planner) -> Numbers:
    """Who gives each course, by number; -1 where that is not known."""
    graph, codes = planner.graph, dict[str | None, int]({None: -1})
    said = dict(zip(graph.all(Course), graph.column(Course, "provider"), strict=True))
    return np.array([codes.setdefault(said[iri], len(codes)) for iri in planner.network.courses], dtype=np.int64)
