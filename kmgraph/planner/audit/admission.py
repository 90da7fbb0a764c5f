"""Who may take which learning, read anew from the records, to check the filters by.

Nothing here reads what filters make of a course (`traits`, `filters`), so that a mistake there cannot vouch for
itself. What a record does not state never refuses anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kmgraph.graph import Graph
from kmgraph.model import Course, Offering, Organisation
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import Availability, Eligibility, Mode, Status

GONE = (Availability.PLANNED, Availability.CLOSED, Availability.ENDED, Availability.HISTORIC)
ANYBODY = (Eligibility.OPEN, Eligibility.UNKNOWN)
MEETS = {
    Mode.ONLINE: {Mode.ONLINE, Mode.EITHER},
    Mode.IN_PERSON: {Mode.IN_PERSON, Mode.BLENDED, Mode.EITHER},
    Mode.BLENDED: {Mode.BLENDED},
    Mode.EITHER: {Mode.ONLINE, Mode.IN_PERSON, Mode.BLENDED, Mode.EITHER},
}
"""How courses may be held that suit who asks for a mode."""


@dataclass(frozen=True)
class Admission:
    """Reads who may take a course."""

    graph: Graph

    def refused(self, course: Course, switches: Switches, not_among: Collection[Eligibility]) -> str | None:
        """Why somebody who asks so may not take a course, or None."""
        if course.availability in GONE and not switches.include_past:
            return f"it is {course.availability}"
        if course.eligibility in switches.has_not.union(set(not_among) - switches.has):
            return "it is for others"
        if switches.open_to_all and (course.eligibility not in ANYBODY or _local(course)):
            return "it is not open to all"
        if switches.nation and _elsewhere(course, switches.nation):
            return "it is for people elsewhere"
        return next(self._unfit(course, switches), None)

    def _unfit(self, course: Course, switches: Switches) -> Iterator[str]:
        """What about a course does not fit, apart from whom it is for."""
        if switches.modes and course.mode and not any(course.mode in MEETS[mode] for mode in switches.modes):
            yield "it is held in another way"
        if switches.region and _in_person(course, switches) and not self._near(course, switches.region):
            yield "it is held elsewhere"
        given = {code.split("-")[0].lower() for code in course.languages}
        if switches.languages and given and not any(code.split("-")[0].lower() in given for code in switches.languages):
            yield "it is given in other languages"
        if course.access and any(not any(_within(need, one) for one in course.access) for need in switches.access):
            yield "an access feature is missing"
        if switches.on and self._over(course, switches.on):
            yield "all its runs begin earlier"
        if course.provider and (switches.providers or switches.not_providers):
            givers = self._givers(course.provider)
            if switches.providers and not givers & switches.providers:
                yield "others give it"
            if givers & switches.not_providers:
                yield "its provider was left out"

    def _near(self, course: Course, region: str) -> bool:
        """Whether a course, if its place is known, is in a region or given by somebody there."""
        organisation = self.graph.all(Organisation).get(course.provider or "")
        texts = [course.place, organisation and organisation.region]
        return course.place is None or any(_within(region, text) for text in texts if text)

    def _over(self, course: Course, earliest: date) -> bool:
        """Whether all runs have a date, and an earlier one; what recurs is never over."""
        runs = self._runs.get(course.id)
        if not runs or course.availability is Availability.RECURRING:
            return False
        return all(one.starts is not None and one.starts < earliest for one in runs)

    def _givers(self, organisation: str) -> set[str]:
        """An organisation and all that it is part of."""
        found, known = {organisation}, self.graph.all(Organisation)
        while organisation in known and (above := known[organisation].part_of) and above not in found:
            found.add(above)
            organisation = above
        return found

    @cached_property
    def _runs(self) -> Mapping[str, list[Offering]]:
        found: dict[str, list[Offering]] = defaultdict(list)
        for one in self.graph.all(Offering).values():
            if one.status != Status.SUGGESTED:
                found[one.course].append(one)
        return found


def _local(course: Course) -> bool:
    """Whether only people of some parts of the United Kingdom, or of other countries, may join."""
    return bool(course.open_to) and not {"GB", "world"}.intersection(course.open_to)


def _elsewhere(course: Course, nation: str) -> bool:
    """Whether nobody of a nation may join: not it, its country, any part of it, nor the world is named."""
    fits = [one in ("world", nation, nation[:2]) or one[:3] == f"{nation}-" for one in course.open_to]
    return bool(fits) and not any(fits)


def _in_person(course: Course, switches: Switches) -> bool:
    """Whether somebody has to be there."""
    if course.mode is Mode.EITHER:
        return bool(switches.modes) and switches.modes.isdisjoint({Mode.ONLINE, Mode.EITHER})
    return course.mode in (Mode.IN_PERSON, Mode.BLENDED)


def _within(words: str, text: str) -> bool:
    """Whether a text says these words, one after the other."""
    wanted, said = _split(words), _split(text)
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))


def _split(text: str) -> list[str]:
    return "".join(one if one.isalnum() or one == "_" else " " for one in text.casefold()).split()
