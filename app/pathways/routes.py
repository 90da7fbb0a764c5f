"""The routes one by one, each with its moves in order."""

import streamlit as st

from app import data, glossary, markup, parts
from app.catalogue import _
from app.journeys.started import started_here
from app.markup import Html, tag
from app.pathways import drawn, shown
from app.pathways.alike import MEANS, alike
from app.pathways.move import hop, near
from app.pathways.take import take
from app.question import Question
from kmgraph.planner.pathway import NextMoves, Pathway, Pathways
from kmgraph.planner.pathway.words import WORKED, PathwayWords


def _by_record() -> Html:
    said = _(
        "What is on record of a move stands apart. {observed}, published examples, schemes and ladders are not the "
        "same. We never add them up."
    )
    return markup.fill(said, observed=glossary.term("observed", _("Observed moves")))


def ways(words: PathwayWords, found: Pathways, asked: Question) -> None:
    """Shows the ways to a role: in a few sentences, as a picture, and route by route."""
    parts.show(
        parts.paragraph(words.headline(found, more=_("choose more moves above")), "inset"), *_asked(words, found)
    )
    parts.heading(_("The ways at a glance"))
    shown.view(asked, drawn.drawn(found), shown.listed(found), shown.table(found))
    parts.heading(_("Move by move"))
    parts.show(parts.paragraph(WORKED) if found.ways else "", parts.paragraph(_by_record()))
    _route(words, _("Directly"), Pathway((found.direct,)), asked, first=not found.ways)
    for number, way in enumerate(found.ways, 1):
        title = _("Route {number}: {title}").format(number=number, title=words.title(way))
        _route(words, title, way, asked, first=number == 1)
    parts.heading(_("Take it away"))
    take(words, found)
    _others(found.start, asked.goal)
    _rests(words, words.rests(found.hops))


def _asked(words: PathwayWords, found: Pathways | NextMoves) -> list[str]:
    """What the situation asks for, and which wishes nothing can meet."""
    told = words.asked(found.switches)
    return [parts.paragraph(one, "quiet") for one in (*([told] if told else ()), *found.unpinned)]


def _route(words: PathwayWords, title: str, way: Pathway, asked: Question, *, first: bool) -> None:
    label = title if len(way.hops) < 2 else f"{title}. {drawn.asks(way.to_develop)}"
    with st.expander(markup.plain(label), expanded=first):
        total = parts.paragraph(_("In all: {total}").format(total=words.total(way))) if len(way.hops) > 1 else ""
        items = (tag("li", hop(words, one, asked)) for one in way.hops)
        parts.show(total, tag("ol", *items, class_="km-moves"))


def nearby(words: PathwayWords, found: NextMoves, asked: Question) -> None:
    """Shows the roles that are near what is brought."""
    parts.show(parts.paragraph(words.nearest(found), "inset"), *_asked(words, found))
    if not found.moves:
        return
    parts.heading(_("The nearest roles at a glance"))
    shown.view(asked, drawn.nearby(found), shown.near_list(found), shown.near_table(found))
    parts.heading(_("One by one"))
    parts.show(parts.paragraph(_by_record()))
    for one in found.moves:
        if one.to_develop:
            label = f"{data.links().label(one.role)}: {drawn.asks(one.to_develop)}, {alike(one.likeness)}"
            with st.expander(markup.plain(label), key=f"near-{one.role}"):
                parts.show(near(words, one, found.start, asked))
    if told := words.nothing_new(found):
        parts.show(parts.paragraph(told))
    _others(found.start, None)
    _rests(words, words.words.rests(found.links()))


def _others(start: str | None, goal: str | None) -> None:
    parts.heading(_("Others who started here") if start else _("Others who came here"))
    parts.show(started_here(start, goal))


def _rests(words: PathwayWords, rests: str) -> None:
    parts.heading(_("How far you can rely on this"))
    parts.show(parts.paragraph(rests), parts.paragraph(MEANS, "quiet"))
