"""What it costs to write ESCO whole as RDF, beside what else there is, all in one run.

Each way is a process of its own, so that its memory is its own; costs are CPU seconds. From the store: our command, the
way of pyoxigraph (records as quads, `bulk_extend`, `dump`; with our mapping, though that makes it quicker) and that of
rdflib (records into a `Graph`, `serialize`). From terms in memory: serialiser against serialiser.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.table import Table

from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.bench.starter import KMGRAPH, Cost, run
from tests.shared import FOLDER

ESCO = FOLDER / "esco-1.1.1"
ROUNDS = 2


def rdf() -> Iterator[Table]:
    """Exports of ESCO 1.1.1."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/esco.sqlite"
        run([KMGRAPH, "load", "--format", "esco", str(ESCO)], KMGRAPH_STORE=url)  # apart, so that this process is small
        yield _from_the_store(url, folder)
        yield _from_terms(folder / "graph.nt")


def _from_the_store(url: str, folder: Path) -> Table:
    table = Table("what", "CPU seconds", "peak memory", "ratio", "meant to be", title="ESCO 1.1.1 from the store")
    ours = {ending: _export(url, folder / f"graph.{ending}") for ending in ("nt", "nq", "jsonld", "rdf")}
    turtle = _best(lambda: _export(url, folder / "graph.ttl"))
    quads = _best(lambda: _way(pyoxigraph_way, url, folder / "quads.ttl"))
    graph = _way(rdflib_way, url, folder / "graph-rdflib.ttl")
    _check(folder)
    table.add_row("kmgraph export, Turtle", *_told(turtle), "", "under 300 MB")
    table.add_row("pyoxigraph: bulk_extend, dump, Turtle", *_told(quads), _times(quads, turtle), "at least 3")
    table.add_row("rdflib: Graph, serialize, Turtle", *_told(graph), _times(graph, turtle), "at least 15")
    for ending, cost in ours.items():
        table.add_row(f"kmgraph export, .{ending}", *_told(cost), "", "under 300 MB")
    return table


def _check(folder: Path) -> None:
    """Sees to it that what is compared is the same, and that each of our files says the same."""
    from pyoxigraph import parse

    found = {name: {one.triple for one in parse(path=folder / name)} for name in ("graph.nt", "quads.ttl")}
    counts = {name: len(said) for name, said in found.items()}
    if not found["quads.ttl"] <= found["graph.nt"]:
        sys.exit("What pyoxigraph's way says is not in our file.")
    for name in ("graph.ttl", "graph.nq", "graph.jsonld", "graph.rdf"):
        others = {one.triple for one in parse(path=folder / name)}
        if not (found["graph.nt"] == others if name != "graph.nq" else found["graph.nt"] <= others):
            sys.exit(f"{name} and graph.nt say different things.")
        del others
    said = sum(1 for _ in parse(path=folder / "graph-rdflib.ttl"))
    if said != counts["quads.ttl"]:
        sys.exit(f"rdflib wrote {said} triples, pyoxigraph {counts['quads.ttl']}.")


def _from_terms(path: Path) -> Table:
    title = "ESCO 1.1.1 from terms in memory, serialiser against serialiser"
    table = Table("syntax", "pyoxigraph, CPU seconds", "rdflib, CPU seconds", "ratio", "meant to be", title=title)
    ours, theirs = _apart(pyoxigraph_serialisers, path), _apart(rdflib_serialisers, path)
    for syntax, least in {"Turtle": 50, "N-Triples": 5}.items():
        pair = ours[syntax], theirs[syntax]
        table.add_row(syntax, f"{pair[0]:.2f}", f"{pair[1]:.2f}", f"{pair[1] / pair[0]:.1f}", f"at least {least}")
    return table


def pyoxigraph_way(url: str, to: str) -> None:
    """Records as quads into a store of pyoxigraph, and out again."""
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

    from kmgraph.rdf.mapping import triples

    def quads(reader: Any) -> Iterator[Quad]:
        for row in reader.each(Kind):
            for one in triples(row.kind, row.id, json.loads(row.body), row.source):
                yield Quad(one.subject, one.predicate, one.object, DefaultGraph())

    with connect(url) as store:
        bulk = Store()
        store.read(lambda reader: bulk.bulk_extend(quads(reader)))
        bulk.dump(to, RdfFormat.TURTLE, from_graph=DefaultGraph())


def rdflib_way(url: str, to: str) -> None:
    """Records into a graph of rdflib, and out again."""
    from rdflib import Graph, Literal, URIRef

    from kmgraph.rdf.mapping import triples

    def term(one: Any) -> Any:
        return (
            URIRef(one.value)
            if not hasattr(one, "datatype")
            else Literal(one.value, lang=one.language)
            if one.language
            else Literal(one.value, datatype=URIRef(one.datatype.value), normalize=False)
        )

    with connect(url) as store:
        graph = Graph()
        for row in store.read(lambda reader: reader.rows(tuple(Kind))):
            for one in triples(row.kind, row.id, json.loads(row.body), row.source):
                graph.add((URIRef(one.subject.value), URIRef(one.predicate.value), term(one.object)))
        graph.serialize(to, format="turtle")


def pyoxigraph_serialisers(path: Path) -> dict[str, float]:
    """CPU seconds of the least of some rounds."""
    from pyoxigraph import RdfFormat, parse, serialize

    said = [one.triple for one in parse(path=path)]
    wanted = {"Turtle": RdfFormat.TURTLE, "N-Triples": RdfFormat.N_TRIPLES}
    return {name: _seconds(lambda: serialize(said, BytesIO(), one)) for name, one in wanted.items()}  # noqa: B023


def rdflib_serialisers(path: Path) -> dict[str, float]:
    """CPU seconds of one round."""
    from rdflib import Graph

    graph = Graph().parse(path, format="nt")
    wanted = {"Turtle": "turtle", "N-Triples": "nt"}
    return {
        name: _seconds(lambda: graph.serialize(BytesIO(), format=one, encoding="utf-8"), rounds=1)  # noqa: B023
        for name, one in wanted.items()
    }


def _seconds(work: Callable[[], object], rounds: int = 3) -> float:
    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(rounds))


def _export(url: str, to: Path) -> Cost:
    """Our command, of which nobody reads what it tells."""
    return run([KMGRAPH, "export", "-o", str(to)], KMGRAPH_STORE=url)


def _way(work: Callable[[str, str], None], url: str, to: Path) -> Cost:
    """What a way of others costs, as a program of its own."""
    return run([sys.executable, "-c", f"from {__name__} import {work.__name__} as way; way({url!r}, {str(to)!r})"])


def _best(work: Callable[[], Cost]) -> Cost:
    return min((work() for _ in range(ROUNDS)), key=lambda cost: cost.seconds)


def _apart(work: Callable[..., Any], *given: object) -> Any:
    """What work gives in a process of its own: a child is measured from its parent's size on."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def _told(cost: Cost) -> tuple[str, str]:
    return f"{cost.seconds:.2f}", f"{cost.megabytes:.0f} MB"


def _times(one: Cost, other: Cost) -> str:
    return f"{one.seconds / other.seconds:.1f} times ours"
