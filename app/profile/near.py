"""The roles nearest to what somebody brings, in words."""

from app import data, markup, parts, state
from app.catalogue import _, ngettext
from app.links import page
from app.markup import Html, join, tag
from app.profile.fit import fit
from app.question import OWN, Question
from app.waiting import patiently
from kmgraph.planner import Planner, Standing
from kmgraph.planner.pathway import Near, next_moves
from kmgraph.planner.phrases import row
from kmgraph.vocabulary import Kind

SHOWN = 5
OTHERWISE = _(
    "Start orders roles another way: by how many of the competencies that you named they ask for, at whatever level."
)


def nearest(planner: Planner) -> None:
    """The nearest roles, each with how much of it is brought and where to go on from there."""
    moves = _moves(planner)
    if not moves:
        parts.show(parts.paragraph(_("No role listed here shares anything with what you bring so far. Say more.")))
        return
    alike = max(moves, key=lambda one: one.likeness)
    links = data.links()
    told = _(
        "Roles that leave you least to develop come first. Of these, what you bring is most like what this role holds: "
        "{role}."
    )
    shown = [tag("li", *_one(planner, one)) for one in moves]
    parts.show(
        parts.paragraph(markup.fill(told, role=links.to(alike.role))),
        tag("ul", *shown, class_="km-near"),
        parts.paragraph(OTHERWISE, "quiet"),
        parts.paragraph(join([page(_("Compare up to three roles with what you bring"), "compare", role="me"), "."])),
    )


def _moves(planner: Planner) -> list[Near]:
    profile = state.profile(planner, Question(start=OWN))
    about = (data.content(), tuple(sorted(profile.levels.items(), key=str)), profile.courses)
    doing = _("Looking for roles near to you.")
    found = patiently(lambda: next_moves(planner, profile, limit=SHOWN), asked=about, doing=doing, keep="near me")
    return [one for one in found.moves if one.likeness][:SHOWN]


def _one(planner: Planner, near: Near) -> list[Html]:
    links, role = data.links(), data.links().names[Kind.ROLE].short(near.role)
    ways = [
        page(_("Plan the way there"), "bridge", **{"from": OWN, "to": role}),
        page(_("Go there by way of other roles"), "pathways", **{"from": OWN, "to": role}),
    ]
    bring = _("You bring {share}").format(share=fit(near.needs))
    return [
        tag("h3", links.to(near.role), " ", markup.label(bring)),
        parts.paragraph(_needs(planner, near)),
        parts.paragraph(join(ways, " · ")),
    ]


def _needs(planner: Planner, near: Near) -> str:
    """What a role needs beside what is brought."""
    number, held = len(near.needs), len(near.needs) - near.to_develop
    told = ngettext("It needs {n} competency. ", "It needs {n} competencies. ", number).format(n=number)
    if not near.to_develop:
        return told + _("You bring all of them.")
    more = sum(need.standing is Standing.RAISE for need in near.needs)
    standings = [
        _("{n} you bring").format(n=held) if held else "",
        _("{n} you bring at a lower level").format(n=more) if more else "",
        _("{n} would be new").format(n=near.to_develop - more) if near.to_develop > more else "",
    ]
    shares = row([one for one in standings if one])
    return f"{told}{shares}. {_closed(near)}"


def _closed(near: Near) -> str:
    """How many of the competencies to develop learning closes."""
    closed = near.to_develop - near.open
    if not closed:
        return _("No learning listed here closes what is to be developed.")
    if not near.open:
        return _("Learning listed here closes all that is to be developed.")
    told = _("Learning listed here closes {n} of the {all} to develop.")
    return told.format(n=closed, all=near.to_develop)
