"""Proposals as plain questions: what reviewers are asked about the statements of a graph."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph, graph_of
from kmgraph.model import RECORDS, Competency, Level, Practice, Record, Source, label_of, slug_of, targets
from kmgraph.personal import Known
from kmgraph.planner.credit import asking
from kmgraph.planner.levels import Levels
from kmgraph.review.asking import ASKED, text
from kmgraph.reviewed import judged
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind, Status

NEEDED = (
    *ASKED, Kind.ROLE, Kind.COURSE, Kind.ORGANISATION, Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL, Kind.REVIEW, Kind.SOURCE
)  # fmt: skip
"""The kinds of records that questions are made of."""
SUBJECTS = frozenset({Kind.ROLE, Kind.COURSE, Kind.COMPETENCY})
"""What questions can be narrowed to."""


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
    """A digest of what is to be judged: an answer counts only while it stays the same."""
    kind: Kind
    text: str
    why: str
    """Why it is proposed, and what that rests on; "" where nothing is said."""
    proposed: str | None
    """IRI of the level that is proposed."""
    levels: tuple[tuple[str, str], ...]
    """IRI and label of each level that a reviewer may name instead, lowest first; none where levels make no sense."""
    scale: tuple[Described, ...]
    """All levels of that scale, lowest first."""
    sources: tuple[Source, ...] = ()
    """Those of the sources of what is asked about, and of what it names, that ask for an attribution."""


def reviewable(reader: Reader) -> Graph:
    """All that the questions about a store's proposals need, as reviewers would have it."""
    return graph_of(reader.version(), reader.assertions(NEEDED))


def familiar(graph: Graph) -> Known:
    """What the records of a graph are called, so that nobody takes it for the name of a person.

    Titles of sources are left out: they may well hold one.
    """
    kinds = (records for kind, records in graph.nodes.items() if kind is not Kind.SOURCE)
    named = [record for records in kinds for record in records.values()]
    other = [label for record in named for label in getattr(record, "alternative_labels", ())]
    return Known([*map(label_of, named), *other])


def question(graph: Graph, iri: str) -> Question:
    """The question about one record, whatever its status; its levels are those that the graph knows.

    Raises:
        NotKnown: the graph has no such record, or people are not asked about its kind.
    """
    found = Proposals(graph).question(iri)
    if found is None:
        raise NotKnown(f"{iri} is no statement that people can review. See those that are: kmgraph review export.")
    return found


def questions(
    graph: Graph,
    kinds: Collection[Kind] | None = None,
    about: Collection[str] | None = None,
    *,
    suggested: bool = False,
) -> list[Question]:
    """The questions about all that is proposed: by kind, then by role or course, then by competency.

    Args:
        graph: where the proposals stand; what reviewers changed is asked about as it was proposed.
        kinds: only these kinds of statements.
        about: only statements on these roles, competencies and courses, or only these statements; by IRI.
        suggested: whether what a machine suggested is asked about, too.
    """
    return Proposals(graph).questions(kinds, about, suggested=suggested)


def sources(asked: Iterable[Question]) -> list[Source]:
    """The sources behind questions that ask for an attribution, each once."""
    return list({one.id: one for each in asked for one in each.sources}.values())


class Proposals:
    """The statements of a graph as they were proposed, and the questions about them."""

    def __init__(self, graph: Graph):
        self._graph = graph
        self._levels = Levels(graph)
        nodes = [record for kind in ASKED for record in graph.nodes.get(kind, {}).values()]
        edges = [one.record for kind in ASKED for one in graph.edges.get(kind, ())]
        before = [record for record in graph.before.values() if record.kind in ASKED]
        self._records = {record.id: record for record in (*nodes, *edges, *before)}

    def question(self, iri: str) -> Question | None:
        """The question about a record; None where there is none."""
        record = self._records.get(iri)
        return self._question(record) if record else None

    def questions(
        self, kinds: Collection[Kind] | None, about: Collection[str] | None, *, suggested: bool = False
    ) -> list[Question]:
        """The questions about all that is proposed, or suggested, in their order."""
        asked_about = {Status.PROPOSED, *([Status.SUGGESTED] if suggested else [])}
        chosen = [
            record
            for record in self._records.values()
            if record.status in asked_about
            and (kinds is None or record.kind in kinds)
            and (about is None or not _subjects(record).isdisjoint(about))
        ]
        return [asked for record in sorted(chosen, key=self._order) if (asked := self._question(record))]

    def _order(self, record: Record) -> tuple[object, ...]:
        ends = RECORDS[record.kind].ends
        named = [self._graph.label(getattr(record, end)) for end in ends] if ends else [self._graph.label(record.id)]
        return list(ASKED).index(record.kind), *(name.casefold() for name in named), record.id

    def _question(self, record: Record) -> Question | None:
        asked = text(self._graph, record)
        if asked is None:
            return None
        proposed = getattr(record, "level", None)
        scale = self._scale(record)
        settled = {proposed} if getattr(record, "level_to", None) in (None, proposed) else set()
        labels = self._labels(scale)
        return Question(
            about=record.id,
            seen=judged(record, lambda iri: self._graph.before.get(iri) or self._graph.get(iri)),
            kind=record.kind,
            text=asked,
            why=_why(record),
            proposed=proposed,
            levels=tuple((level.id, labels[level.id]) for level in scale if level.id not in settled),
            scale=tuple(Described(labels[level.id], level.definition) for level in scale),
            sources=tuple(asking(self._graph.attributed([record, *self._named(record)]))),
        )

    def _named(self, record: Record) -> list[Record]:
        """The records that a statement names, where somebody describes them."""
        found = (self._graph.get(iri) for _, ref, iri in targets(record) if ref.kind is not Kind.SOURCE)
        return [one for one in found if one]

    def _scale(self, record: Record) -> list[Level]:
        """The levels that a statement could name, lowest first."""
        if "level" not in type(record).model_fields:
            return []
        competencies = record.competencies if isinstance(record, Practice) else (getattr(record, "competency", ""),)
        if not all(map(self._levels.levelled, competencies)):
            return []
        known = self._graph.all(Level)
        stated = known.get(getattr(record, "level", None) or "")
        scale = stated.scale if stated else next(filter(None, map(self._levels.scale, competencies)), None)
        return sorted((one for one in known.values() if one.scale == scale), key=lambda one: (one.order, one.id))

    @staticmethod
    def _labels(scale: Iterable[Level]) -> dict[str, str]:
        """What to call each level, so that no two are called the same."""
        levels = list(scale)
        times = Counter(level.label.casefold() for level in levels)
        return {
            level.id: level.label if times[level.label.casefold()] == 1 else f"{level.label} ({slug_of(level.id)})"
            for level in levels
        }


def _subjects(record: Record) -> set[str]:
    """The roles, competencies and courses that a statement is about, and the statement itself."""
    if isinstance(record, Competency):
        return {record.id}
    return {record.id} | {iri for _, ref, iri in targets(record) if ref.kind in SUBJECTS}


def _why(record: Record) -> str:
    grounds = record.grounds or ""
    if grounds and not grounds.startswith("No source"):
        grounds = f"It rests on this: {grounds}"
    return " ".join(f"{said.removesuffix('.')}." for said in (record.why, grounds) if said)
