"""The rows that figures rest on: what roles need, what was counted and what courses teach, each with its source."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kmgraph.graph import Graph
from kmgraph.model import Course, Observation, Record, Requirement, Source
from kmgraph.planner.optimum.links import Links
from kmgraph.planner.phrases import amount
from kmgraph.planner.standing import standing
from kmgraph.programme.explain import asks, cited, why_out
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.sheet import Column, Holds, Sheet
from kmgraph.programme.sources import taught_by
from kmgraph.programme.tables import COMPETENCY, LEVEL, Naming, first

NOT_STATED = "not stated"
HIDDEN = "not shown: fewer than five, or from which so few could be worked out"
WITHIN, BEYOND = "within reach", "out of reach"


class Row(NamedTuple):
    """A record that a figure rests on, and what it does there."""

    gap: Gap
    part: str
    record: Record
    of: str
    """What is called by name: a role or a course."""
    level: str | None
    note: str
    """How important it is, how many were counted, or whether it is within reach."""


class Evident:
    """The rows behind the figures of gaps."""

    def __init__(self, gaps: Gaps):
        self._gaps, self._graph = gaps, gaps.planner.graph

    def rows(self, gap: Gap) -> Iterator[Row]:
        """What the figures of a gap rest on: demand first, then courses."""
        for origin in self._gaps.demand.by:
            for record in self._gaps.demand.rows(gap.outcome, origin):
                yield self._demand(gap, record)
        provision = self._gaps.provision
        parts = {"reaches the level": provision.reaching, "may reach it": provision.could, "below it": provision.below}
        for part, links in parts.items():
            yield from self._taught(gap, part, links)

    def _demand(self, gap: Gap, record: Record) -> Row:
        if isinstance(record, Requirement):
            of = self._graph.label(record.role)
            return Row(gap, "needed by", record, of, record.level, str(record.importance))
        if isinstance(record, Observation):
            number = HIDDEN if record.number is None else amount(record.number)
            note = ", ".join(filter(None, (number, record.period)))
            return Row(gap, f"counted: {record.counts}", record, asks(self._graph, record), record.level, note)
        raise TypeError(f"{record.kind} states no demand")

    def _taught(self, gap: Gap, part: str, links: Links) -> Iterator[Row]:
        for iri in self._gaps.provision.named(links, gap.outcome):
            for teaches in taught_by(self._gaps, gap.outcome, iri):
                yield Row(gap, part, teaches, self._graph.label(iri), teaches.level, self._reach(iri))

    def _reach(self, iri: str) -> str:
        """Whether a course is within reach, and if not, why."""
        gaps = self._gaps
        if gaps.provision.within[gaps.planner.network.place[iri]]:
            return WITHIN
        return f"{BEYOND}: {why_out(gaps, self._graph.all(Course)[iri], gaps.asked.switches)}"


def rows_of(gaps: Gaps) -> tuple[list[Row], str | None]:
    """The rows behind all figures, gaps in their order, and what to say where they are too many to be listed."""
    evident = Evident(gaps)
    return first(row for gap in gaps.gaps for row in evident.rows(gap))


def sources_of(gaps: Gaps, rows: Iterable[Row]) -> list[Source]:
    """The sources that these rows rest on."""
    graph = gaps.planner.graph
    return graph.attributed(list({record.id: record for row in rows for record in _records(graph, row)}.values()))


def _records(graph: Graph, row: Row) -> Iterator[Record]:
    yield row.record
    named = (row.gap.outcome.competency, getattr(row.record, "role", None), getattr(row.record, "course", None))
    yield from (found for iri in named if iri and (found := graph.get(iri)))


def traced(gaps: Gaps, rows: Sequence[Row], note: str | None) -> Sheet:
    """The table of the rows that figures rest on."""
    graph, naming = gaps.planner.graph, Naming(gaps)
    columns = [
        COMPETENCY,
        LEVEL,
        Column("part", "What the row says"),
        Column("of", "Role type or course"),
        Column("stated", "Level that the row states"),
        Column("note", "Importance, number or reach"),
        Column("status", "Status"),
        Column("source", "Data set"),
        Column("grounds", "What supports it"),
        Column("why", "Why it was put so"),
        Column("cites", "Documents that it rests on"),
        Column("record", "IRI of the record", Holds.IRI),
    ]
    found = [
        [
            *naming.both(row.gap.outcome), row.part, row.of,
            graph.label(row.level) if row.level else NOT_STATED,
            row.note, standing(graph, row.record),
            "; ".join(map(graph.label, graph.asserting(row.record))),
            row.record.grounds or NOT_STATED, row.record.why or NOT_STATED,
            "; ".join(one.title for one in cited(gaps, [row.record])) or NOT_STATED, row.record.id,
        ]
        for row in rows
    ]  # fmt: skip
    told = "Every row that the figures rest on: count those of an outcome to find its figure again."
    return Sheet("Rows", told, columns, found, note)
