"""A journey as it stands among others: its name, what it shows, its timeline, what it rests on."""

from app import data, markup, say
from app.catalogue import _
from app.journeys.timeline import timeline
from app.journeys.trails import Trail
from app.markup import Html, tag
from kmgraph.model import Source
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import capital
from kmgraph.planner.standing import standing


def card(trail: Trail, here: str | None = None) -> Html:
    """A journey in a list of journeys."""
    journey, links = trail.journey, data.links()
    return tag(
        "article",
        tag("h3", links.to(journey.id)),
        tag("p", journey.summary) if journey.summary else "",
        timeline(trail, here),
        tag("p", basis(trail), class_="km-quiet"),
    )


def cards(found: list[Trail], here: str | None = None) -> Html:
    """Journeys beside each other where there is room."""
    return tag("div", *(card(one, here) for one in found), class_="km-journeys")


def basis(trail: Trail) -> Html:
    """What a journey rests on, how far to rely on it, and its source."""
    journey = trail.journey
    said = [
        _("{basis}.").format(basis=capital(say.BASES[journey.basis])),
        _("Status: {status}.").format(status=standing(data.planner().graph, journey)),
    ]
    if not counts(journey.status):
        said.append(_("A machine suggested it, so it counts in no answer."))
    return markup.join([" ".join(said), " ", sources(trail)])


def sources(trail: Trail) -> Html:
    """Where a journey is told, with links; a sentence where no document is named."""
    known = data.planner().graph.all(Source)
    cited = [known[iri] for iri in trail.journey.cites if iri in known]
    if not cited:
        return Html(tag("span", _("No published source is named for it.")))
    named = markup.join([markup.link(one.title, one.url) for one in cited], "; ")
    return markup.join([_("Source:"), " ", named, "."])
