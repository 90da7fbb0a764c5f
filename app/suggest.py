"""Suggest a change: somebody's view of a statement, as a review sheet to send; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import streamlit as st

from app import markup, parts
from app.entry import Entry
from kmgraph.graph import Graph
from kmgraph.model import slug_of
from kmgraph.personal import Known, looks_personal
from kmgraph.planner.phrases import row
from kmgraph.review import Answer, Question, questions, write_sheet
from kmgraph.vocabulary import Kind, Opinion, ReviewerType

SAYS = (
    "Choose a statement and say whether it is right. You get a small file. Nothing is kept here: send the file to "
    "whoever runs this explorer, who takes it in with `kmgraph review import`. It holds what kind of reviewer you are "
    "and no name."
)
SOURCED = "Nothing here is a proposal: sources state it. Tell them, or whoever runs this explorer, what is wrong."
VIEWS = {
    Opinion.AGREE: "It is right",
    Opinion.CHANGE: "It should be another level",
    Opinion.DISAGREE: "It is not right",
    Opinion.UNSURE: "I do not know",
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCALES = (Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL)
"""Kinds of which a question needs all, not only what stands around a record."""


def on_record(entry: Entry[Any]) -> None:
    """Asks about the statements on a record."""
    whole = entry.planner.graph.nodes
    nodes = {**entry.graph.nodes, **{kind: whole[kind] for kind in SCALES if kind in whole}}
    graph = replace(entry.graph, nodes=nodes)
    suggest(questions(graph, about={entry.iri}), slug_of(entry.iri))


def on_links(graph: Graph, links: Sequence[str], name: str) -> None:
    """Asks about the links that an answer rests on."""
    suggest(questions(graph, about=set(links)), name)


def suggest(asked: Sequence[Question], name: str) -> None:
    """The questions to choose from, a view of one of them, and the file that holds it."""
    with st.expander("Suggest a change"):
        if not asked:
            parts.show(parts.paragraph(SOURCED))
            return
        st.markdown(SAYS)
        about = {one.about: one for one in asked}
        chosen = st.selectbox(
            "Which statement?",
            about,
            index=None,
            format_func=lambda iri: about[iri].text if iri in about else iri,
            placeholder="Type or choose one",
            key=f"suggest-{name}",
        )
        if chosen in about:
            _answer(about[chosen], name)


def _answer(asked: Question, name: str) -> None:
    parts.show(parts.paragraph(markup.tag("strong", asked.text)), parts.paragraph(asked.why) if asked.why else "")
    views = [view for view in VIEWS if asked.levels or view is not Opinion.CHANGE]
    view = st.radio("What do you say?", views, index=None, format_func=VIEWS.__getitem__, key=f"view-{asked.about}")
    level = None
    if view is Opinion.CHANGE:
        levels = dict(asked.levels)
        level = st.selectbox(
            "Which level?",
            levels,
            index=None,
            format_func=lambda iri: levels.get(iri, iri),
            placeholder="Choose a level",
            key=f"to-{asked.about}",
        )
    reason = st.text_area(
        "Why, in a sentence or two, without any name (you may leave it empty)",
        max_chars=500,
        key=f"reason-{asked.about}",
    ).strip()
    reviewer = st.selectbox(
        "What kind of reviewer are you?",
        list(ReviewerType),
        index=None,
        placeholder="Choose one",
        key=f"reviewer-{name}",
    )
    missing = [] if view else ["what you say"]
    missing += [] if level or view is not Opinion.CHANGE else ["a level"]
    if personal := looks_personal(reason, Known(f"{asked.text} {asked.why}".splitlines())):
        st.error(markup.plain(f"{personal}. Take it out: reasons are published, and nobody is named in them."))
    elif view is None or reviewer is None or missing:
        missing += [] if reviewer else ["what kind of reviewer you are"]
        parts.show(parts.paragraph(f"To get the file, choose {row(missing)}.", "quiet"))
    else:
        answer = Answer(view, level, reason or None)
        st.download_button(
            "Get the file to send", lambda: sheet(asked, answer, reviewer), f"suggestion-{name}.xlsx", WORKBOOK,
            on_click="ignore", key=f"get-{asked.about}",
        )  # fmt: skip


def sheet(asked: Question, answer: Answer, reviewer: ReviewerType) -> bytes:
    """A review sheet with one question, answered."""
    made = BytesIO()
    write_sheet(made, [asked], answers={asked.about: answer}, reviewers=reviewer)
    return made.getvalue()
