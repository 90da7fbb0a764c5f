"""What the page of a role shows: what it needs, what is near it, who was in it, and ways to plan from here."""

from app import links, markup, parts, say
from app.catalogue import _
from app.journeys.started import started_here
from app.markup import Html
from app.records.entry import Entry
from app.records.role_near import elsewhere, ladders, nearest, recorded
from app.records.role_needs import manners, needs
from kmgraph.model import Role
from kmgraph.vocabulary import Kind


def show(entry: Entry[Role]) -> None:
    """One role."""
    role = entry.record
    parts.show(parts.paragraph(role.summary, "lead") if role.summary else "", markup.facts(_facts(entry)))
    parts.show(parts.paragraph(_ways(entry), "inset"))
    parts.heading(_("What this role needs"))
    needs(entry)
    manners(entry)
    ladders(entry)
    recorded(entry)
    nearest(entry)
    parts.heading(_("Others who were here"))
    parts.show(started_here(entry.iri))
    elsewhere(entry)


def _ways(entry: Entry[Role]) -> Html:
    """Ways to plan with this role."""
    bridge, name = entry.links.bridge, entry.links.names[Kind.ROLE].short(entry.iri)
    return markup.fill(
        _(
            "See which learning {there}, or which {away} to another role. See {pathways}, or {compare} it with "
            "another role."
        ),
        there=bridge(_("leads to this role"), goal=entry.iri),
        away=bridge(_("leads from it"), start=entry.iri),
        pathways=links.page(_("pathways from here"), "pathways", **{"from": name}),
        compare=links.page(_("compare"), "compare", role=name),
    )


def _facts(entry: Entry[Role]) -> list[tuple[str, str]]:
    role = entry.record
    told = [
        (_("Also called"), ", ".join(role.alternative_labels)),
        (_("Group"), role.group),
        (_("Where"), role.sector or say.UNKNOWN),
        (_("Grade"), role.grade),
        (_("Code"), role.notation),
        (_("Classified under"), "; ".join(map(entry.label, role.groups))),
    ]
    return [(name, value) for name, value in told if value]
