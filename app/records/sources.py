"""The sources that a page draws on, as people cite them, each with its licence."""

from collections.abc import Sequence

import streamlit as st

from app import data, markup, parts, say
from app.catalogue import _
from app.markup import Html
from kmgraph.model import Source
from kmgraph.planner.credit import attributions


def sources_and_licences(sources: Sequence[Source]) -> None:
    """The sources, folded up; what the documents among them ask to be said stands open.

    What data sets ask for stands at the foot of every page.
    """
    at_foot = {one.id for one in data.loaded()}
    parts.show(*map(parts.paragraph, attributions(one for one in sources if one.id not in at_foot)))
    with st.expander(_("Sources and licences ({number})").format(number=len(sources))):
        parts.show(markup.listing(map(source, sources)))


def source(one: Source) -> Html:
    """A source as people cite it, with its licence."""
    publisher = f", {one.publisher}" if one.publisher and one.publisher != one.title else ""
    licence = _(". Licence: {licence}.").format(licence=one.licence or say.UNKNOWN)
    return markup.join(
        [markup.link(one.title, one.url), publisher, licence, f" {one.citation}" if one.citation else ""]
    )
