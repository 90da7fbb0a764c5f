"""What filters read of a course: few enough values that many courses share them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kmgraph.graph import Graph
from kmgraph.model import Course, Offering, Organisation
from kmgraph.vocabulary import Availability, Eligibility, Mode, Status


class Traits(NamedTuple):
    """What filters read of a course. None and empty are unknown."""

    availability: Availability
    eligibility: Eligibility
    open_to: frozenset[str]
    mode: Mode | None
    place: str | None
    region: str | None
    """Where who gives it is."""
    languages: frozenset[str]
    """In which it is given, as the first parts of their codes."""
    access: frozenset[str]
    chain: tuple[str, ...]
    """Who gives it, and what that is part of."""
    last_start: date | None
    """When its last run began or begins; None where no run is known, or one of them has no date."""


def traits_of(
    *,
    availability: str | None = None,
    eligibility: str | None = None,
    open_to: Iterable[str] | None = None,
    mode: str | None = None,
    place: str | None = None,
    languages: Iterable[str] | None = None,
    access: Iterable[str] | None = None,
    chain: Iterable[str] = (),
    region: str | None = None,
    starts: Collection[date | str | None] = (),
) -> Traits:
    """Traits from plain values, as fields or columns have them: words, ISO dates, None where nothing is stated.

    `chain` and `region` are of who gives it; `starts` are the first days of its runs, None for one without a date.
    """
    dated = [one if isinstance(one, date) else date.fromisoformat(one) for one in starts if one is not None]
    return Traits(
        Availability(availability or Availability.UNKNOWN),
        Eligibility(eligibility or Eligibility.UNKNOWN),
        frozenset(open_to or ()),
        Mode(mode) if mode else None,
        place,
        region,
        frozenset(map(tongue, languages or ())),
        frozenset(one.casefold() for one in access or ()),
        tuple(chain),
        max(dated) if dated and len(dated) == len(starts) else None,
    )


class Catalogue:
    """The courses of a graph as filters see them.

    Args:
        graph: which holds courses, their runs, and who gives them.
    """

    def __init__(self, graph: Graph):
        self._graph = graph

    def traits(self, course: Course) -> Traits:
        """What filters read of a course."""
        given_by = self._graph.all(Organisation).get(course.provider or "")
        return traits_of(
            availability=course.availability,
            eligibility=course.eligibility,
            open_to=course.open_to,
            mode=course.mode,
            place=course.place,
            languages=course.languages,
            access=course.access,
            chain=self.chain(course.provider),
            region=given_by.region if given_by else None,
            starts=self._starts.get(course.id, ()),
        )

    def chain(self, organisation: str | None) -> tuple[str, ...]:
        """An organisation, what it is part of, and so on; none for None."""
        found: list[str] = []
        known = self._graph.all(Organisation)
        while organisation and organisation not in found:
            found.append(organisation)
            organisation = known[organisation].part_of if organisation in known else None
        return tuple(found)

    @cached_property
    def _starts(self) -> Mapping[str, list[date | None]]:
        found: dict[str, list[date | None]] = {}
        for one in self._graph.all(Offering).values():
            if one.status is not Status.SUGGESTED:
                found.setdefault(one.course, []).append(one.starts)
        return found


def tongue(code: str) -> str:
    """The first part of a language code: who follows English follows it as it is spoken in Britain, too."""
    return code.partition("-")[0].casefold()
