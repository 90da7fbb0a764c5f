"""The pages of one kind of record: all of them to find one, or the one that the link names."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import streamlit as st

from app import data, links, markup, parts, say, state
from app.catalogue import _
from app.finder import finder
from app.finding.browse import browse
from app.links import PAGES
from app.markup import Html, tag
from app.records import suggest
from app.records.entry import MOST, Entry
from app.records.provenance import provenance
from kmgraph.model import Named
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind

R = TypeVar("R", bound=Named)


class Pages(NamedTuple):
    """What tells the pages of one kind of record from those of another: whole sentences, for other languages."""

    title: str
    lead: str
    all: str
    """What leads from one back to all of them."""
    find: str
    """What the field is called in which people find one."""
    none: str
    """What to say where there is none."""
    one: str


def visit(record_type: type[R], pages: Pages, show: Callable[[Entry[R]], None]) -> None:
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
        st.html(tag("p", links.page(pages.all, path), class_="km-back"))
        parts.title(records[iri].label)
        parts.news()
        entry = Entry(records[iri], data.around_it(iri), planner, known)
        show(entry)
        provenance(entry)
        suggest.on_record(entry)
        return
    parts.title(pages.title)
    parts.news()
    parts.puzzles(_stub(asked, pages) or puzzle for puzzle in puzzles)
    parts.show(parts.paragraph(pages.lead, "lead"))
    _find(record_type, pages)
    browse(record_type.kind)


def _none(planner: Planner, pages: Pages) -> None:
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title(pages.title)
    parts.show(parts.paragraph(pages.none, "lead"))


def _stub(asked: str | None, pages: Pages) -> str | None:
    """What to say of a record that others name and nobody describes."""
    if not asked or ":" not in asked:
        return None
    graph = data.around_it(asked)
    if any(graph.edges.values()) or any(found for kind, found in graph.nodes.items() if kind is not Kind.REVIEW):
        told = _("The {kind} “{name}” is named here, but no source that is loaded describes it. Load one.")
        return told.format(kind=pages.one, name=asked)
    return None


def _find(record_type: type[R], pages: Pages) -> None:
    (_path, parameter), names = PAGES[record_type.kind], data.links().names[record_type.kind]
    finder(
        pages.find,
        key=f"find-{pages.one}",
        kinds=[record_type.kind],
        chosen=None,
        on_choose=lambda iri: st.query_params.from_dict({parameter: names.short(iri)}),
        placeholder=_("Type a name; slips are understood"),
    )


def index(items: Iterable[tuple[str, str, str | None]]) -> Html:
    """A list to choose from, each with a link, a note in a few words and a sentence: at most so many as people read."""
    every = list(items)
    shown = [
        tag("li", link, tag("span", note, class_="km-note") if note else "", tag("div", text) if text else "")
        for link, note, text in every[:MOST]
    ]
    rest = parts.paragraph(say.more(len(every) - MOST)) if len(every) > MOST else ""
    return markup.join([tag("ul", *shown, class_="km-index"), rest])
