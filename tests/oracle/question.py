"""A question in numbers: the facts that somebody holds, those to gain, and courses that need and give facts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Learning:
    """The courses of a graph: the facts that each needs (all of them) and gives, and its cost; None is unknown."""

    needs: Sequence[Sequence[int]]
    gives: Sequence[Sequence[int]]
    minutes: Sequence[int | None]
    pence: Sequence[int | None]
    strength: Sequence[dict[int, int]]
    """How strong the evidence is that a course gives a fact; facts without any are left out."""

    @cached_property
    def asking(self) -> dict[int, list[int]]:
        """The courses that need a fact."""
        return _turned(self.needs)

    @cached_property
    def giving(self) -> dict[int, list[int]]:
        """The courses that give a fact."""
        return _turned(self.gives)


def _turned(facts_of: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for course, facts in enumerate(facts_of):
        for fact in facts:
            found[fact].append(course)
    return found


@dataclass(frozen=True)
class Question:
    """From these facts to those, without the courses that are shut."""

    learning: Learning
    start: frozenset[int]
    goals: tuple[int, ...]
    shut: frozenset[int] = frozenset()


class Reached(NamedTuple):
    """What can be reached: facts held or gained, courses that can be entered, goals that can be closed."""

    facts: set[int]
    courses: list[int]
    goals: list[int]


def reached(question: Question) -> Reached:
    """All that can be reached; each course waits for a count of unmet needs."""
    learning, shut, facts = question.learning, question.shut, set(question.start)
    waiting = [len(needs) for needs in learning.needs]
    for fact in facts:
        for course in learning.asking.get(fact, ()):
            waiting[course] -= 1
    ready = [course for course, unmet in enumerate(waiting) if not unmet and course not in shut]
    courses = list(ready)
    while ready:
        for fact in learning.gives[ready.pop()]:
            if fact not in facts:
                facts.add(fact)
                for course in learning.asking.get(fact, ()):
                    waiting[course] -= 1
                    if not waiting[course] and course not in shut:
                        ready.append(course)
                        courses.append(course)
    return Reached(facts, sorted(courses), [goal for goal in question.goals if goal in facts])


def can_be_carried_out(question: Question, courses: Collection[int]) -> bool:
    """Whether these courses can all be entered, in some order, and close all that can be closed."""
    return carried_out(question, courses).issuperset(courses) and not missed(question, courses)


def missed(question: Question, courses: Collection[int]) -> set[int]:
    """The goals that could be closed, and are not by those of these courses that can be entered."""
    facts = set(question.start).union(*(question.learning.gives[course] for course in carried_out(question, courses)))
    return set(reached(question).goals) - facts


def carried_out(question: Question, courses: Collection[int]) -> set[int]:
    """Those of these courses that can be entered one after the other."""
    learning, facts, done, left = question.learning, set(question.start), set[int](), set(courses)
    while now := {course for course in left if facts.issuperset(learning.needs[course])}:
        facts.update(fact for course in now for fact in learning.gives[course])
        done, left = done | now, left - now
    return done


def value(question: Question, goals: Sequence[int], preset: str, courses: Collection[int]) -> list[int]:
    """What a preset minimises, first to last, over a set of courses; `goals` are those that can be closed."""
    learning = question.learning

    def amount(known: Sequence[int | None]) -> list[int]:
        amounts = [known[course] for course in courses]
        return [amounts.count(None), sum(one or 0 for one in amounts)]

    best = [max((learning.strength[course].get(goal, 0) for course in courses), default=0) for goal in goals]
    hours, fees = amount(learning.minutes), amount(learning.pence)
    return {
        "fewest": [len(courses), *hours],
        "cheapest": [*fees, len(courses), *hours],
        "quickest": [*hours, len(courses)],
        "best evidenced": [*map(best.count, range(4)), len(courses), *hours],
    }[preset]


def of_instance(instance: dict[str, Any]) -> tuple[Question, list[str]]:
    """A question of `instances.py`, whatever its graph, in numbers; and the IRI of each course."""
    numbers: dict[Any, int] = {}

    def number(fact: Any) -> int:
        return numbers.setdefault(fact, len(numbers))

    courses = instance["courses"]
    asked = [[tuple(sorted(set(need))) for need in one["needs"]] for one in courses]
    groups = {need for needs in asked for need in needs if len(need) > 1}
    opened: dict[str, set[int]] = defaultdict(set)
    for group in sorted(groups):
        for fact in group:
            opened[fact].add(number(group))
    start = {number(fact) for fact in instance["start"]}.union(*(opened[fact] for fact in instance["start"]))
    gives = [{number(fact) for fact in one["gains"]}.union(*(opened[fact] for fact in one["gains"])) for one in courses]
    learning = Learning(
        [sorted({number(need if len(need) > 1 else need[0]) for need in needs}) for needs in asked],
        [sorted(one) for one in gives],
        [one["minutes"] for one in courses],
        [one["pence"] for one in courses],
        [{number(fact): rank for fact, rank in one["evidence"].items() if rank} for one in courses],
    )
    goals = tuple(number(fact) for fact in instance["goals"])
    return Question(learning, frozenset(start), goals), [one["id"] for one in courses]
