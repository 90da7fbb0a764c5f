"""A labour market in numbers, drawn from a seed: who needs what, what teaches what, and what it asks for first.

Demand is Zipf-like: a few transversal skills are needed by most roles, roles of one group share a pool of
competencies, and a long tail is needed by few. Courses are offers of syllabi: a popular syllabus is offered by many
providers, each a little different. Everything is an array, so that two million links take seconds.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]

LEVELS = 4
UNSTATED = 0
"""The level of a link that states none; 1 is the lowest."""


@dataclass(frozen=True)
class Size:
    """How large a market is, and how much a role needs and a course teaches on average."""

    name: str
    competencies: int
    roles: int
    courses: int
    groups: int
    """Groups of roles, and fields of learning alike."""
    pool: int
    """Competencies that the roles of a group draw on."""
    needed: float
    """Competencies that a role draws from its pool and the tail, transversal ones not counted."""
    taught: float


SMALL = Size("small", 300, 60, 400, groups=6, pool=50, needed=26, taught=3.4)
ESCO = Size("esco", 14_000, 3_000, 20_000, groups=240, pool=60, needed=75, taught=3.65)
TENFOLD = Size("tenfold", 140_000, 30_000, 200_000, groups=2_400, pool=60, needed=75, taught=3.65)
SIZES = {size.name: size for size in (SMALL, ESCO, TENFOLD)}

TRANSVERSAL = 10
"""Competencies that most roles need."""
TOPIC = 6
"""Competencies of a topic: what is taught together."""
OFFERS = 3.5
"""How often a syllabus is offered, on average; most are offered once, a few by dozens of providers."""


class Entry(NamedTuple):
    """How much courses ask for on entry: shares of syllabi, or of what they teach."""

    asking: float
    """Syllabi that expect the level below of the highest that they teach."""
    further: float
    """Chance that an asking syllabus expects the level below of another competency that it teaches, too."""
    other: float
    """Syllabi that expect a competency that they do not teach."""
    after: float
    """Syllabi that ask for a course to be done first."""


ENTRIES = {"dense": Entry(0.85, 0.15, 0.2, 0.14), "light": Entry(0.12, 0.15, 0.05, 0.04)}


class Links(NamedTuple):
    """Links from an owner, a role or a course, to a target, a competency or a course; no pair twice."""

    owner: Numbers
    target: Numbers
    level: Numbers
    mark: Numbers
    """Importance of a requirement (1 essential), evidence of teaching (0 none), group of a prerequisite (0 none)."""


@dataclass(frozen=True)
class Drawn:
    """All links of a market; `group` is that of each role, `syllabus` that of each course, `base` its lowest level."""

    size: Size
    group: Numbers
    syllabus: Numbers
    base: Numbers
    requires: Links
    teaches: Links
    expects: Links
    prerequisites: Links


def drawn(size: Size, entry: str, seed: int) -> Drawn:
    """The market of a size, with dense or light entry levels."""
    dice = np.random.default_rng([seed, size.courses])
    taste = _Taste(size, dice)
    group = dice.integers(0, size.groups, size.roles)
    requires = _requirements(size, taste, group, dice)
    syllabi = _Syllabi(size, ENTRIES[entry], taste, dice)
    syllabus = _offered(size, len(syllabi.base), dice)
    return Drawn(
        size,
        group,
        syllabus,
        syllabi.base[syllabus],
        requires,
        _teaching(syllabi, syllabus, dice),
        _at_offers(syllabi.expects, syllabus, 0.92, dice),
        _asked_first(syllabi.after, syllabus, dice),
    )


class _Taste:
    """Which competencies are drawn how often: transversal ones, those of a group's pool, and the tail."""

    def __init__(self, size: Size, dice: Generator):
        order = dice.permutation(size.competencies)
        self._dice = dice
        self.transversal, self._others = order[:TRANSVERSAL], order[TRANSVERSAL:]
        self._tail = _zipf(len(self._others), 0.9, 3.0)
        self._near = _zipf(size.pool, 0.7, 2.0)
        flat = _zipf(len(self._others), 0.75, 10.0)
        self._pools = self._others[_ranks(flat, (size.groups, size.pool), dice)]

    def draw(self, group: Numbers, near: float, transversal: float = 0.0) -> Numbers:
        """A competency for each of these groups: of its pool, transversal, or of the tail, at these odds."""
        kind = self._dice.random(len(group))
        found = self._others[_ranks(self._tail, len(group), self._dice)]
        pooled = self._pools[group, _ranks(self._near, len(group), self._dice)]
        wide = self.transversal[self._dice.integers(0, TRANSVERSAL, len(group))]
        return np.where(kind < near, pooled, np.where(kind < near + transversal, wide, found))

    def topical(self, group: Numbers, topic: Numbers) -> Numbers:
        """A competency of a topic: of a few that stand together in the pool of a group."""
        place = topic * TOPIC + self._dice.integers(0, TOPIC, len(group))
        return self._pools[group, place % self._pools.shape[1]]


