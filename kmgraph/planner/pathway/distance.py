"""How far roles are from each other: competencies to develop, what learning them costs at the least, and likeness.

    price(f)   the least, over the courses that give fact f, of the course's cost / the facts that it gives
    w(A, B)    the sum of the prices of what B needs and A does not bring

Whatever courses close a gap, each fact of it is given by one of them, and none costs less than the prices of all that
it gives; so they cost at least w together (weak duality: Vazirani, Approximation Algorithms, 2001, chapter 13).
A fact that no course gives has no price: it is counted as open instead.

Likeness is the index of Jaccard (New Phytologist 11, 1912, doi:10.1111/j.1469-8137.1912.tb05611.x): of all facts that
one or the other holds, the part that both hold. A competency counts once, and once more for each level up to its own.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kmgraph.planner.bridge import Planner
from kmgraph.planner.gap import Profile
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.optimum.network import Network, Reach
from kmgraph.planner.optimum.presets import Preset, Whole
from kmgraph.planner.pathway.demand import Demand, demand_of
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import Eligibility

Floats = NDArray[np.float64]
PARTS = 10**6
"""Prices are whole numbers of millionths, rounded down: a bound stays one, and sums are exact."""
NARROW = frozenset({Eligibility.CIVIL_SERVANTS})
"""All groups to whom somebody in a role can be known not to belong."""


def amounts(network: Network, preset: Preset, currency: str) -> Whole:
    """What is bounded for a preset, of each course: its price in pence or its minutes as far as known, or 1."""
    match preset:
        case Preset.CHEAPEST:
            return np.maximum(network.pence(currency), 0)
        case Preset.QUICKEST:
            return np.maximum(network.minutes, 0)
        case Preset.FEWEST | Preset.EVIDENCED:
            return np.ones(len(network.courses), dtype=np.int64)


def prices(demand: Demand, network: Network, amount: Whole, courses: Mask, held: Mask) -> Whole:
    """The price of each fact in millionths, by the courses that may be taken; 0 where none gives it.

    Args:
        demand: whose facts are priced.
        network: the courses.
        amount: of each course, what is bounded.
        courses: those that may be taken.
        held: facts that hold already.
    """
    to = demand.learned[network.gains.to]
    here = courses[network.gains.owners] & (to >= 0)
    here[here] = ~held[to[here]]
    course, fact = network.gains.owners[here], to[here]
    shares = (amount * PARTS // np.maximum(np.bincount(course, minlength=len(amount)), 1))[course]
    found = np.full(demand.size, np.iinfo(np.int64).max)
    np.minimum.at(found, fact, shares)
    found[found == np.iinfo(np.int64).max] = 0
    return found


@dataclass(frozen=True)
class Away:
    """All roles as seen from a start; arrays have one number a role, in the order of the demand.

    Args:
        demand: what the roles need.
        held: facts that hold at the start.
        reached: facts that can be gained from there.
        price: the price of each fact, by courses that can be entered.
    """

    demand: Demand
    held: Mask
    reached: Mask
    price: Whole

    @cached_property
    def to_develop(self) -> Whole:
        """Competencies to develop for each role."""
        return sums(self.demand.needs, (~self.held)[self.demand.needs.to])

    @cached_property
    def open(self) -> Whole:
        """Those of them that no learning closes."""
        return sums(self.demand.needs, (~self.held & ~self.reached)[self.demand.needs.to])

    @cached_property
    def least(self) -> Whole:
        """What closing the others costs at the least, in millionths."""
        worth = np.where(self.held, 0, self.price)[self.demand.needed.to]
        return sums(self.demand.needed, np.where(self.reached[self.demand.top], worth, 0))

    @cached_property
    def likeness(self) -> Floats:
        """How much what is held at the start is like what somebody in each role holds: 0 nothing alike, 1 the same."""
        both = sums(self.demand.held, self.held[self.demand.held.to])
        either = np.diff(self.demand.held.begin) + int(self.held.sum()) - both
        found: Floats = both / either
        return found


def alike(demand: Demand, held: Mask, role: str) -> float:
    """How much what is held is like what somebody in a role holds: 0 nothing alike, 1 the same."""
    there = demand.held_in(role)
    return float((held & there).sum() / (held | there).sum())


def away(planner: Planner, profile: Profile, reach: Reach, switches: Switches, preset: Preset = Preset.FEWEST) -> Away:
    """All roles as seen from a profile.

    Args:
        planner: who answers.
        profile: what is brought.
        reach: what can be gained from there under the switches (`Planner.reach`).
        switches: what may enter a plan; bounds hold for plans without limits.
        preset: what the bounds are of: courses, minutes or pence, as far as known.
    """
    demand = demand_of(planner, with_desirable=switches.with_desirable)
    amount, held = amounts(planner.network, preset, switches.currency), demand.mask(planner.start(profile))
    price = prices(demand, planner.network, amount, reach.entered, held)
    return Away(demand, held, demand.here(reach.facts), price)


class Distances:
    """All ordered pairs of roles, as matrices of roles by roles in the order of the demand.

    Args:
        planner: who knows what roles need, and which learning there is.
        switches: what may enter a plan; bounds hold for plans without limits.
    """

    def __init__(self, planner: Planner, switches: Switches | None = None):
        self._planner, self._switches = planner, switches or Switches(strict_levels=planner.strict)
        self.demand = demand_of(planner, with_desirable=self._switches.with_desirable)

    def to_develop(self) -> Whole:
        """How many competencies somebody in the first role has to develop for the second."""
        needs = self._table(self.demand.needs)
        both = self._table(self.demand.held) @ needs.T
        found: Whole = np.diff(self.demand.needs.begin)[None, :] - both.toarray()
        return found

    def likeness(self) -> Floats:
        """How much two roles are alike: 0 nothing alike, 1 the same."""
        held = self._table(self.demand.held)
        both = (held @ held.T).toarray()
        sizes = np.diff(self.demand.held.begin)
        found: Floats = both / (sizes[:, None] + sizes[None, :] - both)
        return found

    def bounds(self, preset: Preset = Preset.FEWEST) -> Whole:
        """What a bridge from the first role to the second comes to at the least: courses, minutes or pence as known.

        Counted is only what can be learned by anybody, whatever they bring: for somebody who brings more, learning
        may close more, and cost more (`away` counts it all).
        """
        network, nothing = self._planner.network, np.zeros(self.demand.size, dtype=np.bool_)
        some, every = (self._allowed(not_among) for not_among in (NARROW, frozenset[Eligibility]()))
        sure = self.demand.here(network.reach(np.array([], dtype=np.int64), some).facts)
        price = prices(self.demand, network, amounts(network, preset, self._switches.currency), every, nothing)
        worth = np.where(sure[self.demand.top], price[self.demand.needed.to], 0)
        needed = self._table(self.demand.needed, worth)
        held = self._table(self.demand.held) @ needed.T
        found = sums(self.demand.needed, worth)[None, :] - held.toarray()
        least: Whole = -(-found // PARTS)
        return least

    def _allowed(self, not_among: frozenset[Eligibility]) -> Mask:
        mask = self._planner.allowed.mask(self._switches, not_among).copy()
        mask[self._planner.network.course_numbers(self._switches.exclude)] = False
        return mask

    def _table(self, links: Links, values: Whole | None = None) -> sparse.csr_array:
        values = np.ones(len(links.to), dtype=np.int64) if values is None else values
        return sparse.csr_array((values, links.to, links.begin), shape=(len(self.demand.roles), self.demand.size))


def sums(links: Links, values: Whole | Mask) -> Whole:
    """For each owner the sum of the values of its links, of which it has one at least."""
    return sums_of(links, np.arange(len(links.begin) - 1), values)


def sums_of(links: Links, owners: Numbers, values: Whole | Mask) -> Whole:
    """For each of some owners the sum of the values of its links, which are the values of all their links."""
    many = links.begin[owners + 1] - links.begin[owners]
    found: Whole = np.add.reduceat(values, np.cumsum(many) - many, dtype=np.int64) if len(owners) else owners
    return found
