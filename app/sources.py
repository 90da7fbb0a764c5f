"""The sources that a page draws on, as people cite them, each with its licence."""

from collections.abc import Iterable, Sequence

import streamlit as st

from app import markup, parts, say
from app.markup import Html
from kmgraph.graph import Graph
from kmgraph.model import Record, Source


def rests_on(graph: Graph, records: Iterable[Record]) -> list[Source]:
    """The data sets that state these records, then the documents that they cite."""
    said_by = {one.record.id: one.source for stated in graph.edges.values() for one in stated}
    used = list(records)
    asserting = {said_by[one.id] for one in used if one.id in said_by}
    asserting |= {source for one in used for source in graph.sources_of.get(one.id, ())}
    cited = {iri for one in used for iri in one.cites} - asserting
    known = graph.all(Source)
    return [known[iri] for group in (asserting, cited) for iri in sorted(group) if iri in known]


def sources_and_licences(sources: Sequence[Source]) -> None:
    """The sources, folded up."""
    with st.expander(f"Sources and licences ({len(sources)})"):
        parts.show(markup.listing(map(source, sources)))


def source(one: Source) -> Html:
    """A source as people cite it, with its licence."""
    publisher = f", {one.publisher}" if one.publisher and one.publisher != one.title else ""
    licence = f". Licence: {one.licence or say.UNKNOWN}."
    return markup.join(
        [markup.link(one.title, one.url), publisher, licence, f" {one.citation}" if one.citation else ""]
    )
