"""The chosen plan as a picture, a list or a table, and more about the item that somebody chose in it."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from app import data, markup, parts, say, state
from app.catalogue import _
from app.markup import Html, tag
from app.picture.bridge import GOAL, START, picture
from app.picture.component import choosable
from app.picture.drawing import in_words
from app.picture.layout import Picture
from app.question import VIEWS, Question, ask, follow
from app.records.courses import course_facts
from kmgraph.model import Competency, Role
from kmgraph.planner import Answer, Plan, Standing, Step
from kmgraph.planner.explain import Words

HINT = _("Choose an item to read more about it.")
KEYS = _("With the keyboard: Tab to the picture, arrow keys to move, Enter to choose.")
NAMES = {"picture": _("Picture"), "list": _("List"), "table": _("Table")}


def pathway(words: Words, answer: Answer, plan: Plan, asked: Question) -> None:
    """The plan in the view that the link names."""
    st.segmented_control(
        _("Show it as"),
        VIEWS,
        required=True,
        format_func=NAMES.__getitem__,
        key=state.show("view", asked.view),
        on_change=follow(asked, "view", "view"),
    )
    drawn = picture(words, answer, plan)
    if asked.view == "table":
        parts.show(table(words, answer, plan))
    elif asked.view == "list":
        parts.show(in_words(drawn))
    else:
        _draw(words, answer, plan, drawn, lambda: ask(replace(asked, view="table")))


def _draw(words: Words, answer: Answer, plan: Plan, drawn: Picture, to_table: Callable[[], None]) -> None:
    chosen = choosable(drawn, on_more=to_table)
    if chosen:
        st.html(tag("div", more(words, answer, plan, chosen), class_="km km-more", role="status"))
    else:
        parts.show(tag("p", HINT, " ", tag("span", KEYS, class_="km-roomy"), class_="km-quiet"))


def more(words: Words, answer: Answer, plan: Plan, item: str) -> Html:
    """More about an item of the picture: a role, a competency or a course."""
    if item in (START, GOAL):
        return _role(words, answer, item)
    for number, step in enumerate(plan.steps, 1):
        if step.course.id == item:
            raises = markup.join(tag("div", words.raised(one)) for one in step.raises)
            facts = [
                (_("Raises"), raises),
                (_("Why here"), words.because(step, answer)),
                *course_facts(words.graph, step.course),
            ]
            return _told(f"{number}. {step.course.label}", step.course.summary, [*facts, _page(item)])
    return _competency(words, answer, plan, item)


def _role(words: Words, answer: Answer, item: str) -> Html:
    role = words.graph.all(Role).get(answer.role if item == GOAL else answer.profile.id or "")
    if role is None:
        return _told(answer.profile.label, _("What you say that you bring."), [])
    facts = [(_("Where"), role.sector or say.UNKNOWN), (_("Group"), role.group or say.UNKNOWN)]
    return _told(role.label, role.summary, [*facts, _page(role.id)])


def _competency(words: Words, answer: Answer, plan: Plan, item: str) -> Html:
    record = words.graph.all(Competency).get(item)
    facts = [(_("Here"), words.need(need)) for need in answer.gap if need.competency == item]
    facts += [(_("Rely on it"), words.standing(need.basis)) for need in answer.gap if need.competency == item]
    facts += [(_("Stays open"), one.reason) for one in (*answer.open, *plan.beyond) if one.need.competency == item]
    return _told(
        words.graph.label(item), record.definition if record else None, [*facts, _page(item)] if record else facts
    )


def _page(iri: str) -> tuple[str, str]:
    links = data.links()
    return _("Its page"), links.to(iri, _("More about {name}").format(name=links.label(iri)))


def _told(title: str, text: str | None, facts: list[tuple[str, str]]) -> Html:
    return markup.join([tag("h3", title), parts.paragraph(text) if text else "", markup.facts(facts)])


def table(words: Words, answer: Answer, plan: Plan) -> Html:
    """The plan as a table: each competency to develop, and the step that closes it."""
    links = data.links()
    closing = {need.fact: _numbered(number, step) for number, step in enumerate(plan.steps, 1) for need in step.closes}
    rows = [
        (
            links.to(need.competency),
            _("not yet") if need.standing is Standing.NEW else words.held(need),
            words.needed(need, _("any level")),
            str(need.importance),
            closing.get(need.fact, _("Stays open")),
            words.standing(need.basis),
        )
        for need in answer.gap
    ]
    head = (
        _("Competency"),
        _("You bring"),
        _("The role needs"),
        _("Importance"),
        _("Closed by"),
        _("How far to rely on it"),
    )
    to_develop = markup.table(_("What there is to develop"), head, rows)
    steps = [
        (_numbered(number, step), words.provider(step) or say.UNKNOWN, step.course.mode or say.UNKNOWN,
         say.hours(step.course.effort_hours), say.price(step.course), say.WHO[step.course.eligibility])
        for number, step in enumerate(plan.steps, 1)
    ]  # fmt: skip
    head = (_("Training"), _("Provider"), _("How"), _("Hours of work"), _("Price"), _("Who can join"))
    return markup.join([to_develop, markup.table(_("The training, in order"), head, steps) if steps else ""])


def _numbered(number: int, step: Step) -> Html:
    return markup.join([f"{number}. ", data.links().to(step.course.id)])
