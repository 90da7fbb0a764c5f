"""Journeys: how people came to a role, told in general; all of them, or the one that the link names."""

from app import data, parts, state
from app.catalogue import _
from app.journeys import many, one
from app.journeys.asked import asked


def show() -> None:
    """Shows the journey that the link names, or those that it asks for."""
    state.went_to("journeys")
    planner = data.planner()
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    every = data.trails()
    chosen = asked(every)
    named = next((trail for trail in every if trail.journey.id == chosen.journey), None)
    if named:
        one.show(named)
        return
    parts.title(_("Journeys"))
    parts.news()
    parts.puzzles(chosen.puzzles)
    many.show(every, chosen)


show()
