"""What becomes of a need in an answer: brought already, closed by the plan, left open, or not asked for."""

from enum import StrEnum

from kmgraph.planner.bridge import Answer
from kmgraph.planner.gap import Need, Standing
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Plan


class State(StrEnum):
    """What becomes of a need, best first."""

    NOT_ASKED = "not asked for"
    HELD = "held"
    CLOSED = "closed"
    OPEN = "open"


def plan_of(answer: Answer, preset: Preset) -> Plan:
    """The plan of an answer that is best by a preset; its first one where nobody asked for that."""
    best = (plan for plan in answer.plans if preset in (plan.preset, *plan.also))
    return next(best, answer.plans[0])


def same(one: Need, other: Need) -> bool:
    """Whether two needs, of two answers, rest on a requirement in common, at whatever level either has it."""
    return not {link.id for link in one.basis}.isdisjoint(link.id for link in other.basis)


def state(need: Need, answer: Answer, plan: Plan) -> State:
    """What becomes of a need, of this answer or of another to the same move, by one of its plans.

    Where it is several needs here, the one that comes out worst counts.
    """
    order = list(State)
    found = (_of(one, plan) for one in answer.needs if same(one, need))
    return max(found, key=order.index, default=State.NOT_ASKED)


def _of(need: Need, plan: Plan) -> State:
    if need.standing is Standing.HELD:
        return State.HELD
    return State.CLOSED if need in plan.closes else State.OPEN
