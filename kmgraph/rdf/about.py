"""What an export says of itself: a data set, what made it, whom to name for it, and under which licences it stands.

All that is said follows from the content, so that equal content has an equal description: no time of writing, no
place, nobody. Nodes of their own state the rights of sources, so that the records of sources stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Triple

from kmgraph import __version__
from kmgraph.model import Source
from kmgraph.planner.credit import NOT_ENDORSED, attributions
from kmgraph.rdf.licence import licence_iri
from kmgraph.rdf.mapping import graph_of
from kmgraph.rdf.triple import code, integer, link, typed, words
from kmgraph.vocabulary import (
    BASE,
    CLASSES,
    DC,
    DCAT,
    DCTERMS,
    ESCO,
    ORG,
    PROPERTIES,
    PROV,
    RDFS,
    SCHEMA,
    SD,
    SKOS,
    TERMS,
    VOID,
    Kind,
    Status,
    concept_of,
)

VOCABULARIES = (TERMS, DC, DCTERMS, ESCO, ORG, PROV, SCHEMA, SKOS)
"""Namespaces of which records use terms."""
PROGRAM = f"{BASE}software/{__version__}"
"""This version of kmgraph."""


def data_set(digest: str) -> str:
    """The IRI of a data set whose content has this digest."""
    return f"{BASE}dataset/{digest}"


def describe(
    title: str, sources: Sequence[Source], counts: Mapping[Kind, int], triples: int, digest: str, complete: bool
) -> Iterator[Triple]:
    """The description of an export, subject by subject.

    Args:
        title: what the export is called.
        sources: all that it names, be it as asserting a record or as cited.
        counts: how many records of each kind it holds.
        triples: how many triples it holds beside this description.
        digest: of its content, in hexadecimal figures.
        complete: whether it is the whole graph.
    """
    sources = sorted(sources, key=lambda one: one.id)
    node = data_set(digest)
    parts = [(f"{node}#{kind}", kind, counts[kind]) for kind in Kind if counts.get(kind)]
    yield from _data_set(node, title, sources, digest, complete)
    yield integer(node, VOID + "triples", triples)
    for part, _, _ in parts:
        yield link(node, VOID + "classPartition", part)
    yield from _making(node, sources)
    for rights, source in _stating(node, sources):
        yield from _rights(rights, source)
    for part, kind, count in parts:
        yield link(part, VOID + "class", CLASSES[kind])
        yield integer(part, VOID + "entities", count)


def describe_graphs(said: Iterable[tuple[Source, Status]]) -> Iterator[Triple]:
    """What each named graph holds: what a source says at a status, and the source's licence."""
    for source, status in sorted(said, key=lambda one: (one[0].id, one[1])):
        node = graph_of(source.id, status)
        yield typed(node, PROV + "Entity")
        yield typed(node, SD + "Graph")
        yield words(node, DCTERMS + "title", f"{source.title}: what is {status}")
        yield link(node, DCTERMS + "source", source.id)
        yield link(node, PROPERTIES["status"], concept_of(status))
        yield from _licence(node, source)


def _data_set(node: str, title: str, sources: Sequence[Source], digest: str, complete: bool) -> Iterator[Triple]:
    yield typed(node, DCAT + "Dataset")
    yield typed(node, VOID + "Dataset")
    yield typed(node, PROV + "Entity")
    yield words(node, DCTERMS + "title", title)
    yield words(node, DCTERMS + "description", _in_words(sources, complete))
    yield code(node, DCTERMS + "identifier", digest)
    yield code(node, DCAT + "version", digest[:12])
    yield link(node, DCTERMS + "conformsTo", TERMS.rstrip("#"))
    stated = {licence_iri(one.licence) if one.licence else None for one in sources}
    if len(stated) == 1 and (licence := stated.pop()):
        yield link(node, DCTERMS + "license", licence)
    for rights, _ in _stating(node, sources):
        yield link(node, DCTERMS + "rights", rights)
    for credit in attributions(sources):
        yield code(node, SCHEMA + "creditText", credit)
    for one in VOCABULARIES:
        yield link(node, VOID + "vocabulary", one)
    yield link(node, PROV + "wasGeneratedBy", f"{node}#export")


def _in_words(sources: Sequence[Source], complete: bool) -> str:
    whole = (
        "All that a graph holds of competencies, roles, learning and career journeys, and who says so."
        if complete
        else "A part of a graph of competencies, roles, learning and career journeys, and who says so. "
        "What it refers to may be described elsewhere only."
    )
    silent = sum(1 for one in sources if not one.licence)
    told = [whole, "Each record names the source that states it, and each source keeps its own licence."]
    if silent:
        told.append(f"Of {len(sources)} sources, {silent} state no licence: their words may not be free to use.")
    return " ".join([*told, NOT_ENDORSED])


def _making(node: str, sources: Sequence[Source]) -> Iterator[Triple]:
    making = f"{node}#export"
    yield typed(making, PROV + "Activity")
    yield link(making, PROV + "wasAssociatedWith", PROGRAM)
    for one in sources:
        yield link(making, PROV + "used", one.id)
    yield typed(PROGRAM, PROV + "SoftwareAgent")
    yield code(PROGRAM, RDFS + "label", f"kmgraph {__version__}")
    yield code(PROGRAM, SCHEMA + "softwareVersion", __version__)


def _stating(node: str, sources: Sequence[Source]) -> list[tuple[str, Source]]:
    """The sources that state a licence or ask for an attribution, each with the IRI of what states its rights."""
    stating = [one for one in sources if one.licence or one.citation]
    return [(f"{node}#rights-{number}", one) for number, one in enumerate(stating, 1)]


def _rights(node: str, source: Source) -> Iterator[Triple]:
    yield typed(node, DCTERMS + "RightsStatement")
    yield words(node, DCTERMS + "title", f"Rights of {source.title}")
    yield link(node, DCTERMS + "source", source.id)
    yield from _licence(node, source)
    if source.citation:
        yield code(node, SCHEMA + "creditText", source.citation)


def _licence(node: str, source: Source) -> Iterator[Triple]:
    """The licence of a source, as it stands there and, where it is known which one that is, by its IRI."""
    if source.licence:
        yield code(node, DC + "rights", source.licence)
        if licence := licence_iri(source.licence):
            yield link(node, DCTERMS + "license", licence)
