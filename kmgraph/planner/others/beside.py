"""One plan beside another: what it has less of, and what more, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kmgraph.planner.bridge import Answer
from kmgraph.planner.comparison.compare_words import sums
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount, capital, row
from kmgraph.planner.plan import Plan


def beside(plan: Plan, other: Plan, called: str) -> str:
    """How a plan differs from another in courses, hours, weeks and prices, in sentences; what it has less of first.

    Where a sum is known in part, both sums are told, with the number of courses that are not in them.

    Args:
        plan: the plan.
        other: the other one.
        called: what to call the other one.
    """
    changes, partly = list(_amounts(plan, other)), _partly(plan, other)
    less = [_fewer(*change) for change in changes if change[0] < 0]
    more = [_more(*change) for change in changes if change[0] > 0]
    takes = [f"Beside {called} it takes {row(less)}{', but ' if less and more else ''}{row(more)}."]
    differ = [
        f"{capital(what)}: {here}, in {called} {there}." for what, (here, there) in partly.items() if here != there
    ]
    if less or more or differ:
        return " ".join([*(takes if less or more else []), *differ])
    same_sums = row([f"{what} {here}" for what, (here, _) in partly.items()])
    same = f"In what is known of courses, hours, weeks and prices it comes to the same as {called}"
    return f"{same}: {same_sums}." if same_sums else f"{same}."


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


def _partly(plan: Plan, other: Plan) -> dict[str, tuple[str, str]]:
    """What both plans come to of each amount that is known for some courses of either, and not for others."""
    here, there = sums(plan), sums(other)
    every = zip(here, _unknown(plan), _unknown(other), strict=True)
    some = [what for what, mine, theirs in every if _in_part(plan, mine) or _in_part(other, theirs)]
    return {what: (here[what], there[what]) for what in some}


def _unknown(plan: Plan) -> tuple[int, int, int]:
    """For how many courses fees, hours and weeks are not known."""
    return plan.total.fee_unknown, plan.total.effort_unknown, plan.total.elapsed_unknown


def _in_part(plan: Plan, unknown: int) -> bool:
    return 0 < unknown < len(plan.steps)


def _amounts(plan: Plan, other: Plan) -> Iterator[Change]:
    """What differs and can be counted: courses, sums that are known, and courses of a plan of which none is known."""
    yield len(plan.steps) - len(other.steps), "course", "courses", ""
    here, there, partly = plan.total, other.total, _partly(plan, other)
    (fees, hours, weeks), (their_fees, their_hours, their_weeks) = _unknown(plan), _unknown(other)
    if not hours and not their_hours:
        yield (here.effort_hours or 0.0) - (there.effort_hours or 0.0), "hour", "hours", ""
    elif "hours" not in partly and 0 in (hours, their_hours):
        yield hours - their_hours, "course", "courses", " whose hours are not known"
    if not weeks and not their_weeks:
        yield (here.elapsed_weeks or 0.0) - (there.elapsed_weeks or 0.0), "week", "weeks", ""
    elif "weeks" not in partly and 0 in (weeks, their_weeks):
        yield weeks - their_weeks, "course", "courses", " whose weeks are not known"
    if not fees and not their_fees:
        for currency in sorted({*here.fees, *there.fees}):
            yield here.fees.get(currency, 0.0) - there.fees.get(currency, 0.0), currency, "", ""
    elif "fees" not in partly and 0 in (fees, their_fees):
        yield fees - their_fees, "course", "courses", " whose price is not known"


def _fewer(change: float, one: str, many: str, follows: str) -> str:
    return f"{_count(-change, one, many)} {'fewer' if one == 'course' else 'less'}{follows}"


def _more(change: float, one: str, many: str, follows: str) -> str:
    return f"{_count(change, one, many)} more{follows}"


def _count(number: float, one: str, many: str) -> str:
    """So much of something: 2.5 hours, GBP 20."""
    return f"{amount(number)} {one if number == 1 else many}" if many else f"{one} {amount(number)}"
