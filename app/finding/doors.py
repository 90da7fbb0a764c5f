"""The doors of the start page: three ways in for those who plan their own step, and one for who plans for others."""

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from app import data, links, markup, parts, say, state
from app.catalogue import _, ngettext
from app.finder import finder
from app.finding.results import examples
from app.links import PAGES
from app.markup import Html, tag
from app.profile import screen
from app.profile.answer import unstated, without_level
from app.profile.screen import QUESTIONS
from app.question import OWN
from app.state import NOT_HELD, NOT_STATED
from kmgraph.graph import Graph
from kmgraph.model import Journey, Requirement, Role
from kmgraph.planner.phrases import capital
from kmgraph.vocabulary import Importance, Kind

LISTED = 6
"""Groups, frameworks or types that the door to all that exists names."""
NEAREST = 5
"""Roles that are told to somebody who says what they can do."""
SAY_LEVEL = _("Say at which level")
OTHERWISE = _(
    "My profile orders roles another way. It looks at your levels, and puts first the roles that leave you least to "
    "develop."
)


# --- I know where I am and where to go -------------------------------------------------------------------------


def move() -> None:
    """From a role to a role: two fields and a button that leads to the bridge."""
    asked: dict[str, str] = st.session_state.setdefault("door", {})
    _door(_("I know where I am and where I want to go"), _("See which learning leads there, in which order."))
    for end, label in (("from", _("The role nearest to yours now")), ("to", _("The role that you want"))):
        finder(
            label,
            key=f"door-{end}",
            kinds=[Kind.ROLE],
            chosen=asked.get(end),
            extra={OWN: _("None of these: I say myself what I bring")} if end == "from" else None,
            placeholder=_("Type or choose a role"),
            on_choose=lambda iri, end=end: asked.update({end: iri}),  # type: ignore[misc]
        )
    pressed = st.button(_("Show the way"), type="primary", key="door-go")
    if pressed and {"from", "to"} <= asked.keys():
        names = data.links().names[Kind.ROLE]
        link = {end: iri if iri == OWN else names.short(iri) for end, iri in asked.items()}
        st.switch_page("views/bridge.py", query_params=link)
    if pressed:
        _missing(asked)


def _missing(asked: dict[str, str]) -> None:
    if "from" not in asked:
        st.error(_("Choose the role that is nearest to yours now. Type its first letters, then choose it in the list."))
    if "to" not in asked:
        st.error(_("Choose the role that you want. If you do not know yet, see “What could I become?” below."))


# --- I know what I can do --------------------------------------------------------------------------------------


def skills() -> None:
    """What somebody can do, one by one, and the roles that ask for most of it."""
    mine = state.changes(OWN)
    held = [iri for iri, level in mine.items() if level != NOT_HELD]
    _door(
        _("I know what I can do"),
        _("Name what you can do, from any part of life. {held}").format(held=state.HELD),
    )
    finder(
        _("Add a competency"),
        key="door-skill",
        kinds=[Kind.COMPETENCY],
        chosen=None,
        placeholder=_("Such as writing, or statistics"),
        on_choose=add,
    )
    if held:
        _held(held)
        _asking(held)
    parts.show(
        parts.paragraph(
            links.page(_("Go through your whole profile"), "profile")
            if held
            else links.page(_("Or go through a list, one question at a time"), "profile")
        )
    )


def add(iri: str) -> None:
    """Adds a competency to what somebody brings; its level is said in their profile, and is the lowest until then."""
    state.changes(OWN).setdefault(iri, NOT_STATED)


def take_away(iri: str) -> None:
    """Takes a competency away from what somebody brings."""
    state.changes(OWN).pop(iri, None)


def _held(held: Iterable[str]) -> None:
    graph, open_ = data.planner().graph, unstated(data.planner())
    with st.container(horizontal=True, gap="small", key="door-held"):
        for iri in held:
            st.button(
                markup.plain(_lacking(graph.label(iri)) if iri in open_ else graph.label(iri)),
                key=f"door-held-{iri}",
                icon=":material/close:",
                icon_position="right",
                help=_("Take it away again"),
                on_click=take_away,
                args=(iri,),
            )
    if open_:
        first = screen.address(data.planner(), QUESTIONS, competency=open_[0])
        parts.show(parts.paragraph(markup.join([without_level(len(open_)), " ", screen.to(SAY_LEVEL, first)])))


def _lacking(label: str) -> str:
    return _("{competency} (level not stated yet)").format(competency=label)


