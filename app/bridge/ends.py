"""The two ends of the question at the top of the bridge page: from which role, and to which."""

from dataclasses import replace

import streamlit as st

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.finder import finder
from app.question import OWN, Question, ask
from kmgraph.graph import Graph
from kmgraph.vocabulary import Kind

PUZZLES = 4
"""Puzzles of a link that are told; who wrote one with more sees these go, and then others."""


def puzzles(asked: Question) -> None:
    """What the link says that this data does not know, and that nobody can mean."""
    told = list(asked.puzzles[:PUZZLES])
    if (more := len(asked.puzzles) - PUZZLES) > 0:
        said = ngettext("{n} more part of the link is left out.", "{n} more parts of the link are left out.", more)
        told.append(said.format(n=more))
    parts.puzzles(told)


def choose(asked: Question) -> None:
    """From, To, and a button that swaps them."""
    puzzles(asked)
    start, swap, goal = st.columns([10, 2, 10], vertical_alignment="bottom")
    with start:
        finder(
            _("From: the role that is nearest to yours now"),
            key="from",
            kinds=[Kind.ROLE],
            chosen=asked.start,
            extra={OWN: _("None of these: I say myself what I bring")},
            placeholder=_("Type or choose a role"),
            on_choose=lambda iri: ask(replace(asked, start=iri)),
        )
    with goal:
        finder(
            _("To: the role that you want"),
            key="to",
            kinds=[Kind.ROLE],
            chosen=asked.goal,
            placeholder=_("Type or choose a role"),
            on_choose=lambda iri: ask(replace(asked, goal=iri)),
        )
    with swap:
        st.button(
            _("Swap"),
            key="swap",
            help=_("Ask for the way back"),
            width="stretch",
            disabled=asked.start in (None, OWN) or asked.goal is None,
            on_click=lambda: ask(replace(asked, start=asked.goal, goal=asked.start)),
        )


def suggestions(graph: Graph, asked: Question) -> None:
    """What to do while the question is not whole: a sentence, and moves to try."""
    parts.show(
        parts.paragraph(
            _(
                "Choose the role that is nearest to yours now, and a role that you want. You will see what there is "
                "to develop, which learning closes it, in which order, and what stays open."
            ),
            "lead",
        )
    )
    moves = data.moves()
    if not moves:
        return
    st.markdown(_("Or try one of these:"))
    for number, (start, goal) in enumerate(moves):
        st.button(
            _("From {start} to {goal}").format(
                start=markup.plain(graph.label(start)), goal=markup.plain(graph.label(goal))
            ),
            key=f"try-{number}",
            on_click=ask,
            args=(replace(asked, start=start, goal=goal),),
        )
