"""Plans of which none beats another, in plain sentences and as JSON."""

from dataclasses import replace
from typing import Any

from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.compare_words import known
from kmgraph.planner.explain import Words
from kmgraph.planner.others.beside import beside, further_sources
from kmgraph.planner.others.frontier import Axis, Frontier, Known, Option
from kmgraph.planner.phrases import amount, count, row
from kmgraph.planner.report import bridge_json

OWN = ("preset", "also", "notes")
"""What plans of an answer say of themselves, and these do not."""
FEWEST = "the plan with the fewest courses"


class FrontierWords:
    """Says what is to be chosen between.

    Args:
        planner: who gave the answer.
        answer: the answer to the same question.
        found: the plans.
    """

    def __init__(self, planner: Planner, answer: Answer, found: Frontier):
        self._planner, self._answer, self.found = planner, answer, found

    @property
    def currency(self) -> str:
        """The currency in which prices are counted."""
        return self._answer.switches.currency

    def sentences(self) -> list[str]:
        """What the plans are compared by and what not, how many there are, and whether these are all."""
        left_out = [self.known(one) for one in self.found.known if not one.counts]
        return [self._summary(), *left_out, *self._caution()]

    def _summary(self) -> str:
        options, axes = self.found.options, row(self.found.axes)
        if not options:
            return "There is nothing to choose between."
        if len(self.found.axes) == 1:
            fewest = count(len(options[0].plan.steps), "course", "courses")
            return f"Plans are compared by their number of courses only. The fewest are {fewest}."
        if len(options) == 1:
            return f"One plan has the least of everything that is compared: {axes}."
        have = f"{amount(len(options))} plans, compared by {axes}"
        return f"There is a choice between {have}: to have less of one is to have more of another."

    def known(self, one: Known) -> str:
        """How far an amount is known, and what follows."""
        what = "Hours" if one.axis is Axis.HOURS else f"Prices in {self.currency}"
        by = "hours" if one.axis is Axis.HOURS else "price"
        of = f"{amount(one.known)} of {count(one.courses, 'course', 'courses')} that could be in a plan"
        if one.counts:
            return f"{what} are known for {of}."
        if one.known and not one.differs and 2 * one.known >= one.courses:
            return f"{what} are the same wherever they are known, so plans are not compared by {by}."
        return f"{what} are known for {of}, so plans are not compared by {by}."

    def _caution(self) -> list[str]:
        said = [] if self.found.complete else ["There may be more such plans."]
        for looked, there in {one.plan.among for one in self.found.options if one.plan.among[0] < one.plan.among[1]}:
            said.append(f"Sought among {amount(looked)} of the {amount(there)} courses that could be in a plan.")
        return said

    def option(self, one: Option) -> str:
        """How a plan differs from the one with the fewest courses."""
        first = self.found.options[0]
        return "This is the plan with the fewest courses." if one is first else beside(one.plan, first.plan, FEWEST)

    def least(self, one: Option) -> list[Axis]:
        """What no other of the plans has less of."""
        return [axis for axis in self.found.axes if one.has[axis] == min(each.has[axis] for each in self.found.options)]

    def has(self, one: Option, axis: Axis) -> str:
        """What a plan has of an axis, such as "12.5 (not known for 1 of 2 courses)"."""
        if axis is Axis.COURSES:
            return amount(one.has[axis][0])
        (unknown, sum_of), parts = one.has[axis], 60 if axis is Axis.HOURS else 100
        return known(amount(sum_of / parts), unknown, len(one.plan.steps))

    def sources(self) -> str | None:
        """The sources of these plans that the answer does not rest on, in a sentence, or None."""
        return further_sources(Words(self._planner), self._answer, [one.plan for one in self.found.options])

    def json(self) -> dict[str, Any]:
        """`{"axes", "known", "plans", "complete", "says", "attributions"}`."""
        found = self.found
        said = bridge_json(self._planner, replace(self._answer, plans=tuple(one.plan for one in found.options)))
        return {
            "axes": [str(axis) for axis in found.axes],
            "known": [
                {
                    "axis": str(one.axis),
                    "known": one.known,
                    "of": one.courses,
                    "counts": one.counts,
                    "says": self.known(one),
                }
                for one in found.known
            ],
            "plans": [
                {
                    **{name: value for name, value in said_of.items() if name not in OWN},
                    "least": [str(axis) for axis in self.least(one)],
                    "says": self.option(one),
                }
                for said_of, one in zip(said["plans"], found.options, strict=True)
            ],
            "complete": found.complete,
            "says": self.sentences(),
            "attributions": said["attributions"],
        }
