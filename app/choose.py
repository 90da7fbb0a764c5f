"""The question at the top of the bridge page: from which role, to which, and what may count."""

from dataclasses import replace

import streamlit as st

from app import data, markup, parts, state
from app.finder import found_as
from app.state import OWN, Question
from kmgraph.graph import Graph
from kmgraph.model import Role


def choose(graph: Graph, asked: Question) -> None:
    """From, To, and a button that swaps them."""
    for puzzle in asked.puzzles:
        st.warning(markup.plain(puzzle))
    names = found_as(graph, Role)
    own = "None of these: I say myself what I bring"
    start, swap, goal = st.columns([10, 2, 10], vertical_alignment="bottom")
    with start:
        st.selectbox(
            "From: the role that is nearest to yours now",
            [OWN, *names],
            format_func=lambda iri: names.get(iri, own),
            placeholder="Type or choose a role",
            key=state.show("from", asked.start),
            on_change=state.follow(graph, asked, "from", "start"),
        )
    with goal:
        st.selectbox(
            "To: the role that you want",
            list(names),
            format_func=lambda iri: names.get(iri, iri),
            placeholder="Type or choose a role",
            key=state.show("to", asked.goal),
            on_change=state.follow(graph, asked, "to", "goal"),
        )
    with swap:
        st.button(
            "Swap",
            key="swap",
            help="Ask for the way back",
            width="stretch",
            disabled=asked.start in (None, OWN) or asked.goal is None,
            on_click=lambda: state.ask(graph, replace(asked, start=asked.goal, goal=asked.start)),
        )


def switches(graph: Graph, asked: Question) -> None:
    """What may count, and what was left out of the plans."""
    with st.container(horizontal=True, gap="medium"):
        st.checkbox(
            "Include past and planned learning",
            key=state.show("past", asked.past),
            on_change=state.follow(graph, asked, "past", "past"),
        )
        st.checkbox(
            "Count desirable competencies too",
            key=state.show("desirable", asked.desirable),
            on_change=state.follow(graph, asked, "desirable", "desirable"),
        )
        st.checkbox(
            "Leave out what is for some people or places only",
            key=state.show("open-to-all", asked.open_to_all),
            on_change=state.follow(graph, asked, "open-to-all", "open_to_all"),
            help="Leaves out learning that is known to be only for members, staff of certain organisations, "
            "doctoral researchers, civil servants, or one part of the United Kingdom.",
        )
    if not (asked.past or asked.desirable or asked.open_to_all or asked.without):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="set-aside"):
        for iri in sorted(asked.without, key=graph.label):
            st.button(
                f"Put back {markup.plain(graph.label(iri))}",
                key=f"back-{iri}",
                help="You left it out of the plans",
                on_click=state.ask,
                args=(graph, replace(asked, without=asked.without - {iri})),
            )
        st.button(
            "Reset all choices",
            type="tertiary",
            on_click=state.ask,
            args=(graph, replace(asked, past=False, desirable=False, open_to_all=False, without=frozenset())),
        )


def suggestions(graph: Graph, asked: Question) -> None:
    """What to do while the question is not whole: a sentence, and moves to try."""
    parts.show(
        parts.paragraph(
            "Choose the role that is nearest to yours now, and a role that you want. You will see what there is "
            "to develop, which learning closes it, in which order, and what stays open.",
            "lead",
        )
    )
    moves = data.moves()
    if not moves:
        return
    st.markdown("Or try one of these:")
    for number, (start, goal) in enumerate(moves):
        st.button(
            f"From {markup.plain(graph.label(start))} to {markup.plain(graph.label(goal))}",
            key=f"try-{number}",
            on_click=state.ask,
            args=(graph, replace(asked, start=start, goal=goal)),
        )
