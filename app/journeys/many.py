"""The journeys that are asked for, by what they rest on."""

from app import data, parts
from app.catalogue import _, ngettext
from app.journeys.adding import adding
from app.journeys.asked import Asked
from app.journeys.card import cards
from app.journeys.choosing import choose
from app.journeys.flows import flows
from app.journeys.sankey import observed
from app.journeys.timeline import MEANS, NAMES, legend
from app.journeys.trails import Trail, by_basis
from app.markup import tag

SHOWN = 20
"""Journeys of a basis that are shown."""
LEAD = _(
    "How people came to a role, and what schemes and ladders lay out. Each says what it rests on, "
    "because an example is no proof that many go that way."
)


def show(every: tuple[Trail, ...], chosen: Asked) -> None:
    """Shows the choices and what they leave."""
    parts.show(parts.paragraph(LEAD, "lead"))
    choose(every, chosen)
    found = [one for one in every if chosen.wants(one)]
    parts.status(_counted(len(found), len(every)))
    if found:
        parts.show(tag("p", legend(), class_="km-legend"))
    else:
        parts.show(parts.paragraph(_none(chosen), "inset"))
    for basis, group in by_basis(found).items():
        parts.heading(_("{name} ({count})").format(name=NAMES[basis], count=len(group)))
        parts.show(parts.paragraph(MEANS[basis]), cards(group[:SHOWN]))
        if rest := len(group) - SHOWN:
            parts.show(tag("p", _rest(rest))) if rest > 0 else None
    parts.heading(_("Observed moves"))
    observed(flows(data.planner(), chosen.role))
    adding()


def _counted(found: int, every: int) -> str:
    if found == every:
        return ngettext("{count} journey.", "{count} journeys.", every).format(count=f"{every:,}")
    return ngettext("{found} of {count} journey.", "{found} of {count} journeys.", every).format(
        found=f"{found:,}", count=f"{every:,}"
    )


def _none(chosen: Asked) -> str:
    if chosen.role:
        return _("No journey on record fits. That says nothing of whether people make such moves. Choose another role.")
    return _("No journey on record fits. Take out one of your choices.")


def _rest(rest: int) -> str:
    return ngettext(
        "{count} more is not shown. Choose a role or a kind of organisation to see fewer.",
        "{count} more are not shown. Choose a role or a kind of organisation to see fewer.",
        rest,
    ).format(count=f"{rest:,}")
