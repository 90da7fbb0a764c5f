"""Courses as the planner sees them: what each needs on entry, and what it gives.

Delete-free planning (h+; Imai and Fukunaga, JAIR 54, 2015, doi:10.1613/jair.4936): facts once gained are kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from kmgraph.graph import Graph
from kmgraph.model import Course, Expects, Prerequisite, Teaches
from kmgraph.planner.levels import Fact, Levels, counts
from kmgraph.vocabulary import Evidence

E = TypeVar("E", Teaches, Expects)


class After(NamedTuple):
    """One of these courses, alternative prerequisites of a course, was done."""

    courses: tuple[str, ...]


Gain = Fact | After
"""What a course needs or gives."""
STRENGTH = {evidence: rank for rank, evidence in enumerate(Evidence)}
"""Strength of evidence, 0 for none stated."""


@dataclass(frozen=True)
class Choice:
    """A course that could be taken."""

    course: Course
    needs: frozenset[Gain]
    gains: frozenset[Gain]
    """All facts it establishes beyond what it needs."""
    teaches: tuple[Teaches, ...]
    expects: tuple[Expects, ...]
    prerequisites: tuple[Prerequisite, ...]

    @property
    def id(self) -> str:
        """The IRI of the course."""
        return self.course.id


class Linked(Protocol):
    """What is asked of a network here."""

    courses: list[str]
    place: dict[str, int]

    def needed(self, course: str) -> frozenset[Gain]: ...  # noqa: D102
    def given(self, course: str) -> frozenset[Gain]: ...  # noqa: D102


class Choices(Mapping[str, Choice]):
    """Courses by IRI, each made of what is stated of it when it is looked at. Machine suggestions do not count.

    Args:
        graph: what is stated.
        levels: what follows from what.
        network: the courses that can be chosen, and the facts that they need and give.
    """

    def __init__(self, graph: Graph, levels: Levels, network: Linked):
        self._graph, self._levels, self._network = graph, levels, network
        self._made: dict[str, Choice] = {}

    def __getitem__(self, iri: str) -> Choice:
        if iri not in self._made:
            if iri not in self._network.place:
                raise KeyError(iri)
            self._made[iri] = Choice(
                self._graph.all(Course)[iri],
                self._network.needed(iri),
                self._network.given(iri),
                self._levelled(Teaches, iri),
                self._levelled(Expects, iri),
                tuple(one for one, _ in self._graph.about(Prerequisite, "course", iri) if counts(one.status)),
            )
        return self._made[iri]

    def __contains__(self, iri: object) -> bool:
        return iri in self._network.place

    def __iter__(self) -> Iterator[str]:
        return iter(self._network.courses)

    def __len__(self) -> int:
        return len(self._network.courses)

    def _levelled(self, kind: type[E], course: str) -> tuple[E, ...]:
        stated = self._graph.about(kind, "course", course)
        return tuple(one for one, _ in stated if counts(one.status) and self._levels.levelled(one.competency))
