"""The nodes of a JSON-LD document, and what can be asked of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kmgraph.errors import Problem
from loaders.linked.contexts import one_namespace, short

SPACE = re.compile(r"[\s<>\"{}|\\^`]")
"""What no IRI holds."""
BLANK = "_:"
DEPTH = 8
MOST = 5_000
"""Nodes within nodes, and values altogether, that one property is written out with."""


class Value(NamedTuple):
    """A text, number or truth value; with the language of a text or the IRI of its type, where they are stated."""

    value: str | int | float | bool
    language: str | None = None
    type: str | None = None


class Link(NamedTuple):
    """A reference to a node, whether or not the document describes it."""

    iri: str


Said = Value | Link


@dataclass(eq=False)
class Node:
    """A thing that a document describes: what it is, and what is said of it, in the order of the document."""

    iri: str
    types: set[str] = field(default_factory=set)
    properties: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether the document gives it no IRI; `iri` is then `_:` and a digest of what it says."""
        return self.iri.startswith(BLANK)

    @property
    def name(self) -> str:
        """The digest of a node that has no IRI: a short name for a record of it."""
        return self.iri.removeprefix(BLANK)

    def first(self, name: str) -> Said | None:
        """The first that a property says, a value or a link; None where it says nothing."""
        return next(iter(self.properties.get(name, ())), None)

    def values(self, name: str) -> list[Value]:
        """The texts, numbers and truth values of a property."""
        return [said for said in self.properties.get(name, ()) if isinstance(said, Value)]

    def iris(self, name: str) -> list[str]:
        """The nodes that a property names, each once; a text that is a web address names one, too."""
        found = (said.iri if isinstance(said, Link) else _address(said.value) for said in self.properties.get(name, ()))
        return list(dict.fromkeys(filter(None, found)))

    def texts(self, name: str, languages: tuple[str, ...] = ("en",)) -> list[str]:
        """The texts of a property in the one language that suits best: as asked, then unstated, then the first."""
        texts = [said for said in self.values(name) if isinstance(said.value, str) and said.value.strip()]
        if not texts:
            return []
        wanted = min((_rank(text.language, languages), at) for at, text in enumerate(texts))[1]
        best = texts[wanted].language
        return list(dict.fromkeys(str(text.value).strip() for text in texts if text.language == best))

    def text(self, name: str, languages: tuple[str, ...] = ("en",)) -> str | None:
        """The first of the texts of a property in the language that suits best."""
        return next(iter(self.texts(name, languages)), None)

    def language(self, name: str, languages: tuple[str, ...] = ("en",)) -> str | None:
        """The language of `texts`, where it is stated."""
        text = self.text(name, languages)
        found = (said.language for said in self.values(name) if str(said.value).strip() == text)
        return next(found, None)


def _rank(language: str | None, languages: tuple[str, ...]) -> int:
    if language is None:
        return 2 * len(languages)
    for at, wanted in enumerate(languages):
        if language == wanted:
            return 2 * at
        if language.startswith(f"{wanted}-"):
            return 2 * at + 1
    return 2 * len(languages) + 1


def _address(value: object) -> str | None:
    if isinstance(value, str) and re.match(r"https?://", value) and not SPACE.search(value.strip()):
        return one_namespace(value.strip())
    return None


@dataclass
class Graph:
    """The nodes of a document by IRI, in its order, and what is doubtful; without nodes where that is an error."""

    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    """The nodes that `plain` wrote out."""
    hidden: frozenset[str] = frozenset()
    """Properties that `plain` leaves out, such as those that name persons; persons themselves it never writes out."""

    def of(self, *types: str) -> Iterator[Node]:
        """The nodes of any of these types."""
        return (node for node in self.nodes.values() if not node.types.isdisjoint(types))

    def under(self, node: Node, name: str) -> list[Node]:
        """The nodes that a property names and the document describes."""
        return [self.nodes[iri] for iri in node.iris(name) if iri in self.nodes]

    def plain(self, node: Node, name: str, apart: Mapping[str, str] | None = None) -> list[Any]:
        """What a property says as plain JSON, to be kept in `extra`; `written` notes the nodes that are written out.

        Args:
            node: whose property.
            name: the property.
            apart: nodes to which a link is enough, and the IRI of each there; those that have one in the document,
                where nothing is said.
        """
        return _Plain(self, apart).of(node, name, DEPTH)


class _Plain:
    """Writes nodes out within what has no node of its own, as deep and as much as is sensible."""

    def __init__(self, graph: Graph, apart: Mapping[str, str] | None) -> None:
        self.graph = graph
        self.apart = apart
        self.left = MOST

    def of(self, node: Node, name: str, depth: int) -> list[Any]:
        return [self.said(each, depth) for each in node.properties.get(name, ())]

    def said(self, said: Said, depth: int) -> Any:
        self.left -= 1
        if isinstance(said, Value):
            notes = {"@language": said.language, "@type": said.type and short(said.type)}
            stated = {name: note for name, note in notes.items() if note}
            return {"@value": said.value, **stated} if stated else said.value
        node = self.graph.nodes.get(said.iri)
        alone = node is None or (not node.blank if self.apart is None else node.iri in self.apart)
        if node is None or alone or depth < 1 or self.left < 1 or any(each.endswith("/Person") for each in node.types):
            return {"@id": (self.apart or {}).get(said.iri, said.iri)}
        self.graph.written.add(node.iri)
        found: dict[str, Any] = {} if node.blank else {"@id": node.iri}
        if node.types:
            found["@type"] = sorted(short(each) for each in node.types)
        names = (name for name in node.properties if name not in self.graph.hidden)
        return found | {short(name): self.of(node, name, depth - 1) for name in names}
