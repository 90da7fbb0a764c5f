"""What the readers of all kinds of CTDL records share: names, places, what is kept beside a record, and doubts."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.model import Record, iri
from kmgraph.vocabulary import PROPERTIES, Status
from kmgraph.wording import quoted
from loaders.ctdl.terms import PERSONAL, usual
from loaders.foreign import edge
from loaders.linked import CETERMS, Graph, Link, Node, short

R = TypeVar("R", bound=Record)
Found = Iterator[Entry | Problem]

BEYOND = (
    "status", "grounds", "why", "cites", "source_licence", "checked", "extra", "hidden_labels", "type", "scale",
    "version", "groups", "mode", "effort_hours", "elapsed_weeks", "fee", "currency", "fee_as_of", "funding", "audience",
    "eligibility", "availability", "place", "open_to", "access", "level", "evidence", "publisher",
)  # fmt: skip
"""Fields that CTDL has no term for, or none that says as much: written with the terms of our own vocabulary."""
OWN = {PROPERTIES[name]: name for name in BEYOND}
STANDS_FOR = CETERMS + "proxyFor"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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

    def warn(self, node: Node, name: str, message: str, hint: str, value: object = None) -> Problem:
        """A doubt about a property of a node."""
        shown = str(node.iri if value is None else value)
        return warning(self.place(node), message, hint, column=short(name), value=shown)

    def once(self, node: Node, name: str, message: str, hint: str) -> Found:
        """A remark that is made once a document."""
        if message not in self.said:
            self.said.add(message)
            yield self.warn(node, name, message, hint)

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
        self, kind: type[R], node: Node, *, taken: Collection[str] = (), fields: dict[str, Any], name: str | None = None
    ) -> Found:
        """The record of a node, with all that has no field in its `extra`, and doubts about its values."""
        self.used.add(node.iri)
        own = self.own(kind, node)
        values = {key: value for key, value in fields.items() if value is not None} | own
        types = sorted(map(short, node.types))
        named = {} if types == [usual(kind, values.get("type"))] else {"@type": types}
        values["extra"] = named | self.kept(node, taken) | own.get("extra", {})
        values["id"] = name or self.name(node, kind)
        yield from self.made(kind, node, values)

    def persons(self) -> Found:
        """A remark for each property that names or reaches a person, wherever it stands."""
        for node in self.graph.nodes.values():
            for name in PERSONAL.intersection(node.properties):
                message = f"{short(name)} may name or reach a person, so it is left out wherever it stands."
                yield from self.once(node, name, message, "Nothing is to be done: persons are never stored.")

    def made(self, kind: type[R], node: Node, values: dict[str, Any]) -> Found:
        """A record of these values, those left out that do not fit; an error where it cannot do without one."""
        values = {"status": Status.SOURCED, **values}
        for _ in range(len(values)):
            try:
                yield Entry(kind(**values), self.place(node))
                return
            except ValidationError as failure:
                first = failure.errors()[0]
                field = str(first["loc"][0])
                if field in values and field not in ("id", "label") and not kind.model_fields[field].is_required():
                    refused = values.pop(field)
                    message = f"{quoted(refused)} is no {field.replace('_', ' ')}: it is left out."
                    yield self.warn(node, field, message, f"Mend it: {first['msg']}.", refused)
                    continue
                shown = f"{kind.kind} {quoted(node.iri, 120)}"
                told = "has no name that can be kept" if field == "label" else f"has no {field} that can be kept"
                hint = f"Give it one: {first['msg']}."
                yield error(self.place(node), f"The {shown} {told}.", hint, column=field, value=node.iri)
                return

    def edge(self, kind: type[R], node: Node, **values: Any) -> Found:
        """A record that joins two others, which the node says."""
        try:
            yield Entry(edge(kind, self.short, **values), self.place(node))
        except ValidationError as failure:
            first = failure.errors()[0]
            shown = quoted(values.get(str(first["loc"][0])), 120)
            message = f"{shown} cannot be referred to, so this {kind.kind} is left out."
            yield self.warn(node, str(first["loc"][0]), message, f"Mend it: {first['msg']}.")

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
                fits = bool(language and LANGUAGE.fullmatch(language))
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
