"""How each member of a team stands to each thing that the team needs: the cells of the heat table."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from app.catalogue import _
from kmgraph.planner import Planner
from kmgraph.planner.levels import ANY_SCALE, Fact
from kmgraph.planner.team import TeamAnswer, TeamNeed


class Place(StrEnum):
    """How a member stands to a level that is needed."""

    HOLDS = "holds"
    BELOW = "below"
    NOT_HELD = "not held"
    NOT_KNOWN = "not known"
    """It is held at a level that is not stated, or on a scale that does not compare."""


class Cell(NamedTuple):
    """How a member stands, and the label of the level that they hold; None where that is not known."""

    place: Place
    level: str | None = None
    other_scale: bool = False


WORDS = {
    Place.HOLDS: _("holds it"),
    Place.BELOW: _("below"),
    Place.NOT_HELD: _("not held"),
    Place.NOT_KNOWN: _("not known"),
}


def said(cell: Cell) -> str:
    """A cell in words, such as "below: awareness"."""
    if cell.place is Place.NOT_KNOWN:
        return _("not known: on another scale") if cell.other_scale else _("not known: level not stated")
    return f"{WORDS[cell.place]}: {cell.level}" if cell.level else WORDS[cell.place]


class Cells:
    """How the members of an answer stand to its needs.

    Args:
        planner: that the answer is from.
        answer: of a team.
    """

    def __init__(self, planner: Planner, answer: TeamAnswer):
        self._planner, self._answer = planner, answer
        self._held: list[dict[str, list[Fact]]] = []
        for member in answer.members:
            facts: dict[str, list[Fact]] = {}
            for fact in planner.start(member):
                if isinstance(fact, Fact):
                    facts.setdefault(fact.competency, []).append(fact)
            self._held.append(facts)

    def row(self, one: TeamNeed) -> Sequence[Cell]:
        """A cell for each member."""
        return [self._cell(one, member) for member in range(len(self._answer.members))]

    def _cell(self, one: TeamNeed, member: int) -> Cell:
        levels, need = self._planner.levels, one.fact
        facts = self._held[member].get(need.competency, [])
        best = levels.highest(facts, need.competency, need.scale)
        if best is None:
            return Cell(Place.NOT_HELD)
        level = levels.level(best)
        label = self._planner.graph.label(level) if level and self._stated(member, best) else None
        if member in one.holders:
            return Cell(Place.HOLDS, label)
        if member in one.other_scale:
            return Cell(Place.NOT_KNOWN, label, other_scale=True)
        return Cell(Place.BELOW, label) if label else Cell(Place.NOT_KNOWN)

    def _stated(self, member: int, best: Fact) -> bool:
        """Whether the highest level that a member holds is stated, and not only taken for the lowest."""
        levels, profile = self._planner.levels, self._answer.members[member]
        if best.rank or best.scale == ANY_SCALE:
            return True
        own = [level for iri, level in profile.levels.items() if levels.canonical(iri) == best.competency]
        taught = [
            link.level
            for course in profile.courses & self._planner.choices.keys()
            for link in self._planner.choices[course].teaches
            if levels.canonical(link.competency) == best.competency
        ]
        return any(level in levels.ladder for level in (*own, *taught))
