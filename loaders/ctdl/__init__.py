"""CTDL and CTDL-ASN, the terms of the Credential Registry, as JSON-LD: read from a file, and written again.

Read are competency frameworks, collections, courses and credentials, organisations, occupations and pathways. The
files of the registry may be given as they are, in their envelopes or without. What has no field is kept in `extra`
under the term that says it (`ceterms:…`), so that it goes out again.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kmgraph.errors import Place, Problem, error
from kmgraph.load import Entry
from kmgraph.model import Collection, Competency, Course, Framework, Offering, Organisation, Record, Role, Source, iri
from kmgraph.vocabulary import Kind
from loaders.ctdl.competencies import NAMES, collections, competencies, frameworks, publisher
from loaders.ctdl.pathways import pathways, stand_ins
from loaders.ctdl.provision import WEBPAGE, courses, organisations
from loaders.ctdl.reading import Found, Reading
from loaders.ctdl.requirements import FIRST, Asked, asked_of
from loaders.ctdl.roles import roles
from loaders.ctdl.scales import scales
from loaders.ctdl.terms import (
    CITATION,
    COLLECTION,
    COMPETENCY,
    COMPONENTS,
    FRAMEWORK,
    LICENCES,
    OFFERING,
    ORGANISATION,
    PATHWAY,
    PROVISION,
    ROLE,
)  # fmt: skip
from loaders.ctdl.write import export
from loaders.foreign import json_in, short_of, short_of_file, text_of
from loaders.linked import CEASN, Link, Node, graph_of, short

__all__ = ["export", "load", "recognises"]

SIGN = re.compile(rb"purl\.org/ctdl|credreg\.net/ctdl|\"(ceterms|ceasn):")
"""What a document in CTDL says near its beginning."""
BEGINNING = 65_536
CHIEF: dict[tuple[str, ...], type[Record]] = {
    FRAMEWORK: Framework, PATHWAY: Course, COLLECTION: Collection, tuple(PROVISION): Course, ROLE: Role,
    COMPETENCY: Competency, ORGANISATION: Organisation,
}  # fmt: skip
"""What a document is about, the first of these that it has, and what becomes of it."""


def recognises(path: Path) -> bool:
    """Whether a path is a JSON file that uses the terms of CTDL."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")
    return beginning[:1] in (b"{", b"[") and bool(SIGN.search(beginning))


def load(path: Path) -> Iterator[Entry | Problem]:
    """The entries of a document, the source first, and every doubt about it."""
    place = Place(str(path))
    text = text_of(path)
    document = text if isinstance(text, Problem) else json_in(text, place)
    if isinstance(document, Problem):
        yield document
        return
    graph = graph_of(_unwrapped(document), place)
    yield from graph.problems
    chief = next((node for types in CHIEF for node in graph.of(*types)), None)
    if chief is None:
        if not graph.problems:
            message = "Nothing in this document is a framework, a competency, a course, a role or a pathway of CTDL."
            yield error(place, message, "Check that it is the right file, and that its @type says what each is.")
        return
    yield from _entries(Reading(graph, place, _short(path, chief), _lines(str(text))), chief)


def _unwrapped(document: Any) -> Any:
    """What stands within the envelopes of the registry."""
    if isinstance(document, dict) and isinstance(document.get("decoded_resource"), dict | list):
        return document["decoded_resource"]
    if isinstance(document, list):
        return [_unwrapped(each) if isinstance(each, dict) else each for each in document]
    return document


def _short(path: Path, chief: Node) -> str:
    """The short name of a source: by the address of what it is about, which no other has, else by its file."""
    return short_of("ctdl", chief.iri) or short_of_file("ctdl", path, path.stem)


def _lines(text: str) -> dict[str, int]:
    """The line on which each node is first named by its IRI."""
    found: dict[str, int] = {}
    line, before = 1, 0
    for name in re.finditer(r'"@id"\s*:\s*"([^"\\]*)"', text):
        line += text.count("\n", before, name.start())
        before = name.start()
        found.setdefault(name[1], line)
    return found


def _entries(reading: Reading, chief: Node) -> Found:
    for types, kind in (CHIEF | {tuple(COMPONENTS): Course, OFFERING: Offering}).items():
        reading.apart |= {node.iri: reading.name(node, kind) for node in reading.graph.of(*types)}
    reading.chief = chief.iri
    persons = list(reading.persons())  # before anything is taken from the nodes
    yield from _source(reading, chief)
    yield from persons
    stand_ins(reading)
    asked = Asked(reading)
    yield from organisations(reading)
    yield from scales(reading)
    yield from frameworks(reading)
    yield from competencies(reading)
    yield from courses(reading)
    for node in reading.graph.of(*PROVISION):
        if node.types.isdisjoint(COMPONENTS):
            yield from _asked(reading, asked, node)
    yield from roles(reading, asked)
    yield from pathways(reading, asked)
    yield from collections(reading)
    yield from _left_out(reading)


def _asked(reading: Reading, asked: Asked, node: Node) -> Found:
    subject = reading.name(node, Course)
    yield from asked_of(asked, node, subject, Course)
    for other in node.iris(FIRST):
        yield from asked.records(node, FIRST, subject, Course, asked.literal(other))


def _source(reading: Reading, chief: Node) -> Found:
    """The source: what the document is about, who answers for it, and under which licence."""
    names = (*NAMES, CEASN + "competencyLabel", CEASN + "competencyText")
    licences = (text for name in LICENCES for text in (*chief.texts(name), *chief.iris(name)))
    addresses = (each for each in (chief.iri, *chief.iris(WEBPAGE)) if re.match(r"https?://[^/\s]+\.", each))
    fields = {
        "title": next(filter(None, map(chief.text, names)), None) or reading.short,
        "publisher": chief.text(CEASN + "publisherName") or publisher(reading, chief),
        "url": next(addresses, None),
        "licence": next(licences, None),
        "citation": chief.text(CITATION),
    }
    stated = {name: text for name, text in fields.items() if text is not None}
    yield from reading.made(Source, chief, stated | {"id": iri(Kind.SOURCE, reading.short, reading.short)})


def _left_out(reading: Reading) -> Found:
    """What stands by itself and is read by nobody, counted by its class."""
    graph = reading.graph
    inner = {said.iri for node in graph.nodes.values() for values in node.properties.values() for said in values
             if isinstance(said, Link)}  # fmt: skip
    found: dict[str, list[Node]] = {}
    for node in graph.nodes.values():
        if not ({node.iri} & (reading.used | graph.written) or (node.blank and node.iri in inner)):
            found.setdefault(" and ".join(sorted(map(short, node.types))) or "no class", []).append(node)
    for types, nodes in found.items():
        many = f"{len(nodes):,} things" if len(nodes) > 1 else "1 thing"
        message = f"{many} of {types} {'have' if len(nodes) > 1 else 'has'} no place here, so nothing of it is kept."
        yield reading.warn(nodes[0], "@type", message, "Nothing else is lost. Look whether it matters to you.")
