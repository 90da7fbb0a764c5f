"""What the readers of all kinds of CTDL records share: names, places, what is kept beside a record, and doubts."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.load import Entry
from kmgraph.model import Record, iri
from kmgraph.personal import looks_personal
from kmgraph.vocabulary import PROPERTIES
from kmgraph.wording import quoted
from loaders.ctdl.terms import ORGANISATION, PERSONAL, PUBLISHERS, usual
from loaders.foreign import CODE, Unfit, made
from loaders.linked import CETERMS, PREFIXES, Graph, Link, Node, Said, short

Found = Iterator[Entry | Problem]

BEYOND = (
    "status", "grounds", "why", "cites", "source_licence", "checked", "extra", "hidden_labels", "type", "scale",
    "version", "groups", "mode", "effort_hours", "elapsed_weeks", "fee", "currency", "fee_as_of", "funding", "audience",
    "eligibility", "availability", "place", "open_to", "access", "level", "evidence", "publisher",
)  # fmt: skip
"""Fields that CTDL has no term for, or none that says as much: written with the terms of our own vocabulary."""
OWN = {PROPERTIES[name]: name for name in BEYOND}
NAMES = tuple(PREFIXES[prefix] + "name" for prefix in ("ceterms", "ceasn", "foaf", "schema"))
STANDS_FOR = CETERMS + "proxyFor"


class Reading:
    """A document while it is read: its nodes, the short name of its source, and where in the file they stand."""

    def __init__(self, graph: Graph, place: Place, short: str, lines: dict[str, int]) -> None:
        self.graph = graph
        self.graph.hidden = PERSONAL
        self.file = place
        self.short = short
        self.lines = lines
        self.chief = ""
        """The node that the document is about, of which the source says the licence."""
        self.apart: dict[str, str] = {}
        """The nodes that are records of their own, and the names of these: a link to them is enough."""
        self.used: set[str] = set()
        """The nodes of which something was taken."""
        self.alias: dict[str, str] = {}
        """What a component stands for, by the IRI of the component."""
        self.beside: dict[str, list[Node]] = {}
        """Components that have no record, by the node that they stand for or belong to."""
        self.said: set[str] = set()

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return Place(self.file.source, self.lines.get(node.iri))

    def name(self, node: Node, kind: type[Record]) -> str:
        """The IRI of the record of a node."""
        return iri(kind.kind, self.short, node.name) if node.blank else node.iri

    def target(self, reference: str, kind: type[Record]) -> str:
        """The IRI of the record that a reference means."""
        stands_for = self.alias.get(reference, reference)
        return iri(kind.kind, self.short, stands_for[2:]) if stands_for.startswith("_:") else stands_for

    def note(self, node: Node, name: str, message: str, hint: str) -> Problem:
        """What is to be known of a property of a node, though nothing is to be done about it."""
        return note(self.place(node), message, hint, column=short(name), value=node.iri)

    def warn(self, node: Node, name: str, message: str, hint: str, value: object = None) -> Problem:
        """A doubt about a property of a node."""
        shown = str(node.iri if value is None else value)
        return warning(self.place(node), message, hint, column=short(name), value=shown)

    def once(self, node: Node, name: str, message: str, hint: str, *, quiet: bool = False) -> Found:
        """A remark that is made once a document; a quiet one is a note."""
        if message not in self.said:
            self.said.add(message)
            yield (self.note if quiet else self.warn)(node, name, message, hint)

    def kept(self, node: Node, taken: Collection[str]) -> dict[str, Any]:
        """What a node says beyond what was taken, as plain JSON; each property by its usual name."""
        found: dict[str, Any] = {}
        for name in node.properties:
            if name not in taken and name not in PERSONAL and name not in OWN:
                values = self.graph.plain(node, name, self.apart)
                found[short(name)] = values[0] if len(values) == 1 else values
        if stand_ins := [self.whole(other) for other in self.beside.get(node.iri, ())]:
            found["@reverse"] = {short(STANDS_FOR): stand_ins}
        return found

    def whole(self, node: Node) -> dict[str, Any]:
        """All that a node says, as plain JSON."""
        self.used.add(node.iri)
        stated = {"@id": node.iri, "@type": sorted(map(short, node.types))}
        names = (name for name in node.properties if name not in PERSONAL)
        return stated | {short(name): self.graph.plain(node, name, self.apart) for name in names}

    def entry(
        self,
        kind: type[Record],
        node: Node,
        *,
        taken: Collection[str] = (),
        fields: dict[str, Any],
        name: str | None = None,
    ) -> Found:
        """The record of a node, with all that has no field in its `extra`, and doubts about its values."""
        self.used.add(node.iri)
        own = self.own(kind, node)
        values = {key: value for key, value in fields.items() if value is not None} | own
        types = sorted(map(short, node.types))
        named = {} if types == [usual(kind, values.get("type"))] else {"@type": types}
        values["extra"] = named | self.kept(node, taken) | fields.get("extra", {}) | own.get("extra", {})
        values["id"] = name or self.name(node, kind)
        yield from self.made(kind, node, values)

    def persons(self) -> Found:
        """A remark for each property that names or reaches a person, wherever it stands."""
        for node in self.graph.nodes.values():
            for name in PERSONAL.intersection(node.properties):
                message = f"{short(name)} may name or reach a person, so it is left out wherever it stands."
                yield from self.once(
                    node, name, message, "Nothing is to be done: persons are never stored.", quiet=True
                )
        yield from self._publishers()

    def _publishers(self) -> Found:
        """Takes away every publisher that looks like a person, and tells it."""
        bodies = {name for node in self.graph.of(*ORGANISATION) for name in node.texts(CETERMS + "name")}
        for node in self.graph.nodes.values():
            for name in PUBLISHERS:
                said = node.properties.get(name, [])
                if persons := [each for each in said if self._is_person(each, bodies)]:
                    message = f"A publisher looks like a person, so it is not kept: {quoted(self._called(persons[0]))}."
                    yield self.warn(node, name, message, "Name the organisation.", self._called(persons[0]))
                    node.properties[name] = [each for each in said if each not in persons]
                    if not node.properties[name]:
                        del node.properties[name]

    def _is_person(self, said: Said, bodies: Collection[str]) -> bool:
        """Whether what is said to publish something looks like a person; `bodies` are organisations by name."""
        node = self.graph.nodes.get(said.iri) if isinstance(said, Link) else None
        if node and any(each.endswith("Organization") for each in node.types):
            return False
        person = node is not None and any(each.endswith("/Person") for each in node.types)
        return person or (self._called(said) not in bodies and looks_personal(self._called(said)) is not None)

    def _called(self, said: Said) -> str:
        """The words of a value, or what it refers to is called."""
        if not isinstance(said, Link):
            return str(said.value).strip()
        node = self.graph.nodes.get(said.iri)
        return next(filter(None, map(node.text, NAMES)), said.iri) if node else said.iri

    def made(self, kind: type[Record], node: Node, values: dict[str, Any]) -> Found:
        """A record of these values, those left out that do not fit; an error where it cannot do without one."""
        yield from made(kind, self.place(node), values, Unfit.VALUE)

    def edge(self, kind: type[Record], node: Node, **values: Any) -> Found:
        """A record that joins two others, which the node says."""
        yield from made(kind, self.place(node), values, Unfit.RECORD, short=self.short)

    def own(self, kind: type[Record], node: Node) -> dict[str, Any]:
        """The fields that a document written here says in our own terms."""
        found: dict[str, Any] = {}
        for name, values in node.properties.items():
            field = OWN.get(name)
            if field and field in kind.model_fields:
                said = [each.iri if isinstance(each, Link) else each.value for each in values]
                many = str(kind.model_fields[field].annotation).startswith("tuple")
                found[field] = tuple(said) if many else said[0]
        if "extra" in found:
            found["extra"] = _object(str(found["extra"]))
        return found

    def labels(self, node: Node, *names: str) -> dict[str, Any]:
        """The label of a node, its language, and other labels; each property is tried in turn."""
        for name in names:
            if text := node.text(name):
                language = node.language(name)
                fits = bool(language and CODE.fullmatch(language))
                others = tuple(node.texts(CETERMS + "alternateName"))
                return {"label": text, "language": language if fits else None, "alternative_labels": others}
        return {"label": None}

    def only(self, node: Node, *names: str) -> set[str]:
        """Those of these properties of which one text says all, so that nothing of them needs to be kept."""
        return {name for name in names if len(node.properties.get(name, ())) == 1 == len(node.texts(name))}


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
