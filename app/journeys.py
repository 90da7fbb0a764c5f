"""Career journeys that a role or a training item is part of, as steps in order."""

from typing import Any

import streamlit as st

from app import markup, parts, say
from app.entry import Entry
from app.markup import Html, tag
from kmgraph.model import Journey, Step
from kmgraph.planner.phrases import capital


def journeys(entry: Entry[Any], heading: str) -> None:
    """The journeys around a record, each with its basis; nothing where there is none."""
    found = entry.all(Journey)
    if not found:
        return
    parts.heading(heading)
    for journey in found:
        st.subheader(markup.plain(journey.label), anchor=False)
        steps = sorted((one for one in entry.all(Step) if one.journey == journey.id), key=lambda one: one.order)
        parts.show(
            parts.paragraph(journey.summary) if journey.summary else "",
            markup.listing((_step(entry, one) for one in steps), ordered=True),
            parts.paragraph(f"{capital(say.BASES[journey.basis])}. Status: {entry.standing(journey)}.", "quiet"),
        )


def _step(entry: Entry[Any], step: Step) -> Html:
    said: list[str] = [step.text or (_named(entry, step.role) if step.role else say.ACTIVITIES[step.activity])]
    if step.text and step.role:
        said.append(markup.join([", as ", _named(entry, step.role)]))
    if step.course:
        said.append(markup.join([", by way of ", _named(entry, step.course)]))
    if step.sector:
        said.append(f" ({step.sector})")
    return markup.join(said)


def _named(entry: Entry[Any], iri: str) -> Html:
    return tag("strong", entry.label(iri)) if iri == entry.iri else entry.link(iri)
