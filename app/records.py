"""The pages of one kind of record: all of them to find one, or the one that the link names."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import streamlit as st

from app import data, links, markup, parts, say, state, suggest
from app.entry import MOST, Entry
from app.finder import found_as
from app.links import PAGES, Links
from app.markup import Html, tag
from app.provenance import provenance
from kmgraph.model import Named
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind

R = TypeVar("R", bound=Named)
BY_TYPING = "Find them by typing above."


class Pages(NamedTuple):
    """What tells the pages of one kind of record from those of another."""

    title: str
    one: str
    many: str
    lead: str


def visit(
    record_type: type[R], pages: Pages, show: Callable[[Entry[R]], None], overview: Callable[[Planner, Links], None]
) -> None:
    """Shows the record that the link names, or all of them."""
    path, parameter = PAGES[record_type.kind]
    state.went_to(path)
    planner, known = data.planner(), data.links()
    records = planner.graph.all(record_type)
    if not records:
        _none(planner, pages)
        return
    asked, puzzles = st.query_params.get(parameter), list[str]()
    iri = known.names[record_type.kind].find(asked, puzzles, pages.one) if asked else None
    if iri:
        st.html(tag("p", links.page(f"All {pages.many}", path), class_="km-back"))
        parts.title(records[iri].label)
        parts.news()
        entry = Entry(records[iri], data.around_it(iri), planner, known)
        show(entry)
        provenance(entry)
        suggest.on_record(entry)
        return
    parts.title(pages.title)
    parts.news()
    for puzzle in puzzles:
        st.warning(markup.plain(_stub(asked, pages) or puzzle))
    parts.show(parts.paragraph(pages.lead, "lead"))
    _find(planner, known, record_type, pages)
    overview(planner, known)


def _none(planner: Planner, pages: Pages) -> None:
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title(pages.title)
    parts.show(parts.paragraph(f"No source that is loaded describes any {pages.one}.", "lead"))


def _stub(asked: str | None, pages: Pages) -> str | None:
    """What to say of a record that others name and nobody describes."""
    if not asked or ":" not in asked:
        return None
    graph = data.around_it(asked)
    if any(graph.edges.values()) or any(found for kind, found in graph.nodes.items() if kind is not Kind.REVIEW):
        return f"The {pages.one} “{asked}” is named here, but no source that is loaded describes it. Load one."
    return None


def _find(planner: Planner, known: Links, record_type: type[R], pages: Pages) -> None:
    names = found_as(planner.graph, record_type)
    _, parameter = PAGES[record_type.kind]

    def go() -> None:
        if iri := st.session_state["find"]:
            st.query_params[parameter] = known.names[record_type.kind].short(iri)

    st.selectbox(
        f"Find a {pages.one} by typing",
        names,
        index=None,
        format_func=lambda iri: names.get(iri, iri),
        placeholder="Type a name; slips are understood",
        key=state.show("find", None),
        on_change=go,
    )


def index(items: Iterable[tuple[str, str, str | None]], hint: str = BY_TYPING) -> Html:
    """A list to choose from, each with a link, a note in a few words and a sentence: at most so many as people read.

    `hint` says where the others are.
    """
    every = list(items)
    shown = [
        tag("li", link, tag("span", note, class_="km-note") if note else "", tag("div", text) if text else "")
        for link, note, text in every[:MOST]
    ]
    rest = parts.paragraph(f"{say.more(len(every) - MOST)} {hint}") if len(every) > MOST else ""
    return markup.join([tag("ul", *shown, class_="km-index"), rest])
