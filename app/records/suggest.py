"""Suggest a change: somebody's view of a statement, as a review sheet to send; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import streamlit as st

from app import markup, parts
from app.catalogue import _
from app.records.entry import Entry
from app.report.take import XLSX
from kmgraph.graph import Graph
from kmgraph.model import slug_of
from kmgraph.personal import Known, looks_personal
from kmgraph.planner.phrases import row
from kmgraph.review import Answer, Question, questions, write_sheet
from kmgraph.vocabulary import Kind, Opinion, ReviewerType

SAYS = _(
    "Choose a statement and say whether it is right. You get a small file. Nothing is kept here. Send the file to "
    "whoever runs this explorer: ask who gave you its address. The file says what kind of reviewer you are. It "
    "holds no name."
)
SOURCED = _(
    "Nothing here is a proposal: sources state it. Is it wrong? Tell the source, or whoever runs this explorer: "
    "ask who gave you its address."
)
NAMES_NOBODY = _("Take it out. Reasons are published, and nobody is named in them.")
VIEWS = {
    Opinion.AGREE: _("It is right"),
    Opinion.CHANGE: _("It should be another level"),
    Opinion.DISAGREE: _("It is not right"),
    Opinion.UNSURE: _("I do not know"),
}
SCALES = (Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL)
"""Kinds of which a question needs all, not only what stands around a record."""


HOW = (
    _("Open the page of a role, a competency or a training item. “Suggest a change” at its end asks what you think."),
    _("You get a small file. Send it to whoever runs this explorer: ask who gave you its address."),
    _("Is something missing? Tell them its name, its web address and why it belongs here."),
)
"""How to suggest a change where a page has no statement of its own to ask about."""


def begin() -> None:
    """Notes that no part of the page has offered to suggest a change so far."""
    st.session_state["offers-change"] = False


def end() -> None:
    """Says how to suggest a change where no part of the page has offered it."""
    if not st.session_state["offers-change"]:
        with st.expander(_("Suggest a change")):
            parts.show(markup.listing(HOW, ordered=True))


def on_record(entry: Entry[Any]) -> None:
    """Asks about the statements on a record."""
    whole = entry.planner.graph.nodes
    nodes = {**entry.graph.nodes, **{kind: whole[kind] for kind in SCALES if kind in whole}}
    graph = replace(entry.graph, nodes=nodes)
    suggest(questions(graph, about={entry.iri}), slug_of(entry.iri))


def on_links(graph: Graph, links: Sequence[str], name: str) -> None:
    """Asks about the links that an answer rests on, once somebody opens it: finding them may take a while."""
    st.session_state["offers-change"] = True
    with st.expander(_("Suggest a change"), key=f"change-{name}", on_change="rerun") as part:
        if part.open:
            _choose(questions(graph, about=set(links)), name)


def suggest(asked: Sequence[Question], name: str) -> None:
    """The questions to choose from, a view of one of them, and the file that holds it."""
    st.session_state["offers-change"] = True
    with st.expander(_("Suggest a change")):
        _choose(asked, name)


def _choose(asked: Sequence[Question], name: str) -> None:
    if not asked:
        parts.show(parts.paragraph(SOURCED))
        return
    st.markdown(SAYS)
    about = {one.about: one for one in asked}
    chosen = st.selectbox(
        _("Which statement?"),
        about,
        index=None,
        format_func=lambda iri: about[iri].text if iri in about else iri,
        placeholder=_("Type or choose one"),
        key=f"suggest-{name}",
    )
    if chosen in about:
        _answer(about[chosen], name)


def _answer(asked: Question, name: str) -> None:
    parts.show(parts.paragraph(markup.tag("strong", asked.text)), parts.paragraph(asked.why) if asked.why else "")
    views = [view for view in VIEWS if asked.levels or view is not Opinion.CHANGE]
    view = st.radio(_("What do you say?"), views, index=None, format_func=VIEWS.__getitem__, key=f"view-{asked.about}")
    level = None
    if view is Opinion.CHANGE:
        levels = dict(asked.levels)
        level = st.selectbox(
            _("Which level?"),
            levels,
            index=None,
            format_func=lambda iri: levels.get(iri, iri),
            placeholder=_("Choose a level"),
            key=f"to-{asked.about}",
        )
    reason = st.text_area(
        _("Why, in a sentence or two, without any name (you may leave it empty)"),
        max_chars=500,
        key=f"reason-{asked.about}",
    ).strip()
    reviewer = st.selectbox(
        _("What kind of reviewer are you?"),
        list(ReviewerType),
        index=None,
        placeholder=_("Choose one"),
        key=f"reviewer-{name}",
    )
    missing = [] if view else [_("what you say")]
    missing += [] if level or view is not Opinion.CHANGE else [_("a level")]
    if personal := looks_personal(reason, Known(f"{asked.text} {asked.why}".splitlines())):
        st.error(markup.plain(f"{personal}. {NAMES_NOBODY}"))
    elif view is None or reviewer is None or missing:
        missing += [] if reviewer else [_("what kind of reviewer you are")]
        parts.show(parts.paragraph(_("To get the file, choose {these}.").format(these=row(missing)), "quiet"))
    else:
        answer = Answer(view, level, reason or None)
        st.download_button(
            _("Get the file to send"), lambda: sheet(asked, answer, reviewer), f"suggestion-{name}.xlsx", XLSX,
            on_click="ignore", key=f"get-{asked.about}",
        )  # fmt: skip


def sheet(asked: Question, answer: Answer, reviewer: ReviewerType) -> bytes:
    """A review sheet with one question, answered."""
    made = BytesIO()
    write_sheet(made, [asked], answers={asked.about: answer}, reviewers=reviewer)
    return made.getvalue()
