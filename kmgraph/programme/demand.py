"""Demand: how many role types, posts, answers and adverts ask for each competency at each level, each kept apart."""

from collections.abc import Container, Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kmgraph.errors import NotKnown
from kmgraph.model import Competency, Record, Requirement
from kmgraph.planner import Planner
from kmgraph.planner.levels import ANY_SCALE, Fact, counts
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.programme.asked import Asked as Asked
from kmgraph.programme.asked import Origin as Origin
from kmgraph.programme.counted import OF, Counts, counts_of
from kmgraph.programme.filters import role_counts, roles_where
from kmgraph.programme.needs import needs_of
from kmgraph.programme.outcome import Outcome
from kmgraph.vocabulary import Importance


class Demand:
    """What is needed: outcomes, and by origin how much each is asked for.

    A role type counts for the highest level that it needs of a competency and for no other, so that the sum over the
    levels of a competency is the number of role types that need it. Posts count for all that their role type needs;
    answers and adverts for the competency and level that they name.

    Args:
        planner: who knows what role types need.
        asked: whose needs count.

    Raises:
        UsageError: the switches ask for levels to be read in another way than the planner reads them.
    """

    among: Numbers
    """The outcomes that are asked for, by their numbers in `needs`; here they are numbered in the same order."""
    pairs: Links
    """The outcomes that each role type needs, of those that count; of the others none."""
    by: Mapping[Origin, NDArray[np.int64]]
    """How much each outcome is asked for, of the origins for which anything is held."""
    known: Mapping[Origin, Mask]
    """Of which outcomes an origin says anything: elsewhere its number is 0, and means nothing."""
    hidden: Mapping[Origin, Mask]
    """Which outcomes an origin counts without a number that is shown."""
    total: NDArray[np.float64]
    """The sum over origins, each times its weight."""

    def __init__(self, planner: Planner, asked: Asked):
        self._planner, self.asked = planner, asked
        self.needs = needs_of(planner, with_desirable=asked.with_desirable)
        self.levels = (None, *planner.levels.ladder)
        self.chosen = self._roles()
        """Which role types count, of `needs.roles`."""
        self.counted: Mapping[Origin, Counts] = {origin: counts_of(planner, asked, origin) for origin in OF}
        self._number()
        self._count()

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is needed: by the labels of competencies, then from the lowest level up."""
        return tuple(self.needs.outcomes[place] for place in self.among.tolist())

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What meets each outcome."""
        ladder = self._planner.levels.ladder
        return tuple(Fact(iri, *(ladder[level] if level else (ANY_SCALE, 0))) for iri, level in self.outcomes)

    @property
    def size(self) -> int:
        """How many outcomes there are."""
        return len(self.among)

    @property
    def roles(self) -> int:
        """How many role types count."""
        return int(self.chosen.sum())

    @cached_property
    def place(self) -> Mapping[Outcome, int]:
        """The number of each outcome."""
        return {outcome: number for number, outcome in enumerate(self.outcomes)}

    def rows(self, outcome: Outcome, origin: Origin = Origin.ROLES) -> list[Record]:
        """The records that the demand of an origin for an outcome rests on: what roles need, or what was counted."""
        if outcome not in self.place:
            return []
        if origin is Origin.ROLES:
            return list(self._requirements(outcome))
        counted = self.counted[origin]
        found: list[Record] = list(counted.named.get(outcome, ()))
        if counted.by_role:
            roles = dict.fromkeys(need.role for need in self._requirements(outcome))
            found += [record for role in roles for record in counted.of_role.get(role, ())]
        return found

    def _requirements(self, outcome: Outcome) -> Iterable[Requirement]:
        """What is stated of the role types that need an outcome, about its competency."""
        place = self.place[outcome]
        needing = {self.needs.roles[role] for role in self.pairs.owners[self.pairs.to == place].tolist()}
        for iri in self._joined(outcome.competency):
            for need, _ in self._planner.graph.about(Requirement, "competency", iri):
                essential = need.importance is Importance.ESSENTIAL or self.asked.with_desirable
                if need.role in needing and essential and counts(need.status):
                    yield need

    def _joined(self, competency: str) -> list[str]:
        levels = self._planner.levels
        if not levels.joined(competency):
            return [competency]
        return [iri for iri in self._planner.graph.all(Competency) if levels.canonical(iri) == competency]

    def _roles(self) -> Mask:
        """Which role types are of the group and the sector asked for."""
        if self.asked.group is None and self.asked.sector is None:
            return np.ones(len(self.needs.roles), dtype=np.bool_)
        where = roles_where(self._planner.graph)
        return np.array([role_counts(where[role], self.asked) for role in self.needs.roles], dtype=np.bool_)

    def _number(self) -> None:
        """Numbers the outcomes that role types need, and those that an origin with a weight asks for beside them."""
        needs, wanted = self.needs, self._wanted()
        pairs = needs.needed.where(self.chosen[needs.needed.owners] & wanted[needs.needed.to])
        found = np.zeros(len(needs.outcomes), dtype=np.bool_)
        found[pairs.to] = True
        for origin, counted in self.counted.items():
            if self.asked.weights.get(origin):
                found[[needs.place[one] for one, number in counted.numbers.items() if number]] = True
        self.among = np.flatnonzero(found & wanted)
        self.pairs = Links(pairs.begin, (np.cumsum(found & wanted) - 1)[pairs.to])

    def _wanted(self) -> Mask:
        """Which outcomes are of the framework asked for, themselves or by a match."""
        graph, framework = self._planner.graph, self.asked.framework
        if framework is None:
            return np.ones(len(self.needs.outcomes), dtype=np.bool_)
        of = zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True)
        within = {self._planner.levels.canonical(iri) for iri, one in of if one == framework}
        return np.array([one.competency in within for one in self.needs.outcomes], dtype=np.bool_)

    def _count(self) -> None:
        by: dict[Origin, NDArray[np.int64]] = {Origin.ROLES: np.bincount(self.pairs.to, minlength=self.size)}
        known, hidden = {Origin.ROLES: np.ones(self.size, dtype=np.bool_)}, dict[Origin, Mask]()
        for origin, counted in self.counted.items():
            if counted.held:
                by[origin], known[origin], hidden[origin] = self._counts(counted)
        self.by, self.known, self.hidden = by, known, hidden
        self.total = np.zeros(self.size)
        for origin, numbers in by.items():
            self.total += self.asked.weights.get(origin, 0.0) * numbers

    def _counts(self, counted: Counts) -> tuple[NDArray[np.int64], Mask, Mask]:
        """What an origin counts of each outcome, of which it says anything, and which it counts and does not show."""
        role, outcome = self.pairs.owners, self.pairs.to
        by_role, numbers = counted.by_role, counted.numbers
        number = np.array([by_role.get(iri, 0) for iri in self.needs.roles], dtype=np.int64)
        found = np.bincount(outcome, weights=number[role], minlength=self.size).astype(np.int64)
        known, held = self._needed_by(by_role), self._needed_by(counted.of_role)
        held[[place for one in counted.named if (place := self.place.get(one)) is not None]] = True
        for one, many in numbers.items():
            if (place := self.place.get(one)) is not None:
                found[place] += many
                known[place] = True
        return found, known, held & ~known

    def _needed_by(self, roles: Container[str]) -> Mask:
        """Which outcomes some of these role types need."""
        among = np.array([iri in roles for iri in self.needs.roles], dtype=np.bool_)
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.pairs.to[among[self.pairs.owners]]] = True
        return found


def demand_of(planner: Planner, asked: Asked) -> Demand:
    """What is needed by what was asked for.

    Raises:
        NotKnown: nothing is.
        ValueError: the switches ask for levels to be read in another way than this planner reads them.
    """
    if asked.switches.strict_levels != planner.strict:
        raise ValueError("strict_levels: ask a Planner that was made with it")
    demand = Demand(planner, asked)
    if not demand.size:
        raise NotKnown(
            "Nothing that is asked for here is known to be needed. Choose another group, sector or framework, or load "
            "a source that states what roles need."
        )
    return demand
