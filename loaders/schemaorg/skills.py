"""Competencies as schema.org names them: plain texts, defined terms of a set, or alignments to a framework."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem
from kmgraph.load import Entry
from kmgraph.model import Competency, Framework, slug_of
from kmgraph.vocabulary import Kind
from loaders.foreign import ESCO_ROLES, UNDETERMINED, Sort, language_of
from loaders.linked import SCHEMA, Link, Node, Said
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.terms import CODE, IN_SET, NAME, READ

LONGEST = 200
"""Letters of a label; what is longer is a description."""
TARGET = {name: SCHEMA + name for name in ("targetName", "targetUrl", "targetDescription", "educationalFramework")}
KNOWN_ELSEWHERE = ("http://data.europa.eu/esco/",)
"""IRIs of schemes that are loaded by themselves: they are referred to, and not described anew."""

LISTING = Sort("A text under skills or teaches may list several; it is taken as one: {}.",
               "Write a list with one text for each.", "schema:skills")  # fmt: skip
WORDLESS = Sort("A skill has neither a name nor an IRI, or is no skill, so it is left out: {}.",
                "Give it a name.")  # fmt: skip
BY_END = Sort("A framework that nothing names is called by the end of its IRI: {}.", "Describe it, with a name.")


class Skills:
    """The competencies that a source names, made when they are first asked for."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self._entries: dict[str, Entry | Problem] = {}
        self._names: dict[str, str] = {}
        self._own = reading.named(Kind.FRAMEWORK, "skills")

    def beside(self, iri: str) -> dict[str, Any]:
        """What an edge to a competency keeps in `extra`: the name of one that is described elsewhere."""
        return {"extra": {"schema:name": [self._names[iri]]}} if iri in self._names else {}

    def entries(self) -> Iterator[Entry | Problem]:
        """The competencies and frameworks that were asked for."""
        yield from self._entries.values()

    def id_of(self, said: Said, node: Node) -> str | None:
        """The id of the competency that a value means, which `node` names; None where it means none."""
        if not isinstance(said, Link):
            text = str(said.value).strip() if isinstance(said.value, str) else ""
            return self._text(text, said.language, node) if text else self._none(node, str(said.value))
        term = self.reading.graph.nodes.get(said.iri)
        if term is None:
            return self._unnamed(said.iri, node)
        self.reading.used.add(term.iri)
        target = next(iter(term.iris(TARGET["targetUrl"])), None)
        if TARGET["targetName"] in term.properties or target:
            return self._aligned(term, target)
        return self._term(term)

    def _text(self, text: str, language: str | None, node: Node) -> str | None:
        if "," in text or ";" in text or "\n" in text or len(text) > LONGEST:
            self.reading.notes.add(LISTING, self.reading.place(node), text)
        fields = {"label": _shortened(text), "definition": text if len(text) > LONGEST else None,
                  "language": language_of(language, self.reading.languages.get(node.iri))}  # fmt: skip
        return self._kept(
            self.reading.named(Kind.COMPETENCY, text), self.reading.place(node), fields, self._framework()
        )

    def _term(self, term: Node) -> str | None:
        if term.iri.startswith(KNOWN_ELSEWHERE):
            return self._elsewhere(term, term.iri, term.text(NAME))
        if not term.types.isdisjoint(READ):
            return self._none(term, term.iri)
        if not term.text(NAME):
            return self._none(term, term.iri) if term.blank else self._unnamed(term.iri, term)
        fields = self.reading.described(term, Competency, (CODE, IN_SET), text="definition")
        if fields is None:
            return None
        if term.blank and IN_SET not in term.properties and not term.text(CODE):
            fields["id"] = self.reading.named(Kind.COMPETENCY, str(fields["label"]))
        fields["notation"] = term.text(CODE)
        return self._kept(fields.pop("id"), self.reading.place(term), fields, self._framework_of(term))

    def _aligned(self, term: Node, target: str | None) -> str | None:
        label = term.text(TARGET["targetName"])
        if target and target.startswith(KNOWN_ELSEWHERE):
            return self._elsewhere(term, target, label)
        if not label:
            return self._unnamed(target or term.iri, term)
        extra = self.reading.extra(term, TARGET.values())
        language = language_of(term.language(TARGET["targetName"]), self.reading.languages.get(term.iri))
        fields = {"label": _shortened(label), "definition": term.text(TARGET["targetDescription"]), "extra": extra,
                  "language": language}  # fmt: skip
        named = term.text(TARGET["educationalFramework"])
        framework = self._framework(named) if named else self._framework()
        whose = target or self.reading.named(Kind.COMPETENCY, label)
        return self._kept(whose, self.reading.place(term), fields, framework)

    def _elsewhere(self, term: Node, iri: str, name: str | None) -> str | None:
        if iri.startswith(ESCO_ROLES):
            return self._none(term, iri)
        if name:
            self._names.setdefault(iri, name)
        return iri

    def _unnamed(self, iri: str, node: Node) -> str | None:
        """A competency of which only the IRI is known: another source may describe it."""
        return iri if iri.startswith(("http://", "https://", "urn:")) else self._none(node, iri)

    def _none(self, node: Node, shown: str) -> str | None:
        """Nothing, and a note of it."""
        self.reading.notes.add(WORDLESS, self.reading.place(node), shown)
        return None

    def _kept(self, iri: str, place: Place, fields: dict[str, Any], framework: str) -> str | None:
        if iri not in self._entries:
            self._entries[iri] = self.reading.made(Competency, place, {"id": iri, "framework": framework, **fields})
        return iri if isinstance(self._entries[iri], Entry) else None

    def _framework(self, name: str | None = None) -> str:
        """The framework of this name; that of the source itself without one."""
        iri = self.reading.named(Kind.FRAMEWORK, name) if name else self._own
        label = name or f"Skills named in {self.reading.title or self.reading.file}"
        fields = {"id": iri, "label": _shortened(label), "language": UNDETERMINED if name else "en"}
        self._entries.setdefault(iri, self.reading.made(Framework, Place(self.reading.path), fields))
        return iri

    def _framework_of(self, term: Node) -> str:
        found = next(iter(term.properties.get(IN_SET, ())), None)
        if found is None:
            return self._framework()
        linked = next(iter(term.iris(IN_SET)), None)
        if linked is None:
            return self._framework(term.text(IN_SET))
        node = self.reading.graph.nodes.get(linked)
        if node is not None and (fields := self.reading.described(node, Framework, (), text="definition")):
            self._entries.setdefault(fields["id"], self.reading.made(Framework, self.reading.place(node), fields))
            return str(fields["id"])
        if linked.startswith("_:"):
            return self._framework()
        self.reading.notes.add(BY_END, self.reading.place(term), linked)
        fields = {"id": linked, "label": slug_of(linked.rstrip("/#")) or linked, "language": UNDETERMINED}
        self._entries.setdefault(linked, self.reading.made(Framework, self.reading.place(term), fields))
        return linked


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
