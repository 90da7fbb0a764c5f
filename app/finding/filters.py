"""Filters as chips with counts: what the link says of them, and widgets that write it."""

from collections.abc import Mapping

import streamlit as st

from app import markup, state
from app.catalogue import _, ngettext
from app.finding.shelf import Facet, Shelf
from kmgraph.model import slug_of
from kmgraph.planner.phrases import row
from kmgraph.wording import quoted

CHIPS = 14
"""Values that stand as chips; of more, the most frequent do, and the others in a list."""
NAMED = 3
"""Values that a puzzle names at most; of more, only how many."""
PAGE = "page"


def told(shelf: Shelf) -> dict[str, list[str]]:
    """The values that the link chooses, by facet, as far as there are any of that name."""
    return shelf.known({facet.name: _said(facet) for facet in shelf.facets})


def _said(facet: Facet) -> list[str]:
    """What the link says of a facet; records may be named by their whole IRI."""
    said = st.query_params.get_all(facet.name)
    return [slug_of(one) if one not in facet.words and slug_of(one) in facet.words else one for one in said]


def puzzles(shelf: Shelf) -> list[str]:
    """What the link chooses that is not here, a sentence for each facet."""
    found = ((facet, list(dict.fromkeys(one for one in _said(facet) if one not in facet.words)))
             for facet in shelf.facets)  # fmt: skip
    return [_puzzle(facet.title, unknown) for facet, unknown in found if unknown]


def _puzzle(title: str, unknown: list[str]) -> str:
    names, more = [quoted(one) for one in unknown[:NAMED]], len(unknown) - NAMED
    if more > 0:
        names.append(_("{n} more").format(n=f"{more:,}"))
    told = ngettext(
        "The link narrows “{title}” to {values}, which this data does not hold. It is left out.",
        "The link narrows “{title}” to {values}, which this data does not hold. They are left out.",
        len(unknown),
    )
    return told.format(title=title, values=row(names))


def choose(chosen: Mapping[str, list[str]]) -> None:
    """Writes chosen values to the link, which then shows the first page of what is left."""
    others = {key: st.query_params.get_all(key) for key in st.query_params if key.startswith("embed")}
    st.query_params.from_dict(others | {name: values for name, values in chosen.items() if values})


def ask(shelf: Shelf, chosen: Mapping[str, list[str]], key: str) -> None:
    """The filters: the first stands open, the others under “More filters”."""
    offered = [facet for facet in shelf.facets if facet.tells_apart]
    for facet in offered[:1]:
        _chips(shelf, facet, chosen, key)
    if len(offered) > 1:
        with st.expander(_("More filters"), key=f"{key}-filters"):
            for facet in offered[1:]:
                _chips(shelf, facet, chosen, key)


def _chips(shelf: Shelf, facet: Facet, chosen: Mapping[str, list[str]], key: str) -> None:
    counts, mine = shelf.counts(facet, chosen), chosen.get(facet.name, [])
    offered = [value for value in facet.words if counts[value] or value in mine]
    if not offered:
        return
    shown, rest = offered, list[str]()
    if len(offered) > CHIPS:
        often = set(sorted(offered, key=lambda value: (value not in mine, -counts[value]))[:CHIPS])
        shown, rest = [one for one in offered if one in often], [one for one in offered if one not in often]
    name = f"{key}-{facet.name}"

    def named(value: str) -> str:
        return f"{facet.words.get(value, value)} ({counts[value]:,})"

    def change() -> None:
        choose({**chosen, facet.name: list(st.session_state[name])})

    def add() -> None:
        if value := st.session_state[f"{name}-more"]:
            choose({**chosen, facet.name: [*mine, value]})

    st.pills(
        markup.plain(facet.title),
        shown,
        selection_mode="multi",
        format_func=lambda value: markup.plain(named(value)),
        key=state.show(name, [one for one in shown if one in mine]),
        on_change=change,
    )
    if rest:
        st.selectbox(
            _("More: {title}").format(title=markup.plain(facet.title)),
            rest,
            index=None,
            format_func=named,
            placeholder=_("{n} more to choose from").format(n=len(rest)),
            key=state.show(f"{name}-more", None),
            on_change=add,
            width=420,
        )


def chips_on(shelf: Shelf, chosen: Mapping[str, list[str]], key: str) -> None:
    """What is chosen now: a button for each value, which takes it away, and one for all."""
    # The container is always there, so that what stands below keeps its place in Streamlit's count.
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{key}-on"):
        for facet in shelf.facets:
            for value in chosen.get(facet.name, ()):
                st.button(
                    f"{markup.plain(facet.title)}: {markup.plain(facet.words[value])}",
                    key=f"{key}-off-{facet.name}-{value}",
                    icon=":material/close:",
                    icon_position="right",
                    help=_("Take this filter away"),
                    on_click=choose,
                    args=({**chosen, facet.name: [one for one in chosen[facet.name] if one != value]},),
                )
        if chosen:
            st.button(_("Reset"), type="tertiary", key=f"{key}-reset", on_click=choose, args=({},))