def _zipf(many: int, slope: float, shift: float) -> NDArray[np.float64]:
    """Cumulative odds of ranks whose frequency falls as (rank + shift) ** -slope (Zipf-Mandelbrot)."""
    odds = (np.arange(many) + shift) ** -slope
    return np.asarray(np.cumsum(odds) / odds.sum())


def _ranks(odds: NDArray[np.float64], shape: int | tuple[int, ...], dice: Generator) -> Numbers:
    return np.minimum(np.searchsorted(odds, dice.random(shape)), len(odds) - 1)


def _links(owner: Numbers, target: Numbers, level: Numbers, mark: Numbers | None = None) -> Links:
    """The links, each pair of owner and target once, in the order of owners."""
    mark = np.zeros_like(owner) if mark is None else mark
    _, first = np.unique(owner * (int(target.max(initial=0)) + 1) + target, return_index=True)
    return Links(owner[first], target[first], level[first], mark[first])


def _requirements(size: Size, taste: _Taste, group: Numbers, dice: Generator) -> Links:
    wide = dice.random((size.roles, TRANSVERSAL)) < np.linspace(0.85, 0.5, TRANSVERSAL)
    owner, column = np.nonzero(wide)
    many = np.maximum(3, dice.gamma(6.0, size.needed / 6.0, size.roles)).astype(np.int64)
    own = np.repeat(np.arange(size.roles), many)
    owner = np.concatenate([owner, own])
    # A role is about a few topics of its group.
    topics = dice.integers(0, size.pool // TOPIC, (size.roles, 3))
    topical = taste.topical(group[own], topics[own, dice.integers(0, 3, len(own))])
    drawn_so = np.where(dice.random(len(own)) < 0.6, topical, taste.draw(group[own], 0.5))
    target = np.concatenate([taste.transversal[column], drawn_so])
    senior = dice.choice([1, 2, 3], size.roles, p=[0.3, 0.45, 0.25])
    level = np.clip(senior[owner] + dice.choice([-1, 0, 1], len(owner), p=[0.2, 0.6, 0.2]), 1, LEVELS)
    level[dice.random(len(owner)) < 0.02] = UNSTATED
    return _links(owner, target, level, (dice.random(len(owner)) < 0.5).astype(np.int64))


class _Syllabi:
    """What is taught, before anybody offers it."""

    def __init__(self, size: Size, entry: Entry, taste: _Taste, dice: Generator):
        many = max(2, round(size.courses / OFFERS))
        self._entry, self._taste, self._dice = entry, taste, dice
        self.field = _ranks(_zipf(size.groups, 0.4, 4.0), many, dice)
        self.base = dice.choice(np.arange(1, LEVELS + 1), many, p=[0.45, 0.33, 0.18, 0.04])
        self.teaches = self._teaching(size, many)
        self.expects = self._expecting(many)
        self.after = self._after(many)

    def _teaching(self, size: Size, many: int) -> Links:
        # Pairs drawn twice count once, so that a little more is drawn than is wanted.
        outcomes = 1 + self._dice.poisson(1.2 * size.taught - 1.0, many)
        owner = np.repeat(np.arange(many), np.minimum(outcomes, 14))
        topic = _ranks(_zipf(size.pool // TOPIC, 0.5, 1.0), many, self._dice)
        near = self._taste.topical(self.field[owner], topic[owner])
        target = np.where(self._dice.random(len(owner)) < 0.7, near, self._taste.draw(self.field[owner], 0.3, 0.25))
        level = np.clip(self.base[owner] + self._dice.choice([-1, 0, 1], len(owner), p=[0.1, 0.75, 0.15]), 1, LEVELS)
        level[self._dice.random(len(owner)) < 0.03] = UNSTATED
        return _links(owner, target, level)

    def _expecting(self, many: int) -> Links:
        """The level below of what is taught, and now and then of something else."""
        owner, target, level, _ = self.teaches
        highest = np.zeros(many, dtype=np.int64)
        np.maximum.at(highest, owner, level)
        further = self._dice.random(len(owner)) < self._entry.further
        asking = self._dice.random(many) < self._entry.asking
        below = asking[owner] & (level > 1) & ((level == highest[owner]) | further)
        other = np.flatnonzero(self._dice.random(many) < self._entry.other)
        return _links(
            np.concatenate([owner[below], other]),
            np.concatenate([target[below], self._taste.draw(self.field[other], 0.5, 0.4)]),
            np.concatenate([level[below] - 1, np.maximum(1, self.base[other] - 1)]),
        )

    def _after(self, many: int) -> Links:
        """Syllabi to do first: of the same field, never of a higher level."""
        owner = np.flatnonzero(self._dice.random(many) < self._entry.after)
        order = np.lexsort((self.base, self.field))
        place = np.empty(many, dtype=np.int64)
        place[order] = np.arange(many)
        first = order[np.maximum(0, place[owner] - self._dice.geometric(0.2, len(owner)))]
        near = (self.field[first] == self.field[owner]) & (first != owner)
        return _links(owner[near], first[near], np.zeros(int(near.sum()), dtype=np.int64))


def _offered(size: Size, syllabi: int, dice: Generator) -> Numbers:
    """The syllabus of each course: each is offered once, and the popular ones again and again."""
    again = _ranks(_zipf(syllabi, 0.8, 5.0), size.courses - syllabi, dice)
    return dice.permutation(np.concatenate([np.arange(syllabi), dice.permutation(syllabi)[again]]))


def _of_each(links: Links, owners: Numbers) -> tuple[Numbers, Numbers]:
    """For each of these owners, in a row, the places of its links; with the place of the owner."""
    first = np.searchsorted(links.owner, owners)
    many = np.searchsorted(links.owner, owners, side="right") - first
    who = np.repeat(np.arange(len(owners)), many)
    return who, np.arange(len(who)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)


def _at_offers(links: Links, syllabus: Numbers, said: float, dice: Generator) -> Links:
    """What the courses say of the links of their syllabi: most of it."""
    course, place = _of_each(links, syllabus)
    # The first link of a course always stays, so that each course teaches something.
    stays = (dice.random(len(course)) < said) | (np.diff(course, prepend=-1) > 0)
    return Links(course[stays], *(field[place[stays]] for field in links[1:]))


def _teaching(syllabi: _Syllabi, syllabus: Numbers, dice: Generator) -> Links:
    links = _at_offers(syllabi.teaches, syllabus, 0.94, dice)
    evidence = dice.choice(np.arange(5), len(links.owner), p=[0.7, 0.15, 0.08, 0.05, 0.02])
    return links._replace(mark=evidence)


def _asked_first(after: Links, syllabus: Numbers, dice: Generator) -> Links:
    """Courses to do first: up to three offers of a syllabus are alternatives of each other."""
    order = np.argsort(syllabus, kind="stable")
    offers = Links(syllabus[order], order, *[np.zeros_like(order)] * 2)
    course, place = _of_each(after, syllabus)
    asked, found = _of_each(offers, after.target[place])
    rank = np.arange(len(asked)) - np.searchsorted(asked, asked)
    many = np.bincount(asked, minlength=len(course))[asked]
    kept = rank < 3
    return _links(course[asked[kept]], offers.target[found[kept]], np.zeros(int(kept.sum()), dtype=np.int64),
                  np.minimum(many[kept] - 1, 1))  # fmt: skip
