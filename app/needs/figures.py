"""What the figures of one outcome rest on: the role types that need it, and the courses that teach it."""

from dataclasses import replace

import streamlit as st

from app import data, links, markup, parts
from app.catalogue import _
from app.needs.asked import OPENED, Wanted, link_of
from app.needs.weights import reckoned
from kmgraph.model import Observation
from kmgraph.planner.explain import NOT_STATED
from kmgraph.planner.phrases import capital
from kmgraph.programme.asked import Origin
from kmgraph.programme.explain import Asking, Explanation, Reaches, Teaching, asks, explain
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.words import GapWords

FIRST = 12
"""Moves that are named; of the others only how many."""
FAR = {
    Reaches.REACHES: _("to this level"),
    Reaches.COULD: _("does not say how far"),
    Reaches.BELOW: _("to a lower level"),
}


def look_into(wanted: Wanted, found: Gaps) -> None:
    """The rows behind the outcome that the link names; nothing where it names none."""
    with st.container(key="needs-looked-into"):  # stands there even when empty, so that what is below keeps its place
        if wanted.outcome is not None:
            with st.container(key=OPENED, border=True):
                _figures(wanted, found, wanted.outcome)


def _figures(wanted: Wanted, found: Gaps, outcome: Outcome) -> None:
    words = GapWords(found)
    back = links.page(_("Back to all needs"), "needs", **link_of(replace(wanted, outcome=None)))
    parts.heading(capital(words.outcome(outcome)))
    if outcome not in found.by_outcome:
        parts.show(parts.paragraph(_("None of the role types chosen here needs it.")), parts.paragraph(back))
        return
    parts.show(parts.paragraph(words.gap(found.by_outcome[outcome]), "inset"))
    if set(found.demand.by) != {Origin.ROLES}:
        parts.show(parts.paragraph(reckoned(found.by_outcome[outcome], found.asked)))
    rows = explain(found, outcome)
    _asking(words, rows)
    _teaching(words, rows)
    _stops(rows)
    parts.show(parts.paragraph(back))


def _asking(words: GapWords, rows: Explanation) -> None:
    head = [_("Who needs it"), _("Counted from"), _("Level"), _("Importance or number"), _("Status"), _("Source")]
    many = len(rows.asking)
    table = markup.table(_("Needed by"), head, (_asked(words, one) for one in rows.asking))
    parts.folded(table, many, _("Needed by ({n})").format(n=f"{many:,}"))


def _asked(words: GapWords, one: Asking) -> list[str]:
    record = one.record
    number = _("not shown") if one.number is None else f"{one.number:,}"
    return [
        data.links().to(record.role) if record.role else asks(data.planner().graph, record),
        one.origin,
        words.words.level(record.level) or NOT_STATED,
        number if isinstance(record, Observation) else str(record.importance),
        one.status,
        "; ".join(map(data.planner().graph.label, one.sources)),
    ]


def _teaching(words: GapWords, rows: Explanation) -> None:
    many = len(rows.teaching)
    if not many:
        parts.show(parts.paragraph(_("No learning listed here teaches it. That does not mean that there is none.")))
        return
    head = [_("Learning"), _("How far it goes"), _("Level"), _("Within reach"), _("To check"), _("Source")]
    table = markup.table(_("Learning that teaches it"), head, (_taught(words, one) for one in rows.teaching))
    parts.folded(table, many, _("Learning that teaches it ({n})").format(n=f"{many:,}"))


def _taught(words: GapWords, one: Teaching) -> list[str]:
    levels = dict.fromkeys(words.words.level(each.level) or NOT_STATED for each in one.links)
    return [
        data.links().to(one.course.id),
        FAR[one.reaches],
        ", ".join(levels),
        _("yes, as far as is known") if one.why_not is None else _("no: {why}").format(why=one.why_not),
        " ".join(one.check),
        "; ".join(map(data.planner().graph.label, one.sources)),
    ]


def _stops(rows: Explanation) -> None:
    if not rows.stops:
        return
    to = data.links()
    told: list[str] = [
        to.bridge(_("{start} to {goal}").format(start=to.label(start), goal=to.label(goal)), start=start, goal=goal)
        for start, goal in rows.stops[:FIRST]
    ]
    if len(rows.stops) > FIRST:
        told.append(_("and {n} more").format(n=f"{len(rows.stops) - FIRST:,}"))
    with st.expander(_("Moves that it stops ({n})").format(n=f"{len(rows.stops):,}")):
        parts.show(markup.listing(told))
