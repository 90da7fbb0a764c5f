"""What somebody brings, in a sentence and in a table."""

from collections import Counter

from app import data, markup, parts, state
from app.catalogue import _, ngettext
from app.markup import Html, join, tag
from app.profile import screen
from app.profile.answer import name
from app.profile.screen import QUESTIONS
from app.question import OWN
from app.state import NOT_HELD, NOT_STATED
from kmgraph.model import Course
from kmgraph.planner import Planner
from kmgraph.planner.phrases import row


def sentence(planner: Planner) -> str:
    """How much somebody brings, at which levels."""
    held = _held(planner)
    if not held:
        return _("You have not said yet what you can do.")
    number = len(held)
    told = ngettext("You bring {n} competency", "You bring {n} competencies", number).format(n=number)
    return f"{told}: {_by_level(planner, held)}."


def _by_level(planner: Planner, held: dict[str, str]) -> str:
    """How many at which level, the highest first."""
    ranks = {level: rank for level, (_scale, rank) in planner.levels.ladder.items()}
    levels = Counter(planner.graph.label(one) if one != NOT_STATED else "" for one in held.values())
    rank = {planner.graph.label(one): ranks.get(one, 0) for one in held.values() if one != NOT_STATED}
    order = sorted(levels, key=lambda one: (one == "", -rank.get(one, 0), one))
    worded = [_("{n} at {level}").format(n=levels[one], level=one) for one in order if one]
    return row([*worded, *([_("{n} with no level").format(n=levels[""])] if levels[""] else [])])


def table(planner: Planner) -> None:
    """All that somebody said, each with a way to change it."""
    graph, said = planner.graph, state.changes(OWN)
    order = sorted(_held(planner), key=lambda iri: (graph.label(iri).casefold(), iri))
    if order:
        head = [_("Competency"), _("Your level"), _("As a picture"), _("Change")]
        parts.show(
            markup.table(
                _("Your competencies and their levels"), head, (_row(planner, iri, said[iri]) for iri in order)
            )
        )
    others = [
        (_("Not yet"), [iri for iri, one in said.items() if one == NOT_HELD]),
        (_("Your ways of working"), [iri for iri in said if not planner.levels.levelled(iri)]),
        (_("Courses done"), [iri for iri in state.done() if iri in graph.all(Course)]),
    ]
    links = data.links()
    told = [(label, join(map(links.to, sorted(iris, key=graph.label)), ", ")) for label, iris in others if iris]
    if told:
        parts.show(markup.facts(told))


def _held(planner: Planner) -> dict[str, str]:
    said = state.changes(OWN).items()
    return {iri: one for iri, one in said if one != NOT_HELD and planner.levels.levelled(iri)}


def _row(planner: Planner, competency: str, said: str) -> list[str]:
    change = screen.to(_("Change"), screen.address(planner, QUESTIONS, competency=competency))
    label = tag("span", _(" {competency}").format(competency=planner.graph.label(competency)), class_="km-unseen")
    return [
        data.links().to(competency),
        name(planner, competency, said),
        _dots(planner, competency, said),
        Html(change.replace("</a>", f"{label}</a>")),
    ]


def _dots(planner: Planner, competency: str, said: str) -> Html:
    """A level as full and empty squares; the words beside it say the same."""
    levels = planner.levels.choices(competency)
    full = levels.index(said) + 1 if said in levels else 0
    if not full:
        return Html("")
    squares = [tag("span", class_="km-full" if number < full else "km-empty") for number in range(len(levels))]
    return tag("span", *squares, class_="km-rungs", aria_hidden="true")
