"""The courses that can be in a best plan: those that can play a part, without those that cost more than they save.

    h(f)   what it costs at most to gain fact f from the start, by a bundle of courses of its own
    B(f)   what it costs at most to do without course k's giving f: h(f) for a goal; else the less of h(f) and of
           doing without the courses that need f, net(j) = max(0, V(j) - cost of j) for each
    V(k)   what it costs at most to do without course k: over the competencies it gives, the less of the sum of B
           over levels and of h of the highest level

A course that costs more than V(k) is in no best plan (strictly more: ties are kept). The bounds are followed
downwards until nothing changes; each of them is valid at every round.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kmgraph.planner.optimum.core import Core
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.optimum.network import Network, Reach
from kmgraph.planner.optimum.presets import Whole
from kmgraph.planner.optimum.presets import packed as together

TOO_MUCH = 2**52
"""A cost that no plan has: what cannot be bounded. Sums are made in floats, which are exact up to twice that."""
ROUNDS = 12
"""How often bounds are followed; more rounds only leave out more courses."""


@dataclass(frozen=True)
class Pool:
    """Courses that can play a part in reaching goals, with facts and links numbered anew from 0.

    Args:
        courses: their numbers in the network, ascending.
        gains: facts that each gives, of those that play a part and do not hold at the start.
        needs: facts that each needs and that do not hold at the start.
        goals: facts to gain.
        competency: the competency of each fact.
        slot: the level of each fact, as the network numbers levels.
        follows: whether the second slot's level follows from the first's.
    """

    courses: Numbers
    gains: Links
    needs: Links
    goals: Numbers
    competency: Numbers
    slot: Numbers
    follows: Mask

    @classmethod
    def of(cls, network: Network, reach: Reach, goals: Numbers, each_of: Sequence[Numbers] = ()) -> "Pool":
        """What bears on some facts, by going back from them; all of them can be reached, and none holds.

        Of each of the sets of courses `each_of`, which can be entered, one must be taken: a goal of its own.
        """
        wanted, found = np.zeros(network.size, dtype=np.bool_), np.zeros(len(network.courses), dtype=np.bool_)
        ahead, giving = goals, np.unique(np.concatenate([goals[:0], *each_of]))
        while len(ahead) or len(giving):
            wanted[ahead] = True
            found[giving] = True
            asked = network.needs.gather(giving)
            ahead = np.unique(np.concatenate([ahead, asked[~wanted[asked] & ~reach.start[asked]]]))
            wanted[ahead] = True
            giving = network.givers.gather(ahead)
            giving = np.unique(giving[reach.entered[giving] & ~found[giving]])
            ahead = ahead[:0]
        courses, facts = np.flatnonzero(found), np.flatnonzero(wanted)
        gains, needs = (_cut(links, courses, facts, wanted) for links in (network.gains, network.needs))
        own = len(facts) + np.arange(len(each_of))
        takers = np.searchsorted(courses, np.concatenate([goals[:0], *each_of]))
        return cls(
            courses,
            gains.and_also(takers, np.repeat(own, [len(one) for one in each_of])),
            needs,
            np.concatenate([np.searchsorted(facts, goals), own]),
            np.concatenate([network.competency_of[facts], -1 - np.arange(len(each_of))]),
            np.concatenate([network.slot_of[facts], np.full(len(each_of), -1)]),
            network.follows,
        )

    def only(self, kept: Mask) -> tuple["Pool", Mask, Mask]:
        """The pool of some of its courses; and which courses, and which facts, still play a part."""
        gains, needs = _some(self.gains, kept), _some(self.needs, kept)
        wanted, useful = np.zeros(len(self.slot), dtype=np.bool_), np.zeros(len(self.courses), dtype=np.bool_)
        wanted[self.goals] = True
        while True:
            useful[gains.owners[wanted[gains.to]]] = True
            more = needs.to[useful[needs.owners]]
            if wanted[more].all():
                break
            wanted[more] = True
        course, fact = np.cumsum(useful) - 1, np.cumsum(wanted) - 1
        less_gains, less_needs = (
            Links.of(course[one.owners[here]], fact[one.to[here]], int(useful.sum()))
            for one in (gains, needs)
            for here in [useful[one.owners] & wanted[one.to]]
        )
        about = fact[self.goals], self.competency[wanted], self.slot[wanted], self.follows
        pool = Pool(self.courses[useful], less_gains, less_needs, *about)
        return pool, useful, wanted

    def reduced(self, costs: Sequence[Whole], spare: Collection[int] = ()) -> "Pool":
        """The pool without courses that are in no best plan by these amounts, which are of all courses.

        Nor are they in the best of the plans that take no more than so many of the courses `spare`: whatever a course
        could be replaced by takes none of those.
        """
        pool = self
        cost = self.packed(costs)
        height = pool.heights(np.where(np.isin(pool.courses, list(spare)), TOO_MUCH, cost))
        while len(pool.courses):
            kept = cost <= pool.values(cost, height)
            if kept.all():
                break
            pool, courses, facts = pool.only(kept)
            cost, height = cost[courses], height[facts]
        return pool

    def without_twins(self, costs: Sequence[Whole]) -> "Pool":
        """The pool without courses of which another needs and gives the same, and costs less or comes first.

        Sets of facts are compared by sums of random numbers, two of them each: 128 bits.
        """
        dice = np.random.default_rng(0).integers(-(2**63), 2**63, size=(2, len(self.slot)), dtype=np.int64)
        keys = []
        for links in (self.gains, self.needs):
            for row in dice:
                key = np.zeros(len(self.courses), dtype=np.int64)
                np.add.at(key, links.owners, row[links.to])
                keys.append(key)
        amounts = [column[self.courses] for column in costs]
        order = np.lexsort((*amounts[::-1], *keys))
        first = np.zeros(len(order), dtype=np.bool_)
        first[:1] = True
        for key in keys:
            first[1:] |= np.diff(key[order]) != 0
        kept = np.zeros(len(order), dtype=np.bool_)
        kept[order[first]] = True
        return self if kept.all() else self.only(kept)[0]

    def cheapest(self, costs: Sequence[Whole], most: int, always: Numbers) -> "Pool":
        """The pool of those courses that give most for what they cost by these amounts, which are of all courses.

        Courses numbered `always` in the network stay.
        """
        cost = self.packed(costs)
        worth = self.values(cost, self.heights(cost)) - cost
        kept = np.zeros(len(self.courses), dtype=np.bool_)
        kept[np.argsort(-worth, kind="stable")[:most]] = True
        kept |= np.isin(self.courses, always)
        return self.only(kept)[0]

    def packed(self, costs: Sequence[Whole]) -> Whole:
        """The costs of each course as one number; each course of a best plan is there for a fact of its own."""
        return together([column[self.courses] for column in costs], min(len(self.courses), len(self.slot)))

    def heights(self, cost: Whole) -> Whole:
        """What it costs at most to gain each fact: the sum over a bundle, courses that serve twice counted twice."""
        height = np.full(len(self.slot), TOO_MUCH, dtype=np.int64)
        order = np.argsort(self.gains.to, kind="stable")
        givers, begin = self.gains.owners[order], _begins(self.gains.to[order])
        given = self.gains.to[order][begin]
        while True:
            entered = np.minimum(cost + sums(height[self.needs.to], self.needs), TOO_MUCH)
            least = np.minimum.reduceat(entered[givers], begin) if len(begin) else entered[:0]
            if (least >= height[given]).all():
                return height
            height[given] = np.minimum(height[given], least)

    def bundle(self, costs: Sequence[Whole]) -> Numbers:
        """A plan, by places here: what gives each goal at the least height, and what that needs, and so on back."""
        cost = self.packed(costs) + 1  # none is for nothing, so that no two give each other their heights
        taken = self.back_from(self.goals, self.cheapest_givers(cost, self.heights(cost)))
        return np.array(sorted(taken), dtype=np.int64)

    def cheapest_givers(self, cost: Whole, height: Whole) -> Numbers:
        """For each fact the course that gives it at the least height, -1 for none."""
        entered = cost + sums(height[self.needs.to], self.needs)
        order = np.lexsort((self.gains.owners, entered[self.gains.owners], self.gains.to))
        facts, first = np.unique(self.gains.to[order], return_index=True)
        found = np.full(len(self.slot), -1)
        found[facts] = self.gains.owners[order][first]
        return found

    def back_from(self, goals: Numbers, giver: Numbers) -> set[int]:
        """The courses that give some facts, what gives what those need, and so on back."""
        wanted, taken = goals.tolist(), set[int]()
        for fact in wanted:  # grows while it is read
            course = int(giver[fact])
            if course not in taken:
                taken.add(course)
                wanted += self.needs.at(course).tolist()
        return taken

    def values(self, cost: Whole, height: Whole) -> Whole:
        """What it costs at most to do without each course."""
        groups = Groups(self)
        is_goal = np.zeros(len(self.slot), dtype=np.bool_)
        is_goal[self.goals] = True
        without = height.copy()
        value = groups.value(without, height)
        for _ in range(ROUNDS):
            net = np.maximum(value - cost, 0)
            # As floats, which do not overflow; they are exact wherever the sum is less than what cannot be bounded.
            askers = np.bincount(self.needs.to, net[self.needs.owners], len(self.slot))
            without = np.where(is_goal, height, np.minimum(height, askers).astype(np.int64))
            after = groups.value(without, height)
            if (after >= value).all():
                break
            value = np.minimum(after, value)
        return value

    def core(self, costs: Sequence[Whole]) -> Core:
        """The question about these courses, in numbers."""
        count = range(len(self.courses))
        amounts = np.stack([column[self.courses] for column in costs], axis=1).tolist()
        return Core(
            tuple(frozenset(self.needs.to[self.needs.begin[n] : self.needs.begin[n + 1]].tolist()) for n in count),
            tuple(frozenset(self.gains.to[self.gains.begin[n] : self.gains.begin[n + 1]].tolist()) for n in count),
            frozenset(self.goals.tolist()),
            tuple(map(tuple, amounts)),
        )


class Groups:
    """The facts that each course gives, by competency."""

    def __init__(self, pool: Pool):
        gains = pool.gains
        competency, slot = pool.competency[gains.to], pool.slot[gains.to]
        order = np.lexsort((slot, competency, gains.owners))
        self._facts, owners, competency, slot = gains.to[order], gains.owners[order], competency[order], slot[order]
        changes = (np.diff(owners, prepend=-1) != 0) | (np.diff(competency, prepend=0) != 0)
        self._begin = np.flatnonzero(changes)
        last = np.append(self._begin[1:], len(owners)) - 1
        self._top = self._facts[last]
        highest = np.repeat(slot[last], np.diff(np.append(self._begin, len(owners))))
        follows = pool.follows[highest, slot]
        # What the highest level of another scale does not bring must be gained one by one.
        self._whole = np.logical_and.reduceat(follows, self._begin) if len(owners) else follows
        self._owners, self._count = owners[self._begin], len(pool.courses)

    def value(self, without: Whole, height: Whole) -> Whole:
        """The sum over competencies of what it costs at most to do without what a course gives of each."""
        if not len(self._begin):
            return np.zeros(self._count, dtype=np.int64)
        one_by_one = np.add.reduceat(without[self._facts].astype(np.float64), self._begin)
        at_once = np.where(self._whole, height[self._top], TOO_MUCH)
        found = np.bincount(self._owners, weights=np.minimum(one_by_one, at_once), minlength=self._count)
        return np.minimum(found, TOO_MUCH).astype(np.int64)


def _cut(links: Links, courses: Numbers, facts: Numbers, wanted: Mask) -> Links:
    """The links of some courses to some facts, numbered anew."""
    places = links.places(courses)
    to = links.to[places]
    here = wanted[to]
    owners = np.repeat(np.arange(len(courses)), links.begin[courses + 1] - links.begin[courses])
    return Links.of(owners[here], np.searchsorted(facts, to[here]), len(courses))


def _some(links: Links, kept: Mask) -> Links:
    """The links of some of the owners; the others have none."""
    here = kept[links.owners]
    return Links.of(links.owners[here], links.to[here], len(kept))


def _begins(numbers: Numbers) -> Numbers:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(numbers, prepend=-1)) if len(numbers) else numbers


def sums(values: Whole, links: Links) -> Whole:
    """The sum of the values of each owner's links; `TOO_MUCH` where it is more."""
    found = np.bincount(links.owners, weights=values, minlength=len(links.begin) - 1)
    return np.minimum(found, TOO_MUCH).astype(np.int64)
