"""The choices above the comparison: which roles, in which order, and beside what somebody brings or not."""

from dataclasses import replace

import streamlit as st

from app import data, markup, state
from app.catalogue import _
from app.compare.asked import FEWEST, MOST, SHOWS, Asked, ask, brings_something
from app.finder import finder
from kmgraph.vocabulary import Kind

NAMES = (_("First role"), _("Second role"), _("Third role, if you like"))


def choose(wanted: Asked) -> None:
    """Shows the choices; each changes the link."""
    places = min(MOST, max(FEWEST, len(wanted.roles) + 1))
    for place, column in enumerate(st.columns(places)):
        with column:
            _one(wanted, place)
    with st.container(horizontal=True, vertical_alignment="center", key="compare-choices"):
        for role in wanted.roles if len(wanted.roles) > FEWEST - 1 else ():
            st.button(
                _("Remove {role}").format(role=markup.plain(data.links().label(role))),
                key=f"compare-without-{role}",
                on_click=ask,
                args=(wanted.without(role),),
            )
        if len(wanted.roles) > 1:
            st.button(_("Reverse"), key="compare-swap", on_click=ask, args=(wanted.swapped(),))
        if brings_something():
            st.checkbox(
                _("Beside what I bring"),
                key=state.show("compare-mine", wanted.mine),
                on_change=lambda: ask(replace(wanted, mine=st.session_state["compare-mine"])),
            )


def _one(wanted: Asked, place: int) -> None:
    finder(
        NAMES[place],
        key=f"compare-{place}",
        kinds=[Kind.ROLE],
        chosen=wanted.roles[place] if place < len(wanted.roles) else None,
        placeholder=_("Type or choose a role"),
        on_choose=lambda iri: ask(wanted.with_role(place, iri)),
    )


def rows(wanted: Asked) -> None:
    """Shows which rows are asked for."""
    st.segmented_control(
        _("Show"),
        list(SHOWS),
        required=True,
        format_func=lambda one: SHOWS[one],
        key=state.show("compare-show", wanted.show),
        on_change=lambda: ask(replace(wanted, show=st.session_state["compare-show"])),
    )
