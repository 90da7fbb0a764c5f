"""Plans that no other beats in everything: the trade-offs between the number of courses, hours and price.

One plan beats another where it is worse in no axis and better in one. Of an amount that is not known for all courses
first those are counted of which it is not known, as presets do: a plan never beats another by having more unknown.

The plans are found one by one. Each is the best by one axis after the other, and so beaten by none, in a part of what
is left to search (`region`; an epsilon-constraint method: Mavrotas, Applied Mathematics and Computation 213, 2009,
doi:10.1016/j.amc.2009.03.037). That a plan has less of an axis is a row of the program, or two: either fewer are
unknown, or as few and less of what is known.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, product

import numpy as np

from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.state import plan_of
from kmgraph.planner.optimum.presets import UNKNOWN, Preset, Whole
from kmgraph.planner.optimum.question import Question, Solved
from kmgraph.planner.others.region import Amount, Part, Point, Region, beats
from kmgraph.planner.others.rivals import Bound, Rivals, as_closed_by, undominated
from kmgraph.planner.plan import Plan
from kmgraph.planner.unmet import Search

MOST = 12
"""Plans that are sought at most."""
PROGRAMS = 200
"""Programs that are solved at most."""
SECONDS = 20.0
"""Time after which no further plan is sought."""


class Axis(StrEnum):
    """What plans are compared by."""

    COURSES = "courses"
    HOURS = "hours"
    PRICE = "price"


@dataclass(frozen=True)
class Known:
    """For how many of the courses that can play a part an amount is known."""

    axis: Axis
    known: int
    courses: int
    differs: bool
    """Whether the amounts that are known differ."""

    @property
    def counts(self) -> bool:
        """Whether plans are compared by it: it is known for at least half of the courses, and not all the same."""
        return self.differs and 2 * self.known >= self.courses


@dataclass(frozen=True)
class Option:
    """A plan that no other beats, and what it has of every axis; its preset says nothing here.

    Hours are counted in minutes, prices in hundredths of the currency asked for.
    """

    plan: Plan
    has: Mapping[Axis, Amount]


@dataclass(frozen=True)
class Frontier:
    """Plans of which none beats another."""

    options: tuple[Option, ...]
    """Those with the fewest courses first."""
    known: tuple[Known, ...]
    """How far hours and prices are known."""
    complete: bool
    """Whether it is proven that every other plan is beaten by one of these, or as good."""

    @property
    def axes(self) -> list[Axis]:
        """What the plans are compared by."""
        return [Axis.COURSES, *(one.axis for one in self.known if one.counts)]


def frontier(planner: Planner, answer: Answer, *, most: int = MOST) -> Frontier:
    """The plans that close what the first plan of an answer closes, and that no other such plan beats.

    Args:
        planner: who gave the answer.
        answer: to a question about a move.
        most: how many are sought at most.
    """
    question, closable = as_closed_by(planner, answer, plan_of(answer, Preset.FEWEST))
    front = _Front(question, most)
    search = Search(planner, answer.profile, answer.switches, question.reach)
    options = [
        Option(planner.plan(search, closable, one.courses, {Preset.FEWEST: one}), front.has(one.courses))
        for one in front.plans()
    ]
    return Frontier(tuple(options), front.known, front.complete)


class _Front:
    """The search for the plans that none beats."""

    def __init__(self, question: Question, most: int):
        self._question, self._rivals, self._most = question, Rivals(question), most
        network, pool = question.network, self._rivals.every
        amounts = {Axis.HOURS: network.minutes, Axis.PRICE: network.pence(question.switches.currency)}
        self.known = tuple(_known(axis, all_of[pool.courses]) for axis, all_of in amounts.items())
        self._columns = {Axis.COURSES: [np.ones(len(network.courses), dtype=np.int64)]}
        self._columns |= {axis: _unknown_and_known(all_of) for axis, all_of in amounts.items()}
        counted = [Axis.COURSES, *(one.axis for one in self.known if one.counts)]
        self._axes = [self._columns[axis] for axis in counted]
        self._beside = list(chain(*(self._columns[axis] for axis in self._columns if axis not in counted)))
        """What decides between plans that are as good by all axes."""
        beside = [*self._axes, *([amounts] for amounts, _ in question.limits)]
        self._pool = undominated(pool, self._order(0), beside)
        self._least = [0] * len(self._axes)
        self._programs = 0
        self.complete = True

    def plans(self) -> list[Solved]:
        """The plans, those with the fewest courses first."""
        found: dict[Point, Solved] = {}
        region, until = Region(len(self._axes)), time.monotonic() + SECONDS
        for axis, part in self._parts(region):
            if self._programs >= PROGRAMS or time.monotonic() > until:
                self.complete = False
                break
            solved = self._best(part, axis)
            if solved is None:
                region.drop(part)
                continue
            point = tuple(_sums(columns, solved.courses) for columns in self._axes)
            if point not in found and len(found) == self._most:
                self.complete = False
                break
            self._least[axis] = max(self._least[axis], 0 if any(part) else point[axis][0])
            found[point] = solved
            region.cut_off(point)
        return [found[point] for point in sorted(found) if not any(beats(other, point) for other in found)]

    def has(self, courses: Sequence[int]) -> dict[Axis, Amount]:
        """What courses have of every axis."""
        return {axis: _sums(columns, courses) for axis, columns in self._columns.items()}

    def _parts(self, region: Region) -> Iterator[tuple[int, Part]]:
        """The parts to search, and the axis by which first: for the best by each axis, then what is left."""
        if self._rivals.every.goals.size:
            yield from ((axis, (None,) * len(self._axes)) for axis in range(len(self._axes)))
            while region.parts:
                yield 0, region.parts[0]

    def _best(self, part: Part, first: int) -> Solved | None:
        """The best plan of a part, by one axis and then the others; None where there is none."""
        columns = self._order(first)
        found = list[tuple[Amount, tuple[int, ...], Solved]]()
        for bounds in self._less(part):
            limits = [*bounds, *self._question.limits]
            sought = self._rivals.best(self._pool, columns, limits)
            self._programs += 1
            self.complete = self.complete and sought.proven
            if one := sought.found:
                found.append((_sums(columns, one.courses), one.courses, one))
        return min(found, key=lambda one: one[:2])[2] if found else None

    def _less(self, part: Part) -> Iterator[list[Bound]]:
        """What a plan may have at most to have less of each axis, one way or another."""
        ways = [list(self._less_of(axis, amount)) for axis, amount in enumerate(part)]
        return (list(chain(*way)) for way in product(*ways))

    def _less_of(self, axis: int, amount: Amount | None) -> Iterator[list[Bound]]:
        if amount is None:
            yield []
            return
        columns, least = self._axes[axis], self._least[axis]
        for place, most in enumerate(amount):
            if most > (0 if place else least):
                yield [*zip(columns[:place], amount[:place], strict=True), (columns[place], most - 1)]

    def _order(self, first: int) -> list[Whole]:
        """The amounts in the order in which they count, of one axis first."""
        others = (columns for axis, columns in enumerate(self._axes) if axis != first)
        return [*chain(self._axes[first], *others), *self._beside]


def _known(axis: Axis, amounts: Whole) -> Known:
    known = amounts[amounts != UNKNOWN]
    return Known(axis, len(known), len(amounts), len(np.unique(known)) > 1)


def _sums(columns: Sequence[Whole], courses: Sequence[int]) -> Amount:
    return tuple(int(column[list(courses)].sum()) for column in columns)


def _unknown_and_known(amounts: Whole) -> list[Whole]:
    unknown = amounts == UNKNOWN
    return [unknown.astype(np.int64), np.where(unknown, 0, amounts)]
