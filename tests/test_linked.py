"""JSON-LD as nodes: contexts without the network, languages, blank nodes, and documents that mean harm."""

import json
import socket
from typing import Any

import pytest

from kmgraph.errors import Place, Severity
from loaders.linked import CEASN, CETERMS, DEEPEST, MOST_VALUES, SCHEMA, Graph, Link, Value, graph_of, short

PLACE = Place("file.jsonld")
ASN = "https://credreg.net/ctdlasn/schema/context/json"
X = "https://example.org/"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(document: Any) -> Graph:
    graph = graph_of(document, PLACE)
    assert graph.problems == []
    return graph


def only_problem(document: Any) -> str:
    graph = graph_of(document, PLACE)
    assert len(graph.problems) == 1
    return str(graph.problems[0])


@pytest.mark.parametrize(
    "context", ["https://schema.org", "http://schema.org/", "https://www.schema.org", {"@vocab": "http://schema.org/"}]
)
def test_every_way_of_writing_schema_org_is_one(context: Any) -> None:
    graph = read({"@context": context, "@id": X + "1", "@type": "Course", "name": "Listening"})
    (course,) = graph.of(SCHEMA + "Course")
    assert course.text(SCHEMA + "name") == "Listening"


def test_a_named_graph_of_the_registry_is_read_with_its_references() -> None:
    framework = {
        "@id": X + "f",
        "@type": "ceasn:CompetencyFramework",
        "ceasn:name": {"en-US": "Writing", "cy": "Ysgrifennu"},
        "ceasn:hasTopChild": [X + "c", {"@id": X + "d"}, X + "c"],
        "ceasn:publisher": "_:b0",
    }
    publisher = {"@id": "_:b0", "@type": "ceterms:Organization", "ceterms:name": {"en": "A body"}}
    graph = read({"@context": ASN, "@id": X + "graph/f", "@graph": [framework, publisher]})
    node = graph.nodes[X + "f"]
    assert node.texts(CEASN + "name") == ["Writing"]
    assert (node.language(CEASN + "name"), node.text(CEASN + "name", ("cy",))) == ("en-US", "Ysgrifennu")
    assert node.iris(CEASN + "hasTopChild") == [X + "c", X + "d"]
    (body,) = graph.under(node, CEASN + "publisher")
    assert body.blank
    assert body.text(CETERMS + "name") == "A body"


def test_prefixes_of_the_document_work_in_references_and_in_language_maps_without_a_context_for_them() -> None:
    context = [ASN, {"res": X + "resources/"}]
    about = {"@id": "res:1", "ceterms:availableAt": "res:2", "ceterms:name": [{"en": ["One"]}, {"en": "Two"}]}
    (node,) = read({"@context": context, **about}).nodes.values()
    assert node.iri == X + "resources/1"
    assert node.first(CETERMS + "availableAt") == Link(X + "resources/2")
    assert node.texts(CETERMS + "name") == ["One", "Two"]


def test_the_best_language_is_asked_for_then_unstated_then_the_first() -> None:
    def text(*values: Any) -> str | None:
        return read({"@id": X + "1", SCHEMA + "name": list(values)}).nodes[X + "1"].text(SCHEMA + "name")

    de, en, gb = ({"@value": tag, "@language": tag} for tag in ("de", "en", "en-GB"))
    assert text(de, gb, "plain", en) == "en"
    assert text(de, "plain", gb) == "en-GB"
    assert text(de, "plain") == "plain"
    assert text(de) == "de"
    assert text(5, " ") is None


def test_an_id_alias_is_no_language_map() -> None:
    graph = read({"@context": "https://schema.org", "id": X + "1", "provider": {"id": X + "2"}})
    assert graph.nodes[X + "1"].iris(SCHEMA + "provider") == [X + "2"]


def test_lists_reversed_and_included_nodes_are_kept_in_order() -> None:
    vocabulary = {"@vocab": SCHEMA, "part": {"@reverse": "isPartOf"}}
    whole = {"@id": X + "w", "part": {"@id": X + "p"}, "name": {"@list": ["b", "a", "b"]}}
    graph = read({"@context": vocabulary, **whole, "@included": [{"@id": X + "i", "name": "Included"}]})
    assert graph.nodes[X + "p"].iris(SCHEMA + "isPartOf") == [X + "w"]
    assert [str(said.value) for said in graph.nodes[X + "w"].values(SCHEMA + "name")] == ["b", "a"]
    assert graph.nodes[X + "i"].first(SCHEMA + "name") == Value("Included")


def test_blank_nodes_are_called_by_what_they_say() -> None:
    def names(label: str, note: str) -> list[str]:
        offer = {"@id": label, "price": 5, "seller": {"name": note}}
        return list(read({"@context": "https://schema.org", "@id": X + "1", "offers": offer}).nodes)

    assert names("_:b0", "A") == names("_:c9", "A")
    assert names("_:b0", "A") != names("_:b0", "B")


def test_blank_nodes_that_the_document_tells_apart_stay_apart() -> None:
    twins = [{"@id": "_:a", "name": "Same"}, {"@id": "_:b", "name": "Same"}]
    assert len(read({"@context": "https://schema.org", "@graph": twins}).nodes) == 2


