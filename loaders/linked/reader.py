"""From a JSON-LD document to its nodes, by way of its expanded form."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem, Severity, error, warning
from kmgraph.wording import quoted
from loaders.linked.contexts import context, one_namespace
from loaders.linked.fit import unfit
from loaders.linked.node import BLANK, SPACE, Graph, Link, Node, Said, Value

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*|@none")
NOWHERE = "http://relative.invalid/"
"""What relative IRIs are completed with, so that they can be told from whole ones."""


def graph_of(document: Any, place: Place) -> Graph:
    """The nodes of a JSON-LD document (as `json.loads` gives it), and what is doubtful about them."""
    if problem := unfit(document, place):
        return Graph(problems=[problem])
    dropped: dict[str, None] = {}
    expanded = _expanded(_with_languages(document), place, dropped)
    if isinstance(expanded, Problem):
        return Graph(problems=[expanded])
    reader = _Reader(place)
    reader.take(expanded)
    graph = Graph(_named(reader.nodes), reader.problems)
    graph.problems += [_no_meaning(name, place) for name in dropped]
    if any(problem.severity is Severity.ERROR for problem in graph.problems):
        graph.nodes = {}
    return graph


def _no_meaning(name: str, place: Place) -> Problem:
    message = f"Nothing in the context says what {quoted(name)} means, so it is left out."
    return warning(place, message, "Declare it in the context, or mend its spelling.", column=name[:80])


def _with_languages(value: Any) -> Any:
    """The same with each map of languages, {"en": "two"}, as texts with a language, whatever its context says."""
    if isinstance(value, list):
        return [_with_languages(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: inner if key == "@context" else _spoken(inner) for key, inner in value.items()}


def _spoken(value: Any) -> Any:
    """What a property says, maps of languages in it taken apart."""
    if isinstance(value, dict) and _by_language(value):
        return [_text(tag, each) for tag, texts in value.items() for each in _each(texts)]
    if isinstance(value, list) and any(isinstance(each, dict) and _by_language(each) for each in value):
        return [text for each in value for text in _each(_spoken(each))]
    return _with_languages(value)


def _by_language(value: dict[str, Any]) -> bool:
    plain = all(isinstance(each, str) for texts in value.values() for each in _each(texts))
    named = isinstance(value.get("id"), str) and (BLANK in value["id"] or "/" in value["id"])
    return bool(value) and plain and not named and all(LANGUAGE.fullmatch(tag) for tag in value)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(tag: str, text: str) -> dict[str, str]:
    return {"@value": text} if tag == "@none" else {"@value": text, "@language": tag}


def _expanded(document: Any, place: Place, dropped: dict[str, None]) -> list[Any] | Problem:
    """The document with all names written out; names without a meaning are noted as dropped."""
    from pyld import jsonld  # type: ignore[import-untyped]  # imported here because it takes its time

    def served(address: str, _: Any) -> dict[str, Any]:
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address,
                "document": {"@context": context(address) or {}}}  # fmt: skip

    def drop(name: Any) -> None:
        dropped.setdefault(str(name))

    try:
        found: list[Any] = jsonld.expand(
            document, {"documentLoader": served, "base": NOWHERE}, on_property_dropped=drop
        )
        return found
    except jsonld.JsonLdError as failure:
        what = _cause(failure)
        return error(place, f"This is no valid JSON-LD: {what}", "Mend it, or check it with a JSON-LD validator.")
    except RecursionError:
        return error(place, "The document or its context is nested too deeply.", "Check that it is the right file.")
    except Exception as failure:  # the library trips over shapes that it does not expect
        message = f"This is no valid JSON-LD ({type(failure).__name__})."
        return error(place, message, "Check it with a JSON-LD validator.")


def _cause(failure: Exception) -> str:
    """The innermost sentence of a failure of the library."""
    for _ in range(10):
        inner = getattr(failure, "__cause__", None)
        if not isinstance(inner, Exception) or not inner.args:
            break
        failure = inner
    told = str(failure.args[0] if failure.args else failure).removeprefix("Invalid JSON-LD syntax;").strip().rstrip(".")
    return f"{told or 'its syntax is wrong'}."


class _Reader:
    """Takes an expanded document apart into nodes; what says the same twice is kept once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.nodes: dict[str, Node] = {}
        self.problems: list[Problem] = []
        self._known: dict[str, dict[str, set[Said]]] = {}
        self._told: set[str] = set()

    def take(self, items: list[Any]) -> None:
        for item in items:
            if isinstance(item, dict) and "@value" not in item:
                self.node(item)

    def node(self, said: dict[str, Any]) -> Link:
        """Notes a node with all that stands under it; a named graph is taken as part of the document."""
        for inner in (*_each(said.get("@graph", [])), *_each(said.get("@included", []))):
            self.take([inner])
        found: dict[str, list[Said]] = {}
        for name, values in said.items():
            if not name.startswith("@"):
                kept = found.setdefault(one_namespace(name), [])
                kept += [each for value in values for each in self.values(value, name)]
        found = {name: values for name, values in found.items() if values}
        types = {one_namespace(each) for each in said.get("@type", ()) if self.whole(each, "@type")}
        link = Link(self.iri_of(said.get("@id"), types, found))
        if types or found:
            self.keep(link.iri, types, found)
        for name, nodes in said.get("@reverse", {}).items():
            for other in nodes:
                self.keep(self.node(other).iri, set(), {one_namespace(name): [link]})
        return link

    def iri_of(self, stated: Any, types: set[str], found: dict[str, list[Said]]) -> str:
        if isinstance(stated, str) and stated.startswith(BLANK):
            return f"{BLANK}stated {stated[2:]}"
        if not isinstance(stated, str):
            return BLANK + _digest(types, found)
        self.whole(stated, "@id")
        return one_namespace(stated)

    def whole(self, stated: str, where: str) -> bool:
        """Whether an IRI is whole; where it is not, that is an error, told once."""
        if ":" in stated and not stated.startswith(NOWHERE) and not SPACE.search(stated) and stated.isprintable():
            return True
        if stated not in self._told:
            self._told.add(stated)
            as_written = stated.removeprefix(NOWHERE)
            message = f"{quoted(as_written)} is no whole IRI, and nothing in the context completes it."
            hint = "Write the whole IRI, or declare a @base or @vocab in the context."
            self.problems.append(error(self.place, message, hint, column=where, value=as_written))
        return False

    def values(self, said: Any, name: str) -> Iterator[Said]:
        if not isinstance(said, dict):
            return
        if "@list" in said or "@set" in said:
            for inner in _each(said.get("@list", said.get("@set"))):
                yield from self.values(inner, name)
        elif "@value" in said:
            value = said["@value"]
            plain = value if isinstance(value, str | int | float) else json.dumps(value)
            yield Value(plain, _tag(said.get("@language")), said.get("@type"))
        elif said.keys() == {"@id"} and said["@id"].startswith(NOWHERE):
            yield Value(said["@id"].removeprefix(NOWHERE))  # a text where the context expects an IRI
        elif said:
            yield self.node(said)

    def keep(self, iri: str, types: set[str], found: dict[str, list[Said]]) -> None:
        node = self.nodes.get(iri)
        known = self._known.setdefault(iri, {})
        if node is None:
            node = self.nodes[iri] = Node(iri)
        elif any(_differs(values, known.get(name)) for name, values in found.items()) and iri not in self._told:
            self._told.add(iri)
            message = f"{quoted(iri, 120)} is described twice, and not in the same words; all of it is kept."
            hint = "Describe it once. What comes first counts where one value is needed."
            self.problems.append(warning(self.place, message, hint, column="@id", value=iri))
        node.types |= types
        for name, values in found.items():
            seen = known.setdefault(name, set())
            fresh = [value for value in dict.fromkeys(values) if value not in seen]
            seen.update(fresh)
            node.properties.setdefault(name, []).extend(fresh)


