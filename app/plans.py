"""Plans side by side, and the steps of the chosen one."""

from dataclasses import replace

import streamlit as st

from app import data, markup, parts, say, state
from app.courses import course_facts
from app.markup import Html, tag
from app.state import Question
from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner import Answer, Open, Plan, Preset, Raise, Step
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount


def chosen(answer: Answer, asked: Question) -> Plan:
    """The plan that the link names, or the first."""
    named = [plan for plan in answer.plans if asked.preset in map(str, (plan.preset, *plan.also))]
    return named[0] if named else answer.plans[0]


def cards(graph: Graph, words: Words, answer: Answer, asked: Question) -> None:
    """The plans side by side, each with what it comes to; one of them is chosen."""
    now, alone = chosen(answer, asked), len(answer.plans) == 1
    for number, (plan, column) in enumerate(zip(answer.plans, st.columns(len(answer.plans)), strict=True)):
        key = f"{'chosen-plan' if plan is now else 'plan'}-{number}"
        with column, st.container(border=True, height="stretch", key=key):
            if not alone:
                st.subheader(_title(plan), anchor=False)
            st.html(_card(words, answer, plan))
            if alone:
                continue
            if plan is now:
                st.html(tag("p", markup.label("Chosen: shown below")))
            else:
                st.button(
                    f"Choose: {_title(plan).lower()}",
                    key=f"choose-{number}",
                    on_click=state.ask,
                    args=(graph, replace(asked, preset=str(plan.preset))),
                )


def _title(plan: Plan) -> str:
    best = _best_at(plan)
    return say.TITLES[best[0]] if best else "Another plan"


def _best_at(plan: Plan) -> list[Preset]:
    """What a plan is known to be best at: where amounts are missing, nothing is claimed."""
    return [preset for preset in (plan.preset, *plan.also) if preset not in plan.notes]


def _card(words: Words, answer: Answer, plan: Plan) -> Html:
    alone = len(answer.plans) == 1
    also = [] if alone else [markup.label(f"Also the {say.TITLES[one].lower()}") for one in _best_at(plan)[1:]]
    facts = [
        ("Courses", amount(len(plan.steps))),
        ("Hours of work", say.total_hours(plan.total)),
        ("Price", say.total_price(plan.total)),
        ("Closes", f"{len(plan.closes)} of {len(answer.gap)}"),
    ]
    notes = [*filter(None, [words.access(plan)]), *plan.notes.values()]
    told = [parts.paragraph(words.tradeoff(plan, answer.plans)), markup.listing(notes) if notes else ""]
    return tag("div", *also, markup.facts(facts, wide=alone), *told, class_="" if alone else "km-card")


def steps(graph: Graph, words: Words, plan: Plan, asked: Question) -> None:
    """The steps of a plan, in order, each with what it is, what it raises and why it stands there."""
    for number, step in enumerate(plan.steps, 1):
        course = step.course
        with st.container(key=f"step-{number}"):
            st.subheader(f"{number}. {markup.plain(course.label)}", anchor=False)
            parts.show(_step(words, step))
            _buttons(graph, step, asked)


def _buttons(graph: Graph, step: Step, asked: Question) -> None:
    course = step.course
    with st.container(horizontal=True):
        st.button(
            "Leave this out",
            key=f"out-{course.id}",
            help=f"Look for a plan without {markup.plain(course.label)}",
            on_click=_leave_out,
            args=(graph, asked, course),
        )
        st.button(
            "I have done this",
            key=f"done-{course.id}",
            type="tertiary",
            help="Counts what it teaches as yours, until you close or reload the page.",
            on_click=_count_as_done,
            args=(course,),
        )


def _leave_out(graph: Graph, asked: Question, course: Course) -> None:
    state.ask(graph, replace(asked, without=asked.without | {course.id}))
    st.toast(f"Left out: {markup.plain(course.label)}. Put it back at the top of the page.")


def _count_as_done(course: Course) -> None:
    state.done().add(course.id)
    st.toast(f"Counted as done: {markup.plain(course.label)}. Take it back under What you bring.")


def _step(words: Words, step: Step) -> Html:
    course, checks, said, links = step.course, words.cautions(step), words.reviewed(step), data.links()
    told = [
        parts.paragraph(course.summary) if course.summary else "",
        parts.paragraph(links.to(course.id, f"More about {course.label}")),
        tag("h4", "Raises"),
        markup.listing(_raised(words, step, one) for one in step.raises),
        markup.join([tag("h4", "Reviewers say"), markup.listing(said)]) if said else "",
        tag("h4", "Why here"),
        parts.paragraph(words.because(step)),
        tag("div", tag("h4", "Check first"), markup.listing(checks), class_="km-check") if checks else "",
    ]
    return tag("div", tag("div", *told), markup.facts(course_facts(words.graph, course)), class_="km-step")


def _raised(words: Words, step: Step, one: Raise) -> Html:
    """A competency that a step raises, and why it is said to go so far."""
    said, why = data.links().leading(words.raised(one), one.competency), words.reach(step, one)
    return markup.join([said, tag("div", f"Why so far: {why}", class_="km-quiet")]) if why else said


def stays_open(words: Words, still_open: tuple[Open, ...]) -> None:
    """What no plan closes, why, and what to practise instead."""
    for one in still_open:
        competency = one.need.competency
        st.subheader(markup.plain(words.at(competency, one.need.level)), anchor=False)
        more = data.links().to(competency, f"More about {words.graph.label(competency)}")
        parts.show(parts.paragraph(one.reason), _practices(one), parts.paragraph(more))


def _practices(one: Open) -> Html:
    if not one.practices:
        return parts.paragraph("No way to practise it is listed here either.", "quiet")
    ways = [markup.join([tag("strong", way.label), f": {way.summary}" if way.summary else ""]) for way in one.practices]
    return markup.join([parts.paragraph("You can practise it without a course:"), markup.listing(ways)])
