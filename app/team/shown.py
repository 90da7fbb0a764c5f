"""A team on the page: what it holds, what hangs on one member, who should learn what; or what is missing to say so."""

from collections.abc import Sequence
from itertools import islice

import streamlit as st

from app import data, links, markup, parts
from app.catalogue import _
from app.markup import Html
from app.team import people
from app.team.answer import answered
from app.team.asked import Wanted, link_of
from app.team.heat import table
from app.team.learning import learning, stays_open
from app.team.members import Member
from app.team.take import take
from kmgraph.errors import NotKnown
from kmgraph.planner import Planner, Profile
from kmgraph.planner.explain import Words
from kmgraph.planner.team import Hold, TeamAnswer
from kmgraph.planner.team.words import TeamWords

NOTHING = _(
    "Choose who is in the team, and which roles it has to fill together. You then see who holds what, and the fewest "
    "courses that close what is missing."
)
EXAMPLE = 3
"""Roles in the team that is shown as an example."""


def show(planner: Planner, wanted: Wanted, team: Sequence[Member]) -> None:
    """Shows what the team comes to, or what is missing."""
    known = [one.profile for one in team if one.is_known]
    roles = [role for role in wanted.roles if _is_known(planner, role)]
    for one in team:
        if not one.is_known:
            told = _("The member {name} is left out: it is not known here what somebody in this role holds.")
            st.warning(markup.plain(told.format(name=one.profile.label)))
    for role in wanted.roles:
        if role not in roles:
            told = _("The role {name} is left out: it is not known here which competencies are essential to it.")
            st.warning(markup.plain(told.format(name=planner.graph.label(role))))
    if not known or not roles:
        parts.show(_missing(planner, wanted, team))
        return
    answer = answered(planner, known, roles, wanted.switches)
    words = TeamWords(Words(planner), answer)
    parts.show(parts.paragraph(" ".join(filter(None, (words.asked(), words.headline()))), "inset"))
    table(planner, words, answer, wanted)
    _alone(words, answer)
    learning(words, answer)
    stays_open(words, answer)
    _basis(words, answer)
    take(planner, words, answer, people=people.some())


def _is_known(planner: Planner, role: str) -> bool:
    """Whether it is known what is essential to a role."""
    try:
        return bool(planner.needs(Profile("", {}), role))
    except NotKnown:
        return False


def _missing(planner: Planner, wanted: Wanted, team: Sequence[Member]) -> Html:
    """What to choose next, and an example where nothing is chosen."""
    if team and not wanted.roles:
        return parts.paragraph(_("Now add a role that the team has to fill."), "inset")
    if wanted.roles and not team:
        return parts.paragraph(_("Now add who is in the team: roles, or people by their profiles."), "inset")
    if team:
        return parts.paragraph(_("Nothing can be said of this team yet. Add another member or another role."), "inset")
    return markup.join([
        parts.paragraph(NOTHING, "inset"),
        _example(planner),
    ])  # fmt: skip


def _example(planner: Planner) -> Html:
    """A link to a team of common roles; nothing where too few are known."""
    known = list(islice((role for role in data.common_roles() if _is_known(planner, role)), EXAMPLE + 1))
    if len(known) <= EXAMPLE:
        return Html("")
    label = planner.graph.label
    told = _("See an example: {team}, to fill {role}").format(
        team=", ".join(map(label, known[:EXAMPLE])), role=label(known[EXAMPLE])
    )
    return parts.paragraph(links.page(told, "team", **link_of(Wanted(tuple(known[:EXAMPLE]), (known[EXAMPLE],)))))


def _alone(words: TeamWords, answer: TeamAnswer) -> None:
    """What would go with one member: a risk."""
    if len(answer.members) == 1:
        return
    parts.heading(_("What hangs on one member"))
    if alone := words.alone():
        parts.show(markup.listing(alone))
    elif any(one.state is Hold.SHARED for one in answer.needs):
        parts.show(parts.paragraph(_("Nothing that the team holds hangs on one member only.")))
    else:
        parts.show(parts.paragraph(_("The team holds nothing of this yet.")))


def _basis(words: TeamWords, answer: TeamAnswer) -> None:
    parts.heading(_("How this is counted"))
    told = [
        _("Only what is essential to a role counts. Where several roles need the same, the highest level counts."),
        _("A member who is a role holds what is essential to that role, and nothing else."),
        words.words.rests(answer.links),
    ]
    parts.show(markup.listing(told))
