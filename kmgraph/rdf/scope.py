"""What an export holds: the whole graph, one framework, one role with its neighbourhood, or what an answer rests on.

Sources are no part of a scope: those that state or are cited by what is written always come with it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Triple

from kmgraph.assertion import Asserted
from kmgraph.model import Framework, Prerequisite, Requirement, Review, Role, Step, Teaches, label_of
from kmgraph.store.base import Key, Reader
from kmgraph.vocabulary import Kind, Link

STATEMENTS = (Kind.LEVEL_DESCRIPTION, Kind.RELATION, Kind.MAPPING, Kind.LEVEL_MATCH)
"""What is said of competencies and levels, one by one."""
PROVISION = (Kind.EXPECTS, Kind.PREREQUISITE, Kind.OFFERING)
"""What is said of a course beside what it teaches."""


@dataclass(frozen=True)
class Scope:
    """What to write, under a title."""

    title: str
    keys: frozenset[Key] | None = None
    """The records; None stands for all."""
    triples: Sequence[Triple] = field(default=())
    """What is stated beside the records, such as an answer; it stands outside the graphs of sources."""


WHOLE = Scope("Knowledge graph of competencies, roles, learning and career journeys")


def of_framework(reader: Reader, iri: str) -> Scope:
    """One framework: its competencies with groups, levels, and what is said of them, and collections of them."""
    found = _Found(reader)
    found.add(reader.assertions([Kind.FRAMEWORK], [iri]))
    title = found.title(iri)
    competencies = found.add(reader.referring([iri], [Kind.COMPETENCY]))
    found.complete()
    named = {key.id for key in found.keys if key.kind in (Kind.COMPETENCY, Kind.LEVEL)}
    found.add(one for one in reader.referring(named, STATEMENTS) if _about(one) in named)
    found.add(reader.referring(competencies, [Kind.COLLECTION]))
    return found.scope(title)


def of_role(reader: Reader, iri: str) -> Scope:
    """One role: what it needs, the courses that teach that, ladders, matches and journeys, and what these name."""
    found = _Found(reader)
    found.add(reader.assertions([Kind.ROLE], [iri]))
    title = found.title(iri)
    about = reader.referring([iri], [Kind.REQUIREMENT, Kind.LADDER, Kind.ROLE_MAPPING, Kind.STEP])
    found.add(about)
    journeys = {one.record.journey for one in about if isinstance(one.record, Step)}
    found.add(reader.referring(journeys, [Kind.STEP]))
    needed = {one.record.competency for one in about if isinstance(one.record, Requirement)}
    teaching = reader.referring(needed, [Kind.TEACHES])
    found.add(teaching)
    waiting = {one.record.course for one in teaching if isinstance(one.record, Teaches)}
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        said = [one for one in reader.referring(waiting, PROVISION) if _about(one) in waiting]
        found.add(said)
        waiting = {one.record.requires for one in said if isinstance(one.record, Prerequisite)} - seen
    found.complete()
    found.add(reader.referring(needed, [Kind.LEVEL_DESCRIPTION]))
    return found.scope(title)


def of_records(reader: Reader, iris: Collection[str], title: str, triples: Sequence[Triple] = ()) -> Scope:
    """Some records and what they name, with what else is to be stated."""
    found = _Found(reader)
    found.add(reader.assertions(tuple(Kind), iris))
    found.complete()
    return found.scope(title, triples)


class _Found:
    """The records found so far, and what they name."""

    def __init__(self, reader: Reader):
        self._reader = reader
        self._named: set[str] = set()
        self._looked: set[str] = set()
        self._labels: dict[str, str] = {}
        self.keys: set[Key] = set()

    def add(self, said: Iterable[Asserted]) -> set[str]:
        """Takes records in, and gives their IRIs."""
        added = set()
        for one in said:
            self.keys.add(Key(one.kind, one.id))
            added.add(one.id)
            self._named.update(target for _, ref, target in one.record.targets if ref.link is not Link.CITES)
            if isinstance(one.record, Framework | Role):
                self._labels.setdefault(one.id, label_of(one.record))
        self._looked |= added
        return added

    def title(self, iri: str) -> str:
        """What a framework or role that was taken in is called."""
        return self._labels.get(iri, iri)

    def complete(self) -> None:
        """Takes in what the records name, what that names, and so on; and the levels of each scale."""
        while waiting := self._named - self._looked:
            self._looked |= waiting
            self.add(self._reader.assertions(tuple(Kind), waiting))
        scales = [key.id for key in self.keys if key.kind is Kind.SCALE]
        self.add(self._reader.referring(scales, [Kind.LEVEL]))

    def scope(self, title: str, triples: Sequence[Triple] = ()) -> Scope:
        """The scope of what was found, and the reviews of it."""
        iris = {key.id for key in self.keys}
        for row in self._reader.each([Kind.REVIEW]):
            if isinstance(row.record, Review) and row.record.about in iris:
                self.keys.add(Key(Kind.REVIEW, row.id))
        return Scope(title, frozenset(key for key in self.keys if key.kind is not Kind.SOURCE), triples)


def _about(one: Asserted) -> str:
    """What an edge starts from, or an offering is of."""
    return next(target for _, ref, target in one.record.targets if ref.link is not Link.CITES)
