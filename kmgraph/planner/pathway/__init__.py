"""Moves over several roles: the nearest roles, and pathways of small moves to a role farther away."""

from kmgraph.planner.pathway.answer import Hop, Pathway, Pathways
from kmgraph.planner.pathway.ask import pathways
from kmgraph.planner.pathway.nearest import Near, NextMoves, next_moves
from kmgraph.planner.pathway.on_record import OnRecord, Record, on_record

__all__ = [
    "Hop",
    "Near",
    "NextMoves",
    "OnRecord",
    "Pathway",
    "Pathways",
    "Record",
    "next_moves",
    "on_record",
    "pathways",
]
