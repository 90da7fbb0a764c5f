"""What somebody says of one competency: a level, that they hold it, that they do not yet, or nothing."""

from app import data, state
from app.catalogue import _, ngettext
from app.question import OWN
from app.state import NOT_HELD, NOT_STATED
from kmgraph.model import Level
from kmgraph.planner import Planner
from kmgraph.planner.phrases import capital


def answer(competency: str) -> str | None:
    """What somebody said of a competency: a level's IRI, NOT_STATED or NOT_HELD; None where they said nothing."""
    return state.changes(OWN).get(competency)


def give(competency: str, said: str | None) -> None:
    """Notes an answer, or with None takes it back."""
    if said is None:
        state.changes(OWN).pop(competency, None)
    else:
        state.changes(OWN)[competency] = said


def unstated(planner: Planner) -> list[str]:
    """What somebody holds at a level that they did not say, though it has levels: it counts as the lowest."""
    held = [iri for iri, said in state.changes(OWN).items() if said == NOT_STATED]
    return [iri for iri in held if planner.levels.levelled(iri) and planner.levels.choices(iri)]


def without_level(number: int) -> str:
    """What it means that so many levels are not stated, in a sentence."""
    return ngettext(
        "The level of {n} competency is not stated yet. Until you say it, the lowest level counts.",
        "The levels of {n} competencies are not stated yet. Until you say them, the lowest level counts.",
        number,
    ).format(n=number)


def answers(planner: Planner, competency: str) -> list[str]:
    """What can be said of a competency, the least first."""
    levels = planner.levels.choices(competency)
    now = answer(competency)
    other = [now] if now and now not in (NOT_HELD, *levels) else []
    return [NOT_HELD, *(levels + other or [NOT_STATED])]


def name(planner: Planner, competency: str, said: str) -> str:
    """An answer in a few words."""
    if said == NOT_HELD:
        return _("Not yet")
    if said == NOT_STATED:
        return _("Held, level not stated") if planner.levels.choices(competency) else _("Yes, I can do this")
    return capital(planner.graph.label(said))


def meaning(planner: Planner, competency: str, said: str) -> str:
    """What an answer means, in a sentence; "" where nobody has put it into words."""
    if said == NOT_HELD:
        return _("This is new to me.")
    level = planner.graph.all(Level).get(said)
    return data.sentences().get((competency, said)) or (level.definition if level else None) or ""
