"""The rows that the figures about an outcome rest on: who needs it, which courses there are, which moves it stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Course, Observation, Record, Requirement, Source, Teaches
from kmgraph.planner.situation.filters import unsure
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.situation.traits import Catalogue
from kmgraph.programme.asked import Origin
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.sources import taught_by
from kmgraph.vocabulary import NATIONS, Counted, Status

WHO = {
    Counted.POSTS: "posts of any role type",
    Counted.HELD: "answers of people",
    Counted.WISHED: "answers of people",
    Counted.ADVERTS: "job adverts",
}
"""Who is counted where no role type is named."""


class Reaches(StrEnum):
    """How far a course takes people, beside the level needed."""

    REACHES = "reaches it"
    COULD = "does not say how far"
    BELOW = "only below"


@dataclass(frozen=True)
class Asking:
    """A statement by which an outcome is needed: of a role type, or a count."""

    origin: Origin
    record: Requirement | Observation
    sources: tuple[str, ...]
    """IRIs of the data sets that state it."""
    cited: tuple[Source, ...]
    """The documents that it rests on."""

    @property
    def status(self) -> Status:
        """How far it may be relied on."""
        return self.record.status

    @property
    def number(self) -> int | None:
        """How many were counted; None for a role type, and where the number is not shown."""
        return self.record.number if isinstance(self.record, Observation) else None


@dataclass(frozen=True)
class Teaching:
    """A course that teaches the competency, and why it counts or does not."""

    course: Course
    links: tuple[Teaches, ...]
    reaches: Reaches
    why_not: str | None
    """Why it is out of reach, in words that follow its name; None where it is within reach."""
    check: tuple[str, ...]
    """What is not known of what was asked for, in sentences."""
    sources: tuple[str, ...]
    cited: tuple[Source, ...]


@dataclass(frozen=True)
class Explanation:
    """All rows behind the figures of one gap."""

    outcome: Outcome
    asking: tuple[Asking, ...]
    teaching: tuple[Teaching, ...]
    stops: tuple[tuple[str, str], ...]
    """The moves that it stops, by the IRIs of their roles."""


def explain(gaps: Gaps, outcome: Outcome) -> Explanation:
    """The rows that the figures about an outcome rest on."""
    asking = (
        Asking(origin, record, _sources(gaps, [record]), cited(gaps, [record]))
        for origin in gaps.demand.by
        for record in gaps.demand.rows(outcome, origin)
        if isinstance(record, Requirement | Observation)
    )
    return Explanation(outcome, tuple(asking), tuple(_teaching(gaps, outcome)), _stops(gaps, outcome))


def _teaching(gaps: Gaps, outcome: Outcome) -> Iterator[Teaching]:
    graph, provision, switches = gaps.planner.graph, gaps.provision, gaps.asked.switches
    catalogue, told = Catalogue(graph), set[str]()
    sorts = {
        Reaches.REACHES: provision.reaching,
        Reaches.COULD: provision.could,
        Reaches.BELOW: provision.below,
    }
    for reaches, links in sorts.items():
        courses = [graph.all(Course)[iri] for iri in provision.named(links, outcome) if iri not in told]
        for course in sorted(courses, key=lambda one: (one.label.casefold(), one.id)):
            told.add(course.id)
            stated = tuple(taught_by(gaps, outcome, course.id))
            check = tuple(unsure(catalogue.traits(course), switches))
            yield Teaching(
                course, stated, reaches, why_out(gaps, course, switches), check, _sources(gaps, stated),
                cited(gaps, stated),
            )  # fmt: skip


def asks(graph: Graph, record: Requirement | Observation) -> str:
    """Who asks: a role type, or those who were counted, with the nation, region and kind of organisation named."""
    if isinstance(record, Requirement):
        return graph.label(record.role)
    who = graph.label(record.role) if record.role else WHO[record.counts]
    nation = record.nation and NATIONS.get(record.nation, record.nation)
    return ", ".join(filter(None, (who, nation, record.region, record.organisation_type)))


def why_out(gaps: Gaps, course: Course, switches: Switches) -> str | None:
    """Why a course is out of reach, in words that follow its name, or None."""
    planner, number = gaps.planner, gaps.planner.network.place[course.id]
    if gaps.provision.within_reach(switches)[number]:
        return None
    if course.id in switches.exclude:
        return "left out by name"
    return planner.allowed.why_not(course.id, switches, frozenset()) or f"above the limit ({switches.limits()})"


def _stops(gaps: Gaps, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    place = gaps.demand.place[outcome]
    only = np.zeros(len(gaps.demand.outcomes), dtype=np.bool_)
    only[place] = gaps.mask[place]
    start, goal = gaps.moves.pairs
    stopped = np.diff(gaps.moves.stops(only).indptr) > 0
    roles = gaps.demand.needs.roles
    pairs = zip(start[stopped].tolist(), goal[stopped].tolist(), strict=True)
    return tuple((roles[here], roles[there]) for here, there in pairs)


def _sources(gaps: Gaps, records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(sorted({source for record in records for source in gaps.planner.graph.asserting(record)}))


def cited(gaps: Gaps, records: Sequence[Record]) -> tuple[Source, ...]:
    """The documents that statements cite, of those that are described, in the order in which they are cited."""
    known = gaps.planner.graph.all(Source)
    return tuple(known[iri] for iri in dict.fromkeys(iri for one in records for iri in one.cites) if iri in known)
