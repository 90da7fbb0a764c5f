"""A journey as a timeline: an ordered list, in which a shape and a word say what each step was."""

from app import data, markup, say
from app.catalogue import _
from app.journeys.trails import Trail
from app.markup import Html, tag
from kmgraph.model import Step
from kmgraph.vocabulary import Activity, Basis

WORDS = {
    Activity.ROLE: _("Role"),
    Activity.STUDY: _("Study"),
    Activity.PLACEMENT: _("Placement"),
    Activity.BREAK: _("Break"),
    Activity.VOLUNTEERING: _("Volunteering"),
    Activity.UNKNOWN: _("Not known"),
}
SHAPES = {
    Activity.ROLE: "●",
    Activity.STUDY: "▲",
    Activity.PLACEMENT: "◆",
    Activity.BREAK: "○",
    Activity.VOLUNTEERING: "★",
    Activity.UNKNOWN: "?",
}
MEANS = {
    Basis.CONSENTED: _("Real moves, told by people who agreed to it. Nobody is named."),
    Basis.IMPORTED: _("Real moves, observed in data that somebody loaded. Nobody is named."),
    Basis.EXAMPLE: _("A published example, told in general. It shows that a way exists, not how often people take it."),
    Basis.SCHEME: _("What a scheme offers. Not an observed move."),
    Basis.LADDER: _("The order of grades. Not an observed move."),
}
"""What a basis says of a journey."""
NAMES = {
    Basis.CONSENTED: _("Told with consent"),
    Basis.IMPORTED: _("Observed in data"),
    Basis.EXAMPLE: _("Published examples"),
    Basis.SCHEME: _("Schemes"),
    Basis.LADDER: _("Ladders of grades"),
}
"""What journeys of a basis are called."""


def timeline(trail: Trail, here: str | None = None) -> Html:
    """The steps of a journey in order; the record `here`, on whose page it stands, is no link."""
    if not trail.steps:
        return tag("p", _("The steps of this journey are not known."), class_="km-quiet")
    return tag("ol", *(_step(one, here) for one in trail.steps), class_="km-timeline")


def _step(step: Step, here: str | None) -> Html:
    shape = tag("span", SHAPES[step.activity], class_="km-shape", aria_hidden="true")
    is_told = step.activity is not Activity.UNKNOWN or not step.text
    kind = tag("span", WORDS[step.activity], class_="km-kind") if is_told else ""
    return tag("li", shape, tag("div", kind, " ", tag("span", _what(step, here), class_="km-what"), _more(step, here)))


def _what(step: Step, here: str | None) -> Html:
    if step.text:
        return markup.html(step.text)
    if step.role:
        return named(step.role, here)
    return markup.html(say.ACTIVITIES[step.activity])


def _more(step: Step, here: str | None) -> Html:
    """Which role of the data the step is, by which learning it was made, and in which kind of organisation."""
    told = [
        _told(_("As"), named(step.role, here)) if step.role and step.text else "",
        _told(_("By way of"), named(step.course, here)) if step.course else "",
        _told(_("Where"), step.sector) if step.sector else "",
    ]
    return tag("span", markup.join(filter(None, told)), class_="km-where") if any(told) else Html("")


def _told(name: str, value: str) -> Html:
    return tag("span", tag("span", f"{name}: ", class_="km-quiet"), value)


def named(iri: str, here: str | None) -> Html:
    """A record of a step, as a link unless people are on its page."""
    links = data.links()
    return tag("strong", links.label(iri)) if iri == here else links.to(iri)


def legend() -> Html:
    """What the shapes mean."""
    return markup.join(
        [
            tag("span", tag("span", SHAPES[one], class_="km-shape", aria_hidden="true"), " ", WORDS[one])
            for one in Activity
        ],
        " ",
    )
