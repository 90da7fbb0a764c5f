"""The learning that comes near a need which stays open: what goes furthest, and people who help at any level.

Only learning counts that somebody may take in their situation, and to which something leads up.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from kmgraph.model import Course
from kmgraph.planner import Answer, Need, Open, Planner
from kmgraph.planner.levels import ANY_SCALE, Fact
from kmgraph.planner.optimum.network import Reach
from kmgraph.planner.situation.filters import ONLY_FOR
from kmgraph.vocabulary import Provision

NAMED = 3
"""Items that are named at most."""
IN_COMPANY = (Provision.MENTORING, Provision.COMMUNITY)
"""Learning in which people help people: it helps at any level."""


class Nearest(NamedTuple):
    """A course that teaches what is needed, to a lower level, and how far it goes."""

    course: Course
    fact: Fact


class Nearby:
    """The learning near the needs that an answer leaves open.

    Args:
        planner: who gave the answer.
        answer: in whose situation learning is sought.
    """

    def __init__(self, planner: Planner, answer: Answer):
        self._planner, self._answer = planner, answer

    def nearest(self, need: Need) -> list[Nearest]:
        """The courses that go furthest beyond what is held and not far enough; none where levels do not tell.

        Those that are for some people only come last.
        """
        if need.fact.scale == ANY_SCALE:
            return []
        found = [one for one in self._far(self._open_to_asker(need), need) if self._held(need) < one.fact.rank]
        found = [one for one in found if one.fact.rank < need.fact.rank]
        most = max((one.fact.rank for one in found), default=0)
        best = [one for one in found if one.fact.rank == most]
        return sorted(best, key=lambda one: (self._is_limited(one.course), one.course.label.casefold(), one.course.id))

    def in_company(self, need: Need) -> list[Course]:
        """Mentoring and communities that have to do with a competency, at whatever level."""
        every = (self._planner.choices[iri].course for iri in self._open_to_asker(need))
        return [one for one in every if one.type in IN_COMPANY][:NAMED]

    def helpers(self, need: Need) -> list[Course]:
        """Who can help with a need, apart from what is named as nearest."""
        shown = {one.course.id for one in self.nearest(need)[:NAMED]}
        return [course for course in self.in_company(need) if course.id not in shown]

    def named(self, left: Iterable[Open]) -> list[Course]:
        """The courses that are named for what stays open."""
        return [
            course
            for one in left
            for course in (*(near.course for near in self.nearest(one.need)[:NAMED]), *self.helpers(one.need))
        ]

    def highest(self, one: Open) -> Fact | None:
        """How far the courses go that the reason of an open need names; None where that is not why it is open."""
        far = [near.fact for near in self._far(one.courses, one.need)]
        is_too_low = bool(far) and all(fact.rank < one.need.fact.rank for fact in far)
        return max(far, key=lambda fact: fact.rank) if is_too_low else None

    def is_taught(self, need: Need) -> bool:
        """Whether any learning listed here has to do with a need, even if nobody can take it now."""
        return bool(self._planner.network.teaching(need.fact.competency))

    @cached_property
    def _reach(self) -> Reach:
        return self._planner.reach(self._answer.profile, self._answer.switches)

    def _open_to_asker(self, need: Need) -> list[str]:
        """The courses on a competency that may be taken and can be entered."""
        network = self._planner.network
        return [iri for iri in network.teaching(need.fact.competency) if self._reach.entered[network.place[iri]]]

    def _far(self, courses: Iterable[str], need: Need) -> list[Nearest]:
        """How far each course goes, of those that teach on the scale of a need."""
        found = []
        for choice in (self._planner.choices[iri] for iri in courses):
            facts = [fact for fact in choice.gains if isinstance(fact, Fact) and _same_scale(fact, need.fact)]
            if facts:
                found.append(Nearest(choice.course, max(facts, key=lambda fact: fact.rank)))
        return found

    def _is_limited(self, course: Course) -> bool:
        """Whether a course is for some people only, and the asker has not said that they are among them."""
        return course.eligibility in ONLY_FOR and course.eligibility not in self._answer.switches.has

    def _held(self, need: Need) -> int:
        """The rank held on the scale of a need, -1 for none."""
        held = (fact for fact in self._planner.start(self._answer.profile) if isinstance(fact, Fact))
        return max((fact.rank for fact in held if _same_scale(fact, need.fact)), default=-1)


def _same_scale(fact: Fact, wanted: Fact) -> bool:
    return (fact.competency, fact.scale) == (wanted.competency, wanted.scale)
