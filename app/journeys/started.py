"""Others who started here: which journeys on record pass through a role, and where they led."""

from collections.abc import Sequence

from app import data, markup
from app.catalogue import _, ngettext
from app.journeys.timeline import MEANS, NAMES, WORDS
from app.journeys.trails import Trail, by_basis, through
from app.links import page
from app.markup import Html, tag
from app.question import OWN
from kmgraph.model import Step
from kmgraph.vocabulary import Kind

FEW = 5
"""Journeys of one basis that are told; beyond that a link leads to all."""


def started_here(role: str | None, goal: str | None = None) -> Html:
    """The journeys on record that pass through a role, by what they rest on, and where each went next.

    With a `goal`, those that led there from the role stand first. Without a role (None, or `OWN`), only those that
    pass through the goal are told. Where nothing is on record, a sentence says so.
    """
    every = data.trails()
    if role in (None, OWN):
        return _led_to(through(every, goal), goal) if goal else Html("")
    here = through(every, role)
    label = data.links().label(role)
    if not here:
        return tag(
            "p",
            _(
                "No journey on record passes through {role}. That says nothing of whether people move on from it."
            ).format(role=label),
        )
    both = [one for one in here if goal and one.leads(role, goal)]
    parts = [_made(both, role, goal), tag("p", _counted(here, role)), *_groups(here, role)]
    return markup.join([*parts, tag("p", _all_of(role))])


def _made(both: Sequence[Trail], role: str, goal: str | None) -> Html:
    """What is on record of the very move that is asked about."""
    if not goal:
        return Html("")
    ends = {"start": data.links().label(role), "goal": data.links().label(goal)}
    if not both:
        return tag("p", _("No journey on record leads from {start} to {goal}.").format(**ends))
    said = ngettext(
        "{count} journey on record leads from {start} to {goal}:",
        "{count} journeys on record lead from {start} to {goal}:",
        len(both),
    ).format(count=len(both), **ends)
    return markup.join([tag("p", said), markup.listing(data.links().to(one.journey.id) for one in both[:FEW])])


def _counted(here: Sequence[Trail], role: str) -> str:
    said = [
        ngettext(
            "{count} journey on record passes through {role}.",
            "{count} journeys on record pass through {role}.",
            len(here),
        ).format(count=len(here), role=data.links().label(role))
    ]
    if begin := sum(one.begins_at(role) for one in here):
        said.append(ngettext("{count} begins here.", "{count} begin here.", begin).format(count=begin))
    if observed := sum(one.observed for one in here):
        said.append(ngettext("{count} was observed.", "{count} were observed.", observed).format(count=observed))
    else:
        said.append(_("None is an observed move, so nothing here says how often people go this way."))
    return " ".join(said)


def _groups(here: Sequence[Trail], role: str) -> list[Html]:
    found: list[Html] = []
    for basis, group in by_basis(here).items():
        rest = len(group) - FEW
        more = tag("p", ngettext("{count} more like it.", "{count} more like them.", rest).format(count=rest))
        found += [
            tag("h3", NAMES[basis]),
            tag("p", MEANS[basis], class_="km-quiet"),
            markup.listing(_next(one, role) for one in group[:FEW]),
            more if rest > 0 else Html(""),
        ]
    return found


def _next(trail: Trail, role: str) -> Html:
    """A journey, and what came after it was in the role."""
    after = trail.after(role)
    where = _("Next: {steps}.") if after else _("It ends here.")
    said = where.format(steps=", ".join(map(_brief, after)))
    return markup.join([data.links().to(trail.journey.id), ". ", said])


def _brief(step: Step) -> str:
    if step.role and not step.text:
        return data.links().label(step.role)
    return step.text or WORDS[step.activity]


def _led_to(found: Sequence[Trail], goal: str) -> Html:
    label = data.links().label(goal)
    if not found:
        return tag("p", _("No journey on record passes through {role}.").format(role=label))
    told = markup.listing(
        markup.join([data.links().to(one.journey.id), ". ", NAMES[one.journey.basis], "."]) for one in found[:FEW]
    )
    return markup.join([tag("p", _counted(found, goal)), told, tag("p", _all_of(goal))])


def _all_of(role: str) -> Html:
    links = data.links()
    return page(
        _("All journeys through {role}").format(role=links.label(role)),
        "journeys",
        role=links.names[Kind.ROLE].short(role),
    )
