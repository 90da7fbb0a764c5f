"""Career journeys that a role or a training item is part of, as timelines."""

from typing import Any

from app import data, parts
from app.catalogue import ngettext
from app.journeys.card import cards
from app.records.entry import Entry
from kmgraph.model import Journey


def journeys(entry: Entry[Any], heading: str) -> None:
    """The journeys around a record, each with its basis; nothing where there is none."""
    around = entry.graph.all(Journey)
    found = [one for one in data.trails() if one.journey.id in around]
    if not found:
        return
    parts.heading(heading)
    parts.show(cards(found[:SHOWN], entry.iri))
    if len(found) > SHOWN:
        rest = len(found) - SHOWN
        parts.show(
            parts.paragraph(
                ngettext("{count} more is not shown.", "{count} more are not shown.", rest).format(count=rest)
            )
        )


SHOWN = 12
"""Journeys that a page of a record shows."""
