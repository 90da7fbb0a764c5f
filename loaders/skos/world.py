"""What is known of a source while its records are made: its graph, its language, its names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kmgraph.model import iri
from kmgraph.vocabulary import Kind
from loaders import foreign
from loaders.foreign import Notes, Sort
from loaders.skos.graph import Graph, Literal, Node, Term
from loaders.skos.labels import main_language, name_of
from loaders.skos.sorts import NAME, Sorts
from loaders.skos.terms import NOTATION, PERSONAL, PREFERRED, TYPE, shortened

MOST_KEPT = 20_000
"""Letters that are kept beside a record of what it has no field for."""
PERSONS = Sort(
    "Who made something is not kept, since it mostly names persons: {}.", "Nothing is to be done.", quiet=True
)
CUT = Sort(
    "More is said than is kept beside a record, so the longest of it is left out: {}.",
    "Look whether it matters to you.",
)
NAMELESS = Sort("Without a name in any language it is left out, with what refers to it: {}.",
                "Give it a skos:prefLabel.", PREFERRED)  # fmt: skip
Used = frozenset[tuple[str, Literal]]
CONCEPTS = (Kind.COMPETENCY, Kind.ROLE, Kind.GROUP)


class World:
    """A graph, sorted; `short` is the name of its source, `path` where that stands."""

    def __init__(self, graph: Graph, path: str, stem: str):
        self.graph = graph
        self.notes = Notes()
        self.sorts = Sorts(graph, self.notes)
        self.path = path
        concepts = [
            graph.nodes[iri] for iri, kind in self.sorts.kinds.items() if kind in CONCEPTS and iri in graph.nodes
        ]
        self.main = main_language(graph, concepts)
        self._ids: dict[str, str | None] = {}
        self._taken: set[str] = set()
        schemes = sorted(self.sorts.of(Kind.FRAMEWORK))
        named = next(filter(None, (foreign.short_of("skos", scheme) for scheme in schemes)), None)
        self.short = named or foreign.short_of_file("skos", Path(path), stem)
        self.called = foreign.impersonal(stem, "SKOS")
        """What the file is called, where that is not the name of a person."""
        self.schemes = [scheme for scheme in schemes if self.id_of(scheme)]
        """The schemes that can be called by a name, in alphabetical order."""

    def id_of(self, thing: str) -> str | None:
        """The id of the record of a thing; None where it has no name to be called by, and so no record."""
        if thing not in self._ids:
            self._ids[thing] = self._named(thing)
        return self._ids[thing]

    def _named(self, thing: str) -> str | None:
        kind, node = self.sorts.kinds.get(thing), self.graph.get(thing)
        if kind and kind is not Kind.FRAMEWORK and node and not name_of(self.graph, node, self.main):
            self.notes.add(NAMELESS, node.place, thing)
            return None
        if not thing.startswith(("_:", "file:")):
            return thing if NAME.fullmatch(thing) else None
        if kind is None or node is None:
            return None
        words = [said.text for said in node.literals(NOTATION)] + [name_of(self.graph, node, self.main) or ""]
        wanted = foreign.slug(next(filter(None, words), "nameless"))
        name, times = wanted, 1
        while (found := iri(kind, self.short, name)) in self._taken:
            times += 1
            name = f"{wanted}-{times}"
        self._taken.add(found)
        return found

    def ids(self, things: Iterable[str], *kinds: Kind, others: bool = False) -> tuple[str, ...]:
        """The ids of those things that are of these kinds; with `others`, also of those that nothing here describes."""
        wanted = (thing for thing in things if self.sorts.kinds.get(thing) in kinds or (others and self.foreign(thing)))
        return tuple(dict.fromkeys(found for thing in wanted if (found := self.id_of(thing))))

    def foreign(self, thing: str) -> bool:
        """Whether a thing is none of this source's: named, and not described."""
        return thing not in self.sorts.kinds and not thing.startswith(("_:", "file:"))

    def extra(self, node: Node, told: Iterable[str], used: Used = frozenset()) -> dict[str, Any]:
        """What is said of a thing beyond the fields of its record, by property.

        Args:
            node: the thing.
            told: properties of which the record or its edges say all.
            used: literals that the record tells, by property.
        """
        left: dict[str, list[Term]] = {}
        for name, terms in node.said.items():
            if name in PERSONAL:
                self.notes.add(PERSONS, node.place, shortened(name))
            elif name not in told and name != TYPE:
                left[name] = [term for term in terms if (name, term) not in used]
        kept: dict[str, Any] = {
            shortened(name): said for name, terms in left.items() if (said := self.graph.plain(terms))
        }
        while kept and sum(map(_size, kept.values())) > MOST_KEPT:
            del kept[max(kept, key=lambda name: _size(kept[name]))]
            self.notes.add(CUT, node.place, node.iri)
        return kept


def _size(value: Any) -> int:
    return len(repr(value))