def asking(graph: Graph, held: Iterable[str]) -> list[tuple[str, int]]:
    """The roles that ask for most of these competencies, each with how many: counted only, nothing is planned."""
    wanted = {
        (need.role, need.competency)
        for iri in held
        for need, _source in graph.about(Requirement, "competency", iri)
        if need.importance is Importance.ESSENTIAL and need.role in graph.all(Role)
    }
    times = Counter(role for role, _competency in wanted)
    return sorted(times.items(), key=lambda pair: (-pair[1], graph.label(pair[0]).casefold(), pair[0]))[:NEAREST]


def _asking(held: list[str]) -> None:
    found = asking(data.planner().graph, held)
    if not found:
        parts.status(_("No role here is said to need what you named so far. Add something else."))
        return
    rows = [
        markup.join([data.links().to(role), " ", tag("span", _of(many, len(held)), class_="km-note")])
        for role, many in found
    ]
    parts.status(_("Roles that ask for what you named, at whatever level. Those that ask for most of it come first."))
    parts.show(markup.listing(rows), parts.paragraph(OTHERWISE, "quiet"))


def _of(many: int, all_of: int) -> str:
    return "" if all_of == 1 else _("{n} of {all}").format(n=many, all=all_of)


# --- show me what exists ---------------------------------------------------------------------------------------


def exists() -> None:
    """All that there is, by what people look through first, with counts."""
    _door(_("Show me what exists"), _("Look through roles, competencies, training and journeys."))
    lists = [
        _list(Kind.ROLE, _("Roles by group")),
        _list(Kind.COMPETENCY, _("Competencies by framework"), in_order=True),
        _list(Kind.COURSE, _("Training by type")),
        _journeys(),
    ]
    parts.show(tag("div", *filter(None, lists), class_="km-lists"))
    found = [links.page(one, "search", q=one) for one in examples()]
    if found:
        parts.show(parts.paragraph(markup.join([_("Or search, for example for "), markup.join(found, ", "), "."])))


def _list(kind: Kind, title: str, *, in_order: bool = False) -> Html:
    """A kind by its first facet: the most frequent values first, or all in the order that they have."""
    shelf, (path, _parameter) = data.shelf(kind), PAGES[kind]
    if not shelf.iris:
        return Html("")
    facet = shelf.facets[0]
    counts = Counter(value for some in facet.values for value in some)
    values = list(facet.words) if in_order else sorted(facet.words, key=lambda value: -counts[value])
    items = [
        tag("li", links.page(facet.words[value], path, **{facet.name: value}), " ", _number(counts[value]))
        for value in values[:LISTED]
    ]
    more = len(values) - len(items)
    if more:
        items.append(tag("li", links.page(ngettext("{n} more", "{n} more", more).format(n=more), path)))
    heading = tag("h3", links.page(title, path), " ", _number(len(shelf.iris)))
    return tag("section", heading, tag("ul", *items))


def _journeys() -> Html:
    found = Counter(one.basis for one in data.planner().graph.all(Journey).values())
    if not found:
        return Html("")
    heading = tag("h3", links.page(_("Journeys of others"), "journeys"), " ", _number(found.total()))
    bases = [tag("li", capital(say.BASES[basis]), " ", _number(many)) for basis, many in found.most_common()]
    return tag("section", heading, tag("ul", *bases))


def _number(many: int) -> Html:
    return tag("span", f"{many:,}", class_="km-note")


# --- I plan training for others --------------------------------------------------------------------------------


def others() -> None:
    """The quieter way of those who plan or pay for training: three pages, each with the question that it answers."""
    _door(_("I plan training for others"), _("See what is missing, in the data or in your team."))
    ways = (
        ("needs", _("Needs and gaps"), _("What do roles need that nobody teaches, and whom does that hold back?")),
        ("team", _("Team"), _("What does our team hold, and who should learn what?")),
        ("survey", _("Survey"), _("What can people say they hold and wish for?")),
    )
    lists = (tag("section", tag("h3", links.page(name, path)), parts.paragraph(asks)) for path, name, asks in ways)
    parts.show(tag("div", *lists, class_="km-lists"))


# --- the questions that people come with -----------------------------------------------------------------------


def questions() -> None:
    """The questions that people come with, each with a link to where it is answered."""
    asked = (
        (_("What could I become from here?"), "pathways"),
        (_("How did others get there?"), "journeys"),
        (_("What do these two roles share?"), "compare"),
        (_("What does a role need, and at which level?"), "roles"),
        (_("Who teaches this, and can I join?"), "training"),
        (_("What does this word mean?"), "glossary"),
        (_("Where does all this come from, and how far can I rely on it?"), "about"),
    )
    parts.heading(_("Questions that people come with"))
    parts.show(markup.listing([links.page(words, path) for words, path in asked]))


def _door(title: str, sentence: str) -> None:
    parts.heading(title)
    parts.show(parts.paragraph(sentence))
