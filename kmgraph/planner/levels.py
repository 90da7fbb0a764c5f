"""Facts about proficiency: which levels of a competency follow from which.

Levels compare within a scale or through a declared LevelMatch, nothing else. An unstated level means *at least the
lowest*: something held or taught without a level is at the lowest level of its framework's scale, something
required or expected without one is met at any level on any scale.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import networkx

from kmgraph.graph import Graph
from kmgraph.model import Competency, Framework, Level, LevelMatch
from kmgraph.model import Mapping as Equal
from kmgraph.vocabulary import CompetencyType, Match, Status

ANY_SCALE = ""


class Fact(NamedTuple):
    """A competency is held at a rank of a scale or higher; rank 0 of no scale means at any level at all."""

    competency: str
    scale: str
    rank: int


class Levels:
    """The scales, level matches and exact matches of a graph, and what follows from holding a level.

    Args:
        graph: where scales, levels, frameworks and matches are stated.
        with_matches: also join competencies by close matches and by exact ones that nobody reviewed.
        strict: what is held or taught without a level counts for no level, where it otherwise is the lowest.
    """

    def __init__(self, graph: Graph, *, with_matches: bool = False, strict: bool = False):
        self._graph, self.strict = graph, strict
        self._levels: dict[str, tuple[str, int]] = {}
        self._scales: dict[str, list[str]] = defaultdict(list)
        for level in sorted(graph.all(Level).values(), key=lambda one: (one.scale, one.order, one.id)):
            self._levels[level.id] = (level.scale, len(self._scales[level.scale]))
            self._scales[level.scale].append(level.id)
        self._equal: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for match, _ in graph.stated(LevelMatch):
            if match.subject in self._levels and match.object in self._levels and counts(match.status):
                here, there = self._levels[match.subject], self._levels[match.object]
                self._equal[here].append(there)
                self._equal[there].append(here)
        self._one = _joined(graph, with_matches=with_matches)
        self.implied = cache(self._implied)

    @property
    def ladder(self) -> Mapping[str, tuple[str, int]]:
        """The scale and the rank of each level, by its IRI."""
        return self._levels

    def canonical(self, competency: str) -> str:
        """The competency that stands for all that an exact match joins with this one."""
        return self._one.get(competency, competency)

    def joined(self, competency: str) -> bool:
        """Whether a match joins this competency with another."""
        return competency in self._one

    def levelled(self, competency: str) -> bool:
        """Whether a competency can stand in a gap: attitudes cannot."""
        record = self._graph.all(Competency).get(competency)
        return record is None or record.type is not CompetencyType.ATTITUDE

    def held(self, competency: str, level: str | None) -> Fact:
        """The fact that holding, or being taught, a competency at a level (None: not stated) establishes."""
        if level in self._levels:
            return Fact(self.canonical(competency), *self._levels[level])
        scale = None if self.strict else self.scale(competency)
        return Fact(self.canonical(competency), scale or ANY_SCALE, 0)

    def needed(self, competency: str, level: str | None) -> Fact:
        """The fact that requiring, or expecting, a competency at a level (None: not stated) asks for."""
        if level in self._levels:
            return Fact(self.canonical(competency), *self._levels[level])
        return Fact(self.canonical(competency), ANY_SCALE, 0)

    def scale(self, competency: str) -> str | None:
        """The scale of a competency's framework, or None."""
        record = self._graph.all(Competency).get(competency)
        framework = self._graph.all(Framework).get(record.framework) if record else None
        return framework.scale if framework and self._scales.get(framework.scale or "") else None

    def choices(self, competency: str) -> list[str]:
        """The levels at which a competency can be held, lowest first; empty where it has no scale."""
        return list(self._scales.get(self.scale(competency) or "", ()))

    def level(self, fact: Fact) -> str | None:
        """The IRI of a fact's level, or None where it stands for any level."""
        return self._scales[fact.scale][fact.rank] if fact.scale else None

    def _implied(self, fact: Fact) -> frozenset[Fact]:
        """All that follows from a fact, itself included."""
        found, ahead = {Fact(fact.competency, ANY_SCALE, 0)}, [fact]
        while ahead:
            one = ahead.pop()
            if one in found:
                continue
            found.add(one)
            if one.rank:
                ahead.append(one._replace(rank=one.rank - 1))
            ahead.extend(
                Fact(one.competency, scale, rank) for scale, rank in self._equal.get((one.scale, one.rank), ())
            )
        return frozenset(found)

    def closure(self, facts: Iterable[Fact]) -> set[Fact]:
        """All that follows from these facts."""
        return {implied for fact in facts for implied in self.implied(fact)}

    def highest(self, facts: Iterable[Fact], competency: str, scale: str) -> Fact | None:
        """The highest of these facts about a competency on a scale, or on any other scale, or None."""
        about = [fact for fact in facts if fact.competency == competency]
        return max(about, key=lambda fact: (fact.scale != ANY_SCALE, fact.scale == scale, fact.rank), default=None)


def counts(status: Status) -> bool:
    """Whether a statement may be used: a machine's suggestion never counts until somebody reviewed it."""
    return status is not Status.SUGGESTED


def joins(mapping: Equal, *, with_matches: bool) -> bool:
    """Whether a match makes one competency of two: a reviewed exact one, or any exact or close one where asked for."""
    reviewed = mapping.match is Match.EXACT and mapping.status is Status.REVIEWED
    return reviewed or (with_matches and mapping.match in (Match.EXACT, Match.CLOSE) and counts(mapping.status))


def _joined(graph: Graph, *, with_matches: bool) -> dict[str, str]:
    """Competencies that count as one, each with the smallest IRI among them.

    A chain that would join two competencies of one framework joins nothing (the loader reports it).
    """
    pairs: networkx.Graph[str] = networkx.Graph()
    pairs.add_edges_from((one.subject, one.object) for one in _matches(graph, with_matches=with_matches))
    competencies = graph.all(Competency)
    joined: dict[str, str] = {}
    for group in networkx.connected_components(pairs):
        frameworks = [competencies[iri].framework for iri in group if iri in competencies]
        if len(frameworks) == len(set(frameworks)):
            joined.update(dict.fromkeys(group, min(group)))
    return joined


def _matches(graph: Graph, *, with_matches: bool) -> Iterator[Equal]:
    for mapping, _ in graph.stated(Equal):
        if joins(mapping, with_matches=with_matches):
            yield mapping
