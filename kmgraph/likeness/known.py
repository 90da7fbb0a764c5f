"""What the store calls competencies and roles: all that a text can be held against."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from kmgraph.errors import NotKnown
from kmgraph.find import Name, names_in, resolve
from kmgraph.graph import Graph, graph_of
from kmgraph.model import Competency, Framework, Level, Named, Role, label_of
from kmgraph.personal import Known
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind, Status

LARGE = 1_000
"""Competencies from which on a framework is a classification of all work, whose labels say little by single words."""
LABELLED = 10_000
"""Labels of which a person's name is told apart; more are not worth the time."""


class Label(NamedTuple):
    """What something is called."""

    text: str
    iri: str
    preferred: bool
    part: bool = False
    """Whether it is only one of the things that a label joins."""


def labels(records: Mapping[str, Named]) -> list[Label]:
    """All labels of records by their IRIs, each record's preferred one first, none twice."""
    found: dict[tuple[str, str], Label] = {}
    for iri, record in sorted(records.items()):
        for at, text in enumerate((record.label, *record.alternative_labels, *record.hidden_labels)):
            found.setdefault((iri, text.casefold()), Label(text, iri, at == 0))
    return list(found.values())


JOINED = re.compile(r"\s*(?:[,;/]|\band\b|\bor\b|&)\s*", re.IGNORECASE)

GENERIC = re.compile(r"(?<=\w)\s(?:knowledge|skills)$", re.IGNORECASE)
"""What a label may end in that adverts say in other words, such as “understanding of”."""


SAYS_NOTHING = frozenset({"ability", "competence", "knowledge", "skills", "understanding"})
"""Parts of labels that name nothing by themselves."""


def parted(found: Iterable[Label]) -> list[Label]:
    """Labels, and after them the parts of those that join several: “Networking and stakeholder mapping” is two.

    A label of several words counts without “knowledge” or “skills” at its end, too.
    """
    whole = list(found)
    known = {(label.iri, label.text.casefold()) for label in whole}
    parts = {
        (label.iri, part.casefold()): label._replace(text=part, preferred=False, part=True)
        for label in whole
        for part in (*JOINED.split(label.text), GENERIC.sub("", label.text))
        if part
        and part != label.text
        and part.casefold() not in SAYS_NOTHING
        and (part in JOINED.split(label.text) or " " in part)
    }
    return [*whole, *(label for key, label in parts.items() if key not in known)]


class Vocabulary:
    """The competencies of some frameworks, the levels on which they are measured, and all roles."""

    def __init__(self, graph: Graph, chosen: Collection[str]):
        self.graph = graph
        self.frameworks = {iri: one for iri, one in graph.all(Framework).items() if iri in chosen}
        self.competencies = {
            iri: one
            for iri, one in graph.all(Competency).items()
            if one.framework in chosen and one.status is not Status.SUGGESTED
        }
        self.roles = {iri: one for iri, one in graph.all(Role).items() if one.status is not Status.SUGGESTED}

    def sources_of(self, iri: str) -> tuple[str, ...]:
        """The IRIs of the sources that state a record."""
        return self.graph.sources_of.get(iri, ())

    def of(self, framework: str) -> dict[str, Competency]:
        """The competencies of one of the frameworks, by IRI."""
        return {iri: one for iri, one in self.competencies.items() if one.framework == framework}

    @cached_property
    def large(self) -> frozenset[str]:
        """The frameworks that are large."""
        sizes = Counter(one.framework for one in self.competencies.values())
        return frozenset(iri for iri, size in sizes.items() if size >= LARGE)

    def levels(self, competency: str) -> list[Level]:
        """The levels on which a competency is measured, lowest first; none for an attitude."""
        record = self.competencies[competency]
        framework = self.graph.all(Framework).get(record.framework)
        if record.type == "attitude" or framework is None or framework.scale is None:
            return []
        return self._scales.get(framework.scale, [])

    @cached_property
    def _scales(self) -> dict[str, list[Level]]:
        found: dict[str, list[Level]] = {}
        for level in sorted(self.graph.all(Level).values(), key=lambda level: (level.order, level.id)):
            found.setdefault(level.scale, []).append(level)
        return found

    @cached_property
    def familiar(self) -> Known:
        """What the store calls things, so that nobody takes it for the name of a person."""
        return Known(list(self._called())[:LABELLED])

    def _called(self) -> Iterator[str]:
        for records in (self.frameworks, self.roles, self.competencies):
            for record in records.values():
                yield from (record.label, *record.alternative_labels)


def frameworks(reader: Reader, named: Collection[str] = ()) -> list[Name]:
    """The frameworks of these names; without any, those whose competencies roles need, or else all that there are.

    A large one has to be named, save where there is no other.

    Raises:
        UsageError: nothing is called that.
        NotKnown: there is no framework at all.
    """
    graph = graph_of(0, reader.rows((Kind.FRAMEWORK,)))
    known = names_in(graph, (Kind.FRAMEWORK,))
    if named:
        return list(dict.fromkeys(resolve(known, name, "framework") for name in named))
    if not known:
        raise NotKnown("There is no framework of competencies in the store. Load one first: kmgraph load starter")
    needed = {str(json.loads(row.body)["competency"]) for row in reader.rows((Kind.REQUIREMENT,))}
    described = {row.id: str(json.loads(row.body).get("framework")) for row in reader.rows((Kind.COMPETENCY,))}
    used = {described.get(iri) for iri in needed}
    sizes = Counter(described.values())
    small = [name for name in known if sizes[name.iri] < LARGE] or known
    return [name for name in small if name.iri in used] or small


def vocabulary(reader: Reader, chosen: Collection[str], *, roles: bool = True) -> Vocabulary:
    """The competencies of these frameworks, by IRI; with roles, where a text may name one.

    Raises:
        NotKnown: the frameworks hold no competency.
    """
    kinds = [Kind.FRAMEWORK, Kind.SCALE, Kind.LEVEL, *([Kind.ROLE] if roles else [])]
    rows = [row for row in reader.rows((Kind.COMPETENCY,)) if json.loads(row.body).get("framework") in chosen]
    found = Vocabulary(graph_of(reader.version(), [*reader.rows(kinds), *rows]), chosen)
    empty = [label_of(one) for iri, one in found.frameworks.items()
             if all(record.framework != iri for record in found.competencies.values())]  # fmt: skip
    if not found.competencies:
        raise NotKnown(f"No competency is in {', '.join(empty) or 'the frameworks'}. Load the source that has them.")
    return found
