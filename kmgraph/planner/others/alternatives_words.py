"""Plans that are really others, in plain sentences and as JSON."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from kmgraph.model import Course
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.compare import Situation
from kmgraph.planner.comparison.compare_words import CompareWords
from kmgraph.planner.explain import Words
from kmgraph.planner.others.alternatives import Alternative, Alternatives, Unavoidable
from kmgraph.planner.others.beside import beside, further_sources
from kmgraph.planner.phrases import NUMBERS, amount, count, plural, row
from kmgraph.planner.plan import Plan
from kmgraph.planner.report import bridge_json

UNPROVEN = "That there is none is not proven."


class AlternativesWords:
    """Says how other plans differ from the first one, and what all of them need.

    Args:
        planner: who gave the answer.
        answer: of which the first plan is one.
        found: the other plans.
    """

    def __init__(self, planner: Planner, answer: Answer, found: Alternatives):
        self._planner, self._answer, self.found = planner, answer, found
        self._words = Words(planner)
        self._count = len(found.first.steps)

    def totals(self, plan: Plan) -> dict[str, str]:
        """What a plan comes to: what is counted, and how much of it there is."""
        situation = Situation(self._planner, replace(self._answer, plans=(plan,)), plan.preset)
        said = CompareWords(self._words).totals(situation)
        return {what: said[what] for what in ("courses", "fees", "hours", "weeks")}

    def sentences(self) -> list[str]:
        """How many other plans there are, how far they differ, and what every plan needs."""
        return [self._summary(), *map(self.unavoidable, self.found.unavoidable)]

    def _summary(self) -> str:
        found, courses = self.found, count(self._count, "course", "courses")
        if not self._count:
            return "The first plan has no courses, so there is nothing to replace."
        if not found.found and not found.proven:
            return f"No other plan was found{self._limits()}. {UNPROVEN}"
        if not found.found:
            return f"There is no other plan{self._limits()}: each that closes the same takes {self._all()}."
        if not found.distinct:
            most = len(found.found[0].replaced)
            none = f"No plan that closes the same replaces {amount(found.least)} of the {courses} of the first"
            said = f"{none}{self._limits()}. The one that replaces most replaces {amount(most)}."
            return said if found.proven else f"{said} This is what was found. {UNPROVEN}"
        others, verb = len(found.found), plural(len(found.found), "replaces")
        many = NUMBERS[others] if others < len(NUMBERS) else amount(others)
        said = (
            f"{many} other {'plan' if others == 1 else 'plans'} {verb} at least {amount(found.least)} of the {courses}"
        )
        said += " of the first." if others == 1 else " of the first, and as large a part of each other."
        return f"{said}{self._no_further()}"

    def _all(self) -> str:
        return "its course" if self._count == 1 else f"all {amount(self._count)} of its courses"

    def _limits(self) -> str:
        limits = self._answer.switches.limits()
        return f" within your limits ({limits})" if limits else ""

    def _no_further(self) -> str:
        if len(self.found.found) >= self.found.asked:
            return ""
        return " There is no further one." if self.found.proven else f" No further one was found. {UNPROVEN}"

    def unavoidable(self, one: Unavoidable) -> str:
        """Why a course is in every plan."""
        leads = [self._words.at(need.competency, need.level) for need in one.needs]
        opens = [f"{course.label}, which you want in the plan" for course in one.opens]
        why = [f"nothing else that may be taken leads to {row([*leads, *opens])}"] if leads or opens else []
        wanted = ["you want it in the plan"] if one.wanted else []
        return f"{one.course.label} is in every plan: {row([*wanted, *why])}."

    def alternative(self, one: Alternative) -> str:
        """What an alternative replaces, by what, and what that changes."""
        new = [course.label for course in self.instead(one)]
        replaced = [course.label for course in one.replaced]
        by = f" by {row(new)}" if new else " by nothing else"
        differs = beside(one.plan, self.found.first, "the first plan")
        return f"It replaces {row(replaced)}{by}. {differs} {self._proof(one.plan)}"

    def cautions(self, one: Alternative) -> list[str]:
        """How many steps of an alternative are for some people only, and what to check of the courses it brings.

        What is to be checked of several courses is told once, with their names.
        """
        new = {course.id for course in self.instead(one)}
        found: dict[str, list[str]] = {}
        for step in one.plan.steps:
            for caution in self._words.cautions(step, self._answer.switches) if step.course.id in new else []:
                found.setdefault(caution, []).append(step.course.label)
        access = self._words.access(one.plan)
        told = [f"{row(labels)}: {caution}" for caution, labels in found.items()]
        return [*([access] if access else []), *told]

    def instead(self, one: Alternative) -> list[Course]:
        """The courses of an alternative that the first plan does not have."""
        before = {step.course.id for step in self.found.first.steps}
        return [step.course for step in one.plan.steps if step.course.id not in before]

    @staticmethod
    def _proof(plan: Plan) -> str:
        if plan.proven:
            return "No plan that replaces as much is better (proven)."
        looked, there = plan.among
        if plan.gap == 0:
            return f"No better one was found among {amount(looked)} of the {amount(there)} courses that could be in it."
        if isfinite(plan.gap):
            return f"It is within {plan.gap:.0%} of the best that replaces as much."
        return "How near it is to the best that replaces as much is not known."

    def sources(self) -> str | None:
        """The sources of other plans that the answer does not rest on, in a sentence, or None."""
        return further_sources(self._words, self._answer, [one.plan for one in self.found.found])

    def json(self) -> dict[str, Any]:
        """`{"preset", "asked", "least", "of", "plans", "unavoidable", "proven", "says", "attributions"}`.

        Each plan has the keys of a plan of an answer, and "replaced", "instead", "says" and "cautions".
        """
        found = self.found
        plans = tuple(one.plan for one in found.found)
        said = bridge_json(self._planner, replace(self._answer, plans=plans))
        return {
            "preset": str(found.preset),
            "asked": found.asked,
            "least": found.least,
            "of": self._count,
            "plans": [
                {
                    **plan,
                    "replaced": _named(one.replaced),
                    "instead": _named(self.instead(one)),
                    "says": self.alternative(one),
                    "cautions": self.cautions(one),
                }
                for plan, one in zip(said["plans"], found.found, strict=True)
            ],
            "unavoidable": [self._unavoidable(one) for one in found.unavoidable],
            "proven": found.proven,
            "says": self.sentences(),
            "attributions": said["attributions"],
        }

    def _unavoidable(self, one: Unavoidable) -> dict[str, Any]:
        needs = [
            {
                "competency": need.competency,
                "label": self._words.graph.label(need.competency),
                "required": self._words.level(need.level),
            }
            for need in one.needs
        ]
        named = {"course": one.course.id, "label": one.course.label}
        return {
            **named,
            "needs": needs,
            "opens": _named(one.opens),
            "wanted": one.wanted,
            "says": self.unavoidable(one),
        }


def _named(courses: Sequence[Course]) -> list[dict[str, str]]:
    return [{"course": course.id, "label": course.label} for course in courses]
