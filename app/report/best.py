"""By what a plan is the best, and how far that is known, as people read it."""

from collections.abc import Iterator

from app.catalogue import _
from kmgraph.planner import Plan, Preset
from kmgraph.planner.phrases import amount, row

BY = {
    Preset.FEWEST: _("number of courses"),
    Preset.CHEAPEST: _("known price"),
    Preset.QUICKEST: _("known hours"),
    Preset.EVIDENCED: _("evidence that it works"),
}
"""What makes a plan the best, by the preset that asks for it."""


def best(plan: Plan) -> str:
    """By what a plan is the best, in a sentence or two."""
    return " ".join([_best(plan), *_among(plan)])


def _best(plan: Plan) -> str:
    if plan.gap:
        said = _("This is the best plan that we found in the time. Another may be up to {share} better.")
        return said.format(share=f"{plan.gap:.0%}")
    by = row([BY[one] for one in (plan.preset, *plan.also) if one not in plan.notes])
    if not by:
        return _("Of the plans from the learning listed here, none is better in what is known.")
    return _("Of the plans from the learning listed here, this one is best by {what}.").format(what=by)


def _among(plan: Plan) -> Iterator[str]:
    looked_at, every = plan.among
    if looked_at < every:
        yield _("We looked at {some} of {all} courses.").format(some=amount(looked_at), all=amount(every))
