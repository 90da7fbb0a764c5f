"""One journey on a page of its own."""

from itertools import pairwise

from app import data, links, parts
from app.catalogue import _
from app.journeys.card import basis
from app.journeys.timeline import legend, timeline
from app.journeys.trails import Trail
from app.markup import Html, join, tag
from app.records import suggest
from app.records.entry import Entry
from app.records.provenance import provenance
from kmgraph.vocabulary import Kind


def show(trail: Trail) -> None:
    """Shows a journey: its timeline, what it rests on, and which moves of it can be planned."""
    journey, known = trail.journey, data.links()
    parts.show(tag("p", links.page(_("All journeys"), "journeys"), class_="km-back"))
    parts.title(journey.label)
    parts.news()
    parts.show(
        parts.paragraph(journey.summary, "lead") if journey.summary else "",
        parts.paragraph(basis(trail), "inset"),
    )
    parts.heading(_("Step by step"))
    parts.show(timeline(trail), tag("p", legend(), class_="km-legend"))
    _moves(trail)
    entry = Entry(journey, data.around_it(journey.id), data.planner(), known)
    provenance(entry)
    suggest.on_record(entry)


def _moves(trail: Trail) -> None:
    """Links to the bridges between roles that follow each other."""
    roles, known = trail.roles, data.links()
    if not roles:
        return
    parts.heading(_("Go on from here"))
    names = known.names[Kind.ROLE]
    told: list[Html] = [
        known.bridge(
            _("What would it take to go from {start} to {goal}?").format(
                start=known.label(one), goal=known.label(other)
            ),
            start=one,
            goal=other,
        )
        for one, other in pairwise(roles)
    ]
    told += [
        links.page(_("Other journeys through {role}").format(role=known.label(one)), "journeys", role=names.short(one))
        for one in roles
    ]
    parts.show(tag("ul", *(tag("li", one) for one in told), class_="km-list") if told else join([]))