def test_what_has_no_place_can_be_kept_as_plain_json() -> None:
    cost = {"@type": "Offer", "price": 5, "seller": {"name": {"@value": "A", "@language": "en"}}, "url": {"@id": X}}
    graph = read({"@context": "https://schema.org", "@id": X + "1", "offers": cost})
    said = graph.plain(graph.nodes[X + "1"], SCHEMA + "offers")
    seller = {"schema:name": [{"@value": "A", "@language": "en"}]}
    assert said == [
        {"@type": ["schema:Offer"], "schema:price": [5], "schema:seller": [seller], "schema:url": [{"@id": X}]}
    ]
    assert json.dumps(said)


def test_a_term_is_shown_as_people_write_it() -> None:
    assert [short(CEASN + "name"), short(SCHEMA), short("urn:x")] == ["ceasn:name", SCHEMA, "urn:x"]


def test_a_name_without_meaning_is_told() -> None:
    told = only_problem({"@context": ASN, "@id": X + "1", "ceasn:name": "A", "inLangaue": "en"})
    assert "“inLangaue” means, so it is left out" in told


def test_two_accounts_of_one_thing_are_told_and_kept() -> None:
    one = {"@id": X + "1", "name": "One", "url": {"@id": X + "a"}}
    other = {"@id": X + "1", "name": "Other", "url": {"@id": X + "b"}}
    graph = graph_of({"@context": "https://schema.org", "@graph": [one, other, one]}, PLACE)
    assert [problem.severity for problem in graph.problems] == [Severity.WARNING]
    assert graph.nodes[X + "1"].texts(SCHEMA + "name") == ["One", "Other"]
    assert graph.nodes[X + "1"].iris(SCHEMA + "url") == [X + "a", X + "b"]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("text", "neither an object nor a list"),
        (None, "neither an object nor a list"),
        ({"@context": "https://evil.example/c"}, "“https://evil.example/c” is not known here"),
        ({"@context": ["https://schema.org", "c.json"]}, "“c.json” is not known here"),
        ({"a": {"@context": {"@import": "http://e.example"}}}, "“http://e.example” is not known here"),
        ({"@context": {"a": {"@id": X, "@context": "http://e.example"}}}, "“http://e.example” is not known here"),
        ({"@context": "https://schema.org", "@id": "here", "name": "A"}, "“here” is no whole IRI"),
        ({"@id": X + "a b", SCHEMA + "name": "A"}, "is no whole IRI"),
        ({"@type": "Course", SCHEMA + "name": "A"}, "“Course” is no whole IRI"),
        ({"@context": {"x": {"@id": "y:a"}, "y": {"@id": "x:b"}}}, "Cyclical context"),
        ({"@context": 5}, "@context must be an object"),
        ({"@id": {"@id": X}}, '"@id" value must be a string'),
        ({"@type": 7}, '"@type" value must be'),
        ({"@id": X, "@reverse": "x"}, "no valid JSON-LD"),
        ({"@id": X, "@graph": 5, SCHEMA + "a": {"@value": {}}}, "no valid JSON-LD"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(document: Any, told: str) -> None:
    graph = graph_of(document, PLACE)
    assert graph.nodes == {}
    assert [problem.severity for problem in graph.problems] == [Severity.ERROR]
    assert told in str(graph.problems[0])


def deep(levels: int, key: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for _ in range(levels):
        document = {key: [document]}
    return document


def test_hostile_sizes_are_refused_before_they_are_expanded() -> None:
    assert f"more than {DEEPEST} levels deep" in only_problem(deep(900, SCHEMA + "a"))
    assert f"more than {DEEPEST} levels deep" in only_problem(deep(900, "@graph"))
    assert "more than 500,000 values" in only_problem({SCHEMA + "a": [0] * (MOST_VALUES + 1)})
    names = {f"a{at}": X for at in range(5_000)}
    assert "declare too many names" in only_problem({"@context": names, "@graph": [{"@context": {}}] * 20_000})
    scoped = {"B": {"@id": X, "@context": {}}}
    assert "declare too many names" in only_problem({"@context": names | scoped, "@graph": [{"@type": "B"}] * 20_000})


def test_the_deepest_document_that_is_taken_needs_no_more_stack_than_there_is() -> None:
    document = deep(DEEPEST // 2 - 1, SCHEMA + "a")
    assert not [problem for problem in graph_of(document, PLACE).problems if "deep" in str(problem)]


def test_many_values_of_one_property_take_no_quadratic_time() -> None:
    many = [{"@id": f"{X}{at}"} for at in range(30_000)]
    graph = read({"@id": X, SCHEMA + "member": many})
    assert len(graph.nodes[X].iris(SCHEMA + "member")) == 30_000


def test_half_characters_are_told_and_controls_are_no_traceback() -> None:
    for broken in ({"offers": {"name": "\ud800"}}, {"a": {"\ude00b": 1}}):
        assert "holds half a character" in only_problem({"@context": "https://schema.org", **broken})
    graph = graph_of({"@context": "https://schema.org", "offers": {"name": "a\x00😀"}, "@id": X}, PLACE)
    assert graph.under(graph.nodes[X], SCHEMA + "offers")[0].text(SCHEMA + "name") == "a\x00😀"
