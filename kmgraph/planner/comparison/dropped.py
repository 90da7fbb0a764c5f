"""Courses of one plan that another does not have, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kmgraph.model import Course
from kmgraph.planner.comparison.state import same
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import row
from kmgraph.planner.plan import Step

if TYPE_CHECKING:
    from kmgraph.planner.comparison.compare import Situation

WANTED = "you want it in the plan"


@dataclass(frozen=True)
class Drop:
    """A course of one plan that is not in the other, and why it may not be, in words that follow its name.

    None where it might be: another plan is better there.
    """

    course: Course
    why: str | None
    wanted: bool = False
    """Whether it is in the one plan because the asker wants it there, and only there; then that is why."""


def dropped(here: "Situation", there: "Situation") -> Iterator[Drop]:
    """The courses of one plan that are not in the other, in order."""
    kept = {step.course.id for step in there.plan.steps}
    for step in here.plan.steps:
        if step.course.id not in kept:
            yield _drop(step, here, there)


def _drop(step: Step, here: "Situation", there: "Situation") -> Drop:
    course, pins = step.course, there.answer.switches.pin
    if why := _shut(course, there):
        return Drop(course, why)
    if course.id in here.answer.switches.pin - pins:
        return Drop(course, WANTED, wanted=True)
    return Drop(course, _beyond(step, here, there))


def _shut(course: Course, there: "Situation") -> str | None:
    """Why a course cannot be taken at all in a situation, or None."""
    planner, profile, switches = there.planner, there.answer.profile, there.answer.switches
    place = planner.network.place.get(course.id)
    if place is None:
        return "it teaches nothing that counts there"
    if why := planner.why_not(course.id, profile, switches):
        return why
    entered = planner.reach(profile, switches).entered[place]
    return None if entered else "nothing listed there leads up to what it expects"


def _beyond(step: Step, here: "Situation", there: "Situation") -> str | None:
    """What goes beyond the limits of a situation: the course, a need that it leads to, or its plan; None for none."""
    limits = there.answer.switches.limits()
    if not limits:
        return None
    if not _keeps([step], there):
        return f"it goes beyond the limits: {limits}"
    if needs := _led_to(step, here, there):
        return f"closing {needs} as well goes beyond the limits: {limits}"
    if not _keeps(here.plan.steps, there):
        return f"the plan that has it goes beyond the limits: {limits}"
    return None


def _keeps(steps: Sequence[Step], there: "Situation") -> bool:
    """Whether steps keep within the limits of a situation, as far as their amounts are known."""
    question = there.planner.question(there.answer.profile, there.answer.switches, ())
    place = there.planner.network.place
    return question.keeps([place[step.course.id] for step in steps if step.course.id in place])


def _led_to(step: Step, here: "Situation", there: "Situation") -> str:
    """The needs left open by the limits of a situation that a step closes, or that a course closes which it opens."""
    words, later, found = Words(there.planner), {step.course.id}, dict[str, None]()
    for one in here.plan.steps:
        if one.course.id in later:
            later |= {opened.course.id for opened, _ in one.opens}
            beyond = (left.need for left in there.plan.beyond if any(same(left.need, need) for need in one.closes))
            found |= {words.at(need.competency, need.level): None for need in beyond}
    return row(list(found))
