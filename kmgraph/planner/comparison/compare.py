"""Two answers to the same move in two situations: what is asked for, what closes and what drops out, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from kmgraph.errors import NotKnown
from kmgraph.model import Course
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.ask import Ask
from kmgraph.planner.comparison.state import State, plan_of, same, state
from kmgraph.planner.gap import Need
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Plan
from kmgraph.planner.situation.switches import Switches

PLAIN = Switches()


@dataclass(frozen=True)
class Situation:
    """An answer, who gave it, and the preset by which its plan is looked at."""

    planner: Planner
    answer: Answer
    preset: Preset = Preset.FEWEST

    @property
    def plan(self) -> Plan:
        """The plan."""
        return plan_of(self.answer, self.preset)

    def state(self, need: Need) -> State:
        """What becomes of a need."""
        return state(need, self.answer, self.plan)

    def why_open(self, need: Need) -> str | None:
        """Why a need stays open, or None."""
        found = (*self.answer.open, *self.plan.beyond)
        return next((one.reason for one in found if same(one.need, need)), None)


@dataclass(frozen=True)
class Change:
    """A need that comes out otherwise in the other situation."""

    need: Need
    """As the other situation has it, or the one where the other does not ask for it."""
    before: State
    after: State
    why: str | None
    """Why it stays open where it does, or None."""


@dataclass(frozen=True)
class Drop:
    """A course of one plan that is not in the other, and why it may not be, in words that follow its name.

    None where it might be: another plan is better there.
    """

    course: Course
    why: str | None


@dataclass(frozen=True)
class Differences:
    """How the other situation differs from the one."""

    one: Situation
    other: Situation
    changes: tuple[Change, ...]
    dropped: tuple[Drop, ...]
    """Courses of the one plan that are not in the other."""
    added: tuple[Drop, ...]
    """Courses of the other plan that are not in the one."""

    def became(self, before: State, after: State) -> list[Change]:
        """The needs that came out one way and come out another."""
        return [one for one in self.changes if (one.before, one.after) == (before, after)]


def differences(one: Situation, other: Situation) -> Differences:
    """What another situation changes about an answer to the same move."""
    changes, dropped, added = _changes(one, other), _dropped(one, other), _dropped(other, one)
    return Differences(one, other, tuple(changes), tuple(dropped), tuple(added))


def _changes(one: Situation, other: Situation) -> Iterator[Change]:
    gone = [need for need in one.answer.needs if other.state(need) is State.NOT_ASKED]
    for need in (*other.answer.needs, *gone):
        before, after = one.state(need), other.state(need)
        if before is not after:
            yield Change(need, before, after, other.why_open(need) or one.why_open(need))


def _dropped(here: Situation, there: Situation) -> Iterator[Drop]:
    kept = {step.course.id for step in there.plan.steps}
    for step in here.plan.steps:
        if step.course.id not in kept:
            yield Drop(step.course, _why_not(step.course, there))


def _why_not(course: Course, there: Situation) -> str | None:
    planner, profile, switches = there.planner, there.answer.profile, there.answer.switches
    place = planner.network.place.get(course.id)
    if place is None:
        return "it teaches nothing that counts there"
    if why := planner.why_not(course.id, profile, switches):
        return why
    entered = planner.reach(profile, switches).entered[place]
    return None if entered else "nothing listed there leads up to what it expects"


@dataclass(frozen=True)
class Effect:
    """What one switch changes: the answer against the same question without it.

    `name` is its field in `Switches`, or "with_matches", and `switch` holds nothing but that one, None for the last.
    `differences` is None where the question has no answer without it.
    """

    name: str
    switch: Switches | None
    differences: Differences | None


def effects(ask: Ask, situation: Situation) -> Iterator[Effect]:
    """What each switch that is on changes, one by one.

    Args:
        ask: the question with all of them.
        situation: its answer.
    """
    for name in switched(ask.switches):
        only = replace(Switches(currency=ask.switches.currency), **{name: getattr(ask.switches, name)})
        off = replace(ask, switches=replace(ask.switches, **{name: getattr(PLAIN, name)}))
        yield Effect(name, only, _against(off, situation))
    if ask.with_matches:
        yield Effect("with_matches", None, _against(replace(ask, with_matches=False), situation))


def switched(switches: Switches) -> list[str]:
    """The names of the switches that are on; the currency is none of them."""
    found = [one.name for one in fields(switches) if getattr(switches, one.name) != getattr(PLAIN, one.name)]
    return [name for name in found if name != "currency"]


def _against(off: Ask, situation: Situation) -> Differences | None:
    """How a situation differs from a question without one of its switches; None where that has no answer."""
    reading = situation.planner
    planner = reading if off.read_by(reading) else off.planner(reading.graph)
    try:
        return differences(Situation(planner, off.answer(planner), off.preset), situation)
    except NotKnown:
        return None
