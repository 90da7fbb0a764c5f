"""The choices above the page of needs and gaps: whose needs count, and for whom learning has to be within reach."""

from dataclasses import replace

import streamlit as st

from app import data, state
from app.catalogue import _
from app.needs import more, weights
from app.needs.asked import LABELS, SHOWS, Wanted, ask, groups, reaches
from kmgraph.vocabulary import NATIONS, Mode

EVERYWHERE = _("Anywhere")
ALL = _("All role types")


def choose(wanted: Wanted) -> None:
    """Shows the choices; each changes the link."""
    asked = wanted.asked
    left, right = st.columns(2, gap="large")
    with left:
        st.selectbox(
            LABELS["group"],
            ["", *groups()],
            format_func=lambda group: group.capitalize() if group else ALL,
            key=state.show("needs-group", asked.group or ""),
            on_change=lambda: ask(replace(wanted, asked=replace(asked, group=st.session_state["needs-group"] or None))),
        )
    with right:
        st.selectbox(
            LABELS["nation"],
            ["", *data.options().nations],
            format_func=lambda nation: NATIONS.get(nation, nation) if nation else EVERYWHERE,
            key=state.show("needs-nation", asked.switches.nation or ""),
            on_change=lambda: _reach(wanted),
        )
    with st.container(horizontal=True, key="needs-reach"):
        st.checkbox(
            LABELS["mode"],
            key=state.show("needs-online", asked.switches.modes == {Mode.ONLINE}),
            on_change=lambda: _reach(wanted),
        )
        st.checkbox(
            LABELS["open-to-all"],
            key=state.show("needs-everyone", asked.switches.open_to_all),
            on_change=lambda: _reach(wanted),
        )
    weights.choose(asked, lambda said: ask(replace(wanted, asked=replace(asked, weights=said))))
    more.choose(wanted)


def _reach(wanted: Wanted) -> None:
    held = st.session_state
    ask(
        reaches(
            wanted,
            nation=held["needs-nation"] or None,
            online=held["needs-online"],
            everyone=held["needs-everyone"],
        )
    )


def view(wanted: Wanted) -> None:
    """What the page shows of needs and provision."""
    st.segmented_control(
        LABELS["show"],
        list(SHOWS),
        format_func=SHOWS.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=state.show("needs-show", wanted.show),
        on_change=lambda: ask(replace(wanted, show=st.session_state["needs-show"], outcome=None, letter=None)),
    )
