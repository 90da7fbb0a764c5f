"""The bridge page: from one role to another, by which learning, in which order, and what stays open."""

import streamlit as st

from app import parts, state
from app.bring import bring
from app.choose import choose, suggestions, switches
from app.pathway import pathway
from app.plans import cards, chosen, stays_open, steps
from app.reliance import downloads, reliance
from app.state import Question
from kmgraph.model import Role
from kmgraph.planner import Planner
from kmgraph.planner.check import verify
from kmgraph.planner.explain import Words


def ask() -> None:
    """Takes the question from the link, and shows its answer, or what is missing from the question."""
    planner = state.planner()
    graph = planner.graph
    if not graph.all(Role):
        parts.empty_store(state.store().url)
        return
    asked = state.question(graph)
    if asked.start and asked.goal:
        start = "your own profile" if asked.start == state.OWN else graph.label(asked.start)
        parts.title(f"From {start} to {graph.label(asked.goal)}")
    else:
        parts.title("Which learning leads from one role to another?")
    if state.changed_meanwhile():
        st.info("Somebody loaded data while you were looking. This page now shows the new state.")
    choose(graph, asked)
    switches(graph, asked)
    if asked.start and asked.goal:
        answer(planner, asked)
    else:
        suggestions(graph, asked)


def answer(planner: Planner, asked: Question) -> None:
    """Shows the answer, from the line in words down to the files."""
    profile = state.profile(planner, asked)
    found = planner.bridge(profile, asked.goal or "", asked.switches)
    verify(planner, found)
    words, plan = Words(planner), chosen(found, asked)
    st.html(parts.paragraph(words.headline(found), "inset"))
    bring(planner, asked, profile, found)
    if plan.steps:
        parts.heading("Plans" if len(found.plans) > 1 else "The best plan found")
        cards(planner.graph, words, found, asked)
    if found.gap:
        parts.heading("The way there")
        pathway(words, found, plan, asked)
    if plan.steps:
        parts.heading("Steps")
        steps(planner.graph, words, plan, asked)
    if found.open:
        parts.heading("What stays open")
        stays_open(words, found.open)
    parts.heading("How far you can rely on this")
    reliance(words, found, plan)
    parts.heading("Take it away")
    downloads(planner, found, plan, asked)


ask()
