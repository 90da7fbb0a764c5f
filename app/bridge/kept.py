"""What somebody decided about courses: which to keep in the plan, which to leave out, which they have done."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import streamlit as st

from app import markup, parts, state
from app.catalogue import _
from app.markup import plain
from app.question import Question, ask
from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner import Answer


class Decision(NamedTuple):
    """A decision about a course: what it is called, what taking it back means, and how that is done."""

    key: str
    label: str
    help: str
    undo: Callable[[], None]


def decisions(graph: Graph, asked: Question) -> list[Decision]:
    """All that was decided: courses kept, left out and done."""
    return [*_kept(graph, asked), *_left_out(graph, asked), *_done(graph)]


def _kept(graph: Graph, asked: Question) -> Iterator[Decision]:
    for iri in sorted(asked.switches.pin, key=graph.label):
        label = _("Kept: {course}").format(course=plain(graph.label(iri)))
        yield Decision(f"undo-kept-{iri}", label, _("Let plans do without it"), partial(unpin, asked, iri))


def _left_out(graph: Graph, asked: Question) -> Iterator[Decision]:
    for iri in sorted(asked.switches.exclude, key=graph.label):
        label = _("Left out: {course}").format(course=plain(graph.label(iri)))
        yield Decision(f"undo-out-{iri}", label, _("Put it back into the choice"), partial(put_back, asked, iri))


def _done(graph: Graph) -> Iterator[Decision]:
    for iri in sorted(state.done(), key=graph.label):
        label = _("Done: {course}").format(course=plain(graph.label(iri)))
        yield Decision(f"undo-done-{iri}", label, _("Say that you have not done it"), partial(not_done, iri))


def chips(graph: Graph, answer: Answer, asked: Question) -> None:
    """What was decided, each as a chip that takes it back; and which of it cannot be had."""
    decided = decisions(graph, asked)
    with st.container(key="decisions"):  # stands there even when empty, so that what is below keeps its place and focus
        if decided:
            parts.show(parts.paragraph(_("You decided this. Choose one to take it back."), "quiet"))
            with st.container(horizontal=True, key="decided"):
                for one in decided:
                    st.button(one.label, key=one.key, help=one.help, icon=":material/close:", on_click=one.undo)
        for why in answer.unpinned:
            st.warning(markup.plain(why))


def keep(asked: Question, course: Course, *, label: str, key: str) -> None:
    """A button that keeps a course in the plan, or takes that back."""
    pinned = course.id in asked.switches.pin
    told = _("Let plans do without it") if pinned else _("Every plan will have {course}.")
    st.button(
        _("Kept: take that back") if pinned else label,
        key=key,
        help=told.format(course=plain(course.label)),
        on_click=(lambda: unpin(asked, course.id)) if pinned else (lambda: pin(asked, course)),
    )


# --- what the buttons of a step do -----------------------------------------------------------------------------


def pin(asked: Question, course: Course) -> None:
    """Wants a course in every plan."""
    ask(asked.with_switches(pin=asked.switches.pin | {course.id}))


def unpin(asked: Question, iri: str) -> None:
    """Lets plans do without a course again."""
    ask(asked.with_switches(pin=asked.switches.pin - {iri}))


def leave_out(asked: Question, course: Course) -> None:
    """Wants no plan with a course; where it was to be kept, that is over."""
    ask(asked.with_switches(exclude=asked.switches.exclude | {course.id}, pin=asked.switches.pin - {course.id}))
    st.toast(_("Left out: {course}. Take that back above the steps.").format(course=plain(course.label)))


def put_back(asked: Question, iri: str) -> None:
    """Lets plans have a course again."""
    ask(asked.with_switches(exclude=asked.switches.exclude - {iri}))


def count_as_done(asked: Question, course: Course) -> None:
    """Counts what a course teaches as held; where it was to be kept, that is over."""
    state.done().add(course.id)
    if course.id in asked.switches.pin:
        unpin(asked, course.id)
    told = _(
        "Counted as done: {course}. That lasts until you close or reload the page. My profile can save it to a file. "
        "Take it back above the steps."
    )
    st.toast(told.format(course=plain(course.label)))


def not_done(iri: str) -> None:
    """Counts a course as done no longer."""
    state.done().discard(iri)
