"""Which courses are within reach in a situation, which are not and why, and of which that is not known.

What a filter asks for and nobody states neither brings a course within reach nor puts it out: it is told apart. So
are a course of which nobody knows whether it still runs, and one of which a limit asks what is not stated.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kmgraph.model import Course
from kmgraph.planner.bridge import Planner
from kmgraph.planner.optimum.links import Mask
from kmgraph.planner.optimum.network import THOUSANDTHS
from kmgraph.planner.optimum.presets import UNKNOWN
from kmgraph.planner.phrases import amount
from kmgraph.planner.situation.filters import ONLY_FOR, unsure
from kmgraph.planner.situation.traits import Catalogue
from kmgraph.programme.provision import Provision
from kmgraph.programme.remembered import remembered
from kmgraph.programme.situations import Situation
from kmgraph.vocabulary import Availability, Eligibility


class Access:
    """What one situation makes of all courses that the planner knows, in its order of them.

    Args:
        planner: which knows them.
        provision: what they teach of what is needed, and which of them switches leave out.
        situation: whose filters and limits are asked; each limit holds for each course by itself.
    """

    def __init__(self, planner: Planner, provision: Provision, situation: Situation):
        self._planner, self._provision, self._situation = planner, provision, situation

    @cached_property
    def out(self) -> Mask:
        """The courses that are known to be out of reach."""
        out: Mask = ~self._provision.within_reach(self._situation.switches)
        return out if self._situation.hours_a_week is None else out | (self._pace > self._situation.hours_a_week)

    @cached_property
    def known(self) -> Mask:
        """The courses that are known to be within reach: they run, and meet all that is asked of them."""
        doubts = self._planner.allowed.doubtful(self._situation.switches) | self._unlisted()
        for amounts in self._limited():
            doubts = doubts | (amounts == UNKNOWN)
        known: Mask = ~self.out & ~doubts
        return known

    @property
    def perhaps(self) -> Mask:
        """The courses that are within reach only if what is not known of them turns out well."""
        found: Mask = ~self.out & ~self.known
        return found

    def why_out(self, course: str) -> str | None:
        """Why a course is out of reach, in words that follow its name, or None."""
        if course in self._situation.switches.exclude:
            return "left out by name"
        record, switches = self._course(course), self._situation.switches
        if record.eligibility in switches.has_not:
            return f"only for {ONLY_FOR[record.eligibility]}"
        return self._planner.allowed.why_not(course, switches, ()) or next(self._over(record), None)

    def doubts(self, course: str) -> list[str]:
        """What is not known of a course that is asked of it here, in sentences."""
        record = self._course(course)
        asked = unsure(self._catalogue.traits(record), self._situation.switches)
        return [*self._untold(record), *asked, *self._uncounted(record)]

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(self._planner.graph)

    def _course(self, iri: str) -> Course:
        return self._planner.graph.all(Course)[iri]

    @cached_property
    def _pace(self) -> NDArray[np.float64]:
        """The hours of work a week of each course, `UNKNOWN` where its hours or its weeks are not known."""
        hours, weeks = self._planner.network.hours, self._planner.network.weeks
        known = (hours != UNKNOWN) & (weeks != UNKNOWN)
        return np.where(known, hours / np.maximum(weeks, THOUSANDTHS), float(UNKNOWN))

    def _limited(self) -> Iterator[NDArray[np.int64] | NDArray[np.float64]]:
        """The amounts of courses to which there is a limit, `UNKNOWN` where they are not known."""
        switches, network = self._situation.switches, self._planner.network
        if switches.budget is not None:
            yield network.pence(switches.currency)
        if switches.hours is not None:
            yield network.hours
        if switches.weeks is not None:
            yield network.weeks
        if self._situation.hours_a_week is not None:
            yield self._pace

    def _over(self, course: Course) -> Iterator[str]:
        switches, pace = self._situation.switches, self._situation.hours_a_week
        fee, hours, weeks = course.fee, course.effort_hours, course.elapsed_weeks
        if switches.budget is not None and fee and course.currency == switches.currency and fee > switches.budget:
            yield f"costs {course.currency} {amount(fee)}"
        if switches.hours is not None and hours is not None and hours > switches.hours:
            yield f"takes {amount(hours)} hours"
        if switches.weeks is not None and weeks is not None and weeks > switches.weeks:
            yield f"takes {amount(weeks)} weeks"
        if pace is not None and hours is not None and weeks is not None and hours > pace * max(weeks, 1):
            yield f"takes about {amount(round(hours / max(weeks, 1), 1))} hours a week"

    def _uncounted(self, course: Course) -> Iterator[str]:
        switches, pace = self._situation.switches, self._situation.hours_a_week
        fee, hours, weeks = course.fee, course.effort_hours, course.elapsed_weeks
        if switches.budget is not None and fee != 0 and (fee is None or course.currency != switches.currency):
            yield f"Its price in {switches.currency} is not known: check that you can pay it."
        if (switches.hours is not None or pace is not None) and hours is None:
            yield "Its hours are not known: check that they fit."
        if (switches.weeks is not None or pace is not None) and weeks is None:
            yield "How many weeks it takes is not known: check that they fit."

    def _unlisted(self) -> Mask:
        """The courses of which it is not known whether they still run or, where that is asked, who may join."""
        switches = self._situation.switches
        unlisted = _says(self._planner, "availability", Availability.UNKNOWN)
        if switches.has_not or switches.open_to_all:
            unlisted = unlisted | _says(self._planner, "eligibility", Eligibility.UNKNOWN)
        return unlisted | _says(self._planner, "open_to", ()) if switches.open_to_all else unlisted

    def _untold(self, course: Course) -> Iterator[str]:
        switches = self._situation.switches
        if course.availability is Availability.UNKNOWN:
            yield "Check that it still runs."
        if course.eligibility is Eligibility.UNKNOWN and (switches.has_not or switches.open_to_all):
            yield "Who may join is not known: check that you can."
        if switches.open_to_all and not course.open_to:
            yield "People of which nations may join is not known: check that you can."


@remembered
def _says(planner: Planner, field: str, value: object) -> Mask:
    """Which courses say this in a field."""
    said = dict(zip(planner.graph.all(Course), planner.graph.column(Course, field), strict=True))
    return np.array([said[iri] == value for iri in planner.network.courses], dtype=np.bool_)
