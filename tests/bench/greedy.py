"""Greedy with bundles: again and again the course, with the cheapest way into it, that gains most for its cost.

What a careful programmer would write without a solver: ways in are priced as additive chains (h-add of the planning
literature), and what turns out not to be needed is dropped at the end.
"""

from collections.abc import Callable, Collection, Iterable
from heapq import heappop, heappush

from tests.oracle.question import Question, Reached, can_be_carried_out

Cost = Callable[[int], int]
NEVER = 1 << 62


def greedy(question: Question, found: Reached, cost: Cost) -> list[int]:
    """Courses that close all that can be closed."""
    chains = _Chains(question, found, cost)
    chosen: list[int] = []
    while left := [goal for goal in found.goals if goal not in chains.held]:
        bundle = _best(chains, left, cost)
        chosen += bundle
        chains.take(bundle)
    return _needed(question, chosen, cost)


def _best(chains: "_Chains", left: Collection[int], cost: Cost) -> list[int]:
    goals, giving = set(left), chains.question.learning.giving
    candidates = {course for goal in left for course in giving[goal] if course in chains.allowed}
    bundles = (chains.bundle(course) for course in sorted(candidates))
    return min(bundles, key=lambda bundle: (_per_goal(chains, bundle, goals, cost), bundle))


def _per_goal(chains: "_Chains", bundle: Collection[int], goals: set[int], cost: Cost) -> float:
    gives = chains.question.learning.gives
    gained = goals.intersection(fact for course in bundle for fact in gives[course])
    return sum(map(cost, bundle)) / len(gained)


def _needed(question: Question, chosen: Collection[int], cost: Cost) -> list[int]:
    """The courses without those, dearest first, that the others can do without."""
    left = list(dict.fromkeys(chosen))
    for course in sorted(left, key=cost, reverse=True):
        others = [one for one in left if one != course]
        if can_be_carried_out(question, others):
            left = others
    return sorted(left)


class _Chains:
    """What each fact costs from here, the entries of its cheapest giver added up, and which giver that is."""

    def __init__(self, question: Question, found: Reached, cost: Cost):
        self.question, self.allowed, self._cost = question, set(found.courses), cost
        self.price = dict.fromkeys(found.facts, NEVER)
        self.held = set[int]()
        self._giver: dict[int, int] = {}
        self._ahead: list[tuple[int, int]] = []
        for course in found.courses:
            if not question.learning.needs[course]:
                self._offer(course)
        self._hold(question.start)

    def take(self, courses: Collection[int]) -> None:
        """Makes all that these courses give free."""
        gives = self.question.learning.gives
        self._hold(fact for course in courses for fact in gives[course])

    def bundle(self, course: int) -> list[int]:
        """A course after all that its cheapest way in takes."""
        found: dict[int, None] = {}
        ahead = [course]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found[one] = None
                needs = self.question.learning.needs[one]
                ahead += [self._giver[need] for need in needs if need not in self.held]
        return sorted(found)

    def _hold(self, facts: Iterable[int]) -> None:
        for fact in facts:
            if fact not in self.held:
                self.held.add(fact)
                self.price[fact] = 0
                heappush(self._ahead, (0, fact))
        self._spread()

    def _lower(self, fact: int, price: int, giver: int) -> None:
        if price < self.price[fact] and fact not in self.held:
            self.price[fact], self._giver[fact] = price, giver
            heappush(self._ahead, (price, fact))

    def _offer(self, course: int) -> None:
        price = self._cost(course) + sum(self.price[need] for need in self.question.learning.needs[course])
        if price < NEVER:
            for fact in self.question.learning.gives[course]:
                self._lower(fact, price, course)

    def _spread(self) -> None:
        while self._ahead:
            price, fact = heappop(self._ahead)
            if price == self.price[fact]:
                for course in self.question.learning.asking.get(fact, ()):
                    if course in self.allowed:
                        self._offer(course)
