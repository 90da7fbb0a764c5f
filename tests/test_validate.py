"""`kmgraph validate`: the store and RDF files by the shapes, any SKOS by its rules; what is told, and how it ends."""

import gzip
import json
import random
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kmgraph.cli import main
from kmgraph.errors import Severity
from kmgraph.load import load
from kmgraph.model import RECORDS, Competency, Framework, Source, dump
from kmgraph.rdf.mapping import graph_of, triples
from kmgraph.rdf.validation import Validated, validate_file, validate_store
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind, Status
from ontology import read

THESAURUS = Path(__file__).parent / "samples" / "shapes" / "thesaurus.ttl"
DESERVED = {"competency-definition", "source-licence"}
"""What the starter data are told, since nobody knows it."""
FRAMEWORK = Framework(id="https://example.org/framework", label="Skills", language="en")
ABLE = Competency(id="https://example.org/able", label="Able", definition="Can.", framework=FRAMEWORK.id)
SOURCES = [Source(id=f"https://example.org/source/{name}", title=name, licence="CC0") for name in ("a", "b")]


def rules(found: Validated, severity: Severity = Severity.ERROR) -> set[tuple[str, str]]:
    """The rules that are broken, and by what."""
    kept = [one for one in found.findings.kept if one.severity is severity]
    return {(one.rule, one.iri.removeprefix("https://example.org/")) for one in kept}


# ---- Stores


def test_a_store_that_conforms(store: Store) -> None:
    with store.writing() as writer:
        writer.put(SOURCES[0].id, [*SOURCES, FRAMEWORK, ABLE])
    found = store.read(validate_store)
    assert (found.records, found.findings.kept) == (4, [])


def test_sources_that_differ_are_not_taken_for_one(store: Store) -> None:
    with store.writing() as writer:
        writer.put(SOURCES[0].id, [*SOURCES, FRAMEWORK, ABLE])
        writer.put(SOURCES[1].id, [ABLE.model_copy(update={"label": "Capable", "status": Status.SOURCED})])
    assert store.read(validate_store).findings.kept == []


def test_what_is_wrong_in_a_store_says_which_source_says_it(store: Store) -> None:
    twice = ABLE.model_copy(update={"alternative_labels": ("Able",), "definition": None})
    with store.writing() as writer:
        writer.put(SOURCES[0].id, [*SOURCES, FRAMEWORK, twice])
    wrong, doubtful = store.read(validate_store).findings.listed()
    assert (wrong.rule, wrong.iri, wrong.label, wrong.value) == ("S13", ABLE.id, "Able", "Able")
    assert wrong.graph == graph_of(SOURCES[0].id, Status.PROPOSED)
    assert (doubtful.rule, doubtful.severity) == ("competency-definition", Severity.WARNING)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the starter data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('starter')}/graph.sqlite"
    with connect(url) as store:
        assert load(store, "starter").ok
    return url


@pytest.fixture(scope="module")
def quads(starter: str) -> list[Quad]:
    """The starter data, each source and status in a graph of its own."""
    with connect(starter) as store:
        rows = store.read(lambda reader: list(reader.each(list(RECORDS))))
    found = []
    for row in rows:
        said = json.loads(row.body)
        graph = NamedNode(graph_of(row.source, said.get("status", Status.PROPOSED)))
        found += [Quad(*one, graph) for one in triples(Kind(row.kind), row.id, said, row.source)]  # type: ignore[misc]
    return found


def test_the_starter_data_have_nothing_to_mend(starter: str) -> None:
    with connect(starter) as store:
        found = store.read(validate_store)
    assert {rule for _, rule, _ in found.findings.counts} == DESERVED
    assert found.findings.number(Severity.ERROR) == 0


@pytest.fixture(scope="module")
def counted(starter: str) -> dict[object, int]:
    """How many findings of each sort there are in the starter data."""
    with connect(starter) as store:
        return dict(store.read(validate_store).findings.counts)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.nq", "graph.trig", "graph.rdf", "graph.ttl.gz"])
