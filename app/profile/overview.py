"""The first screen of My profile: where to begin or go on, and what it comes to."""

import streamlit as st

from app import parts, state
from app.catalogue import _, ngettext
from app.finder import finder
from app.profile import brought, files, near, plan, screen, tasks, upload
from app.profile.answer import answer, unstated, without_level
from app.profile.ask import COUNTS
from app.profile.forget import forget
from app.profile.framework import Asked
from app.profile.screen import QUESTIONS, TABLE
from app.question import OWN
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind


def show(planner: Planner, known: dict[str, Asked]) -> None:
    """The screen; where a part of it fails, the way to forget what was said stays."""
    try:
        _show(planner, known)
    except Exception:
        _own_data()
        raise
    _own_data()


def _own_data() -> None:
    parts.heading(_("Your data"))
    forget()


def _show(planner: Planner, known: dict[str, Asked]) -> None:
    parts.title(_("My profile"))
    parts.news()
    lead = _("Say what you can do. Then see which roles are near to you, and which learning leads to others.")
    parts.show(parts.paragraph(lead, "lead"), parts.paragraph(brought.sentence(planner), "inset"))
    if plan.kept():
        _plan()
    parts.heading(_("Say what you can do"))
    _levels_first(planner)
    framework = _begin(planner, known)
    _another(planner)
    if state.changes(OWN) or state.done():
        parts.heading(_("What you bring"))
        brought.table(planner)
        parts.heading(_("Roles near to you"))
        near.nearest(planner)
    if not plan.kept():
        _plan()
    parts.heading(_("Save a copy, or bring one"))
    files.save()
    if framework:
        files.blank(planner, framework)
    upload.bring(planner)


def _plan() -> None:
    parts.heading(_("My plan"))
    tasks.tasks()


def _levels_first(planner: Planner) -> None:
    """A way to the levels that are not stated yet: they are asked before anything else."""
    lacking = unstated(planner)
    if lacking:
        parts.show(parts.paragraph(without_level(len(lacking))))
        st.button(
            ngettext("Say your level", "Say your levels", len(lacking)),
            key="levels",
            type="primary",
            on_click=screen.go,
            args=(screen.address(planner, QUESTIONS, competency=lacking[0]),),
        )


def _begin(planner: Planner, known: dict[str, Asked]) -> Asked | None:
    """The choice of a framework, and the two ways through it."""
    parts.show(parts.paragraph(COUNTS))
    if not known:
        return None
    framework = _chosen(known)
    here, table = _next(framework), screen.address(planner, TABLE, framework.iri)
    with st.container(horizontal=True):
        st.button(
            _go_on(framework, here),
            key="begin",
            type="secondary" if unstated(planner) else "primary",
            on_click=screen.go,
            args=(screen.address(planner, QUESTIONS, framework.iri, here),),
        )
        st.button(_("All in one table"), key="all", on_click=screen.go, args=(table,))
    return framework


def _chosen(known: dict[str, Asked]) -> Asked:
    """The framework that somebody chose, or was asked about last, or the first."""
    last, _competency = _last()
    chosen = st.session_state.get("framework") or last
    framework = known.get(chosen) or next(iter(known.values()))
    if len(known) > 1:
        st.selectbox(
            _("Which list of competencies?"),
            list(known),
            format_func=lambda iri: _labelled(known[iri]),
            key=state.show("framework", framework.iri),
        )
    return framework


def _next(framework: Asked) -> str:
    """The question with which to go on: the one that was open last, or the first without an answer."""
    last, competency = _last()
    if last == framework.iri and competency in framework.competencies:
        return competency
    unanswered = [iri for iri in framework.competencies if answer(iri) is None]
    return (unanswered or framework.competencies)[0]


def _last() -> tuple[str, str]:
    found: tuple[str, str] = st.session_state.get("asked", ("", ""))
    return found


def _go_on(framework: Asked, here: str) -> str:
    number = framework.competencies.index(here) + 1
    if number == 1 and not any(answer(iri) for iri in framework.competencies):
        return _("Start: one question a screen")
    return _("Go on with question {n} of {all}").format(n=number, all=len(framework.competencies))


def _labelled(framework: Asked) -> str:
    return _("{name} ({n} questions)").format(name=framework.label, n=len(framework.competencies))


def _another(planner: Planner) -> None:
    finder(
        _("Or add one thing that you can do, from any list"),
        key="another-of-mine",
        kinds=[Kind.COMPETENCY],
        chosen=None,
        placeholder=_("Type a few letters"),
        on_choose=lambda iri: screen.go(screen.address(planner, QUESTIONS, competency=iri)),
    )