def _differs(values: list[Said], known: set[Said] | None) -> bool:
    """Whether texts are said that differ from those said before; further links are no contradiction."""
    texts = {value for value in values if isinstance(value, Value)}
    before = {value for value in known or () if isinstance(value, Value)}
    return bool(texts and before and not texts & before)


def _tag(language: str | None) -> str | None:
    """A language tag as it is usually written: en-GB, zh-Hant."""
    if language is None:
        return None
    first, *more = language.split("-")
    shapes = {2: str.upper, 4: str.title}
    return "-".join([first, *(shapes.get(len(part), str.lower)(part) for part in more)])


def _digest(types: set[str], found: dict[str, list[Said]]) -> str:
    """A short hash of what is said of a node; the names that the document gives blank nodes count for nothing."""
    said = {
        name: [BLANK if isinstance(each, Link) and " " in each.iri else each for each in values]
        for name, values in sorted(found.items())
    }
    return hashlib.blake2b(json.dumps([sorted(types), said]).encode(), digest_size=8).hexdigest()


def _named(nodes: dict[str, Node]) -> dict[str, Node]:
    """The nodes with IRIs of our own for those that the document calls `_:b0` and the like."""
    names: dict[str, str] = {}
    taken = set(nodes)
    for iri, node in nodes.items():
        if iri.startswith(f"{BLANK}stated "):
            first = BLANK + _digest(node.types, node.properties)
            again = (f"{first}-{at}" for at in range(2, len(nodes) + 2))
            names[iri] = first if first not in taken else next(each for each in again if each not in taken)
            taken.add(names[iri])
    for node in nodes.values() if names else ():
        node.iri = names.get(node.iri, node.iri)
        for values in node.properties.values():
            values[:] = [_linked(each, names) for each in values]
    return {node.iri: node for node in nodes.values()}


def _linked(said: Said, names: dict[str, str]) -> Said:
    """The same with the name of our own for a blank node, even where only the text `_:b0` refers to it."""
    stated = said.iri if isinstance(said, Link) else f"{BLANK}stated {str(said.value)[2:]}"
    known = isinstance(said, Link) or str(said.value).startswith(BLANK)
    return Link(names[stated]) if known and stated in names else said
