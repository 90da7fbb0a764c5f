"""What was counted: posts of role types, and answers and adverts that name a competency and a level.

The same people may stand in several tables: once in all, once by nation, once by kind of organisation. Only the table
with the fewest breakdowns that answers the question is read, and of several periods the latest, so that nobody counts
twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kmgraph.model import Observation
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.programme.asked import Asked, Origin
from kmgraph.programme.filters import observation_counts, roles_where
from kmgraph.programme.outcome import Outcome
from kmgraph.vocabulary import Counted

OF: Mapping[Origin, Counted] = {
    Origin.POSTS: Counted.POSTS,
    Origin.SURVEY: Counted.WISHED,
    Origin.ADVERTS: Counted.ADVERTS,
}
"""What is counted for each origin."""
BREAKDOWNS = ("role", "organisation_type", "nation", "region")


@dataclass(frozen=True)
class Counts:
    """The counts of an origin that are read; those that are not shown have no number."""

    held: bool
    """Whether anything at all is held of this origin, whatever was asked for."""
    of_role: Mapping[str, tuple[Observation, ...]]
    named: Mapping[Outcome, tuple[Observation, ...]]

    @property
    def by_role(self) -> Mapping[str, int]:
        """How many there are of a role type, where a number is shown."""
        return {role: number for role, read in self.of_role.items() if (number := _sum(read)) is not None}

    @property
    def numbers(self) -> Mapping[Outcome, int]:
        """How many ask for an outcome, where a number is shown."""
        return {outcome: number for outcome, read in self.named.items() if (number := _sum(read)) is not None}

    @property
    def hidden(self) -> int:
        """How many counts have no number: too few stand behind them, or behind what they would give away."""
        every = [one for group in (self.of_role, self.named) for read in group.values() for one in read]
        return sum(one.number is None for one in every)


def counts_of(planner: Planner, asked: Asked, origin: Origin) -> Counts:
    """What was counted of posts, answers or adverts, of what was asked for; machine suggestions do not count."""
    graph, levels = planner.graph, planner.levels
    every = [one for one in graph.all(Observation).values() if one.counts is OF[origin] and counts(one.status)]
    where = roles_where(graph) if every else {}
    of_role: dict[str, list[Observation]] = defaultdict(list)
    of_competency: dict[str, list[Observation]] = defaultdict(list)
    for one in every:
        if not observation_counts(one, where, asked):
            continue
        if one.competency is None:
            if one.role is not None and origin is Origin.POSTS:
                of_role[one.role].append(one)
        elif levels.levelled(one.competency):
            of_competency[levels.canonical(one.competency)].append(one)
    named: dict[Outcome, list[Observation]] = defaultdict(list)
    for competency, read in _read(of_competency).items():
        for one in read:
            named[Outcome(competency, one.level if one.level in levels.ladder else None)].append(one)
    return Counts(bool(every), _read(of_role), {outcome: tuple(read) for outcome, read in named.items()})


def _read(found: Mapping[str, Iterable[Observation]]) -> dict[str, tuple[Observation, ...]]:
    return {key: _latest(_least_broken_down(every)) for key, every in found.items()}


def _least_broken_down(every: Iterable[Observation]) -> list[Observation]:
    """The counts of the table that is broken down least."""
    tables: dict[tuple[bool, ...], list[Observation]] = defaultdict(list)
    for one in every:
        tables[tuple(getattr(one, name) is not None for name in BREAKDOWNS)].append(one)
    return tables[min(tables, key=lambda shape: (sum(shape), shape))]


def _latest(every: Collection[Observation]) -> tuple[Observation, ...]:
    last = max(one.period or "" for one in every)
    return tuple(sorted((one for one in every if (one.period or "") == last), key=lambda one: one.id))


def _sum(read: Iterable[Observation]) -> int | None:
    shown = [one.number for one in read if one.number is not None]
    return sum(shown) if shown else None