def test_a_file_in_any_syntax_is_checked_like_the_store(
    quads: list[Quad], counted: dict[object, int], tmp_path: Path, name: str
) -> None:
    syntax = RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])
    assert syntax
    said = serialize(quads if syntax.supports_datasets else (quad.triple for quad in quads), format=syntax) or b""
    (tmp_path / name).write_bytes(gzip.compress(said) if name.endswith(".gz") else said)
    found = validate_file(tmp_path / name)
    assert dict(found.findings.counts) == counted
    assert all(one.line for one in found.findings.kept)


def test_what_stands_in_many_places_is_put_together(
    quads: list[Quad], counted: dict[object, int], tmp_path: Path
) -> None:
    lines = (serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"").splitlines(True)
    random.Random(7).shuffle(lines)
    (tmp_path / "graph.nt").write_bytes(b"".join(lines))
    assert dict(validate_file(tmp_path / "graph.nt").findings.counts) == counted


# ---- SKOS


def test_a_thesaurus_as_skos_would_have_it() -> None:
    found = validate_file(THESAURUS)
    assert (found.records, found.concepts, found.findings.kept) == (0, 5, [])


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (":scheme a skos:Concept .", {("S9", "scheme")}),
        (":tree skos:inScheme :oak .", {("S9", "oak")}),
        (":scheme skos:broader :plant .", {("S9", "scheme")}),
        (":gathered a skos:Concept ; skos:inScheme :scheme .", {("S37", "gathered")}),
        (":gathered a skos:ConceptScheme .", {("S37", "gathered")}),
        (':oak skos:altLabel "oak"@en .', {("S13", "oak")}),
        (':oak skos:altLabel "oak"@cy .', set()),
        (':oak skos:hiddenLabel "oak"@en .', {("S13", "oak")}),
        (':tree skos:altLabel "treee"@en .', {("S13", "tree")}),
        (':oak skos:prefLabel "oak tree"@en .', {("S14", "oak")}),
        (':oak skos:prefLabel "derwen"@cy .', set()),
        (':scheme skos:prefLabel "The plants"@en .', {("S14", "scheme")}),
        (":oak skos:related :tree .", {("S27", "oak")}),
        (":oak skos:related :plant .", {("S27", "oak")}),
        (":plant skos:related :oak .", {("S27", "oak")}),
        (":tree skos:narrower :seed . :seed skos:related :plant .", {("S27", "seed")}),
        (":tree skos:broadMatch <https://example.com/tree> .", {("S46", "tree")}),
        ("<https://example.com/tree> skos:narrowMatch :tree .", {("S46", "https://example.com/tree")}),
        (":elm skos:exactMatch <https://example.com/tree> . :elm skos:relatedMatch :tree .", {("S46", "elm")}),
        (":tree skos:closeMatch <https://example.com/tree> .", set()),
        (":oak a kmg:Role , kmg:Group .", {("kinds", "oak")}),
        (":oak kmg:levle 3 .", {("terms", "oak")}),
        (":oak a kmg:Cuorse .", {("terms", "oak")}),
    ],
)
def test_what_must_be_mended_in_skos(said: str, wanted: set[tuple[str, str]], tmp_path: Path) -> None:
    found = rules(validate_file(written(said, tmp_path)))
    assert {one for one in found if one[0] in {"S9", "S13", "S14", "S27", "S37", "S46", "kinds", "terms"}} == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (":plant skos:broader :oak .", {("cycle", "oak")}),
        (":plant skos:broader :plant .", {("cycle", "plant")}),
        (":stone a skos:Concept .", {("orphan", "stone")}),
        (":stone a skos:Concept ; skos:topConceptOf :scheme .", set()),
        (":stone a skos:Concept ; skos:inScheme :scheme .", {("place", "stone")}),
        (":stone a skos:Concept ; skos:inScheme :stones .", set()),
        (':elm skos:inScheme :scheme ; skos:broader :tree ; skos:prefLabel "oak"@en .', {("clash", "elm")}),
        (':elm skos:inScheme :others ; skos:prefLabel "oak"@en .', set()),
    ],
)  # fmt: skip
def test_what_is_to_be_looked_at_in_skos(said: str, wanted: set[tuple[str, str]], tmp_path: Path) -> None:
    assert rules(validate_file(written(said, tmp_path)), Severity.WARNING) == wanted


