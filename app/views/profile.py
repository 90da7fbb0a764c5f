"""My profile: what somebody says they can do, what that comes to, and their plan; kept in the session only."""

import streamlit as st

from app import data, parts, state
from app.catalogue import _
from app.profile import ask, overview, screen, sheet, ways
from app.profile.framework import Asked, frameworks, names
from kmgraph.model import Competency
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind


def show() -> None:
    """Shows the screen that the link names."""
    state.went_to("profile")
    planner = data.planner()
    if not planner.graph.all(Competency):
        parts.empty_store(data.store().url)
        return
    known, puzzles = frameworks(planner), list[str]()
    framework, competency = _framework(planner, known, puzzles), _competency(puzzles)
    part = st.query_params.get("part")
    first = competency or (framework.competencies[0] if framework else None)
    if part == screen.QUESTIONS and first:
        ask.show(planner, framework, first)
    elif part == screen.TABLE and framework:
        sheet.show(planner, framework)
    elif part == screen.WAYS:
        ways.show(planner, framework)
    else:
        overview.show(planner, known)
    parts.puzzles(puzzles)
    screen.tell(" ".join(st.query_params.to_dict().values()))


def _framework(planner: Planner, known: dict[str, Asked], puzzles: list[str]) -> Asked | None:
    name = st.query_params.get("framework")
    iri = names(planner).find(name, puzzles, _("framework")) if name else None
    return known.get(iri) if iri else None


def _competency(puzzles: list[str]) -> str | None:
    name = st.query_params.get("competency")
    return data.links().names[Kind.COMPETENCY].find(name, puzzles, _("competency")) if name else None


show()
