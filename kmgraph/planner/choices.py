"""Courses as the planner sees them: what each needs on entry, and what it gives.

Delete-free planning (h+; Imai and Fukunaga, JAIR 54, 2015, doi:10.1613/jair.4936): facts once gained are kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
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


def reachable(start: Iterable[Gain], allowed: Mapping[str, Choice]) -> tuple[set[Gain], set[str]]:
    """All that can be gained from `start` with the allowed courses, and the courses that can be entered.

    Linear in the number of entry conditions: each course waits for a count of unmet ones.
    """
    facts = set(start)
    waiting = {iri: len(choice.needs - facts) for iri, choice in allowed.items()}
    wanted: dict[Gain, list[str]] = defaultdict(list)
    for iri, choice in allowed.items():
        for fact in choice.needs - facts:
            wanted[fact].append(iri)
    ready = [iri for iri, unmet in waiting.items() if not unmet]
    entered = set(ready)
    while ready:
        for fact in allowed[ready.pop()].gains - facts:
            facts.add(fact)
            for iri in wanted[fact]:
                waiting[iri] -= 1
                if not waiting[iri]:
                    entered.add(iri)
                    ready.append(iri)
    return facts, entered


def relevant(goals: Iterable[Gain], start: Collection[Gain], entered: Mapping[str, Choice]) -> list[Choice]:
    """The courses that can play a part in reaching the goals, by going back from them; sorted by IRI."""
    teachers: dict[Gain, list[str]] = defaultdict(list)
    for iri, choice in entered.items():
        for fact in choice.gains:
            teachers[fact].append(iri)
    found: set[str] = set()
    ahead, seen = list(goals), set(goals)
    while ahead:
        for iri in teachers[ahead.pop()]:
            if iri not in found:
                found.add(iri)
                unmet = entered[iri].needs - seen - set(start)
                seen |= unmet
                ahead.extend(unmet)
    return [entered[iri] for iri in sorted(found)]
