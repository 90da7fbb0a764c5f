"""Roles side by side, competency by competency: what each needs, and how they compare. Pure: no page, no session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Requirement
from kmgraph.planner import Need, Planner, Profile, Standing
from kmgraph.planner.gap import needs
from kmgraph.planner.levels import Fact, Levels, counts
from kmgraph.vocabulary import Importance


class Kinship(StrEnum):
    """How roles compare in a competency."""

    SAME = "same"
    LEVELS = "levels"
    SOME = "some"
    ONE = "one"


class Place(StrEnum):
    """How what a role needs compares with what the others need."""

    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"
    UNLIKE = "unlike"
    ONLY = "only"
    NONE = "none"


@dataclass(frozen=True)
class Row:
    """A competency, and of each role in turn what it needs of it: nothing, or one need or more."""

    competency: str
    cells: tuple[tuple[Need, ...], ...]
    places: tuple[Place, ...]
    kinship: Kinship

    @property
    def essential(self) -> bool:
        """Whether a role cannot do without it."""
        return any(need.importance is Importance.ESSENTIAL for cell in self.cells for need in cell)

    @property
    def standing(self) -> Standing | None:
        """What somebody brings of it, beside the most that is asked; None where no role asks for it."""
        order = [Standing.HELD, Standing.RAISE, Standing.NEW]
        found = [need.standing for cell in self.cells for need in cell]
        return max(found, key=order.index, default=None)


@dataclass(frozen=True)
class Sheet:
    """Roles side by side."""

    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    """Shared ones first, then those that fewer need; of each, the essential ones first."""
    not_known: frozenset[str]
    """Roles of which no source states what they need."""
    manners: Mapping[str, tuple[Importance | None, ...]]
    """Ways of working, which have no level: of each role in turn how important, or None."""

    @property
    def basis(self) -> list[Requirement]:
        """The stated links that it rests on."""
        return [one for place in range(len(self.roles)) for need in self.needs(place) for one in need.basis]

    def needs(self, place: int) -> list[Need]:
        """All that one of the roles needs."""
        return [need for row in self.rows for need in row.cells[place]]


def sheet(planner: Planner, roles: Sequence[str], mine: Profile | None = None) -> Sheet:
    """Compares roles, desirable needs included; with `mine`, each need says how it stands with what is brought."""
    held = mine.facts(planner.levels) if mine else set()
    found: dict[str, list[list[Need]]] = defaultdict(lambda: [[] for _ in roles])
    not_known = set()
    for place, role in enumerate(roles):
        try:
            told = needs(planner.graph, planner.levels, held, role, with_desirable=True)
        except NotKnown:
            told = []
        if not told:
            not_known.add(role)
        for need in told:
            found[planner.levels.canonical(need.competency)][place].append(need)
    rows = [_row(planner.levels, cells) for cells in found.values()]
    order = list(Kinship)
    label = planner.graph.label
    rows.sort(key=lambda row: (order.index(row.kinship), *_sides(row), not row.essential,
                               label(row.competency).casefold(), row.competency))  # fmt: skip
    return Sheet(tuple(roles), tuple(rows), frozenset(not_known), _manners(planner, roles))


def _sides(row: Row) -> tuple[bool, ...]:
    """What only the first role needs stands before what only the second needs."""
    return tuple(not cell for cell in row.cells)


def _row(levels: Levels, cells: Sequence[Sequence[Need]]) -> Row:
    tops = [_top(levels, cell) for cell in cells]
    asked = [top for top in tops if top]
    places = tuple(_place(levels, top, asked) for top in tops)
    named = min(need.competency for cell in cells for need in cell)
    return Row(named, tuple(map(tuple, cells)), places, _kinship(places))


def _top(levels: Levels, cell: Iterable[Need]) -> Fact | None:
    """The most that is asked for."""
    top: Fact | None = None
    for need in cell:
        if top is None or top in levels.implied(need.fact):
            top = need.fact
    return top


def _place(levels: Levels, top: Fact | None, asked: Sequence[Fact]) -> Place:
    if top is None:
        return Place.NONE
    if len(asked) == 1:
        return Place.ONLY
    if all(one == top for one in asked):
        return Place.SAME
    if all(one in levels.implied(top) for one in asked):
        return Place.HIGHER
    return Place.LOWER if any(top in levels.implied(one) and one != top for one in asked) else Place.UNLIKE


def _kinship(places: Sequence[Place]) -> Kinship:
    if Place.ONLY in places:
        return Kinship.ONE if len(places) > 1 else Kinship.SAME
    if Place.NONE in places:
        return Kinship.SOME
    return Kinship.SAME if set(places) == {Place.SAME} else Kinship.LEVELS


def _manners(planner: Planner, roles: Sequence[str]) -> dict[str, tuple[Importance | None, ...]]:
    found: dict[str, list[Importance | None]] = defaultdict(lambda: [None for _ in roles])
    for place, role in enumerate(roles):
        for need in _stated(planner.graph, role):
            if planner.levels.levelled(need.competency):
                continue
            if found[need.competency][place] is not Importance.ESSENTIAL:
                found[need.competency][place] = need.importance
    label = planner.graph.label
    order = sorted(found, key=lambda iri: (found[iri].count(None), label(iri).casefold(), iri))
    return {iri: tuple(found[iri]) for iri in order}


def _stated(graph: Graph, role: str) -> list[Requirement]:
    return [need for need, _ in graph.about(Requirement, "role", role) if counts(need.status)]
