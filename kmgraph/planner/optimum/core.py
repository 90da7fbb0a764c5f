"""A question in numbers, small enough to be solved: which courses, each entered only when its conditions are met.

Solved by a search over who could give what is still missing, exact in whole numbers; what is too large for that
goes to HiGHS (`cover`). Both find the same plan: ties go to the smallest sorted numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx

from kmgraph.planner.optimum.cover import Cover, Found

LOOKS = 400
"""Nodes of the search after which a component goes to the solver."""


@dataclass(frozen=True)
class Core:
    """A question in numbers: courses from 0 up, in the order of the tie-break.

    `needs` are the facts that must hold before a course, and `gains` those that it gives, without what holds at the
    start; `costs` its amounts to be minimised in sum, of which the first matters most.
    """

    needs: tuple[frozenset[int], ...]
    gains: tuple[frozenset[int], ...]
    goals: frozenset[int]
    costs: tuple[tuple[int, ...], ...]

    @cached_property
    def weights(self) -> list[int]:
        """One whole number a course: all its amounts in order, and last its place; no two sets have equal sums."""
        count = len(self.costs)
        widths = [sum(column) + 1 for column in self.columns]
        found = []
        for place, amounts in enumerate(self.costs):
            weight = 0
            for amount, width in zip(amounts, widths, strict=True):
                weight = weight * width + amount
            found.append((weight << count) - (1 << (count - place - 1)))
        return found

    @property
    def columns(self) -> list[tuple[int, ...]]:
        """For each amount, what each course has of it."""
        return list(zip(*self.costs, strict=True))

    def part(self, courses: Sequence[int], goals: Iterable[int]) -> "Core":
        """The question about some of the courses and goals."""
        picked = [tuple(row[n] for n in courses) for row in (self.needs, self.gains)]
        return Core(picked[0], picked[1], frozenset(goals), tuple(self.costs[n] for n in courses))


def best(core: Core, *, seconds: float = 10.0) -> Found:
    """The plan that reaches all goals at the least cost.

    Ties: what the amounts do not tell apart is decided by the smallest sorted numbers.

    Raises:
        NotKnown: no plan was found in the time that the solver has.
    """
    left = undominated(core)
    chosen: list[int] = []
    gap = 0.0
    for courses, goals in components(core, left):
        part = core.part(courses, goals)
        found = search(part) or Cover.of_sets(part.needs, part.gains, part.goals, seconds=seconds).solve(part.columns)
        chosen += [courses[n] for n in found.chosen]
        gap = max(gap, found.gap)
    return Found(tuple(sorted(chosen)), gap)


def undominated(core: Core) -> list[int]:
    """The courses without those of which another asks no more, gives no less, and costs less or comes first."""
    weights, giving = core.weights, _givers(core, range(len(core.needs)))
    left = set(range(len(core.needs)))
    for n in sorted(left, key=lambda one: -weights[one]):
        rare = min(core.gains[n], key=lambda fact: len(giving[fact]), default=None)
        others = giving[rare] if rare is not None else set()
        if any(
            weights[m] < weights[n] and core.gains[n] <= core.gains[m] and core.needs[m] <= core.needs[n]
            for m in others
            if m != n
        ):
            left.discard(n)
            for fact in core.gains[n]:
                giving[fact].discard(n)
    return sorted(left)


def components(core: Core, courses: Sequence[int]) -> Iterator[tuple[list[int], set[int]]]:
    """Courses that bear on each other, with their goals; what bears on no goal is left out."""
    joined: networkx.Graph[tuple[str, int]] = networkx.Graph()
    joined.add_nodes_from(("fact", goal) for goal in core.goals)
    for n in courses:
        joined.add_edges_from((("course", n), ("fact", fact)) for fact in core.gains[n] | core.needs[n])
    for group in networkx.connected_components(joined):
        goals = {number for what, number in group if what == "fact" and number in core.goals}
        if goals:
            yield sorted(number for what, number in group if what == "course"), goals


def _givers(core: Core, courses: Iterable[int]) -> dict[int, set[int]]:
    giving: dict[int, set[int]] = defaultdict(set)
    for n in courses:
        for fact in core.gains[n]:
            giving[fact].add(n)
    return giving


def search(core: Core, *, looks: int = LOOKS) -> Found | None:
    """The best plan, by looking for who could give what is missing; None where that takes too many looks."""
    return _Search(core, looks).found()


class _Search:
    """Depth first, over sets of courses and facts as the bits of whole numbers."""

    def __init__(self, core: Core, looks: int):
        self._weights, self._looks = core.weights, looks
        self._needs, self._gains = ([_bits(one) for one in row] for row in (core.needs, core.gains))
        self._goals = _bits(core.goals)
        self._giving = {fact: sorted(ns, key=lambda n: self._weights[n])
                        for fact, ns in _givers(core, range(len(core.needs))).items()}  # fmt: skip
        self._best: int | None = None
        self._chosen = 0

    def found(self) -> Found | None:
        self._look(0, 0, 0, 0)
        if self._looks < 0 or self._best is None:
            return None
        return Found(tuple(_places(self._chosen)))

    def _look(self, taken: int, banned: int, state: int, cost: int) -> None:
        """Looks at all plans that take these courses, and none of those that are banned."""
        self._looks -= 1
        if self._looks < 0:
            return
        state, blocked = self._carried_out(taken, state)
        missing, promised = self._goals, 0
        for n in blocked:
            missing |= self._needs[n]
            promised |= self._gains[n]
        missing &= ~state
        if not missing:
            if self._best is None or cost < self._best:
                self._best, self._chosen = cost, taken
            return
        # What only courses give that wait themselves is a circle: one of all who could break it must be taken.
        facts = list(_places(missing & ~promised)) or list(_places(missing))
        givers, least = self._branch(facts, taken | banned, whole=not missing & ~promised)
        if self._best is not None and cost + least >= self._best:
            return
        for n in givers:
            if self._best is None or cost + self._weights[n] < self._best:
                self._look(taken | 1 << n, banned, state, cost + self._weights[n])
            banned |= 1 << n

    def _branch(self, facts: list[int], shut: int, *, whole: bool) -> tuple[list[int], int]:
        """Who could be taken next, one of whom must be, and what the missing facts cost at the least."""
        able = sorted(([n for n in self._giving.get(fact, ()) if not shut >> n & 1] for fact in facts), key=len)
        if whole:
            every = sorted({n for givers in able for n in givers}, key=lambda n: self._weights[n])
            return every, self._weights[every[0]] if every else 0
        used = least = 0
        for givers in able:
            ours = _bits(givers)
            if givers and not ours & used:
                used |= ours
                least += self._weights[givers[0]]
        return able[0], least

    def _carried_out(self, taken: int, state: int) -> tuple[int, list[int]]:
        """What holds after the courses that can be entered, and those that cannot."""
        waiting = list(_places(taken))
        while True:
            blocked = []
            for n in waiting:
                if self._needs[n] & ~state:
                    blocked.append(n)
                else:
                    state |= self._gains[n]
            if len(blocked) == len(waiting):
                return state, blocked
            waiting = blocked


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
