"""What no plan closes: why, what comes nearest, and what helps without a course."""

from collections.abc import Iterator

import streamlit as st

from app import data, markup, parts, say
from app.bridge import kept
from app.bridge.nearby import NAMED, Nearby, Nearest
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.question import Question
from app.records.courses import provider
from kmgraph.model import Course
from kmgraph.planner import Answer, Need, Open, Plan, Planner
from kmgraph.planner.explain import Words

IN_HEADLINE = 5
"""Needs that the line in words names at most."""

UNLISTED = _(
    "Do you know learning that leads there? It may exist and not be listed here. Open the page of the competency "
    "and choose “Suggest a change”."
)


def stays_open(planner: Planner, answer: Answer, plan: Plan, asked: Question) -> None:
    """What no plan closes, or this one does not, each with what helps."""
    words, nearby, left = Words(planner), Nearby(planner, answer), (*answer.open, *plan.beyond)
    parts.show(parts.paragraph(counted(nearby, answer, plan)))
    for number, one in enumerate(left):
        st.subheader(markup.plain(words.at(one.need.competency, one.need.level)), anchor=False)
        near = nearby.nearest(one.need)
        nothing = one in answer.open and not near and nearby.is_taught(one.need)
        parts.show(
            parts.paragraph(reason(words, nearby, one)),
            _nearer(planner, words, one.need, near) if near else "",
            parts.paragraph(_("No learning that you can take now brings you nearer.")) if nothing else "",
        )
        _keep(asked, near[:NAMED], number)
        parts.show(*_besides(planner, words, nearby, one))
    if answer.open:
        parts.show(parts.paragraph(UNLISTED, "quiet"))


def counted(nearby: Nearby, answer: Answer, plan: Plan) -> str:
    """How many needs a plan closes, how many of the others learning brings nearer, and how many nothing does."""
    nearer, beyond = sum(bool(nearby.nearest(one.need)) for one in answer.open), len(plan.beyond)
    closed, rest = len(answer.gap) - len(answer.open) - beyond, len(answer.open) - nearer
    said = ngettext(
        "There is {n} competency to develop. This plan closes {closed}.",
        "There are {n} competencies to develop. This plan closes {closed} of them.",
        len(answer.gap),
    ).format(n=len(answer.gap), closed=closed or _("none"))
    others = (
        (_("Other learning brings you nearer in {n}."), nearer),
        (_("In {n}, no learning that you can take now brings you nearer."), rest),
        (_("Your limits leave out {n}."), beyond),
    )
    return " ".join([said, *(text.format(n=n) for text, n in others if n)])


def nearer(planner: Planner, answer: Answer) -> str:
    """That learning brings somebody nearer to what no plan closes, in a sentence; nothing where none does."""
    nearby, words = Nearby(planner, answer), Words(planner)
    found = [(one.need, near[0]) for one in answer.open if (near := nearby.nearest(one.need))]
    if not found:
        return ""
    names = "; ".join(_as_far_as(words, need, near) for need, near in found[:IN_HEADLINE])
    also = say.more(len(found) - IN_HEADLINE)
    said = ngettext(
        "Learning listed here brings you nearer in {n} of what stays open: {names}.",
        "Learning listed here brings you nearer in {n} of what stays open: {names}.",
        len(found),
    ).format(n=len(found), names=names)
    limits = _("Your limits do not count that learning.") if answer.switches.limits() else ""
    return " ".join(filter(None, [said, also, limits]))


def _as_far_as(words: Words, need: Need, near: Nearest) -> str:
    level = words.fact_level(near.fact) or say.LEVEL_UNKNOWN
    return _("{competency}, as far as {level}").format(competency=words.graph.label(need.competency), level=level)


def reason(words: Words, nearby: Nearby, one: Open) -> str:
    """Why a need stays open, in a sentence that names no course where the courses follow."""
    if fact := nearby.highest(one):
        level = words.fact_level(fact) or say.LEVEL_UNKNOWN
        return _("No learning listed here goes above {level}.").format(level=level)
    return one.reason


def _keep(asked: Question, near: list[Nearest], number: int) -> None:
    """A button for each of the nearest courses, which keeps it in the plan; of several, each says which."""
    if not near:
        return
    with st.container(horizontal=True, key=f"nearest-{number}"):
        for one in near:
            label = _("Keep this in the plan") if len(near) == 1 else _("Keep in the plan: {course}")
            label = label.format(course=markup.plain(one.course.label))
            kept.keep(asked, one.course, label=label, key=f"keep-nearest-{number}-{one.course.id}")


def _besides(planner: Planner, words: Words, nearby: Nearby, one: Open) -> Iterator[Html]:
    """What helps with a need apart from the courses that come nearest."""
    yield _practices(one)
    if helpers := nearby.helpers(one.need):
        yield parts.paragraph(_("People who can help:"))
        yield markup.listing(_given(planner, course) for course in helpers)
    name = words.graph.label(one.need.competency)
    yield parts.paragraph(data.links().to(one.need.competency, _("More about {name}").format(name=name)))


def _nearer(planner: Planner, words: Words, need: Need, near: list[Nearest]) -> Html:
    """The courses that come nearest, how far they go, and who can join."""
    level = words.fact_level(near[0].fact) or say.LEVEL_UNKNOWN
    said = _("This brings you nearer, as far as {level}. The role needs {wanted}.")
    return tag(
        "div",
        tag("p", tag("strong", said.format(level=level, wanted=words.needed(need)))),
        markup.listing(_given(planner, one.course) for one in near[:NAMED]),
        parts.paragraph(say.more(len(near) - NAMED)),
        class_="km-nearer",
    )


def _given(planner: Planner, course: Course) -> Html:
    """A course, who gives it, and who can join."""
    by = provider(planner.graph, course) or _("provider not known")
    who = _("Who can join: {who}.").format(who=say.WHO[course.eligibility])
    return markup.join([data.links().to(course.id), f" ({by}). {who}"])


def _practices(one: Open) -> Html:
    if not one.practices:
        return parts.paragraph(_("No way to practise it is listed here either."), "quiet")
    ways = [markup.join([tag("strong", way.label), f": {way.summary}" if way.summary else ""]) for way in one.practices]
    return markup.join([parts.paragraph(_("You can practise it without a course:")), markup.listing(ways)])
