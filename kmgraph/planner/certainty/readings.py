"""Readings of a graph in which its proposals differ: some dropped, some moved by one level, at random.

Each proposal is redrawn apart from all others, so what goes with its change was brought about by it. The odds are a
choice of this project: nobody has measured how often such proposals are wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from kmgraph.assertion import Asserted, Row
from kmgraph.graph import Graph
from kmgraph.model import Expects, Level, Prerequisite, Record, Requirement, Teaches, dump
from kmgraph.vocabulary import Kind, Status

REDRAWN = (Requirement, Teaches, Expects, Prerequisite)
"""The types of links of which proposals are redrawn; what is sourced or reviewed stays as it is."""
DROPPED = 0.1
"""The odds that a reading does without a proposal."""
MOVED = 0.2
"""The odds that a reading has it one level lower or higher, both alike, where it names a level that has a next one."""


@dataclass(frozen=True)
class Proposal:
    """A link that is only proposed, and what each reading makes of it."""

    link: Asserted
    fates: tuple[Asserted | None, ...]
    """The link as it stands in each reading; None where it is dropped."""

    @property
    def record(self) -> Record:
        """What is proposed."""
        return self.link.record

    def changed(self, run: int) -> bool:
        """Whether a reading has it otherwise than it was proposed."""
        return self.fates[run] is not self.link


class Readings:
    """So many readings of a graph; the same seed gives the same ones.

    A proposal's fate depends on the seed, its source and its IRI alone: not on what else the graph holds, nor on how
    many readings there are.
    """

    def __init__(self, graph: Graph, *, runs: int, seed: int):
        self._graph, self._runs = graph, runs
        ladder = _ladder(graph)
        self._links: dict[Kind, list[Asserted | Proposal]] = {
            kind.kind: [
                _redrawn(link, ladder, runs, seed) if link.record.status is Status.PROPOSED else link
                for link in graph.edges.get(kind.kind, ())
            ]
            for kind in REDRAWN
        }
        self.proposals = [one for links in self._links.values() for one in links if isinstance(one, Proposal)]

    def __iter__(self) -> Iterator[Graph]:
        for run in range(self._runs):
            links = {kind: tuple(_read(links, run)) for kind, links in self._links.items()}
            yield replace(self._graph, edges={**self._graph.edges, **links})


def _read(links: list[Asserted | Proposal], run: int) -> Iterator[Asserted]:
    for one in links:
        link = one.fates[run] if isinstance(one, Proposal) else one
        if link is not None:
            yield link


def _redrawn(link: Asserted, ladder: Mapping[str, "Rungs"], runs: int, seed: int) -> Proposal:
    dice = Random(f"{seed} {link.source} {link.id}")
    moved = [
        Row(link.kind, link.id, link.source, dump(link.record.model_copy(update={"level": level})))
        for level in _moves(link.record, ladder)
    ]
    return Proposal(link, tuple(_fate(link, moved, dice.random()) for _ in range(runs)))


def _fate(link: Asserted, moved: list[Row], drawn: float) -> Asserted | None:
    if drawn < DROPPED:
        return None
    if drawn < DROPPED + MOVED and moved:
        return moved[min(int((drawn - DROPPED) / MOVED * len(moved)), len(moved) - 1)]
    return link


class Rungs(NamedTuple):
    """The levels of a scale, lowest first, and the place of one among them."""

    levels: list[str]
    place: int


def _ladder(graph: Graph) -> dict[str, Rungs]:
    scales: dict[str, list[str]] = {}
    for level in sorted(graph.all(Level).values(), key=lambda one: (one.scale, one.order, one.id)):
        scales.setdefault(level.scale, []).append(level.id)
    return {iri: Rungs(levels, place) for levels in scales.values() for place, iri in enumerate(levels)}


def _moves(record: Record, ladder: Mapping[str, Rungs]) -> list[str]:
    """The levels next to the one that a link names: upwards only, where it says itself that it may be higher."""
    here = ladder.get(getattr(record, "level", None) or "")
    if here is None:
        return []
    most = ladder.get(getattr(record, "level_to", None) or "")
    in_range = most is not None and most.levels is here.levels and most.place > here.place
    places = [here.place + 1] if in_range else [here.place - 1, here.place + 1]
    return [here.levels[place] for place in places if 0 <= place < len(here.levels)]
