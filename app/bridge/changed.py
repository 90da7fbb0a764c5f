"""What a change of the situation changed in the answer, told where the situation is said."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import data, parts, state
from app.bridge.offers import Offer, Offers
from app.catalogue import _, ngettext
from app.question import OWN, Question
from kmgraph.planner import Answer

SEEN = "seen"
"""The name in the session of the answer seen last."""


class Seen(NamedTuple):
    """What an answer comes to: the plans to choose from, the needs that stay open, the courses of the chosen plan."""

    plans: int
    open: int
    courses: frozenset[str]


class Told(NamedTuple):
    """An answer that somebody saw: to which move, in which situation, and what was told of the change to it."""

    move: object
    situation: object
    seen: Seen
    change: str


def seen(offered: Offers, answer: Answer, offer: Offer) -> Seen:
    """What an answer comes to, with the chosen plan."""
    courses = frozenset(step.course.id for step in offer.plan.steps)
    return Seen(len(offered.every) if courses else 0, len(answer.open) + len(offer.plan.beyond), courses)


def tell_change(place: DeltaGenerator, asked: Question, now: Seen) -> None:
    """Tells what changed since the same move was asked in another situation; nothing where none was."""
    start = asked.start or OWN
    move = data.content(), asked.start, asked.goal, dict(state.changes(start)), frozenset(state.done())
    situation = asked.switches, asked.matches
    before: Told | None = st.session_state.get(SEEN)
    told = ""
    if before and before.move == move:
        told = before.change if before.situation == situation else change(before.seen, now)
    st.session_state[SEEN] = Told(move, situation, now, told)
    if told:
        with place:
            parts.status(told)


def change(before: Seen, now: Seen) -> str:
    """What an answer comes to that differs from what the one before came to, in a sentence."""
    told = []
    if now.plans != before.plans:
        plans = ngettext("{n} plan instead of {before}", "{n} plans instead of {before}", now.plans)
        told.append(plans.format(n=now.plans or _("no"), before=before.plans or _("none")))
    if more := now.open - before.open:
        if more > 0:
            needs = ngettext("{n} need more stays open", "{n} needs more stay open", more)
        else:
            needs = ngettext("{n} need fewer stays open", "{n} needs fewer stay open", -more)
        told.append(needs.format(n=abs(more)))
    if now.courses and before.courses and now.courses != before.courses:
        told.append(_("the plan has other courses"))
    if not told:
        return _("Your change leaves the answer as it was.")
    return _("Your change: {what}.").format(what="; ".join(told))
