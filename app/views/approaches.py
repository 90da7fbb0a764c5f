"""Approaches: how people go about the work and with what, and who undertakes what."""

import streamlit as st

from app import data, links, parts, state
from app.catalogue import _
from app.records.approaches import Directory
from app.records.item import one
from kmgraph.vocabulary import ApproachType

LEAD = _(
    "How people go about this work and with which tools, how to practise it, what institutions commit to, and who is "
    "who."
)


def approaches() -> None:
    """Shows what stands beside roles, competencies and training."""
    state.went_to("approaches")
    planner = data.planner()
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    item = st.query_params.get("item")
    if item and (record := data.beside().get(item)) and record.kind in links.PLACES:
        one(record)
        return
    parts.title(_("Approaches"))
    parts.news()
    parts.puzzles([_("The link asks for “{item}”, which this data does not hold.").format(item=item)] if item else [])
    parts.show(parts.paragraph(LEAD, "lead"))
    shown = Directory(data.beside(), data.links())
    shown.approaches(ApproachType.APPROACH, _("Approaches in use"))
    shown.approaches(ApproachType.TOOL, _("Tools"))
    shown.practices()
    shown.commitments()
    shown.organisations()
    parts.heading(_("Where this comes from"))
    shown.sources()


approaches()
