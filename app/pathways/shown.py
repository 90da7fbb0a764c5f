"""Pathways as a picture, a list or a table, and more about the role that somebody chose in it."""

from dataclasses import replace

import streamlit as st

from app import data, markup, parts, say, state
from app.catalogue import _
from app.links import page
from app.markup import Html, tag
from app.pathways.alike import alike
from app.pathways.drawn import asks, role_of
from app.pathways.evidence import brief
from app.pathways.move import bridge
from app.picture.component import choosable
from app.picture.layout import Picture
from app.question import OWN, VIEWS, Question, ask, follow, link_of
from kmgraph.model import Role
from kmgraph.planner.pathway import Hop, Near, NextMoves, Pathway, Pathways
from kmgraph.planner.phrases import amount, capital

NAMES = {"picture": _("Picture"), "list": _("List"), "table": _("Table")}
HINT = _("Choose a role to read more about it.")


def view(asked: Question, picture: Picture, listed: Html, table: Html) -> None:
    """What is found, in the view that the link names; the choice of view above it."""
    st.segmented_control(
        _("Show it as"),
        VIEWS,
        required=True,
        format_func=lambda one: NAMES[one],
        key=state.show("view", asked.view),
        on_change=follow(asked, "view", "view"),
    )
    if asked.view == "table":
        parts.show(table)
    elif asked.view == "list":
        parts.show(listed)
    else:
        _picture(asked, picture)


def _picture(asked: Question, picture: Picture) -> None:
    chosen = choosable(picture, key="ways", on_more=lambda: ask(replace(asked, view="table")))
    role = role_of(chosen, asked.start, asked.goal) if chosen else None
    if role and role != OWN:
        st.html(tag("div", more(role, asked), class_="km km-more", role="status"))
    else:
        parts.show(parts.paragraph(HINT, "quiet"))


def more(role: str, asked: Question) -> Html:
    """More about a role, and what to do with it."""
    links, record = data.links(), data.planner().graph.all(Role).get(role)
    ways = [links.to(role, _("More about {role}").format(role=links.label(role)))]
    if asked.start and asked.start != role:
        ways.append(bridge(asked, asked.start, role))
        goes = link_of(replace(asked, goal=role, view=Question.view))
        ways.append(page(_("Pathways to it"), "pathways", **goes))
    told = [(_("Where"), record.sector or say.UNKNOWN), (_("Grade"), record.grade or say.UNKNOWN)] if record else []
    summary = parts.paragraph(record.summary) if record and record.summary else ""
    return markup.join([tag("h3", links.label(role)), summary, markup.facts(told), markup.listing(ways)])


def listed(found: Pathways) -> Html:
    """The ways as a list: the roles in order, and what each way comes to."""
    every = [Pathway((found.direct,)), *found.ways]
    items = (
        tag("li", tag("strong", _way(number)), tag("div", _in_order(found, way)), tag("div", _sum(way)))
        for number, way in enumerate(every)
    )
    return tag("ol", *items, class_="km-ways km-named")


def _in_order(found: Pathways, way: Pathway) -> Html:
    links = data.links()
    start = links.to(found.start) if found.start else markup.html(found.profile.label)
    roles = [start, *(links.to(one.role) for one in way.hops)]
    return markup.join(
        roles, markup.join([tag("span", " → ", aria_hidden="true"), tag("span", _(", then "), class_="km-unseen")])
    )


def _sum(way: Pathway) -> str:
    return _("New to learn: {develop}. Left open: {open}. Courses: {courses}.").format(
        develop=way.to_develop or _("none"), open=way.open or _("none"), courses=way.courses or _("none")
    )


def table(found: Pathways) -> Html:
    """The ways side by side, move by move."""
    rows = [
        (
            _way(number),
            _ends(one.before, one.role, found.profile.label),
            amount(one.to_develop),
            *_asked_by(one),
        )
        for number, way in enumerate([Pathway((found.direct,)), *found.ways])
        for one in way.hops
    ]
    head = (_("Way"), _("Move"), _("To develop"), _("Stay open"), _("Courses"), _("Hours"), _("Price"),
            _("The two roles"), _("On record"))  # fmt: skip
    return markup.table(_("The ways, move by move"), head, rows)


def _asked_by(one: Hop | Near) -> tuple[str, ...]:
    """What a table says of a move behind what there is to develop."""
    steps, total = one.plan.steps, one.plan.total
    return (
        amount(one.open) if one.open else _("none"),
        str(len(steps)) if steps else _("none"),
        say.total_hours(total) if steps else "",
        say.total_price(total) if steps else "",
        alike(one.likeness),
        brief(one.record),
    )


def _way(number: int) -> str:
    return _("Route {number}").format(number=number) if number else _("Directly")


def _ends(start: str | None, goal: str, brings: str) -> Html:
    links = data.links()
    before = links.to(start) if start else markup.html(brings)
    return markup.join([before, " ", _("to"), " ", links.to(goal)])


def near_list(found: NextMoves) -> Html:
    """The roles that are near, the nearest first."""
    items = (
        tag("li", data.links().to(one.role), tag("div", f"{capital(asks(one.to_develop))}, {alike(one.likeness)}."))
        for one in found.moves
    )
    return tag("ol", *items, class_="km-ways")


def near_table(found: NextMoves) -> Html:
    """The roles that are near, side by side."""
    rows = [
        (
            data.links().to(one.role),
            amount(one.to_develop) if one.to_develop else _("nothing"),
            *_asked_by(one),
        )
        for one in found.moves
    ]
    head = (_("Role"), _("To develop"), _("Stay open"), _("Courses"), _("Hours"), _("Price"), _("Alike"),
            _("On record"))  # fmt: skip
    return markup.table(_("Roles that are near, the nearest first"), head, rows)
