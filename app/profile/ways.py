"""Ways of working: which of them describe somebody. They have no levels, and count in no plan."""

import streamlit as st

from app import markup, parts, state
from app.catalogue import _
from app.markup import join
from app.profile import screen
from app.profile.answer import answer, give
from app.profile.framework import Asked, ways_of_working
from app.profile.screen import QUESTIONS, TABLE
from app.state import NOT_STATED
from kmgraph.model import Competency
from kmgraph.planner import Planner


def show(planner: Planner, framework: Asked | None) -> None:
    """The screen after the questions of a framework."""
    screen.back()
    parts.title(_("Your ways of working"))
    parts.news()
    listed(planner)
    with st.container(horizontal=True):
        if framework:
            last = screen.address(planner, QUESTIONS, framework.iri, framework.competencies[-1])
            st.button(_("Back"), on_click=screen.go, args=(last,))
        st.button(_("See what it comes to"), type="primary", on_click=screen.go, args=({},))
    if framework:
        table = screen.to(_("See all questions in one table"), screen.address(planner, TABLE, framework.iri))
        parts.show(parts.paragraph(join([table])))


def listed(planner: Planner) -> None:
    """A box to tick for each way of working."""
    parts.show(
        parts.paragraph(
            _(
                "Tick what describes you. These have no levels. No course is needed for them, and they count in no "
                "plan. They help you to tell others how you work."
            )
        )
    )
    for competency in ways_of_working(planner):
        one(planner, competency)


def one(planner: Planner, competency: str) -> None:
    """A box to tick for one way of working."""
    record, key = planner.graph.all(Competency)[competency], f"way-{competency}"
    st.checkbox(
        f"**{markup.plain(record.label)}**  \n{markup.plain(record.definition or '')}",
        key=state.show(key, answer(competency) == NOT_STATED),
        on_change=lambda: give(competency, NOT_STATED if st.session_state[key] else None),
    )
