"""What is known of a source while its records are made: its nodes, their places, its name, and doubts about it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from kmgraph.errors import Place, Problem, warning
from kmgraph.load import Entry
from kmgraph.model import Record, iri
from kmgraph.vocabulary import Kind, Mode
from kmgraph.wording import quoted
from loaders import foreign
from loaders.linked import Graph, Node, graph_of, short
from loaders.schemaorg.pages import CODE, Document
from loaders.schemaorg.terms import DESCRIPTION, LICENCE, NAME, OTHER_NAME, PERSON, PERSONAL, URL
from loaders.skos.notes import Notes, Sort
from loaders.skos.schemes import address
from loaders.skos.world import R, made, short_of

MOST_NODES = 300_000
UNDETERMINED = "und"
BLANK = "_:"

PERSONS = Sort("Persons, or how to reach them, may be named here, so it is not kept: {}.", "Nothing is to be done.")
NAMELESS = Sort("Something that should be loaded has no name, so it is left out: {}.", "Give it a name.", "schema:name")
TWICE = Sort("Something is described in several documents, not in the same words; what comes first counts: {}.",
             "Describe it once.")  # fmt: skip


class Reading:
    """All documents of a source as one graph."""

    def __init__(self, path: str, stem: str):
        self.path = path
        self.graph = Graph()
        self.notes = Notes()
        self.places: dict[str, Place] = {}
        self.languages: dict[str, str | None] = {}
        self.used: set[str] = set()
        """The nodes of which a record was made, or which a record tells."""
        self.title: str | None = None
        self.address: str | None = None
        self.documents = 0
        self._stem = stem
        self._claimed: dict[str, Kind] = {}
        self.modes: dict[str, Mode | None] = {}
        """How people take part, by the IRI of what says so."""

    def add(self, document: Document) -> list[Problem]:
        """Takes in a document, and gives back what is doubtful about it."""
        graph = graph_of(document.said, document.place)
        if self.documents == 0:
            self.title, self.address = document.title, document.address
        elif document.address != self.address:
            self.title = self.address = None
        self.documents += 1
        for node in graph.nodes.values():
            self._merge(node, document)
        return graph.problems

    def _merge(self, node: Node, document: Document) -> None:
        known = self.graph.nodes.setdefault(node.iri, node)
        self.places.setdefault(node.iri, document.place)
        self.languages.setdefault(node.iri, document.language)
        if known is node:
            return
        known.types |= node.types
        for name, values in node.properties.items():
            kept = known.properties.setdefault(name, [])
            new = [value for value in values if value not in kept]
            if kept and new:
                self.notes.add(TWICE, document.place, node.iri)
            kept += new

    @property
    def short(self) -> str:
        """The short name of the source: that of its page, else of its file."""
        return (short_of(self.address) if self.address else None) or f"schema-org-{foreign.slug(self._stem)}"

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return self.places.get(node.iri, Place(self.path))

    def id_of(self, node: Node, kind: type[Record]) -> str:
        """The id of the record of a node: its IRI, or a name of ours."""
        if not node.blank and not node.iri.startswith("file:"):
            return node.iri
        return iri(kind.kind, self.short, node.name if node.blank else foreign.slug(node.iri))

    def named(self, kind: Kind, words: str) -> str:
        """The id of a record that is called by words alone; with a digest where signs are lost, as in C++ and C#."""
        name, plain = foreign.slug(words), " ".join(words.casefold().split())
        if name.replace("-", " ") != plain:
            digest = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=3).hexdigest()
            name = f"{name}-{digest}"
        return iri(kind, self.short, name)

    def made(self, kind: type[R], place: Place, values: dict[str, Any]) -> Entry | Problem:
        """The entry of a record, or a warning that it is left out: a value does not fit, or the id is taken."""
        first = self._claimed.setdefault(str(values["id"]), kind.kind)
        if first is kind.kind:
            return made(kind, place, values)
        message = (
            f"{quoted(values['id'], 120)} stands for a {first} and a {kind.kind}; it is loaded as the first alone."
        )
        return warning(place, message, "Give each an IRI of its own.", column="@id", value=str(values["id"]))

    def described(self, node: Node, kind: type[Record], told: Iterable[str], *, text: str) -> dict[str, Any] | None:
        """The fields that all named records share, `text` being that for the description; None without a name.

        Args:
            node: what is described.
            kind: the kind of record.
            told: properties that other fields of the record say.
            text: the field that takes the description.
        """
        self.used.add(node.iri)
        label = node.text(NAME)
        if not label:
            self.notes.add(NAMELESS, self.place(node), node.iri if not node.blank else short_types(node))
            return None
        others = tuple(name for name in node.texts(OTHER_NAME) if name != label)
        extra = self.extra(node, (NAME, OTHER_NAME, DESCRIPTION, URL, LICENCE, *told))
        stated = node.language(NAME) or self.languages.get(node.iri) or ""
        fields = {
            "id": self.id_of(node, kind),
            "label": label,
            "alternative_labels": others,
            "language": stated if CODE.fullmatch(stated) else UNDETERMINED,
            text: node.text(DESCRIPTION),
            "source_licence": next(iter([*node.texts(LICENCE), *node.iris(LICENCE)]), None),
            "extra": self._more_texts(node, extra),
        }
        if "url" in kind.model_fields:
            fields["url"] = next(filter(address, [*node.iris(URL), *node.texts(URL)]), None)
        return fields

    def _more_texts(self, node: Node, extra: dict[str, Any]) -> dict[str, Any]:
        """With the names and descriptions of other languages."""
        for name, used in ((NAME, node.texts(NAME)[:1]), (DESCRIPTION, node.texts(DESCRIPTION)[:1])):
            left = [value for value in self.graph.plain(node, name) if _words(value) not in used]
            extra |= {short(name): left} if left else {}
        return extra

    def extra(self, node: Node, told: Iterable[str]) -> dict[str, Any]:
        """What a node says beyond the properties that are told, without persons."""
        kept: dict[str, Any] = {}
        for name in node.properties:
            if name in PERSONAL:
                self.notes.add(PERSONS, self.place(node), short(name))
            elif name not in told:
                kept[short(name)] = self.unpeopled(self.graph.plain(node, name))
        return {name: said for name, said in kept.items() if said is not None}

    def unpeopled(self, value: Any) -> Any | None:
        """Plain JSON without the persons in it; None where nothing is left."""
        if isinstance(value, list):
            return [inner for each in value if (inner := self.unpeopled(each)) is not None] or None
        if not isinstance(value, dict):
            return value
        node = self.graph.nodes.get(str(value.get("@id")))
        if "schema:Person" in value.get("@type", ()) or (node is not None and PERSON in node.types):
            return None
        personal = {short(name) for name in PERSONAL}
        kept = {name: self.unpeopled(inner) for name, inner in value.items() if name not in personal}
        return {name: inner for name, inner in kept.items() if inner is not None} or None


def short_types(node: Node) -> str:
    """The classes of a node as people write them."""
    return ", ".join(sorted(map(short, node.types))) or "a thing of no class"


def _words(value: Any) -> str:
    return str(value.get("@value") if isinstance(value, dict) else value).strip()
