"""What the endpoint can do, as SPARQL 1.1 Service Description says it."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kmgraph.rdf.syntax import MEDIA_TYPES, Syntax
from kmgraph.sparql.formats import PREFIXES
from kmgraph.vocabulary import DCTERMS, RDF, VOID

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
CAN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "N-Quads", "TriG", "JSON-LD", "RDF_XML",
)  # fmt: skip
"""The formats of answers, as the W3C names them."""


def description(address: str, syntax: Syntax, graphs: Iterable[str] = ()) -> bytes:
    """The description of the endpoint at an address; `graphs` are the IRIs of the named graphs."""
    format = RdfFormat.from_media_type(MEDIA_TYPES[syntax])
    return serialize(_stated(NamedNode(address), graphs), format=format, prefixes=PREFIXES | {"sd": SD}) or b""


def _stated(service: NamedNode, graphs: Iterable[str]) -> Iterator[Triple]:
    def of(name: str) -> NamedNode:
        return NamedNode(SD + name)

    a = NamedNode(RDF + "type")
    data, graph = BlankNode("data"), BlankNode("graph")
    yield Triple(service, a, of("Service"))
    yield Triple(service, NamedNode(DCTERMS + "title"), Literal("kmgraph: queries in SPARQL 1.1", language="en"))
    yield Triple(service, of("endpoint"), service)
    yield Triple(service, of("supportedLanguage"), of("SPARQL11Query"))
    for one in CAN:
        yield Triple(service, of("resultFormat"), NamedNode(FORMATS + one))
    yield Triple(service, of("feature"), of("UnionDefaultGraph"))
    yield Triple(service, of("defaultDataset"), data)
    yield Triple(data, a, of("Dataset"))
    yield Triple(data, of("defaultGraph"), graph)
    yield Triple(graph, a, of("Graph"))
    yield Triple(graph, a, NamedNode(VOID + "Dataset"))
    for number, name in enumerate(graphs, 1):
        named = BlankNode(f"named{number}")
        yield Triple(data, of("namedGraph"), named)
        yield Triple(named, a, of("NamedGraph"))
        yield Triple(named, of("name"), NamedNode(name))
