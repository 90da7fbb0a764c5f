"""Questions about a generated market in numbers, read off the texts of its rows and of nothing else.

A fact is a number: five of each competency (held at all, then at each of four levels or higher), and after them one
of each group of courses of which one must have been done.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from numpy.random import default_rng

from kmgraph.assertion import Asserted
from kmgraph.vocabulary import Kind
from tests.bench.generated import RANKS
from tests.oracle.question import Learning, Question, reached

WIDE = 5
"""Facts of one competency."""
STRENGTH = {"participants' report": 1, "before and after": 2, "comparison": 3, "review": 4}
OVER = {"planned", "closed", "ended", "historic"}
NO_CIVIL_SERVICE = {"university", "local government", "legislature", "think tank", "charity", "funder"}

Said = dict[str, Any]


class Statements:
    """What the rows of a market say, read once; its questions are between two roles, essential needs only."""

    def __init__(self, rows: Iterable[Asserted]):
        self._said: dict[str, list[Said]] = defaultdict(list)
        for row in rows:
            self._said[row.kind].append(json.loads(row.body))
        levelled = (one["id"] for one in self._said[Kind.COMPETENCY] if one["type"] != "attitude")
        self._competency = {iri: n for n, iri in enumerate(levelled)}
        self.courses = [one["id"] for one in self._said[Kind.COURSE]]
        self._course = {iri: n for n, iri in enumerate(self.courses)}
        self.needed = self._needed()
        self.sector = {one["id"]: one["sector"] for one in self._said[Kind.ROLE]}
        self._shut_to: dict[str, frozenset[int]] = {}
        self.learning = self._learning()

    def question(self, start: str, goal: str) -> Question:
        """What somebody in one role is asked to learn for another."""
        held = {fact for one in self.needed[start] for fact in _below(one - one % WIDE, one % WIDE or 1)}
        return Question(
            self.learning, frozenset(held), tuple(sorted(self.needed[goal] - held)), self._shut(self.sector[start])
        )

    def some(self, many: int, seed: int = 0, *, least: int = 5, most: int = 25) -> list[tuple[str, str]]:
        """Ordered pairs of roles between which there are so many goals that can be closed, drawn from a seed."""
        dice, roles = default_rng(seed), sorted(self.needed)
        found: dict[tuple[str, str], None] = {}
        while len(found) < many:
            start, goal = (roles[n] for n in dice.integers(0, len(roles), 2).tolist())
            if start != goal and least <= len(reached(self.question(start, goal)).goals) <= most:
                found[start, goal] = None
        return list(found)

    def number(self, course: str) -> int:
        """The number of a course."""
        return self._course[course]

    def _counted(self, kind: Kind) -> list[Said]:
        return [
            one
            for one in self._said[kind]
            if one.get("status") != "suggested" and ("competency" not in one or one["competency"] in self._competency)
        ]

    def _needed(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for one in self._counted(Kind.REQUIREMENT):
            if one["importance"] == "essential":
                found[one["role"]].add(self._fact(one))
        return dict(found)

    def _fact(self, one: Said) -> int:
        return self._competency[one["competency"]] * WIDE + RANKS.get(one.get("level", ""), 0)

    def _learning(self) -> Learning:
        many = len(self.courses)
        needs, gives = [set[int]() for _ in range(many)], [set[int]() for _ in range(many)]
        strength: list[dict[int, int]] = [{} for _ in range(many)]
        brought = [set[int]() for _ in range(many)]
        for one in self._counted(Kind.EXPECTS):
            fact, course = self._fact(one), self._course[one["course"]]
            needs[course].add(fact)
            brought[course].update(_below(fact - fact % WIDE, fact % WIDE))
        for one in self._counted(Kind.TEACHES):
            fact, course = self._fact(one), self._course[one["course"]]
            given = _below(fact - fact % WIDE, fact % WIDE or 1) - brought[course]
            gives[course] |= given
            if evidence := STRENGTH.get(one.get("evidence", "")):
                strength[course] |= {fact: max(evidence, strength[course].get(fact, 0)) for fact in given}
        for group, (asking, opening) in enumerate(self._groups(), len(self._competency) * WIDE):
            for course in asking:
                needs[course].add(group)
            for course in opening:
                gives[course].add(group)
        return Learning(
            [sorted(facts) for facts in needs],
            [sorted(facts) for facts in gives],
            [_parts(one.get("effort_hours"), 60) for one in self._said[Kind.COURSE]],
            [_parts(one.get("fee"), 100) for one in self._said[Kind.COURSE]],
            strength,
        )

    def _groups(self) -> list[tuple[list[int], tuple[int, ...]]]:
        """Sets of courses of which one is enough, each with the courses that ask for that."""
        asked: dict[tuple[str, str], set[int]] = defaultdict(set)
        for one in self._counted(Kind.PREREQUISITE):
            asked[one["course"], one.get("group") or one["requires"]].add(self._course[one["requires"]])
        asking: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for (course, _), alternatives in asked.items():
            asking[tuple(sorted(alternatives))].append(self._course[course])
        return [(courses, first) for first, courses in sorted(asking.items())]

    def _shut(self, sector: str) -> frozenset[int]:
        if sector not in self._shut_to:
            not_for = {"civil servants"} if sector in NO_CIVIL_SERVICE else set()
            self._shut_to[sector] = frozenset(
                n
                for n, one in enumerate(self._said[Kind.COURSE])
                if one.get("availability") in OVER or one.get("eligibility") in not_for
            )
        return self._shut_to[sector]


def _below(first: int, rank: int) -> set[int]:
    return set(range(first, first + rank + 1))


def _parts(amount: float | None, parts: int) -> int | None:
    return None if amount is None else round(amount * parts)
