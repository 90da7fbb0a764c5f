"""Proposals as plain questions: what a reviewer is asked about one statement of the graph."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

from kmgraph import model
from kmgraph.errors import NotKnown
from kmgraph.graph import Graph, graph_of
from kmgraph.model import Competency, Course, Expects, Level, Practice, Record, Requirement, Teaches, slug_of, substance
from kmgraph.planner.levels import Levels
from kmgraph.planner.phrases import capital, row
from kmgraph.store.base import Reader
from kmgraph.vocabulary import BASE, CompetencyType, Kind, Match, Status

R = TypeVar("R", bound=Record)

PROPER = frozenset(
    "british english european holyrood irish northern scottish senedd stormont welsh westminster whitehall".split()
)
"""First words of labels that keep their capital within a sentence."""
LIKE_A_CONSONANT = re.compile(r"(uni|use|usa|usu|uti|eu|one\b|once\b)", re.IGNORECASE)
LIKE_A_VOWEL = re.compile(r"([aeiou]|hono|hour|heir)", re.IGNORECASE)
SPELT = re.compile(r"[A-Z](?:[A-Z0-9]|\b)")
"""The beginning of an abbreviation that is spoken letter by letter."""


class Described(NamedTuple):
    """A level of a scale, and what it means where somebody says so."""

    label: str
    meaning: str | None


@dataclass(frozen=True)
class Question:
    """What is asked about one proposal."""

    about: str
    """IRI of the record."""
    seen: str
    """The `substance` that the record has: an answer counts only while it stays the same."""
    kind: Kind
    text: str
    why: str
    """Why it is proposed, and what that rests on."""
    proposed: str | None
    """IRI of the level that is proposed."""
    levels: tuple[tuple[str, str], ...]
    """IRI and label of each level that a reviewer may name instead, lowest first; none where levels make no sense."""
    scale: tuple[Described, ...]
    """All levels of the scale, lowest first."""


def reviewable(reader: Reader) -> Graph:
    """All that questions about proposals need, as reviewers would have it."""
    needed = (Kind.ROLE, Kind.COURSE, Kind.ORGANISATION, Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL, Kind.LEVEL_MATCH)
    return graph_of(reader.version(), reader.assertions([*needed, *ASKED, Kind.REVIEW]))


def question(graph: Graph, iri: str) -> Question:
    """The question about one record; its levels are those that the graph knows.

    Raises:
        NotKnown: there is no such record, or its kind is not asked about.
    """
    found = Proposals(graph).question(iri)
    if found is None:
        raise NotKnown(f"{iri} is no statement that can be reviewed. List those that can: kmgraph review export.")
    return found


def questions(
    graph: Graph, kinds: Collection[Kind] | None = None, about: Collection[str] | None = None
) -> list[Question]:
    """The questions about all that is proposed, by kind, then by role or course, then by competency.

    Args:
        graph: where the proposals stand; what reviewers changed is asked about as it was proposed.
        kinds: only these kinds of statements.
        about: only statements on these roles, competencies and courses, by IRI.
    """
    return Proposals(graph).questions(kinds, about)


class Proposals:
    """The statements of a graph as they were proposed, and the questions about them."""

    def __init__(self, graph: Graph):
        self._graph = graph
        self._levels = Levels(graph)
        records = [record for kind in ASKED for record in graph.nodes.get(kind, {}).values()]
        records += [one.record for kind in ASKED for one in graph.edges.get(kind, ())]
        self._records = {record.id: record for record in records}
        self._records |= {iri: record for iri, record in graph.before.items() if record.kind in ASKED}

    def question(self, iri: str) -> Question | None:
        """The question about a record, whatever its status; None where there is no such statement."""
        record = self._records.get(iri)
        text = record and ASKED[record.kind].text(self, record)
        return self._question(record, text) if record and text else None

    def questions(self, kinds: Collection[Kind] | None, about: Collection[str] | None) -> list[Question]:
        """The questions about all that is proposed, in their order."""
        chosen = [
            record
            for record in self._records.values()
            if record.status is Status.PROPOSED
            and (kinds is None or record.kind in kinds)
            and (about is None or not about.isdisjoint(self._subjects(record)))
        ] if about is None or (about := frozenset(about)) else []
        asked = ((record, ASKED[record.kind].text(self, record)) for record in sorted(chosen, key=self._order))
        return [self._question(record, text) for record, text in asked if text]
