"""One plan beside another: what it has less of, and what more, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kmgraph.planner.bridge import Answer
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount, row
from kmgraph.planner.plan import Plan


def beside(plan: Plan, other: Plan, called: str) -> str:
    """How a plan differs from another in courses, hours and prices, in a sentence; what it has less of first.

    Sums are compared only where all that is in them is known.

    Args:
        plan: the plan.
        other: the other one.
        called: what to call the other one.
    """
    changes = list(_amounts(plan, other))
    less = [_fewer(*change) for change in changes if change[0] < 0]
    more = [_more(*change) for change in changes if change[0] > 0]
    if not less and not more:
        return f"In what is known of courses, hours and prices it comes to the same as {called}."
    return f"Beside {called} it takes {row(less)}{', but ' if less and more else ''}{row(more)}."


def further_sources(words: Words, answer: Answer, plans: Sequence[Plan]) -> str | None:
    """The sources on which these plans rest and an answer does not, in a sentence; None where there are none."""
    named = words.attributions(answer)
    more = [one for one in words.attributions(replace(answer, plans=tuple(plans))) if one not in named]
    if not more:
        return None
    return f"Further sources: {'; '.join(f'{one.title} ({one.licence or NO_LICENCE})' for one in more)}."


NO_LICENCE = "no licence stated"
Change = tuple[float, str, str, str]
"""How much more there is of something, what it is called, one or many of it, and what follows."""


def _amounts(plan: Plan, other: Plan) -> Iterator[Change]:
    yield len(plan.steps) - len(other.steps), "course", "courses", ""
    here, there = plan.total, other.total
    known = len(plan.steps) > here.effort_unknown or len(other.steps) > there.effort_unknown
    yield (here.effort_unknown - there.effort_unknown) * known, "course", "courses", " of unknown length"
    if not here.effort_unknown and not there.effort_unknown:
        yield (here.effort_hours or 0.0) - (there.effort_hours or 0.0), "hour", "hours", ""
    known = len(plan.steps) > here.fee_unknown or len(other.steps) > there.fee_unknown
    yield (here.fee_unknown - there.fee_unknown) * known, "course", "courses", " of unknown price"
    if not here.fee_unknown and not there.fee_unknown:
        for currency in sorted({*here.fees, *there.fees}):
            yield here.fees.get(currency, 0.0) - there.fees.get(currency, 0.0), currency, "", ""


def _fewer(change: float, one: str, many: str, follows: str) -> str:
    return f"{_count(-change, one, many)} {'fewer' if one == 'course' else 'less'}{follows}"


def _more(change: float, one: str, many: str, follows: str) -> str:
    return f"{_count(change, one, many)} more{follows}"


def _count(number: float, one: str, many: str) -> str:
    """So much of something: 2.5 hours, GBP 20."""
    return f"{amount(number)} {one if number == 1 else many}" if many else f"{one} {amount(number)}"
