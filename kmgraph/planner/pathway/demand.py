"""What all roles need and bring, as links from roles to facts by number: for questions about every role at once."""

from collections.abc import Iterable
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from kmgraph.model import Role
from kmgraph.planner.bridge import Planner
from kmgraph.planner.choices import Gain
from kmgraph.planner.levels import ANY_SCALE, Fact, Levels
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.optimum.network import Network
from kmgraph.planner.pathway.requirements import Requirements, requirements
from kmgraph.vocabulary import Status


class Demand:
    """What each role needs, and what somebody in it brings; facts are competencies at a level or higher.

    Roles are those of which a source states a competency that training could close; their numbers follow their IRIs.

    Args:
        network: the learning whose facts have a number here, too.
        levels: what follows from what.
        with_desirable: whether desirable competencies count.
    """

    needs: Links
    """The needs of each role, without those that another need of it covers."""
    needed: Links
    """All that follows from the needs of each role."""
    top: Numbers
    """For each link of `needed`, a need of the role from which that fact follows."""
    held: Links
    """All that somebody in each role holds."""

    def __init__(self, network: Network, levels: Levels, *, with_desirable: bool = False):
        self._network, self._follows = network, network.follows
        self._levels = [(ANY_SCALE, 0), *levels.ladder.values()]
        self._slot = {level: slot for slot, level in enumerate(self._levels)}
        level, follows = np.nonzero(network.follows)
        self._implied = Links.of(level, follows, len(self._levels))
        said = requirements(network.graph, levels, with_desirable=with_desirable)
        self.roles, self._competencies = said.roles, said.competencies
        statuses = dict(zip(network.graph.all(Role), network.graph.column(Role, "status"), strict=True))
        self.offered: Mask = np.array([statuses[role] != Status.SUGGESTED for role in self.roles], dtype=np.bool_)
        """The roles that more than a machine suggested."""
        self.place = {role: place for place, role in enumerate(self.roles)}
        self._link(said)

    @property
    def size(self) -> int:
        """How many facts there are."""
        return len(self._codes)

    def mask(self, gains: Iterable[Gain]) -> Mask:
        """Which facts are among these."""
        return np.isin(self._codes, [self._code(gain) for gain in gains])

    @cached_property
    def competency(self) -> Numbers:
        """The number of each fact's competency."""
        return self._codes // len(self._levels)

    @cached_property
    def learned(self) -> Numbers:
        """For each fact of the network its number here; -1 where no role needs or brings it."""
        _, first, of = np.unique(self._network.competency_of, return_index=True, return_inverse=True)
        gains = [self._network.gain(number) for number in first.tolist()]
        known = [self._competencies.get(gain.competency, -1) if isinstance(gain, Fact) else -1 for gain in gains]
        competency = np.array(known, dtype=np.int64)[of]
        codes = np.where(competency < 0, -1, competency * len(self._levels) + self._network.slot_of)
        places = np.searchsorted(self._codes, codes)
        places[places == self.size] = 0
        return np.where(self._codes[places] == codes, places, -1) if self.size else np.full(len(codes), -1)

    def here(self, facts: Mask) -> Mask:
        """Which facts are among these of the network."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.learned[facts & (self.learned >= 0)]] = True
        return found

    def held_in(self, role: str) -> Mask:
        """Which facts somebody in a role holds."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.held.at(self.place[role])] = True
        return found

    def _code(self, gain: Gain) -> int:
        """What stands for a fact; -1 for one that is about no role."""
        if not isinstance(gain, Fact) or gain.competency not in self._competencies:
            return -1
        return self._competencies[gain.competency] * len(self._levels) + self._slot[gain.scale, gain.rank]

    def _link(self, said: Requirements) -> None:
        width, count = len(self._levels), len(self.roles)
        kept = _highest(said, np.array([rank for _, rank in self._levels], dtype=np.int64))
        bringing, held = self._following(said.role[kept], said.competency[kept], said.held[kept])
        role, competency, asked = self._uncovered(said)
        asking, facts = self._following(role, competency, asked)
        self._codes = np.unique(np.concatenate([facts, held]))
        held, facts, needs = (
            np.searchsorted(self._codes, codes) for codes in (held, facts, competency * width + asked)
        )
        self.held = Links.of(*_once(bringing, held), count)
        self.needs = Links.of(role, needs, count)
        kept = _first(asking, facts)
        self.needed = Links.of(asking[kept], facts[kept], count)
        self.top = np.repeat(needs, np.diff(self._implied.begin)[asked])[kept]

    def _following(self, role: Numbers, competency: Numbers, slot: Numbers) -> tuple[Numbers, Numbers]:
        """Roles, and all that follows from their levels of these competencies."""
        many = np.diff(self._implied.begin)[slot]
        return np.repeat(role, many), np.repeat(competency * len(self._levels), many) + self._implied.gather(slot)

    def _uncovered(self, said: Requirements) -> tuple[Numbers, Numbers, Numbers]:
        """Role, competency and level of all needs that no other of the role covers; most stand alone."""
        order = _first(said.role, said.competency, said.asked, said.essential)
        begins = np.flatnonzero(_changes(said.role[order], said.competency[order]))
        kept = [order[:0]]
        alone = np.diff(np.append(begins, len(order))) == 1
        kept.append(order[begins[alone]])
        for group in np.split(order, begins[1:]) if not alone.all() else []:
            if len(group) > 1:
                kept.append(np.array([one for one in group if not self._covered(said, group, one)], dtype=np.int64))
        found = np.sort(np.concatenate(kept))
        return said.role[found], said.competency[found], said.asked[found]

    def _covered(self, said: Requirements, group: Numbers, one: int) -> bool:
        """Whether another need of a group covers this one; of two that cover each other the first stays."""
        return any(
            self._covers(said, other, one) and (other < one or not self._covers(said, one, other))
            for other in group
            if other != one
        )

    def _covers(self, said: Requirements, other: int, one: int) -> bool:
        return bool(self._follows[said.asked[other], said.asked[one]] and said.essential[other] >= said.essential[one])


_made: WeakKeyDictionary[Planner, dict[bool, Demand]] = WeakKeyDictionary()


def demand_of(planner: Planner, *, with_desirable: bool = False) -> Demand:
    """What the roles of a planner's graph need; made once for each planner."""
    made = _made.setdefault(planner, {})
    if with_desirable not in made:
        made[with_desirable] = Demand(planner.network, planner.levels, with_desirable=with_desirable)
    return made[with_desirable]


def _highest(said: Requirements, rank: Numbers) -> Numbers:
    """The rows that count as held: of each competency of a role the highest level, the first stated of equals."""
    order = np.lexsort((-rank[said.held], said.named, said.role))
    return order[_changes(said.role[order], said.named[order])]


def _once(owners: Numbers, facts: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs, each once."""
    kept = _first(owners, facts)
    return owners[kept], facts[kept]


def _first(*columns: Numbers | Mask) -> Numbers:
    """Where each row of these columns stands first, in the order of the rows."""
    order = np.lexsort(columns[::-1])
    return order[_changes(*(column[order] for column in columns))]


def _changes(*columns: Numbers | Mask) -> Mask:
    """Where a row of sorted columns is not as the one before."""
    changed = np.ones(len(columns[0]), dtype=np.bool_)
    changed[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return changed
