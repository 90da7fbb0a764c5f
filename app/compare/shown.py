"""The comparison on the page: sentences, the table, ways from role to role, and the file."""

from itertools import permutations

import streamlit as st

from app import data, glossary, links, markup, parts, state
from app.catalogue import _
from app.compare import words as told
from app.compare.asked import BETWEEN, Asked, brings_something, names_of
from app.compare.choosing import rows
from app.compare.sheet import Sheet, sheet
from app.compare.table import as_csv, manners, table, wanted
from app.markup import Html
from app.question import OWN, Question
from app.report.licences import licences
from app.report.take import File, offer
from kmgraph.model import slug_of
from kmgraph.planner import Planner, Profile
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Kind

LEAD = _(
    "See what two or three roles have in common, and where they differ. Choose two roles, or one role and what you "
    "bring yourself."
)


def show(planner: Planner, asked: Asked) -> None:
    """Shows what the link asks for, or what is missing from it."""
    mine = state.profile(planner, Question(start=OWN)) if asked.mine and brings_something() else None
    if asked.mine and not mine:
        st.info(_("The link asks for what you bring, and you have not said that yet. Say it under My profile."))
    if len(asked.roles) < (1 if mine else 2):
        _missing(asked)
        return
    words, found = Words(planner), sheet(planner, asked.roles, mine)
    _summary(words, found, mine)
    parts.heading(_("Competency by competency"))
    parts.show(parts.paragraph(_importance()))
    if len(asked.roles) > 1:
        rows(asked)
    chosen = wanted(found, asked.show)
    if chosen:
        parts.show(table(words, found, chosen, mine=mine is not None))
    else:
        parts.show(parts.paragraph(_("There is nothing to show of that kind.")))
    if found.manners:
        parts.heading(_("Ways of working"))
        parts.show(parts.paragraph(_("They have no levels, and no plan counts them.")), manners(words, found))
    parts.heading(_("Move from one to the other"))
    parts.show(_ways(asked, mine=mine is not None))
    parts.heading(_("Take it away"))
    _files(words, found, asked, mine=mine is not None)


def _missing(asked: Asked) -> None:
    parts.show(parts.paragraph(LEAD, "lead"))
    if asked.roles:
        parts.show(parts.paragraph(_("Choose a second role to see them side by side."), "inset"), _near(asked))
    elif not brings_something():
        profile = links.page(_("Say what you bring"), "profile")
        parts.show(markup.tag("p", profile, " ", _("first, to see it beside a role.")))


def _importance() -> Html:
    return markup.fill(
        _("A role cannot do without what is {essential}. What is {desirable} helps."),
        essential=glossary.term("essential"),
        desirable=glossary.term("desirable"),
    )


def _near(asked: Asked) -> Html:
    """Roles that may be worth comparing with the only one that is chosen."""
    near = data.nearest(asked.roles[-1])
    if not near:
        return Html("")
    told = (
        links.page(
            data.links().label(one.role),
            "compare",
            role=BETWEEN.join(names_of(asked.with_role(len(asked.roles), one.role))),
        )
        for one in near
    )
    return markup.join([parts.paragraph(_("Or begin with one that is near:")), markup.listing(told)])


def _summary(words: Words, found: Sheet, mine: Profile | None) -> None:
    said = told.summary(words, found)
    if said:
        parts.show(parts.paragraph(" ".join(said), "inset"))
    for one in found.not_known:
        unknown = _("It is not known what {role} needs: no source that is loaded says so.")
        st.warning(markup.plain(unknown.format(role=words.graph.label(one))))
    if mine:
        parts.show(
            parts.paragraph(_("What you bring, beside each role:")),
            markup.listing(told.brought(words, found, place) for place in range(len(found.roles))),
        )


def _ways(asked: Asked, *, mine: bool) -> Html:
    known, names = data.links(), data.links().names[Kind.ROLE]
    ways = [(_from_to(known.label(one), known.label(other)), names.short(one), names.short(other))
            for one, other in permutations(asked.roles, 2)]  # fmt: skip
    if mine:
        ways += [(_from_mine(known.label(one)), OWN, names.short(one)) for one in asked.roles]
    return markup.listing(
        markup.join(
            [
                links.page(said, "bridge", **{"from": start, "to": goal}),
                " · ",
                links.page(_("over other roles"), "pathways", **{"from": start, "to": goal}),
            ]
        )
        for said, start, goal in ways
    )


def _from_to(start: str, goal: str) -> str:
    return _("From {start} to {goal}").format(start=start, goal=goal)


def _from_mine(goal: str) -> str:
    return _("From what you bring to {goal}").format(goal=goal)


def _files(words: Words, found: Sheet, asked: Asked, *, mine: bool) -> None:
    label = words.graph.label
    about = [
        _("Comparison of {roles}").format(roles=" | ".join(map(label, found.roles))),
        str(words.graph.version),
        licences(words.graph, words.graph.attributed(found.basis)),
    ]
    name = "-".join(["compare", *map(slug_of, names_of(asked)[: len(found.roles)])])
    offer([
        File(_("Table (CSV)"), f"{name}.csv", "text/csv", lambda: as_csv(words, found, mine=mine, about=about)),
    ])  # fmt: skip
    if mine:
        parts.show(parts.paragraph(_("The file holds what you bring. Think before you share it."), "quiet"))