def written(said: str, folder: Path) -> Path:
    """The thesaurus with something more."""
    path = folder / "thesaurus.ttl"
    prefix = "@prefix kmg: <https://w3id.org/kmgraph/terms#> .\n"
    path.write_text(THESAURUS.read_text(encoding="utf-8") + prefix + said, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["schemes.ttl", "kmgraph.ttl", "alignments.ttl", "shapes.ttl"])
def test_the_ontology_keeps_the_rules_itself(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(read(name), encoding="utf-8")
    assert rules(validate_file(tmp_path / name)) == set()


def test_names_that_are_no_iris_are_told(tmp_path: Path) -> None:
    said = {
        "@context": {"skos": "http://www.w3.org/2004/02/skos/core#", "label": "skos:prefLabel"},
        "@graph": [{"@id": "oak", "@type": "skos:Concept", "lable": "oak"}],
    }
    (tmp_path / "oak.jsonld").write_text(json.dumps(said), encoding="utf-8")
    found = [one for one in validate_file(tmp_path / "oak.jsonld").findings.kept if one.severity is Severity.ERROR]
    assert [(one.rule, one.value) for one in found] == [("relative", "oak"), ("relative", "lable")]


def test_a_word_that_is_nearly_one_of_ours_is_guessed(tmp_path: Path) -> None:
    (found,) = validate_file(written(":oak kmg:levle 3 .", tmp_path)).findings.kept
    assert found.remedy == "Did you mean “level”?"


# ---- The command


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["--store", "sqlite:///:memory:", "validate", *arguments])
    return int(end.value.code or 0)


def wrong(path: Path, number: int = 1) -> Path:
    """A file with competencies that state no framework."""
    able = ABLE.model_copy(update={"definition": None})
    source = SOURCES[0]
    said: list[Triple] = list(triples(Kind.SOURCE, source.id, json.loads(dump(source)), source.id))
    for count in range(number):
        stated = triples(Kind.COMPETENCY, f"{ABLE.id}-{count}", json.loads(dump(able)), source.id)
        said += [one for one in stated if "inScheme" not in one.predicate.value]
    path.write_bytes(serialize(said, format=RdfFormat.TURTLE) or b"")
    return path


