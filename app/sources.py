"""The sources that a page draws on, as people cite them, each with its licence."""

from collections.abc import Sequence

import streamlit as st

from app import markup, parts, say
from app.markup import Html
from kmgraph.model import Source


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
