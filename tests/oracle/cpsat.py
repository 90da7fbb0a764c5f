"""The best values of many questions by CP-SAT: reads and writes JSON lines, and imports nothing of kmgraph.

Each line asks as `instances.py` says; its answer is `{"closable": [goal], "best": {preset: [value, ...]}}`, the values
of a preset's aims in order. All arithmetic is in whole numbers. That nothing is learned before what it needs is
said by numbering the courses in the order in which they are taken.
"""

import json
import sys
from functools import cache
from typing import Any

from ortools.sat.python import cp_model

WIDEST = 2**50
"""Aims are put into one sum as long as it stays below this, where whole numbers are exact for the solver."""


def closed(start: set[str], courses: list[dict[str, Any]]) -> tuple[set[str], list[dict[str, Any]]]:
    """All facts that can be reached, and the courses that can be entered."""
    facts, entered, left = set(start), [], list(courses)
    while True:
        now = [course for course in left if all(facts & set(need) for need in course["needs"])]
        if not now:
            return facts, entered
        entered += now
        left = [course for course in left if course not in now]
        facts |= {fact for course in now for fact in course["gains"]}


def useful(start: set[str], goals: list[str], courses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The courses that bear on the goals, directly or through what others need."""
    wanted, found = set(goals), []
    while True:
        more = [one for one in courses if one not in found and wanted & set(one["gains"]) - start]
        if not more:
            return sorted(found, key=lambda one: one["id"])
        found += more
        wanted |= {fact for one in more for need in one["needs"] for fact in need}


class Question:
    """One question as a model."""

    def __init__(self, start: set[str], goals: list[str], courses: list[dict[str, Any]]):
        self.goals, self.courses = goals, courses
        self.model = cp_model.CpModel()
        self.taken = [self.model.new_bool_var(one["id"]) for one in courses]
        self.place = [self.model.new_int_var(0, len(courses), one["id"]) for one in courses]
        for goal in goals:
            self.model.add_bool_or([x for x, one in zip(self.taken, courses, strict=True) if goal in one["gains"]])
        for number, course in enumerate(courses):
            for need in course["needs"]:
                if not start & set(need):
                    self._enter(number, set(need))

    def _enter(self, number: int, need: set[str]) -> None:
        supports = []
        for other, course in enumerate(self.courses):
            if other != number and need & set(course["gains"]):
                support = self.model.new_bool_var("")
                self.model.add_implication(support, self.taken[other])
                self.model.add(self.place[other] < self.place[number]).only_enforce_if(support)
                supports.append(support)
        self.model.add_bool_or([self.taken[number].negated(), *supports])

    def aims(self, preset: str) -> list[Any]:
        """What a preset minimises, as pairs of a sum and its greatest size."""
        count = (sum(self.taken), len(self.courses))
        hours, fees = self._amounts("minutes"), self._amounts("pence")
        return {
            "fewest": [count, *hours],
            "cheapest": [*fees, count, *hours],
            "quickest": [*hours, count],
            "best evidenced": [*self._evidence(), count, *hours],
        }[preset]

    def _amounts(self, what: str) -> list[Any]:
        unknown = [x for x, one in zip(self.taken, self.courses, strict=True) if one[what] is None]
        known = [(x, one[what]) for x, one in zip(self.taken, self.courses, strict=True) if one[what]]
        return [(sum(unknown), len(unknown)), (sum(x * size for x, size in known), sum(size for _, size in known))]

    def _evidence(self) -> list[Any]:
        return [self._without(strength) for strength in (1, 2, 3, 4)]

    def _without(self, strength: int) -> Any:
        """How many goals have no evidence of this strength."""
        lacking = []
        for goal in self.goals:
            strong = [
                x for x, one in zip(self.taken, self.courses, strict=True) if one["evidence"].get(goal, 0) >= strength
            ]
            lacks = self.model.new_bool_var("")
            self.model.add_bool_or([lacks, *strong])
            lacking.append(lacks)
        return sum(lacking), len(lacking)

    def solve(self, preset: str) -> list[int]:
        """The best values of a preset, read off the courses that were taken."""
        aims = self.aims(preset)
        chosen: set[int] = set()
        while aims:
            aim, aims = packed(aims)
            self.model.minimize(aim)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            if solver.solve(self.model) != cp_model.OPTIMAL:
                raise RuntimeError(f"not solved: {preset}")
            chosen = {number for number, x in enumerate(self.taken) if solver.boolean_value(x)}
            self.model.add(aim == round(solver.objective_value))
        return self._values(preset, [one for number, one in enumerate(self.courses) if number in chosen])

    def _values(self, preset: str, chosen: list[dict[str, Any]]) -> list[int]:
        def amount(what: str) -> list[int]:
            return [sum(one[what] is None for one in chosen), sum(one[what] or 0 for one in chosen)]

        best = [max((one["evidence"].get(goal, 0) for one in chosen), default=0) for goal in self.goals]
        return {
            "fewest": [len(chosen), *amount("minutes")],
            "cheapest": [*amount("pence"), len(chosen), *amount("minutes")],
            "quickest": [*amount("minutes"), len(chosen)],
            "best evidenced": [*map(best.count, range(4)), len(chosen), *amount("minutes")],
        }[preset]


def packed(aims: list[Any]) -> tuple[Any, list[Any]]:
    """The first aims as one sum, each weighing more than all that follow can come to; and the aims left over."""
    (total, most), rest = aims[0], aims[1:]
    while rest and (most + 1) * (rest[0][1] + 1) < WIDEST:
        aim, size = rest.pop(0)
        total, most = total * (size + 1) + aim, most * (size + 1) + size
    return total, rest


@cache
def answer(line: str) -> str:
    """The answer to one line."""
    asked = json.loads(line)
    start = set(asked["start"])
    facts, entered = closed(start, asked["courses"])
    goals = [goal for goal in asked["goals"] if goal in facts]
    courses = useful(start, goals, entered)
    presets = ("fewest", "cheapest", "quickest", "best evidenced")
    best = {preset: Question(start, goals, courses).solve(preset) for preset in presets}
    return json.dumps({"closable": goals, "best": best})


if __name__ == "__main__":
    for asked in sys.stdin:
        print(answer(asked), flush=True)
