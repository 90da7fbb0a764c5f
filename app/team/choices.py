"""The choices above the page of a team: who is in it, which roles it has to fill, and which learning counts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from app import data, links, markup, parts, state
from app.catalogue import _
from app.finder import finder
from app.profile import upload
from app.question import OWN
from app.team import files, people, roster
from app.team.asked import LABELS, LINK, MEMBERS, ROLES, Wanted, ask
from app.team.members import Member, put
from kmgraph.planner import Planner
from kmgraph.vocabulary import NATIONS, Kind

EVERYWHERE = _("Anywhere")
FULL = _("A team has at most {most} members here. Take one out to add another.")
ENOUGH = _("A team has at most {most} roles to fill here. Take one out to add another.")


def choose(planner: Planner, wanted: Wanted, listed: Sequence[Member]) -> None:
    """Shows the choices; each changes the link, or what the session holds of people."""
    team, roles = [one for one in listed if one.is_in], roster.listed(roster.ROLES, wanted.roles)
    left, right = st.columns(2, gap="large")
    with left:
        _members(wanted, listed, is_full=len(team) >= MEMBERS)
    with right:
        _roles(wanted, roles)
    if len(team) < MEMBERS:
        with st.expander(_("Add people by their profiles"), key="team-people"):
            files.bring(planner, MEMBERS - len(team))
    if team and wanted.roles:
        _reach(wanted)
    if listed or roles:
        st.button(_("Begin afresh"), type="tertiary", key="team-afresh", on_click=_afresh)


def _members(wanted: Wanted, listed: Sequence[Member], *, is_full: bool) -> None:
    def join(one: str) -> None:
        if one == OWN:
            people.join(mine=True)
        else:
            ask(wanted.with_member(one))

    if not is_full:
        offers = people.said_something() and not people.mine()
        finder(
            _("Add a member: a role that somebody in the team has"),
            key="team-member",
            kinds=[Kind.ROLE],
            chosen=None,
            placeholder=_("Type or choose a role"),
            extra={OWN: _("Me, with what I said under My profile")} if offers else None,
            on_choose=join,
        )
    else:
        parts.show(parts.paragraph(FULL.format(most=MEMBERS)))
    if not people.said_something():
        profile = links.page(_("say what you bring"), "profile")
        parts.show(
            markup.tag("p", markup.fill(_("To be a member yourself, {say} first."), say=profile), class_="km-quiet")
        )
    with st.container(key="team-members"):
        if listed:
            parts.show(parts.paragraph(_("In the team are those who are ticked:")))
        with st.container(horizontal=True):
            for place, one in enumerate(listed):
                _tick(one.profile.label, f"team-in-{one.profile.label}", one.is_in, partial(put, wanted, place))
    if people.some():
        told = _("Profiles are in no link. After a reload, and for whoever gets the link, the team is without them.")
        parts.show(parts.paragraph(told, "quiet"))


def _roles(wanted: Wanted, listed: Sequence[tuple[str, bool]]) -> None:
    def fill(place: int, *, is_in: bool) -> None:
        ask(replace(wanted, roles=tuple(roster.put(roster.ROLES, place, is_in=is_in))))

    if len(wanted.roles) < ROLES:
        finder(
            _("Add a role that the team has to fill"),
            key="team-role",
            kinds=[Kind.ROLE],
            chosen=None,
            placeholder=_("Type or choose a role"),
            on_choose=lambda one: ask(wanted.with_role(one)),
        )
    else:
        parts.show(parts.paragraph(ENOUGH.format(most=ROLES)))
    with st.container(key="team-roles"):
        if listed:
            parts.show(parts.paragraph(_("To fill are those that are ticked:")))
        with st.container(horizontal=True):
            for place, (role, is_in) in enumerate(listed):
                _tick(data.links().label(role), f"team-fill-{role}", is_in, partial(fill, place))


def _tick(label: str, key: str, is_in: bool, change: Callable[..., None]) -> None:
    """A box that is ticked for what is in."""
    st.checkbox(
        markup.plain(label),
        key=state.show(key, is_in),
        on_change=lambda: change(is_in=st.session_state[key]),
        width="content",
    )


def _reach(wanted: Wanted) -> None:
    def change() -> None:
        held = st.session_state
        nation, online, everyone = (held[f"team-{name}"] for name in ("nation", "online", "everyone"))
        ask(wanted.reaching(nation=nation or None, online=online, everyone=everyone))

    with st.container(horizontal=True, vertical_alignment="bottom", key="team-reach"):
        st.selectbox(
            LABELS["nation"],
            ["", *data.options().nations],
            format_func=lambda nation: NATIONS.get(nation, nation) if nation else EVERYWHERE,
            key=state.show("team-nation", wanted.switches.nation or ""),
            on_change=change,
            width=260,
        )
        st.checkbox(LABELS["mode"], key=state.show("team-online", bool(wanted.switches.modes)), on_change=change)
        st.checkbox(
            LABELS["open-to-all"],
            key=state.show("team-everyone", wanted.switches.open_to_all),
            on_change=change,
        )


def _afresh() -> None:
    """Takes everybody and every role out, files that were refused, too."""
    upload.drop()
    roster.forget()
    for name in (people.MINE, people.OTHERS, LINK):
        st.session_state.pop(name, None)
    ask(Wanted())
