"""Journeys with their steps in order: which pass through a role, and where they led from there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kmgraph.graph import Graph
from kmgraph.model import Journey, Step
from kmgraph.planner.levels import counts
from kmgraph.vocabulary import Activity, Basis

OBSERVED = (Basis.CONSENTED, Basis.IMPORTED)
"""Bases of journeys that people made: only these can be counted as moves."""


@dataclass(frozen=True)
class Trail:
    """A journey and its steps, the first one first."""

    journey: Journey
    steps: tuple[Step, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """IRIs of the roles that it passes through, in order, each once."""
        return tuple(dict.fromkeys(one.role for one in self.steps if one.role and counts(one.status)))

    @property
    def sectors(self) -> frozenset[str]:
        """The kinds of organisation that it passes through."""
        return frozenset(one.sector for one in self.steps if one.sector)

    @property
    def observed(self) -> bool:
        """Whether somebody made it, by their consent or in imported data."""
        return self.journey.basis in OBSERVED

    def begins_at(self, role: str) -> bool:
        """Whether its first step, studies and placements aside, is in a role."""
        first = next((one for one in self.steps if one.activity is Activity.ROLE), None)
        return first is not None and first.role == role and counts(first.status)

    def after(self, role: str) -> tuple[Step, ...]:
        """The steps that came after it was last in a role; none where it ended there, or never was in it."""
        places = [number for number, one in enumerate(self.steps, 1) if one.role == role and counts(one.status)]
        return self.steps[places[-1] :] if places else ()

    def leads(self, start: str, goal: str) -> bool:
        """Whether it passes through one role and, later, another."""
        first = next((number for number, one in enumerate(self.steps) if one.role == start), None)
        return first is not None and any(one.role == goal for one in self.steps[first + 1 :])


def trails(graph: Graph) -> tuple[Trail, ...]:
    """All journeys of a graph: those that people made first, then by label."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for one in graph.all(Step).values():
        steps[one.journey].append(one)
    found = (
        Trail(journey, tuple(sorted(steps[iri], key=lambda one: (one.order, one.id))))
        for iri, journey in graph.all(Journey).items()
    )
    order = list(Basis)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.journey.basis), one.journey.label.casefold(), one.journey.id))
    )


def through(every: Iterable[Trail], role: str) -> list[Trail]:
    """The journeys that pass through a role, and that count."""
    return [one for one in every if role in one.roles and counts(one.journey.status)]


def by_basis(every: Sequence[Trail]) -> dict[Basis, list[Trail]]:
    """Journeys by what they rest on; only bases of which there are any."""
    return {basis: found for basis in Basis if (found := [one for one in every if one.journey.basis is basis])}


def sectors(every: Iterable[Trail]) -> Counter[str]:
    """How many journeys pass through each kind of organisation."""
    return Counter(sector for one in every for sector in one.sectors)
