"""Two answers to the same move in two situations: what is asked for, what closes and what drops out, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from kmgraph.errors import NotKnown
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.ask import Ask
from kmgraph.planner.comparison.dropped import Drop, dropped
from kmgraph.planner.comparison.state import State, plan_of, same, state
from kmgraph.planner.gap import Need
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Plan
from kmgraph.planner.situation.switches import Switches

PLAIN = Switches()
EACH = ("exclude", "pin", "access", "has", "has_not", "not_providers")
"""Switches each value of which asks for something by itself; those of the others are ways of which any will do."""


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

    @property
    def any(self) -> bool:
        """Whether they differ in anything."""
        return bool(self.changes or self.dropped or self.added)


def differences(one: Situation, other: Situation) -> Differences:
    """What another situation changes about an answer to the same move."""
    changes, lost, added = _changes(one, other), dropped(one, other), dropped(other, one)
    return Differences(one, other, tuple(changes), tuple(lost), tuple(added))


def _changes(one: Situation, other: Situation) -> Iterator[Change]:
    gone = [need for need in one.answer.needs if other.state(need) is State.NOT_ASKED]
    for need in (*other.answer.needs, *gone):
        before, after = one.state(need), other.state(need)
        if before is not after:
            yield Change(need, before, after, other.why_open(need) or one.why_open(need))


@dataclass(frozen=True)
class Effect:
    """What one switch, or one value of it, changes: the answer against the same question without it.

    `name` is its field in `Switches`, or "with_matches", and `switch` holds nothing but that one, None for the last.
    `differences` is None where the question has no answer without it.
    """

    name: str
    switch: Switches | None
    differences: Differences | None

    @property
    def any(self) -> bool:
        """Whether it changes anything."""
        return self.differences is None or self.differences.any


def effects(ask: Ask, situation: Situation) -> Iterator[Effect]:
    """What each switch that is on changes, one by one; of several values that each ask for something, each of them.

    Args:
        ask: the question with all of them.
        situation: its answer.
    """
    for name in switched(ask.switches):
        yield from _of_each(name, ask, situation)
    if ask.with_matches:
        yield Effect("with_matches", None, _against(replace(ask, with_matches=False), situation))


def _of_each(name: str, ask: Ask, situation: Situation) -> list[Effect]:
    """The effect of each value of a switch; of all at once where they change something only together."""
    values = getattr(ask.switches, name)
    if name not in EACH or len(values) == 1:
        return [_effect(name, values, ask, situation)]
    each = [_effect(name, frozenset({one}), ask, situation) for one in sorted(values)]
    together = None if any(one.any for one in each) else _effect(name, values, ask, situation)
    return [together] if together and together.any else each


def _effect(name: str, values: Any, ask: Ask, situation: Situation) -> Effect:
    """What some values of a switch change, all of them where it has but one."""
    rest = getattr(ask.switches, name) - values if name in EACH else getattr(PLAIN, name)
    counted = Switches(currency=ask.switches.currency) if name == "budget" else PLAIN
    only = replace(counted, **{name: values})
    off = replace(ask, switches=replace(ask.switches, **{name: rest}))
    return Effect(name, only, _against(off, situation))


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
