"""The bridge page: from one role to another, by which learning, in which order, and what stays open."""

import streamlit as st

from app import data, markup, parts, state, suggest
from app.bring import bring
from app.choose import choose, suggestions, switches
from app.pathway import pathway
from app.plans import cards, chosen, stays_open, steps
from app.reliance import downloads, reliance
from app.state import Question
from kmgraph.model import Role
from kmgraph.planner import Planner
from kmgraph.planner.audit.check import verify
from kmgraph.planner.explain import Words


def ask() -> None:
    """Takes the question from the link, and shows its answer, or what is missing from the question."""
    planner = data.planner()
    graph = planner.graph
    if not graph.all(Role):
        parts.empty_store(data.store().url)
        return
    asked = state.question(graph)
    if asked.start and asked.goal:
        start = "your own profile" if asked.start == state.OWN else graph.label(asked.start)
        parts.title(f"From {start} to {graph.label(asked.goal)}")
    else:
        parts.title("Which learning leads from one role to another?")
    parts.news()
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
    ends = [data.links().to(iri) for iri in (asked.start, asked.goal) if iri and iri != state.OWN]
    about = parts.paragraph(markup.join(["Read about ", markup.join(ends, " and "), "."]))
    st.html(markup.join([parts.paragraph(words.headline(found), "inset"), about]))
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
    suggest.on_links(planner.graph, [link.id for link in (*found.links, *plan.links)], "bridge")
    parts.heading("Take it away")
    downloads(planner, found, plan, asked)


ask()
