"""Associations of a package: what is broader, matches and relations, and those that are only kept."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kmgraph.errors import Problem, error, note, warning
from kmgraph.load import Entry
from kmgraph.model import Mapping, Relation
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.case.conform import uuid_of
from loaders.case.package import ADDRESS, HINT, Object, Package, text_of
from loaders.case.said import KEPT, MATCHES, RELATIONS, status_of
from loaders.foreign import edge

PLACEHOLDERS = ("origin", "destination")
"""What some publishers write for the title of a node that they do not know."""


class Node(NamedTuple):
    """An end of an association."""

    iri: str
    title: str | None
    inside: bool
    """Whether it is an item of this package."""
    elsewhere: bool
    """Whether it is a competency of another framework, as far as can be seen."""


class Links:
    """Sorts the associations of a package; `broader` and `kept` say what belongs to an item, by its IRI."""

    def __init__(self, package: Package, iris: list[str]):
        self._package = package
        self._root = package.iri(Kind.FRAMEWORK, package.document)
        self._known = {package.document["identifier"].casefold(): self._root, self._root: self._root}
        for one, iri in zip(package.items, iris, strict=True):
            self._known[iri] = self._known[one["identifier"].casefold()] = iri
            if uri := text_of(one, "uri"):
                self._known.setdefault(uri, iri)
        self._items = set(iris)
        self._edges: set[str] = set()
        self._odd: dict[str, list[int]] = {}
        self.broader: dict[str, list[str]] = {}
        self.kept: dict[str, list[Object]] = {}
        self.apart: list[Object] = []
        """Those that begin at no item of this package."""

    def sorted(self) -> Iterator[Entry | Problem]:
        """The edges that associations make, and what is doubtful about them."""
        for at, one in enumerate(self._package.associations):
            path = f"CFAssociations[{at}]"
            type, nodes = text_of(one, "associationType"), [self._node(one, end) for end in ("origin", "destination")]
            if type is None:
                yield self._broken(f"{path} lacks its type.", f"{path}.associationType")
            elif nodes[0] is None or nodes[1] is None:
                end = "origin" if nodes[0] is None else "destination"
                yield self._broken(f"{path} does not say its {end}.", f"{path}.{end}NodeURI")
            else:
                yield from self._sort(one, at, type, nodes[0], nodes[1])
        yield from self._unheard_of()

    def _broken(self, message: str, path: str) -> Problem:
        return error(self._package.place, message, HINT, column=path)

    def _sort(self, one: Object, at: int, type: str, origin: Node, destination: Node) -> Iterator[Entry | Problem]:
        made = self._edge(one, type, origin, destination)
        if type == "isChildOf" and origin.inside:
            yield from self._child(at, origin, destination)
        elif made and made.id not in self._edges:
            self._edges.add(made.id)
            yield Entry(made, self._package.place)
            if origin.inside:
                return
        elif type == "exactMatchOf" and origin.inside and destination.inside:
            yield self._twins(at, origin, destination)
        elif type not in (*KEPT, *MATCHES, *RELATIONS, "isChildOf"):
            self._odd.setdefault(type, []).append(at)
        (self.kept.setdefault(origin.iri, []) if origin.inside else self.apart).append(one)

    def _child(self, at: int, origin: Node, destination: Node) -> Iterator[Problem]:
        if destination.inside:
            self.broader.setdefault(origin.iri, []).append(destination.iri)
        elif destination.iri != self._root:
            yield warning(
                self._package.place,
                f"CFAssociations[{at}] puts an item under {quoted(destination.title or destination.iri)}, which is "
                "not in this package; it is kept, and nothing is made of it.",
                "Export the package that holds both, if it matters to you.",
                column=f"CFAssociations[{at}].destinationNodeURI",
                value=destination.iri,
            )

    def _twins(self, at: int, origin: Node, destination: Node) -> Problem:
        names = " and ".join(quoted(node.title or node.iri) for node in (origin, destination))
        return warning(
            self._package.place,
            f"CFAssociations[{at}] says that {names}, two items of one framework, are the same; it is kept, and "
            "nothing is made of it.",
            "Look whether one of them replaces the other.",
            column=f"CFAssociations[{at}].associationType",
            value="exactMatchOf",
        )

    def _edge(self, one: Object, type: str, origin: Node, destination: Node) -> Mapping | Relation | None:
        """The edge that the graph has for an association; a framework is compared with others, never with itself."""
        short, ends = self._package.short, {"subject": origin.iri, "object": destination.iri}
        if origin.iri == destination.iri:
            return None
        values = {**ends, "status": status_of(one), "extra": {"CFAssociation": one} if origin.inside else {}}
        if origin.inside and destination.inside:
            relation = RELATIONS.get(type)
            return edge(Relation, short, **values, type=relation) if relation else None
        match = MATCHES.get(type)
        if not match or not all(node.inside or node.elsewhere for node in (origin, destination)):
            return None
        label = None if destination.inside else destination.title
        return edge(Mapping, short, **values, match=match, object_label=label)

    def _node(self, one: Object, end: str) -> Node | None:
        said: Any = one.get(f"{end}NodeURI")
        said = {"uri": said} if isinstance(said, str) else said
        if not isinstance(said, dict):
            return None
        identifier, uri, title = (text_of(said, name) for name in ("identifier", "uri", "title"))
        iri = self._known.get((identifier or "").casefold()) or self._known.get(uri or "")
        if iri is None and uri and ADDRESS.fullmatch(uri):
            iri = uri
        elif iri is None and (identifier or uri):
            iri = f"urn:uuid:{uuid_of(identifier or uri or '')}"
        if iri is None:
            return None
        aim = said.get("targetType", "CASE")
        outside = iri not in self._items and iri != self._root and aim == "CASE"
        title = None if title is None or title.casefold() in PLACEHOLDERS else title.strip()
        return Node(iri, title, iri in self._items, outside)

    def _unheard_of(self) -> Iterator[Problem]:
        for type, places in self._odd.items():
            number = f"{len(places):,} associations are" if len(places) > 1 else "One association is"
            yield note(
                self._package.place,
                f"{number} of the type {quoted(type)}, which CASE does not have; kept, and nothing made of it.",
                "Use a type of CASE, if one says the same.",
                column=f"CFAssociations[{places[0]}].associationType",
                value=type,
            )
