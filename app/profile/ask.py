"""One question a screen: a competency, what it means, and the levels that describe somebody who holds it."""

from functools import partial

import streamlit as st

from app import markup, parts, state
from app.catalogue import _
from app.markup import join, tag
from app.profile import screen, ways
from app.profile.answer import answer, answers, give, meaning, name, unstated
from app.profile.framework import Asked, ways_of_working
from app.profile.screen import QUESTIONS, TABLE, WAYS
from kmgraph.model import Competency
from kmgraph.planner import Planner

COUNTS = _(
    "Count everything: unpaid and voluntary work, caring, lived experience and work in any field count as much as a "
    "paid job. There are no right answers, and nobody marks them."
)


def show(planner: Planner, framework: Asked | None, competency: str) -> None:
    """The question about one competency: one of a framework's, or one that somebody chose by itself."""
    record, screens = planner.graph.all(Competency)[competency], framework.competencies if framework else ()
    number = screens.index(competency) if competency in screens else None
    if framework and number is not None:
        st.session_state["asked"] = (framework.iri, competency)
    screen.back()
    where = _place(framework, number)
    st.html(tag("p", where, class_="km-quiet km-progress", role="status"))
    parts.title(record.label, of_window=f"{where}: {record.label}")
    parts.news()
    if not planner.levels.levelled(competency):
        ways.one(planner, competency)
    else:
        parts.show(parts.paragraph(record.definition or _("No source says in a sentence what this is."), "lead"))
        _levels(planner, competency)
    if framework and number is not None:
        _onward(planner, framework, number)
    else:
        _next_level(planner, competency)
    _retract(competency)
    parts.show(parts.paragraph(COUNTS, "quiet"), _elsewhere(planner, framework))


def _place(framework: Asked | None, number: int | None) -> str:
    if framework is None or number is None:
        return _("Something that you can do")
    return _("Question {number} of {all}").format(number=number + 1, all=len(framework.competencies))


def _levels(planner: Planner, competency: str) -> None:
    every, key = answers(planner, competency), f"say-{competency}"
    st.radio(
        _("Which of these sounds most like you now?"),
        every,
        index=None,
        format_func=lambda said: markup.plain(name(planner, competency, said)),
        captions=[markup.plain(meaning(planner, competency, said)) for said in every],
        key=state.show(key, answer(competency)),
        on_change=lambda: give(competency, st.session_state[key]),
    )


def _onward(planner: Planner, framework: Asked, number: int) -> None:
    every = framework.competencies
    after = every[number + 1] if number + 1 < len(every) else None
    last = {"part": WAYS, **_of(planner, framework)} if ways_of_working(planner) else {}
    to = partial(screen.address, planner, QUESTIONS, framework.iri)
    with st.container(horizontal=True):
        if number:
            st.button(_("Back"), on_click=screen.go, args=(to(every[number - 1]),))
        st.button(
            _("Next") if answer(every[number]) else _("Skip this question"),
            key="next",
            type="primary" if answer(every[number]) else "secondary",
            on_click=screen.go,
            args=(to(after) if after else last,),
        )


def _next_level(planner: Planner, competency: str) -> None:
    """On to the next competency whose level is not stated yet, or back to the overview."""
    others = [iri for iri in unstated(planner) if iri != competency]
    with st.container(horizontal=True):
        if others:
            to = screen.address(planner, QUESTIONS, competency=others[0])
            label = _("Next: {competency}").format(competency=markup.plain(planner.graph.label(others[0])))
            st.button(label, key="next", type="primary", on_click=screen.go, args=(to,))
        st.button(_("Done"), type="secondary" if others else "primary", on_click=screen.go, args=({},))


def _retract(competency: str) -> None:
    if answer(competency):
        st.button(_("Take my answer back"), type="tertiary", on_click=give, args=(competency, None))


def _elsewhere(planner: Planner, framework: Asked | None) -> str:
    if framework is None:
        return ""
    table = screen.to(_("See all questions in one table"), screen.address(planner, TABLE, framework.iri))
    stop = screen.to(_("Stop here for now"), {})
    return parts.paragraph(join([table, stop], " · "))


def _of(planner: Planner, framework: Asked) -> dict[str, str]:
    return screen.address(planner, framework=framework.iri)
