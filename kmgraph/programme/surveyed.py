"""What published surveys say: how many people hold each competency at a level, and how many would like to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kmgraph.graph import Graph
from kmgraph.model import Competency, Observation
from kmgraph.personal import FEWEST, is_small
from kmgraph.planner.levels import counts
from kmgraph.vocabulary import Counted

SURVEYS = (Counted.HELD, Counted.WISHED)
"""What surveys count."""


class Across(StrEnum):
    """What stands in the columns of a table of a survey."""

    LEVEL = "level"
    NATION = "nation"
    KIND = "kind of organisation"


@dataclass(frozen=True)
class Surveyed:
    """The counts of one survey about a framework: a competency in each row."""

    framework: str
    """IRI."""
    period: str | None
    """When it was, or the name of its release."""
    sources: tuple[str, ...]
    """IRIs of who states the counts."""
    across: Across
    counts: Mapping[tuple[Counted, str, str | None], Observation]
    """By what is counted, competency, and level, nation or kind of organisation; None is any level."""

    @cached_property
    def competencies(self) -> tuple[str, ...]:
        """The IRIs of the competencies that it asked about, in the order in which they are stated."""
        return tuple(dict.fromkeys(competency for _, competency, _ in self.counts))

    @cached_property
    def columns(self) -> tuple[str | None, ...]:
        """Levels (IRIs), nations or kinds of organisation."""
        return tuple(dict.fromkeys(column for _, _, column in self.counts))

    @cached_property
    def of(self) -> int | None:
        """How many people answered, where all counts are out of as many; else None."""
        every = {one.of for one in self.counts.values()}
        return every.pop() if len(every) == 1 else None

    @cached_property
    def most_wished(self) -> tuple[Observation, ...]:
        """What people would like to reach, the most wished for first, as far as numbers are shown."""
        shown = [one for one in self.counts.values() if one.counts is Counted.WISHED and (one.number or 0) >= FEWEST]
        return tuple(sorted(shown, key=lambda one: (-(one.number or 0), one.id)))


def shown(people: int | None) -> int | None:
    """So many people; None where they are not told, or too few to be shown, however they came to be loaded."""
    return None if people is None or is_small(people) else people


def surveyed(graph: Graph) -> list[Surveyed]:
    """The tables of all surveys, the latest first; what a machine suggests is left out."""
    framework = dict(zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True))
    found: dict[tuple[str, str | None, tuple[str, ...], Across], dict[tuple[Counted, str, str | None], Observation]]
    found = defaultdict(dict)
    for one, competency in _stated(graph):
        across, column = _column(one)
        key = (framework.get(competency) or "", one.period, graph.sources_of.get(one.id, ()), across)
        found[key][one.counts, competency, column] = one
    every = [Surveyed(*key, counts=cells) for key, cells in found.items()]
    order = list(Across)
    return sorted(
        sorted(every, key=lambda one: (one.framework, order.index(one.across), one.sources)),
        key=lambda one: one.period or "",
        reverse=True,
    )


def _stated(graph: Graph) -> Iterator[tuple[Observation, str]]:
    """The counts of surveys with their competencies, without those that are broken down in more than one way."""
    for one in graph.all(Observation).values():
        broken = [one.role, one.region, one.nation and one.organisation_type]
        if one.counts in SURVEYS and one.competency and counts(one.status) and not any(broken):
            yield one, one.competency


def _column(one: Observation) -> tuple[Across, str | None]:
    if one.nation:
        return Across.NATION, one.nation
    if one.organisation_type:
        return Across.KIND, str(one.organisation_type)
    return Across.LEVEL, one.level
