"""The steps of the chosen plan as a list of tasks: what to do, what it is for, and what to decide about it."""

from collections.abc import Iterator, Mapping

import streamlit as st

from app import data, markup, parts, say
from app.bridge import kept
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.question import Question
from app.records.courses import course_facts
from kmgraph.model import Course, Offering
from kmgraph.planner import Answer, Plan, Planner, Raise, Step
from kmgraph.planner.explain import Words
from kmgraph.planner.situation.filters import ONLY_FOR

AT_FIRST = 5
"""Facts of a course that stand open: provider, how, hours, price and who can join."""
RUNS = 5
"""Dated runs that a step names; the others stand on the page of the course."""


def steps(planner: Planner, answer: Answer, plan: Plan, asked: Question, holds: Mapping[str, str]) -> None:
    """What was decided about courses, and the steps of a plan in order.

    Args:
        planner: who gave the answer.
        answer: to the question.
        plan: the plan that is chosen.
        asked: the question.
        holds: how often each step was found to hold, in words, by its course; nothing where that is not known.
    """
    words = Words(planner)
    kept.chips(planner.graph, answer, asked)
    if plan.steps:
        parts.show(parts.paragraph(_order(plan)))
    for number, step in enumerate(plan.steps, 1):
        with st.container(key=f"step-{number}"):
            st.subheader(f"{number}. {markup.plain(step.course.label)}", anchor=False)
            st.html(_step(words, answer, step, holds.get(step.course.id)))
            _buttons(step, asked)


def _order(plan: Plan) -> str:
    if any(step.opens for step in plan.steps):
        return _("Take them in this order: some of them lead up to others.")
    return ngettext("This is the only step.", "Take them in any order: none of them asks for another.", len(plan.steps))


def _step(words: Words, answer: Answer, step: Step, holds: str | None) -> Html:
    facts = course_facts(words.graph, step.course)
    checks = words.cautions(step, answer.switches)
    return tag(
        "div",
        *_flags(words, answer, step),
        markup.listing(_raised(words, one) for one in step.raises),
        markup.facts(facts[:AT_FIRST], wide=True),
        parts.paragraph(_("How sure this step is: it holds {often}.").format(often=holds)) if holds else "",
        tag(
            "details",
            tag("summary", _summary(checks)),
            tag("div", *_more(words, answer, step, checks), markup.facts(facts[AT_FIRST:]), class_="km-inside"),
            class_="km-more-of",
        ),
        class_="km km-task",
    )


def _flags(words: Words, answer: Answer, step: Step) -> Iterator[Html]:
    """What may make a step needless, or closed to the asker, said before anything else of it."""
    if words.assumed(step):
        yield tag("p", markup.label(say.OUR_ASSUMPTION), " ", say.ASSUMED, class_="km-flag")
    group = step.course.eligibility
    if group in ONLY_FOR and group not in answer.switches.has:
        said = _("only for {group}.").format(group=say.WHO[group])
        yield tag("p", markup.label(_("Check first")), " ", said, class_="km-flag")


def _raised(words: Words, one: Raise) -> Html:
    """What a step does for a competency, its name as a link."""
    competency = tag("strong", data.links().to(one.competency))
    to, before = words.fact_level(one.to), words.fact_level(one.before)
    if to is None and not words.levelled(one.competency):
        said = _("Brings you {competency}: new to you")
    elif one.before is None:
        said = _("Brings you {competency} at {level}: new to you")
    else:
        said = _("Raises {competency} from {before} to {level}")
    unknown = say.LEVEL_UNKNOWN
    return markup.fill(said, competency=competency, level=to or unknown, before=before or unknown)


def _summary(checks: list[str]) -> str:
    if not checks:
        return _("Why this step, and more about it")
    number = len(checks)
    said = ngettext("Why this step, and {number} thing to check", "Why this step, and {number} things to check", number)
    return said.format(number=number)


def _more(words: Words, answer: Answer, step: Step, checks: list[str]) -> Iterator[Html]:
    """Why a step stands in the plan, what to check first, and what else there is to read."""
    course = step.course
    yield tag("h4", _("Why here"))
    yield parts.paragraph(words.because(step, answer))
    if so_far := [(one, why) for one in step.raises if (why := words.reach(step, one))]:
        yield tag("h4", _("Why to this level"))
        yield markup.listing(f"{words.graph.label(one.competency)}: {why}" for one, why in so_far)
    if checks:
        yield tag("div", tag("h4", _("Check first")), markup.listing(checks), class_="km-check")
    if said := words.reviewed(step):
        yield tag("h4", _("Reviewers say"))
        yield markup.listing(said)
    if runs := _runs(words, course):
        yield tag("h4", _("Dates"))
        yield markup.listing(runs)
    if course.summary:
        yield tag("h4", _("What it is"))
        yield parts.paragraph(course.summary)
    yield parts.paragraph(data.links().to(course.id, _("More about {name}").format(name=course.label)))


def _runs(words: Words, course: Course) -> list[str]:
    """The dated runs of a course, the first of them, in words."""
    every = [one for one in words.graph.all(Offering).values() if one.course == course.id]
    every.sort(key=lambda one: (one.starts is None, str(one.starts), one.id))
    return [*map(_run, every[:RUNS]), *filter(None, [say.more(len(every) - RUNS)])]


def _run(one: Offering) -> str:
    starts = one.starts.isoformat() if one.starts else say.UNKNOWN
    ends = one.ends_on.isoformat() if one.ends_on else say.UNKNOWN
    where = ", ".join(filter(None, [one.place, one.mode and str(one.mode)])) or say.UNKNOWN
    return _("Starts: {start}. Ends: {end}. Place: {place}.").format(start=starts, end=ends, place=where)


def _buttons(step: Step, asked: Question) -> None:
    """What to decide about a step: each decision can be taken back where it was taken, or above the steps."""
    course, name = step.course, markup.plain(step.course.label)
    with st.container(horizontal=True):
        kept.keep(asked, course, label=_("Keep this in the plan"), key=f"keep-{course.id}")
        st.button(
            _("Leave this out"),
            key=f"out-{course.id}",
            help=_("Look for a plan without {course}.").format(course=name),
            on_click=kept.leave_out,
            args=(asked, course),
        )
        st.button(
            _("I have done this"),
            key=f"done-{course.id}",
            help=_("Counts what {course} teaches as yours, until you close or reload the page.").format(course=name),
            on_click=kept.count_as_done,
            args=(asked, course),
        )