def test_findings_name_the_thing_the_line_and_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wrong(tmp_path / "graph.ttl")
    assert run(str(path), "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["file"], said["conforms"], said["records"]) == (str(path), False, 2)
    assert said["counts"] == {"error": 1, "warning": 2, "note": 0}
    found = said["findings"][0]
    line = 1 + next(at for at, line in enumerate(path.read_text().splitlines()) if line.startswith(f"<{ABLE.id}-0>"))
    assert found == {
        "severity": "error",
        "rule": "Competency-framework",
        "label": "Able",
        "iri": f"{ABLE.id}-0",
        "graph": None,
        "line": line,
        "property": "http://www.w3.org/2004/02/skos/core#inScheme",
        "value": None,
        "message": "It has no framework (skos:inScheme).",
        "remedy": "Give a competency exactly one framework (skos:inScheme): the IRI of a framework.",
    }


def test_people_get_a_summary_and_then_the_things(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong(tmp_path / "graph.ttl", 7)
    monkeypatch.chdir(tmp_path)  # for a long path would take a line of its own
    assert run("graph.ttl") == 1
    said = capsys.readouterr().out
    lines = said.splitlines()
    assert lines[1].startswith("  Error, 7 times: It has no framework (skos:inScheme).")
    assert lines[2].startswith("  Check, 7 times: It has no definition (skos:definition).")
    for number in range(5):
        assert lines.count(f"    {ABLE.id}-{number}") == 3
    assert f"{ABLE.id}-5" not in said
    assert "“Able”, line " in said
    assert said.count("Give a competency exactly one framework") == 1
    assert lines[-1].startswith("Some of it must be mended: 8 records and 7 concepts were checked; errors: 7,")


def test_what_each_finding_has_of_its_own_stands_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ':oak skos:altLabel "oak"@en . :tree skos:altLabel "tree"@en .'
    assert run(str(written(said, tmp_path))) == 1
    told = capsys.readouterr().out
    assert "Error, 2 times: For example: “tree” is both" in told or "Error, 2 times: For example: “oak” is both" in told
    assert all(f"    “{label}” is both a preferred and an alternative label." in told for label in ("oak", "tree"))


def test_an_iri_is_never_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    iri = f"https://example.org/{'long-' * 40}name"
    (tmp_path / "long.ttl").write_text(f"<{iri}> a <http://www.w3.org/2004/02/skos/core#Concept> .", encoding="utf-8")
    assert run(str(tmp_path / "long.ttl")) == 0
    assert f"    {iri}\n" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["schemes.ttl", "thesaurus.ttl"])
def test_people_are_told_that_nothing_was_found(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = read(name) if name == "schemes.ttl" else THESAURUS.read_text(encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(str(tmp_path / name)) == 0
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith("Nothing must be mended: 0 records and ")


def test_a_store_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--store", f"sqlite:///{tmp_path}/none.sqlite", "validate"])
    assert end.value.code == 2
    assert "Load something first, for example: kmgraph load starter" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite").exists()


def test_a_source_that_states_itself_needs_no_other(tmp_path: Path) -> None:
    stated = triples(Kind.SOURCE, SOURCES[0].id, json.loads(dump(SOURCES[0])), SOURCES[0].id)
    (tmp_path / "source.ttl").write_bytes(serialize(stated, format=RdfFormat.TURTLE) or b"")
    assert validate_file(tmp_path / "source.ttl").findings.kept == []


def test_only_the_first_of_many_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wrong(tmp_path / "graph.ttl", 25)
    assert run(str(path)) == 1
    assert "And 20 more of this sort; --all lists them." in capsys.readouterr().out
    assert run(str(path), "--all") == 1
    assert "more of this sort" not in capsys.readouterr().out
    assert run(str(path), "--json") == 1
    assert {one["not_listed"] for one in json.loads(capsys.readouterr().out)["more"]} == {5}
    assert run(str(path), "--json", "--all") == 1
    assert sum(one["severity"] == "error" for one in json.loads(capsys.readouterr().out)["findings"]) == 25


def test_what_is_to_be_looked_at_is_an_error_only_when_asked(tmp_path: Path) -> None:
    path = written(":plant skos:broader :plant .", tmp_path)
    assert run(str(path)) == 0
    assert run(str(path), "--strict") == 1


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [("broken.ttl", "@prefix : <https://example.org/> .\n:a :b .\n", 2), ("web.ttl", "<html><p>no</html>", 1),
     ("broken.jsonld", '{"@id": ', 1), ("broken.rdf", "<?xml version='1.0'?>\n<a><b></a>", 2)],
)  # fmt: skip
def test_what_is_no_rdf_is_told_with_its_line(
    name: str, text: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run(str(tmp_path / name), "--json") == 1
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["rule"], found["line"]) == ("syntax", line)
    assert found["remedy"]


def test_a_file_without_anything_to_check_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert run(str(tmp_path / "a.ttl"), "--json") == 0
    assert [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["nothing"]


@pytest.mark.parametrize("name", ["nothing.ttl", ""])
def test_what_is_no_file_is_wrong_usage(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / name)) == 2
    assert "is no file" in capsys.readouterr().err


def test_the_starter_store_conforms_on_the_command_line(starter: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--store", starter, "validate"])
    assert end.value.code == 0
    assert "Nothing must be mended" in capsys.readouterr().out


def test_a_file_that_fails_while_it_is_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("kmgraph.rdf.validation.validate_file", fails)
    (tmp_path / "x.ttl").write_text("")
    assert run(str(tmp_path / "x.ttl")) == 2
    assert "x.ttl” cannot be read: Input/output error." in capsys.readouterr().err
