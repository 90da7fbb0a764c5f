"""What is known of a source while its records are made: its nodes, their places, its name, and doubts about it."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from kmgraph.errors import Place, Problem, warning
from kmgraph.load import Entry
from kmgraph.model import Record, iri
from kmgraph.vocabulary import Kind, Mode
from kmgraph.wording import quoted
from loaders import foreign
from loaders.foreign import Notes, Sort, address, impersonal, language_of, short_of, short_of_file
from loaders.linked import SCHEMA, Graph, Link, Node, Said, Value, graph_of, short
from loaders.schemaorg import markup
from loaders.schemaorg.pages import Document, path_of
from loaders.schemaorg.terms import (
    DESCRIPTION,
    INSTANCE,
    LICENCE,
    NAME,
    OFFERS,
    OTHER_NAME,
    PERSON,
    PERSONAL,
    READ,
    URL,
)

MOST_NODES = 300_000
PAGES = tuple(SCHEMA + name for name in ("WebPage", "CollectionPage", "ItemPage", "ItemList"))
BLANK = "_:"

PERSONS = Sort("Persons, or how to reach them, may be named here, so it is not kept: {}.", "Nothing is to be done.",
               quiet=True)  # fmt: skip
NAMELESS = Sort("Something that should be loaded has no name, so it is left out: {}.", "Give it a name.", "schema:name")
TWICE = Sort("Something is described in several documents, not in the same words; what comes first counts: {}.",
             "Describe it once.")  # fmt: skip

NO_ADDRESS = Sort("An address is none of the Web, so it is left out: {}.", "Write it whole, with https://.",
                  "schema:url")  # fmt: skip


class Reading:
    """All documents of a source as one graph."""

    def __init__(self, path: Path):
        self.path = str(path)
        self._file = path
        self.graph = Graph()
        self.notes = Notes()
        self.places: dict[str, Place] = {}
        self.languages: dict[str, str | None] = {}
        self.used: set[str] = set()
        """The nodes of which a record was made, or which a record tells."""
        self.title: str | None = None
        self.address: str | None = None
        self.documents = 0
        self._claimed: dict[str, Kind] = {}
        self._seen: dict[tuple[str, str], set[Said]] = {}
        """What properties say so far, of nodes in several documents."""
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
        for values in node.properties.values():
            values[:] = [_unmarked(each) for each in values]
        known = self.graph.nodes.setdefault(node.iri, node)
        self.places.setdefault(node.iri, document.place)
        self.languages.setdefault(node.iri, document.language)
        if known is node:
            return
        known.types |= node.types
        for name, values in node.properties.items():
            kept = known.properties.setdefault(name, [])
            seen = self._seen.setdefault((node.iri, name), set())
            seen.update(() if seen else kept)
            new = [value for value in dict.fromkeys(values) if value not in seen]
            if kept and new:
                self.notes.add(TWICE, document.place, node.iri)
            kept += new
            seen.update(new)

    @cached_property
    def short(self) -> str:
        """The short name of the source: by the address of its page or course, else by its file and folder."""
        stated = (self.address, *([] if self._file.is_dir() else self._homes()))
        named = (name for each in stated if each and (name := short_of("schema-org", each)))
        return next(named, None) or short_of_file("schema-org", self._file, self._stem)

    @property
    def _stem(self) -> str:
        return self._file.name if self._file.is_dir() else self._file.stem

    @property
    def file(self) -> str:
        """What the file or folder is called, where that is not the name of a person."""
        return impersonal(self._stem, "schema.org")

    def _homes(self) -> Iterator[str]:
        """The addresses that a file states of itself, as a page, or of the only course or occupation in it.

        A site has the same address on all its pages, and a course may stand in many lists: neither tells files apart.
        """
        courses = list(islice(self.graph.of(*READ - {INSTANCE}), 2))
        for node in (*self.graph.of(*PAGES), *(courses if len(courses) == 1 else ())):
            said = (node.iri, *node.iris(URL), *node.texts(URL))
            yield from (each for each in said if address(each) and path_of(each))

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

    def made(self, kind: type[Record], place: Place, values: dict[str, Any]) -> Entry | Problem:
        """The entry of a record, or a warning that it is left out: a value does not fit, or the id is taken."""
        first = self._claimed.setdefault(str(values["id"]), kind.kind)
        if first is kind.kind:
            return foreign.entry(kind, place, values)
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
        fields = {
            "id": self.id_of(node, kind),
            "label": label,
            "alternative_labels": others,
            "language": language_of(node.language(NAME), self.languages.get(node.iri)),
            text: node.text(DESCRIPTION),
            "source_licence": next(iter([*node.texts(LICENCE), *node.iris(LICENCE)]), None),
            "extra": self._more_texts(node, extra),
        }
        if "url" in kind.model_fields:
            fields["url"] = self._url(node)
        return fields

    def _url(self, node: Node) -> str | None:
        """The web address of something; what is none is left out."""
        said = [each.iri if isinstance(each, Link) else str(each.value) for each in node.properties.get(URL, ())]
        found = next(filter(address, said), None)
        if said and not found:
            self.notes.add(NO_ADDRESS, self.place(node), said[0])
        return found

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
                whole: dict[str, str] | None = {} if name == OFFERS else None  # offers are kept with all that they say
                kept[short(name)] = self.unpeopled(self.graph.plain(node, name, whole))
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


def _unmarked(said: Said) -> Said:
    """What is said, a text without the markup of web pages."""
    if isinstance(said, Value) and isinstance(said.value, str):
        return said._replace(value=markup.plain(said.value))
    return said


def _words(value: Any) -> str:
    return str(value.get("@value") if isinstance(value, dict) else value).strip()
