"""Observed moves from role to role that are frequent enough to show: fewer could point at people."""

from collections.abc import Sequence
from dataclasses import dataclass

from kmgraph.planner import Planner
from kmgraph.planner.pathway.on_record import on_record

ENOUGH = 5
"""Journeys that a move takes at least, to be shown."""
MOST = 30
"""Moves that a chart shows, those made most often first."""


@dataclass(frozen=True)
class Flow:
    """A move, and how many journeys on record made it."""

    before: str
    after: str
    people: int


@dataclass(frozen=True)
class Flows:
    """The moves that are shown, and how many are left out because too few journeys made them."""

    shown: tuple[Flow, ...]
    too_few: int

    @property
    def charted(self) -> Sequence[Flow]:
        """Those that a chart has room for."""
        return self.shown[:MOST]


def flows(planner: Planner, role: str | None = None) -> Flows:
    """The observed moves, those made most often first; with `role`, only those to it and from it."""
    found = [
        Flow(before, after, len(record.observed))
        for (before, after), record in on_record(planner).items()
        if record.observed and role in (None, before, after)
    ]
    shown = [one for one in found if one.people >= ENOUGH]
    shown.sort(key=lambda one: (-one.people, planner.graph.label(one.before), planner.graph.label(one.after)))
    return Flows(tuple(shown), len(found) - len(shown))
