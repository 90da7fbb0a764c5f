"""Programs of others agree with ours: on what the files say, on OWL 2 DL, on consistency and on the shapes.

Whatever they warn of fails a test, unless the test names it and says why it stands.
"""

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat
from rdflib import RDF, SH

from kmgraph.load import load
from kmgraph.rdf.export import export
from kmgraph.rdf.syntax import ENDINGS, WITH_GRAPHS
from kmgraph.store import connect
from kmgraph.vocabulary import TERMS, Kind
from loaders.starter import FOLDER
from tests.jena import rapper, riot, robot, shacl

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
ONTOLOGY = Path(__file__).parent.parent / "ontology"
FILES = sorted(ONTOLOGY.glob("*.ttl"))
OWL_FILES = [ONTOLOGY / name for name in ("kmgraph.ttl", "schemes.ttl", "alignments.ttl")]
RAPTOR = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig", ".rdf": "rdfxml"}
"""What Raptor calls the syntaxes that it reads; it does not know JSON-LD."""
RDFLIB = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".rdf": "xml", ".jsonld": "json-ld"}
DESERVED = {
    "The licence is not known": "many sources of the starter data state no licence, and none is made up",
    "Nobody can tell from the label alone": "of frameworks that may not be copied only the names are given",
}
"""How the warnings begin that the starter data deserve, and why they stand."""


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The starter data as files in every syntax, by the ending of their names."""
    folder = tmp_path_factory.mktemp("starter")
    with connect("sqlite:///:memory:") as store:
        load(store, FOLDER, format="starter")
        for ending, syntax in ENDINGS.items():
            with (folder / f"starter{ending}").open("w+b") as file:
                export(store, file, syntax)
    return {ending: folder / f"starter{ending}" for ending in ENDINGS}


def canonical(said: Path | str) -> Dataset:
    """A file, or N-Quads as text, read by pyoxigraph, with blank nodes named so that equal data are equal."""
    if isinstance(said, str):
        found = Dataset(pyoxigraph.parse(said, RdfFormat.N_QUADS))
    else:
        found = Dataset(pyoxigraph.parse(path=said, format=RdfFormat.from_extension(said.suffix[1:])))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def by_rdflib(path: Path) -> str:
    """A file as N-Quads, read and written by rdflib, which is kept from writing numbers its own way."""
    whole = rdflib.Dataset()
    normal, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        whole.parse(path, format=RDFLIB[path.suffix])
    finally:
        rdflib.NORMALIZE_LITERALS = normal
    return whole.serialize(format="nquads")


# ---- What the files say


def test_jena_finds_no_error_and_nothing_to_warn_of(starter: dict[str, Path]) -> None:
    done = riot("--validate", *FILES, *starter.values())
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_jena_warns_of_what_is_wrong(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text('<https://a.example/> <https://b.example/> "soon"^^<http://www.w3.org/2001/XMLSchema#date> .\n')
    done = riot("--validate", bad)
    assert done.returncode == 1
    assert "not valid for datatype XSD date" in done.stderr


@pytest.mark.parametrize("ending", RAPTOR)
def test_raptor_counts_the_same_statements(ending: str, starter: dict[str, Path]) -> None:
    for path in (starter[ending], *(FILES if ending == ".ttl" else ())):
        done = rapper("-c", "-i", RAPTOR[ending], path)
        said = f"rapper: Parsing URI {path.as_uri()} with parser {RAPTOR[ending]}\n"
        said += f"rapper: Parsing returned {len(canonical(path))} triples\n"
        assert (done.stderr, done.returncode) == (said, 0)


@pytest.mark.parametrize("ending", ENDINGS)
def test_jena_rdflib_and_pyoxigraph_read_the_same(ending: str, starter: dict[str, Path]) -> None:
    ours = canonical(starter[ending])
    assert canonical(by_rdflib(starter[ending])) == ours
    done = riot("--output=nquads", starter[ending])
    assert (done.stderr, done.returncode) == ("", 0)
    assert canonical(done.stdout) == ours


def test_jena_rdflib_and_pyoxigraph_read_the_same_ontology() -> None:
    for path in FILES:
        assert canonical(by_rdflib(path)) == canonical(path), path.name
    done = riot("--output=nquads", *FILES)
    assert (done.stderr, done.returncode) == ("", 0)
    whole = Dataset(quad for path in FILES for quad in pyoxigraph.parse(path=path))
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert canonical(done.stdout) == whole


def test_every_syntax_with_the_same_graphs_says_the_same(starter: dict[str, Path]) -> None:
    for graphs in (True, False):
        paths = [starter[ending] for ending, syntax in ENDINGS.items() if (syntax in WITH_GRAPHS) == graphs]
        assert all(canonical(path) == canonical(paths[0]) for path in paths)


# ---- OWL


def inputs(*paths: Path) -> list[object]:
    return [word for path in paths for word in ("--input", path)]


@pytest.mark.parametrize(
    "files", [OWL_FILES, *([path] for path in OWL_FILES)], ids=["all", *(path.stem for path in OWL_FILES)]
)
def test_robot_finds_the_ontology_in_owl_2_dl_and_consistent(files: list[Path], tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    done = robot(
        "merge", *inputs(*files), "reason", "--reasoner", "HermiT",
        "validate-profile", "--profile", "DL", "--output", report,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert report.read_text().strip() == "OWL 2 DL Profile Report: [Ontology and imports closure in profile]"


def test_robot_says_what_is_not_owl_2_dl(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    declared = ":seen2 a owl:DatatypeProperty ; rdfs:range xsd:date .\n"
    bad.write_text((ONTOLOGY / "kmgraph.ttl").read_text(encoding="utf-8") + declared, encoding="utf-8")
    report = tmp_path / "report.txt"
    robot("validate-profile", "--profile", "DL", *inputs(bad), "--output", report)
    assert "NOT in profile" in report.read_text()


def test_the_starter_data_are_consistent_with_the_ontology(starter: dict[str, Path], tmp_path: Path) -> None:
    done = robot(
        "merge",
        *inputs(*OWL_FILES, starter[".ttl"]),
        "reason",
        "--reasoner",
        "HermiT",
        "--output",
        tmp_path / "all.ttl",
    )
    assert (done.stderr, done.returncode) == ("", 0)
    # OWL 2 keeps the members of containers for itself, rdf:_1 and so on: the order of a ladder means nothing to it.
    passed_over = re.findall(r"^ - <\S+> <(\S+)> <\S+>\.$", done.stdout, flags=re.MULTILINE)
    assert all(re.fullmatch(rf"{RDF}_\d+", iri) for iri in passed_over)
    rest = re.sub(r"^ - .*\n", "", done.stdout, flags=re.MULTILINE).strip()
    assert rest == f"ERROR Input ontology contains {len(passed_over)} triple(s) that could not be parsed:"


def test_a_role_that_is_also_a_course_is_not_consistent(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(f"<https://a.example/> a <{TERMS}{Kind.ROLE}>, <{TERMS}{Kind.COURSE}> .\n")
    done = robot("merge", *inputs(*OWL_FILES, bad), "reason", "--reasoner", "HermiT", "--output", tmp_path / "all")
    assert done.returncode != 0
    assert "inconsistent" in done.stdout + done.stderr


# ---- SHACL


def test_jena_finds_no_violation_of_the_shapes_in_the_starter_data(starter: dict[str, Path]) -> None:
    done = shacl("validate", "--shapes", ONTOLOGY / "shapes.ttl", "--data", starter[".ttl"])
    assert (done.stderr, done.returncode) == ("", 0)
    report = rdflib.Graph().parse(data=done.stdout, format="turtle")
    found = {
        (report.value(one, SH.resultSeverity), str(report.value(one, SH.resultMessage)))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    }
    assert {severity for severity, _ in found} <= {SH.Warning}
    assert [said for _, said in found if not said.startswith(tuple(DESERVED))] == []
    assert len(found) == len(DESERVED)
