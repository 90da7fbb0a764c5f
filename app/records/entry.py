"""A record with what stands around it: what its page is made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from app import markup, say
from app.catalogue import _
from app.links import Links
from app.markup import Html
from kmgraph.graph import Graph
from kmgraph.model import Expects, Level, Named, Record, Requirement, Teaches
from kmgraph.planner import Planner
from kmgraph.planner.explain import HELD, NEEDED
from kmgraph.planner.levels import counts
from kmgraph.planner.standing import standing

R = TypeVar("R", bound=Named)
E = TypeVar("E", bound=Record)
MOST = 100
"""Rows that a table or list shows; beyond that it says how many more there are."""


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record, the graph around it, and what the whole data makes of it."""

    record: R
    graph: Graph
    planner: Planner
    links: Links

    @property
    def iri(self) -> str:
        """The IRI of the record."""
        return self.record.id

    def label(self, iri: str) -> str:
        """What to call a record; its short name where nobody describes it."""
        return self.graph.label(iri) if self.graph.get(iri) else self.links.label(iri)

    def link(self, iri: str) -> Html:
        """A link to the page of a record, or its name where it has none."""
        return self.links.to(iri, self.label(iri))

    def level(self, iri: str | None) -> str:
        """A level in words."""
        return self.label(iri) if iri else say.LEVEL_UNKNOWN

    def levelled(self, one: Requirement | Teaches | Expects) -> bool:
        """Whether there are levels of what a link names; where there are none, it is held or not held."""
        return one.level is not None or self.planner.levels.scale(one.competency) is not None

    def levels(self, one: Requirement) -> str:
        """The level that a role asks for, with its upper end where roles of the type differ."""
        if not self.levelled(one):
            return NEEDED
        if one.level_to in (None, one.level):
            return self.level(one.level)
        return _("{low} to {high}").format(low=self.level(one.level), high=self.level(one.level_to))

    def reaches(self, one: Teaches | Expects) -> str:
        """The level to which a course leads, or that it expects."""
        return self.level(one.level) if self.levelled(one) else HELD

    def rank(self, iri: str | None) -> int:
        """How high a level is on its scale; -1 where it is not stated."""
        level = self.planner.graph.all(Level).get(iri or "")
        return level.order if level else -1

    def all(self, record_type: type[E]) -> list[E]:
        """The records of a type around this one, by label."""
        return sorted(self.graph.all(record_type).values(), key=lambda one: (self.label(one.id).casefold(), one.id))

    def stated(self, record_type: type[E], field: str) -> list[E]:
        """The edges of a type that name this record in a field."""
        return [one for one, _source in self.graph.stated(record_type) if getattr(one, field) == self.iri]

    def standing(self, record: Record) -> str:
        """How far a statement may be relied on; where several sources speak here, also who says so."""
        said, by = standing(self.graph, record), self._said_by.get(record.id)
        said = said if counts(record.status) else _("{status} by a machine, counts in no answer").format(status=said)
        return f"{said} ({self.label(by)})" if by else said

    @cached_property
    def _said_by(self) -> Mapping[str, str]:
        said = self.graph.said_by
        return said if len(set(said.values())) > 1 else {}

    def table(self, caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
        """A table of at most so many rows as people read, and how many more there are."""
        every = list(rows)
        shown = markup.table(caption, head, every[:MOST])
        rest = say.more(len(every) - MOST)
        return markup.join([shown, markup.tag("p", rest) if rest else ""])
