"""The documentation of the ontology: a picture that shows all of it, and a page that can be read and followed."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from selectolax.lexbor import LexborHTMLParser

import ontology
from kmgraph.model import RECORDS, refs
from kmgraph.vocabulary import ANSWER_CLASSES, CLASSES, PROPERTIES, TERMS, Mode, scheme_of
from tests.conftest import do_without

SCRIPT = Path(__file__).parent.parent / "docs" / "ontology.py"
ARROWS = {
    (kind, ref.kind, re.split("[/#]", PROPERTIES[field])[-1])
    for kind in RECORDS
    for field, ref in refs(kind).items()
    if field != "cites"
}
"""All that leads from one kind of record to another, apart from what leads from each to its sources."""

ANSWERS = {iri.removeprefix(TERMS) for iri in ANSWER_CLASSES.values()}


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_of_the_ontology", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parsed(name: str) -> Graph:
    return Graph().parse(data=ontology.read(name), format="turtle")


@pytest.fixture(scope="module")
def overview(docs: ModuleType) -> str:
    return docs.overview(parsed("shapes.ttl"), parsed("kmgraph.ttl"))


def test_the_picture_has_every_kind_and_what_leads_from_one_to_another(overview: str) -> None:
    assert set(re.findall(r'^  "(\w+)" \[', overview, flags=re.MULTILINE)) == {*RECORDS, *ANSWERS}
    assert {arrow for arrow in drawn(overview) if arrow[0] in RECORDS} == ARROWS


def test_one_arrow_to_the_sources_stands_for_those_of_every_record(overview: str) -> None:
    assert {arrow[1:] for arrow in drawn(overview) if arrow[0] == "every record"} == {
        ("Source", "wasDerivedFrom"),
        ("Source", "source"),
    }


def test_answers_hang_together_and_lead_to_records(overview: str) -> None:
    arrows = {arrow[:2] for arrow in drawn(overview)}
    assert arrows >= {("Bridge", "Plan"), ("Bridge", "Goal"), ("Plan", "PlanStep"), ("PlanStep", "Course")}
    assert {other for one, other in arrows if one in ANSWERS} >= ANSWERS - {"Bridge"}


def drawn(overview: str) -> set[tuple[str, str, str]]:
    """The arrows: from what, to what, by which property."""
    return {
        (one, other, label)
        for one, other, labels in re.findall(r'"([\w ]+)" -> "(\w+)" \[label="(.+)"\]', overview)
        for label in labels.split(", ")
    }


def test_things_are_boxes_and_links_are_ovals(overview: str) -> None:
    assert '"Role" [shape=box' in overview
    assert '"Requirement" [shape=ellipse' in overview


def test_graphviz_draws_the_picture(docs: ModuleType, overview: str) -> None:
    if not shutil.which("dot"):
        do_without("KMGRAPH_REQUIRE_RDF_TOOLS", "there is no dot: run: sudo apt-get install graphviz")
    svg = ElementTree.fromstring(docs.drawn(overview))
    texts = {node.text for node in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert texts >= {*RECORDS, *ANSWERS}


def test_the_page_shows_our_own_terms_and_says_what_others_are_like(docs: ModuleType) -> None:
    graph = docs.readable(parsed("kmgraph.ttl"), parsed("alignments.ttl"), TERMS)
    shown = {str(term) for sort in docs.SORTS for term in graph.subjects(RDF.type, sort) if isinstance(term, URIRef)}
    assert shown >= set(CLASSES.values())
    assert all(iri.startswith(TERMS) for iri in shown)
    notes = set(map(str, graph.objects(URIRef(TERMS + "Role"), SKOS.note)))
    assert "Nearly the same: [esco:Occupation](http://data.europa.eu/esco/model#Occupation)" in notes
    assert "See also: [mode](#scheme-mode)" in map(str, graph.objects(URIRef(TERMS + "mode"), SKOS.note))
    assert not list(graph.objects(URIRef(TERMS.removesuffix("#")), RDFS.comment))


def test_the_words_are_listed_with_what_they_mean(docs: ModuleType) -> None:
    listed = LexborHTMLParser("".join(docs.lists(parsed("schemes.ttl"))))
    words = [node.text() for node in listed.css(f"#scheme-{scheme_of(Mode).rsplit('/', 1)[1]} ~ dl dt")]
    assert words[: len(Mode)] == list(Mode)
    assert len(listed.css("dt")) == len(listed.css("dd")) == len(set(parsed("schemes.ttl").subjects(SKOS.inScheme)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    python = os.environ.get("KMGRAPH_DOCS_PYTHON")
    if not python:
        do_without("KMGRAPH_REQUIRE_RDF_TOOLS", "KMGRAPH_DOCS_PYTHON names no Python that has pyLODE: run make test")
    folder = tmp_path_factory.mktemp("docs") / "ontology"
    done = subprocess.run([python, SCRIPT, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_link_within_the_page_leads_somewhere(made: Path) -> None:
    page = LexborHTMLParser((made / "index.html").read_text(encoding="utf-8"))
    places = {f"#{node.attributes['id']}" for node in page.css("[id]")}
    links = {node.attributes.get("href") or "" for node in page.css("a")}
    assert {link for link in links if link.startswith("#")} <= places
    assert {link for link in links if not link.startswith(("#", "http"))} <= {one.name for one in made.iterdir()}
    assert page.css_first("html").attributes["lang"] == "en"
    assert page.css_first("#overview img").attributes["alt"]


def test_the_page_needs_nothing_from_elsewhere(made: Path) -> None:
    page = LexborHTMLParser((made / "index.html").read_text(encoding="utf-8"))
    fetched = [node.attributes.get("src") or node.attributes.get("href") for node in page.css("img, script, link")]
    assert [one for one in fetched if one and not one.startswith("data:")] == ["overview.svg"]


def test_titles_and_the_namespace_can_be_read(made: Path) -> None:
    page = LexborHTMLParser((made / "index.html").read_text(encoding="utf-8"))
    titles = {node.text(): node for node in page.css("a.hover_property")}
    assert not titles.keys() & {"Domainincludes", "Preferred Namespace Uri"}
    shown = titles["Preferred Namespace"].parent.parent.css_first("dd")
    assert shown.text().strip() == TERMS
