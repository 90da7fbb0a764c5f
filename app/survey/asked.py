"""What the page of surveys is asked: which part of it, and about which framework."""

from collections.abc import Sequence

import streamlit as st

from app import data, state
from app.catalogue import _
from app.links import Names
from kmgraph.model import Framework
from kmgraph.survey import Questionnaire

SHOWS = {
    "questions": _("The questions"),
    "check": _("Check answers"),
    "found": _("What people said"),
}
"""What the page shows."""
TITLES = {
    "questions": _("Survey: the questions"),
    "check": _("Survey: check answers"),
    "found": _("Survey: what people said"),
}


def shown(puzzles: list[str]) -> str:
    """Which part the link asks for."""
    said = st.query_params.get("show") or "questions"
    if said in SHOWS:
        return said
    puzzles.append(_("This page has no part of the name that the link gives. Choose one below."))
    return "questions"


def about(known: Sequence[Questionnaire], puzzles: list[str]) -> Questionnaire:
    """The questionnaire of the framework that the link names, or the first one."""
    name = st.query_params.get("framework")
    iri = _names(known).find(name, puzzles, _("framework")) if name else None
    return next((one for one in known if one.framework == iri), known[0])


def view(show: str) -> None:
    """What the page shows of surveys."""
    st.segmented_control(
        _("Show"),
        list(SHOWS),
        format_func=SHOWS.__getitem__,
        required=True,
        label_visibility="collapsed",
        key=state.show("survey-show", show),
        on_change=_ask,
        args=("show", "survey-show", "questions"),
    )


def choose(known: Sequence[Questionnaire], chosen: Questionnaire) -> None:
    """A choice of the framework that the survey is about; no choice where there is but one."""
    if len(known) < 2:
        return
    short = {one.framework: _names(known).short(one.framework) for one in known}
    labels = {short[one.framework]: one.label for one in known}
    st.selectbox(
        _("Framework that the survey is about"),
        list(labels),
        format_func=lambda name: labels.get(name, name),
        key=state.show("survey-framework", short[chosen.framework]),
        on_change=_ask,
        args=("framework", "survey-framework", short[known[0].framework]),
    )


def _ask(name: str, key: str, usual: str) -> None:
    """Writes a choice to the link, unless it is the usual one."""
    st.query_params.pop(name, None)
    if st.session_state[key] != usual:
        st.query_params[name] = st.session_state[key]


def _names(known: Sequence[Questionnaire]) -> Names:
    frameworks = data.planner().graph.all(Framework)
    return Names({one.framework: frameworks[one.framework] for one in known})
