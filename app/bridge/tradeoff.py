"""What a plan has more of, and less of, than another one; what is not known for sure is not compared."""

from collections.abc import Callable, Iterator
from functools import partial

from app import say
from app.catalogue import _, ngettext
from kmgraph.planner import Plan
from kmgraph.planner.phrases import row


def tradeoff(plan: Plan, first: Plan) -> str:
    """How another plan differs from the first one, in two sentences."""
    before = {step.course.id for step in first.steps}
    other = sum(step.course.id not in before for step in plan.steps)
    said = ngettext(
        "{number} of its {all} courses is not in the first plan.",
        "{number} of its {all} courses are not in the first plan.",
        other,
    )
    return f"{said.format(number=other, all=len(plan.steps))} {_beside(plan, first)}"


def _beside(plan: Plan, first: Plan) -> str:
    if differences := list(_differences(plan, first)):
        return _("Beside the first plan: {differences}.").format(differences=row(differences))
    unknown = [one.total.fee_unknown + one.total.effort_unknown for one in (plan, first)]
    if any(unknown):
        return _("Too little is known to compare hours and prices.")
    return _("It takes as many hours and costs the same.")


def _differences(plan: Plan, first: Plan) -> Iterator[str]:
    here, there = plan.total, first.total
    yield from _change(len(plan.steps) - len(first.steps), _courses)
    if not here.effort_unknown + there.effort_unknown:
        yield from _change((here.effort_hours or 0.0) - (there.effort_hours or 0.0), say.hours)
    if not here.fee_unknown + there.fee_unknown:
        for currency in sorted({*here.fees, *there.fees}):
            change = here.fees.get(currency, 0.0) - there.fees.get(currency, 0.0)
            yield from _change(change, partial(_money, currency))


def _money(currency: str, much: float) -> str:
    return say.money(much, currency)


def _courses(number: float) -> str:
    return ngettext("{number} course", "{number} courses", int(number)).format(number=int(number))


def _change(change: float, called: Callable[[float], str]) -> Iterator[str]:
    """So much more or less of something; nothing where it is the same."""
    if change > 0:
        yield _("{amount} more").format(amount=called(change))
    if change < 0:
        yield _("{amount} less").format(amount=called(-change))
