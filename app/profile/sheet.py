"""All questions of a framework at once: a row for each competency, with the levels beside it."""

from collections.abc import Iterable

import streamlit as st

from app import markup, parts, state
from app.catalogue import _
from app.markup import tag
from app.profile import screen, ways
from app.profile.answer import answer, answers, give, meaning, name
from app.profile.ask import COUNTS
from app.profile.framework import Asked, ways_of_working
from app.profile.screen import QUESTIONS
from kmgraph.model import Competency, Level
from kmgraph.planner import Planner


def show(planner: Planner, framework: Asked) -> None:
    """The table of a framework, and the ways of working below it."""
    screen.back()
    parts.title(framework.label)
    parts.news()
    said = sum(answer(iri) is not None for iri in framework.competencies)
    parts.status(_("{said} of {all} answered.").format(said=said, all=len(framework.competencies)))
    first = screen.address(planner, QUESTIONS, framework.iri, framework.competencies[0])
    parts.show(
        parts.paragraph(COUNTS),
        parts.paragraph(_("Choose a level in each row, or leave the row as it is. Choose it again to take it back.")),
        parts.paragraph(screen.to(_("One question a screen instead"), first)),
        _meanings(planner, framework),
    )
    for competency in framework.competencies:
        row(planner, competency)
    if ways_of_working(planner):
        parts.heading(_("Your ways of working"))
        ways.listed(planner)
    st.button(_("See what it comes to"), type="primary", on_click=screen.go, args=({},))


def row(planner: Planner, competency: str) -> None:
    """One competency, with what can be said of it in a row."""
    record, key = planner.graph.all(Competency)[competency], f"row-{competency}"
    with st.container(key=f"sheet-{competency}"):
        parts.show(tag("p", tag("strong", record.label), tag("span", record.definition or "", class_="km-note")))
        st.segmented_control(
            markup.plain(record.label),
            answers(planner, competency),
            format_func=lambda said: markup.plain(name(planner, competency, said)),
            key=state.show(key, answer(competency)),
            on_change=lambda: give(competency, st.session_state[key]),
            label_visibility="collapsed",
        )


def _meanings(planner: Planner, framework: Asked) -> str:
    """What the levels mean in general, folded up."""
    example = framework.competencies[0]
    every = [(name(planner, example, one), _general(planner, example, one)) for one in answers(planner, example)]
    if not any(text for _name, text in every):
        return ""
    return tag("details", tag("summary", _("What the levels mean")), markup.facts(_worded(every)))


def _worded(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, text or _("Nobody has put this into words.")) for label, text in pairs]


def _general(planner: Planner, competency: str, said: str) -> str:
    level = planner.graph.all(Level).get(said)
    return (level.definition or "") if level else meaning(planner, competency, said)
