"""The plan that somebody keeps: its question and its courses in order, in the session only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app import data, links, markup, parameters, parts, state
from app.catalogue import _
from app.question import OWN, Question, link_of, still_to_do
from kmgraph.planner import Preset
from kmgraph.profile import Kept
from kmgraph.vocabulary import Kind

LONGEST = 300
"""Letters of a name in the question of a plan that a file brings."""


def kept() -> Kept | None:
    """The plan that somebody keeps."""
    found: Kept | None = st.session_state.get("plan")
    return found


def known(plan: Kept) -> Kept:
    """A plan from a file, with that of its question which a link of a plan says; a file may come from anywhere."""
    situation = {part.name: parameters.LONGEST for part in parameters.PARTS if not part.personal}
    most = situation | dict.fromkeys(("from", "to", "plan", "matches"), LONGEST)
    return replace(
        plan, question={name: text for name, text in plan.question.items() if len(text) <= most.get(name, 0)}
    )


def keep(plan: Kept | None) -> None:
    """Keeps a plan in place of the one before, or none."""
    st.session_state["plan"] = plan


def of(asked: Question, courses: Sequence[str]) -> Kept:
    """The plan of these courses for a question; what is personal in the question is not written into it."""
    return Kept(link_of(replace(asked, view=Question.view, shares=False, brings=None, beside=None)), tuple(courses))


def offer_plan(asked: Question, courses: Sequence[str]) -> None:
    """A button that keeps the plan of these courses, or what to say where it is kept."""
    plan, now = of(asked, courses), kept()
    if now and _is_same(now, plan):
        told = _("You keep this plan. {page} shows its steps, for you to tick.")
        parts.show(parts.paragraph(markup.fill(told, page=links.page(_("My profile"), "profile"))))
        return
    label = _("Save this plan in My profile, in place of the one before") if now else _("Save this plan in My profile")
    st.button(label, key="keep-plan", on_click=keep, args=(plan,), help=_("My profile then shows its steps to tick."))


def _is_same(now: Kept, plan: Kept) -> bool:
    """Whether a plan leads between the same ends by what is left to do of the one that is kept."""
    left = tuple(iri for iri in now.courses if iri not in state.done())
    return left == plan.courses and all(now.question.get(end) == plan.question.get(end) for end in ("from", "to"))


def question_of(plan: Kept) -> Question:
    """The question of a plan, in the situation that the session knows."""
    link: Mapping[str, str] = plan.question
    roles, puzzles = data.links().names[Kind.ROLE], list[str]()
    personal: dict[str, dict[str, Any]] = st.session_state.get("personal", {})
    preset = link.get("plan", Question.preset).replace("-", " ")
    return Question(
        start=OWN if link.get("from") == OWN else roles.iri(link.get("from", "")),
        goal=roles.iri(link.get("to", "")),
        preset=preset if preset in list(Preset) else Question.preset,
        switches=still_to_do(replace(parameters.read(link, "", puzzles), **personal.get("", {}))),
        matches=link.get("matches") == "1",
    )


def mark(course: str, *, done: bool, started: bool) -> None:
    """Notes how far somebody is with a course of their plan."""
    plan = kept()
    if plan is None:
        return
    (state.done().add if done else state.done().discard)(course)
    keep(replace(plan, started=plan.started | {course} if started else plan.started - {course}))
