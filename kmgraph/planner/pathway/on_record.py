"""Which moves from role to role are on record, and what they rest on: journeys, schemes and ladders."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

from kmgraph.graph import Graph
from kmgraph.model import Journey, Ladder, Step
from kmgraph.planner.bridge import Planner
from kmgraph.planner.levels import counts
from kmgraph.vocabulary import Basis, Status

Move = tuple[str, str]
"""IRIs of the roles before and after."""
KIND = {
    Basis.CONSENTED: "observed",
    Basis.IMPORTED: "observed",
    Basis.EXAMPLE: "examples",
    Basis.SCHEME: "schemes",
    Basis.LADDER: "ladders",
}
"""Where in a `Record` a journey stands."""


@dataclass(frozen=True)
class Record:
    """What is on record of a move: IRIs of journeys and ladders, each sorted."""

    observed: tuple[str, ...] = ()
    """Journeys that people made, by their consent or from imported data: only these can be counted."""
    examples: tuple[str, ...] = ()
    """Published examples, told in general: each shows that a move is made, none how often."""
    schemes: tuple[str, ...] = ()
    """Schemes that are laid out so."""
    ladders: tuple[str, ...] = ()
    """Ladders of which these are rungs next to each other."""

    def __bool__(self) -> bool:
        return bool(self.observed or self.examples or self.schemes or self.ladders)

    @property
    def leads(self) -> bool:
        """Whether people made the move, or a scheme or a ladder leads so; an example shows only that it can be made."""
        return bool(self.observed or self.schemes or self.ladders)


class OnRecord(Mapping[Move, Record]):
    """All moves on record: two roles that follow each other at once, with nothing between."""

    def __init__(self, graph: Graph):
        stated: dict[Move, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for move, kind, iri in (*_journeyed(graph), *_laddered(graph)):
            stated[move][kind].add(iri)
        self._moves = {
            move: Record(**{kind: tuple(sorted(iris)) for kind, iris in by.items()}) for move, by in stated.items()
        }

    def __getitem__(self, move: Move) -> Record:
        return self._moves[move]

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves)

    def __len__(self) -> int:
        return len(self._moves)

    def of(self, before: str | None, after: str) -> Record:
        """What is on record of a move; from None, which is no role, nothing is."""
        return self._moves.get((before or "", after), Record())


_read: WeakKeyDictionary[Planner, OnRecord] = WeakKeyDictionary()


def on_record(planner: Planner) -> OnRecord:
    """The moves on record in a planner's graph; read once for each planner."""
    if planner not in _read:
        _read[planner] = OnRecord(planner.graph)
    return _read[planner]


def _journeyed(graph: Graph) -> Iterator[tuple[Move, str, str]]:
    """The moves of all journeys; a step of which no role is known comes between."""
    kinds = {iri: KIND[one.basis] for iri, one in graph.all(Journey).items() if counts(one.status)}
    passed: dict[str, dict[int, set[str | None]]] = defaultdict(lambda: defaultdict(set))
    columns = (graph.column(Step, name) for name in ("journey", "order", "role", "status"))
    for journey, order, role, status in zip(*columns, strict=True):
        passed[journey][order].add(None if status == Status.SUGGESTED else role)
    for journey, kind in kinds.items():
        for before, after in pairwise(roles for _, roles in sorted(passed[journey].items())):
            yield from ((move, kind, journey) for move in _moves(before, after))


def _moves(before: set[str | None], after: set[str | None]) -> Iterator[Move]:
    """The moves between two steps; where sources differ in a role, each as one of them says."""
    yield from ((one, other) for one in before if one for other in after if other and one != other)


def _laddered(graph: Graph) -> Iterator[tuple[Move, str, str]]:
    for ladder in graph.all(Ladder).values():
        if counts(ladder.status):
            yield from ((move, "ladders", ladder.id) for move in pairwise(ladder.rungs) if move[0] != move[1])
