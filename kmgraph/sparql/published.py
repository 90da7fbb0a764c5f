"""The project's own terms and fixed words, as their addresses give them: parts of the files of the ontology."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast

from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from kmgraph.rdf.syntax import MEDIA_TYPES, Syntax
from kmgraph.sparql.dataset import ontology
from kmgraph.sparql.formats import PREFIXES
from kmgraph.vocabulary import BASE, DCTERMS, SCHEME, SKOS

RDFS = PREFIXES["rdfs"]
CALLED = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
"""Properties that say what something is called."""
SCHEMES = BASE + "schemes"
"""The file of all schemes."""
MEANS = (SKOS + "definition", RDFS + "comment", DCTERMS + "description")
"""Properties that say what something is."""


class Term(NamedTuple):
    """A class, a property, a scheme or a fixed word."""

    iri: str
    label: str
    definition: str


class Published(NamedTuple):
    """What stands at an address."""

    iri: str
    title: str
    terms: Sequence[Term]
    triples: Sequence[Triple]

    def written(self, syntax: Syntax) -> bytes:
        """All of it in a syntax."""
        format = cast(RdfFormat, RdfFormat.from_media_type(MEDIA_TYPES[syntax]))
        return cast(bytes, serialize(self.triples, format=format, prefixes=PREFIXES))


def published(iri: str) -> Published | None:
    """What stands at an address of the ontology; None where nothing does.

    A file of the ontology is one whole; of the fixed words each scheme stands by itself, too, with its words.
    """
    for graph, triples in _files().items():
        if iri == graph or iri.startswith(f"{graph}/"):  # what follows is a version
            return _published(graph, triples)
    if iri == SCHEME.rstrip("/"):
        return published(SCHEMES)
    words = _files().get(SCHEMES, ())
    scheme = SCHEME + iri.removeprefix(SCHEME).partition("/")[0]
    about = [one for one in words if f"{_name(one)}/".startswith(f"{scheme}/")]
    if iri.startswith(SCHEME) and any(_name(one) == iri for one in about):
        return _published(scheme, about)
    return None


@cache
def labels() -> Mapping[str, str]:
    """What the ontology calls things, by their IRIs."""
    return {term.iri: term.label for triples in _files().values() for term in _terms(triples)}


@cache
def _files() -> Mapping[str, Sequence[Triple]]:
    return {graph: [one.triple for one in parse(text, RdfFormat.TURTLE)] for graph, text in ontology()}


def _published(iri: str, triples: Sequence[Triple]) -> Published:
    terms = [one for one in _terms(triples) if one.iri.startswith(BASE)]
    title = next((one.label for one in terms if one.iri == iri), iri.removeprefix(BASE))
    return Published(iri, title, [one for one in terms if one.iri != iri], triples)


def _terms(triples: Iterable[Triple]) -> list[Term]:
    said: dict[str, dict[str, str]] = {}
    for one in triples:
        if isinstance(one.object, Literal) and one.predicate.value in CALLED + MEANS:
            said.setdefault(_name(one), {}).setdefault(one.predicate.value, one.object.value)
    found = [Term(iri, _first(about, CALLED), _first(about, MEANS)) for iri, about in said.items()]
    return [one for one in found if one.label]


def _first(said: Mapping[str, str], properties: tuple[str, ...]) -> str:
    return next((said[one] for one in properties if one in said), "")


def _name(triple: Triple) -> str:
    return getattr(triple.subject, "value", "")
