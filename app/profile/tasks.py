"""The steps of the plan that somebody keeps, as a list of tasks to tick."""

import streamlit as st

from app import data, links, markup, parts, state
from app.catalogue import _, ngettext
from app.markup import Html, join, tag
from app.profile import plan
from app.profile.follow import Follow, follow
from app.question import OWN
from kmgraph.errors import NotKnown
from kmgraph.model import Course
from kmgraph.planner.provision import provider
from kmgraph.profile import Kept

TO_DO, STARTED, DONE = "to do", "in progress", "done"
WORDS = {TO_DO: _("To do"), STARTED: _("In progress"), DONE: _("Done")}


def tasks() -> None:
    """The plan kept, how far somebody is with it, and what is new since they kept it."""
    kept = plan.kept()
    if kept is None:
        told = _("You keep no plan yet. {page} to find one, and choose “Save this plan in My profile” there.")
        parts.show(parts.paragraph(markup.fill(told, page=links.page(_("Plan a move"), "bridge"))))
        return
    try:
        following = follow(kept)
        if following is None:
            raise NotKnown(_("Your plan leads to a role that this data does not hold."))
        _progress(following)
        _steps(following)
        _new(following)
    except NotKnown as why:
        st.info(markup.plain(str(why)))
    st.button(_("Stop keeping this plan"), type="tertiary", on_click=plan.keep, args=(None,))


def _progress(following: Follow) -> None:
    asked, graph = following.asked, following.planner.graph
    start = _("what you bring") if asked.start in (None, OWN) else graph.label(asked.start)
    heading = _("From {start} to {goal}").format(start=start, goal=graph.label(asked.goal or ""))
    parts.show(parts.paragraph(links.page(heading, "bridge", **following.kept.question)))
    parts.status(progress(following))


def progress(following: Follow) -> str:
    """How far somebody is, in words."""
    every, left = len(following.kept.courses), len(following.left)
    told, now = _("{done} of {all} steps done.").format(done=every - left, all=every), following.now
    if not now:
        return f"{told} {_('Nothing is left to develop.')}"
    if now == following.before:
        more = ngettext("{now} competency to develop now.", "{now} competencies to develop now.", now)
    else:
        more = ngettext(
            "{now} competency to develop now, instead of {before}.",
            "{now} competencies to develop now, instead of {before}.",
            now,
        )
    return f"{told} {more.format(now=now, before=following.before)}"


def _steps(following: Follow) -> None:
    for number, iri in enumerate(following.kept.courses, 1):
        course = following.planner.graph.all(Course).get(iri)
        with st.container(key=f"task-{number}"):
            parts.show(_task(following, number, iri, course))
            key = f"far-{iri}"
            st.segmented_control(
                _("How far are you with {course}?").format(course=markup.plain(data.links().label(iri))),
                list(WORDS),
                required=True,
                format_func=lambda one: WORDS[one],
                key=state.show(key, _now(following.kept, iri)),
                on_change=_mark,
                args=(iri, key),
                label_visibility="collapsed",
            )


def _task(following: Follow, number: int, iri: str, course: Course | None) -> Html:
    graph = following.planner.graph
    if course is None:
        return parts.paragraph(join([f"{number}. ", data.links().label(iri), _(" (no longer listed)")]))
    by = provider(graph, course)
    name = tag("strong", f"{number}. ", data.links().to(iri))
    return tag("p", name, tag("span", by.label, class_="km-note") if by else "", _counted(following, iri))


def _counted(following: Follow, iri: str) -> Html | str:
    if iri not in following.profile.courses:
        return ""
    graph = following.planner.graph
    taught = [
        _("{competency} at {level}").format(competency=graph.label(one.competency), level=graph.label(one.level))
        if one.level
        else graph.label(one.competency)
        for one in following.planner.choices[iri].teaches
    ]
    return tag("span", _("Counted as yours: {what}.").format(what=", ".join(taught)), class_="km-note")


def _now(kept: Kept, iri: str) -> str:
    return DONE if iri in state.done() else STARTED if iri in kept.started else TO_DO


def _mark(iri: str, key: str) -> None:
    said = st.session_state[key]
    plan.mark(iri, done=said == DONE, started=said == STARTED)


def _new(following: Follow) -> None:
    better = following.better()
    if not better:
        if following.left:
            parts.show(parts.paragraph(_still(following.after), "quiet"))
        return
    fresh, without = following.news()
    told = [(_("New in the plan"), ", ".join(fresh)), (_("No longer needed"), ", ".join(without))]
    st.info(markup.plain(_("There is news for your plan. {why}").format(why=better)))
    parts.show(markup.facts((name, value) for name, value in told if value))
    st.button(_("Use the new plan"), on_click=plan.keep, args=(following.updated(),))


def _still(left_open: int) -> str:
    """What to say of a plan than which none is better, and which leaves so many competencies open."""
    if not left_open:
        return _("Looked at again just now: your plan still serves.")
    return ngettext(
        "Looked at again just now: no better plan is known. This one leaves {n} competency open.",
        "Looked at again just now: no better plan is known. This one leaves {n} competencies open.",
        left_open,
    ).format(n=left_open)
