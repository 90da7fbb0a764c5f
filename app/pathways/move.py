"""One move in words: what it asks, the learning, what stays open, how alike the roles are, what is on record."""

from dataclasses import replace

from app import data, markup
from app.catalogue import _
from app.links import page
from app.markup import Html, tag
from app.pathways.alike import alike
from app.pathways.evidence import evidence
from app.question import Question, link_of
from kmgraph.planner import Plan
from kmgraph.planner.pathway import Near
from kmgraph.planner.pathway.answer import Hop
from kmgraph.planner.pathway.words import PathwayWords


def hop(words: PathwayWords, one: Hop, asked: Question) -> Html:
    """A move of a pathway."""
    links = data.links()
    told = [
        (_("What it asks"), words.asks(one.to_develop, one.plan)),
        (_("Learning"), learning(words, one.plan)),
        (_("What is left"), words.unmet((*one.answer.open, *one.plan.beyond))),
        (_("The two roles"), alike(one.likeness)),
        (_("On record"), evidence(one.record)),
        (_("Plan it"), bridge(asked, one.before, one.role)),
    ]
    start = links.to(one.before) if one.before else markup.html(one.answer.profile.label)
    head = tag("h4", start, " ", tag("span", "→", aria_hidden="true"), tag("span", _("to"), class_="km-unseen"), " ",
               links.to(one.role))  # fmt: skip
    return markup.join([head, markup.facts((name, value) for name, value in told if value)])


def learning(words: PathwayWords, plan: Plan) -> Html:
    """The courses of a plan in their order, and what to check about them."""
    if not plan.steps:
        return Html("")
    courses = markup.join((data.links().to(step.course.id) for step in plan.steps), ", ")
    access = words.words.access(plan)
    return markup.join([courses, ". ", access or ""])


def bridge(asked: Question, start: str | None, goal: str) -> Html:
    """A link to the bridge of a move, in the situation that is asked about."""
    said = link_of(replace(asked, start=start or asked.start, goal=goal, view=Question.view, brings=None))
    return page(_("See the bridge of this move"), "bridge", **said)


def near(words: PathwayWords, one: Near, start: str | None, asked: Question) -> Html:
    """A role that is near, as a move to it."""
    told = [
        (_("What it asks"), words.asks(one.to_develop, one.plan)),
        (_("Learning"), learning(words, one.plan)),
        (_("What is left"), words.unmet(one.unmet)),
        (_("What you bring and this role"), alike(one.likeness)),
        (_("On record"), evidence(one.record)),
        (_("Plan it"), bridge(asked, start, one.role)),
    ]
    return markup.facts((name, value) for name, value in told if value)
