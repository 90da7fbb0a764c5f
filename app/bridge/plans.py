"""The plans side by side, each with what it comes to; one of them is chosen."""

from dataclasses import replace

import streamlit as st

from app import markup, parts, say
from app.bridge.offers import Offer, Offers
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.question import Question, ask
from kmgraph.planner import Answer, Plan
from kmgraph.planner.phrases import amount
from kmgraph.planner.situation.filters import ONLY_FOR, WIDE
from kmgraph.vocabulary import Eligibility

FEW = 5
"""Courses whose names stand open on a card."""


def plans(offered: Offers, answer: Answer, asked: Question) -> None:
    """The plans to choose from, or the only one, and why there are no more."""
    now, every = offered.chosen(asked), offered.every
    gone = _("The link asks for a plan that is not there now. You see the first plan instead.")
    parts.puzzles([] if offered.knows(asked) else [gone])
    if len(every) == 1:
        parts.heading(_("The best plan found"))
        with st.container(border=True, key="chosen-plan-0"):
            st.html(_card(every[0], answer, alone=True))
            st.html(_why_few(offered, opened=True))
        return
    parts.heading(_("Plans"))
    parts.show(parts.paragraph(_invitation(offered)))
    with st.container(key="plans"):
        for number, (one, column) in enumerate(zip(every, st.columns(len(every)), strict=True)):
            with column, st.container(border=True, height="stretch", key=f"plan-{number}"):
                _choosable(one, answer, asked, number, chosen=one is now)
    st.html(_why_few(offered, opened=False))


def _invitation(offered: Offers) -> str:
    if len({frozenset(need.fact for need in one.plan.closes) for one in offered.every}) == 1:
        return _("Each of these plans closes the same needs. Choose the one that fits you best.")
    return _("These plans do not all close the same needs. Choose the one that fits you best.")


def _choosable(one: Offer, answer: Answer, asked: Question, number: int, *, chosen: bool) -> None:
    st.subheader(markup.plain(one.title), anchor=False)
    st.html(tag("div", _card(one, answer, alone=False), class_="km-now" if chosen else ""))
    label = _("Chosen: shown below") if chosen else _("Choose: {plan}").format(plan=one.title.lower())
    st.button(  # the one that is chosen stays a button, of the same type, so that the focus stays on it
        label,
        key=f"choose-{number}",
        width="stretch",
        on_click=ask,
        args=(replace(asked, preset=one.name),),
    )


def _card(one: Offer, answer: Answer, *, alone: bool) -> Html:
    plan = one.plan
    also = [] if alone else [markup.label(_("Also the {plan}").format(plan=title.lower())) for title in one.also]
    facts = [
        (_("Courses"), amount(len(plan.steps))),
        (_("Hours of work"), say.total_hours(plan.total)),
        (_("Price"), say.total_price(plan.total)),
        (_("Closes"), _("{closed} of {all} needs").format(closed=len(plan.closes), all=len(answer.gap))),
        (_("Who can join"), who(plan)),
    ]
    told = [parts.paragraph(one.tradeoff), "" if alone else _courses(plan), _unranked(plan)]
    return tag("div", *also, markup.facts(facts, wide=alone), *told, class_="" if alone else "km-card")


def _unranked(plan: Plan) -> Html:
    """Why some presets cannot tell plans apart, folded up; nothing where all can."""
    if not plan.notes:
        return markup.join([])
    summary = tag("summary", _("What we cannot compare"))
    return tag(
        "details", summary, tag("div", markup.listing(plan.notes.values()), class_="km-inside"), class_="km-more-of"
    )


def who(plan: Plan) -> str:
    """Who can join the courses of a plan, in a few words."""
    narrow = sum(_is_narrow(step.course.eligibility, step.course.open_to) for step in plan.steps)
    unknown = sum(step.course.eligibility is Eligibility.UNKNOWN for step in plan.steps)
    said = [
        ngettext("{number} course is for some people only", "{number} courses are for some people only", narrow).format(
            number=narrow
        )
        if narrow
        else "",
        ngettext("not known for {number} course", "not known for {number} courses", unknown).format(number=unknown)
        if unknown
        else "",
    ]
    return "; ".join(filter(None, said)) or _("anyone")


def _is_narrow(eligibility: Eligibility, nations: tuple[str, ...]) -> bool:
    return eligibility in ONLY_FOR or bool(nations and not WIDE & set(nations))


def _courses(plan: Plan) -> Html:
    """The names of the courses, folded up where they are many."""
    names = markup.listing([step.course.label for step in plan.steps], ordered=True)
    if len(plan.steps) <= FEW:
        return names
    shown = _("Show the {number} courses").format(number=len(plan.steps))
    return tag("details", tag("summary", shown), tag("div", names, class_="km-inside"), class_="km-more-of")


def _why_few(offered: Offers, *, opened: bool) -> Html:
    """Why there are no more plans to choose from; nothing where there are plenty."""
    if not offered.why_few:
        return tag("div")
    first, *more = offered.why_few
    if opened and not more:
        return parts.paragraph(first)
    told = [parts.paragraph(first), markup.listing(more) if more else ""]
    if opened:
        return tag("div", *told)
    inside = tag("div", *told, class_="km-inside")
    return tag("details", tag("summary", _("Why are there no more plans?")), inside, class_="km-more-of")
