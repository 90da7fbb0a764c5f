"""Counts of posts, adverts and respondents: from a table into both stores, out as RDF and back, and what is refused."""

from io import BytesIO
from pathlib import Path

import pytest

from kmgraph.errors import Severity
from kmgraph.graph import neighbourhood
from kmgraph.load import load
from kmgraph.model import Observation, digest, keyed_iri
from kmgraph.rdf.export import Syntax, write
from kmgraph.rdf.importing import import_files
from kmgraph.rdf.validation import validate_file
from kmgraph.sparql.resource import resource
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Counted, Kind, OrganisationType
from tests import tables
from tests.tables import SOURCE, name

TABLE = """counts,role,competency,level,organisation_type,nation,region,number,of,period
posts,officer,,,university,GB-WLS,,40,,2027
adverts,officer,writing,,,,,12,40,2027
held,,writing,low,,GB-ENG,London,0,31,2027-spring
Wished,,writing,high,,,,,31,2027-spring
"""
HEADER = "counts,role,competency,level,number,of"


def observed(store: Store) -> dict[Counted, Observation]:
    graph = store.read(neighbourhood)
    return {one.counts: one for one in graph.all(Observation).values()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tables.write(tmp_path / "small", observations=TABLE)


def test_a_table_of_counts_reaches_the_graph(store: Store, folder: Path) -> None:
    assert load(store, folder, strict=True).ok
    found = observed(store)
    assert found.keys() == set(Counted)
    posts, adverts, held, wished = (found[one] for one in Counted)
    assert (posts.number, posts.of, posts.competency) == (40, None, None)
    assert (posts.organisation_type, posts.nation) == (OrganisationType.UNIVERSITY, "GB-WLS")
    assert (adverts.role, adverts.competency, adverts.level) == (
        name(Kind.ROLE, "officer"), name(Kind.COMPETENCY, "writing"), None,
    )  # fmt: skip
    assert (held.number, held.of, held.region, held.period) == (0, 31, "London", "2027-spring")
    assert (wished.number, wished.of) == (None, 31), "what is not shown is unknown, not none"
    assert wished.id == keyed_iri(
        Kind.OBSERVATION,
        SOURCE,
        {
            "counts": "wished",
            "competency": wished.competency,
            "level": name(Kind.LEVEL, "high"),
            "period": "2027-spring",
        },
    )


def test_counts_are_read_as_columns(store: Store, folder: Path) -> None:
    assert load(store, folder).ok
    graph = store.read(neighbourhood)
    by_count = dict(zip(graph.column(Observation, "counts"), graph.column(Observation, "number"), strict=True))
    assert by_count == {"posts": 40, "adverts": 12, "held": 0, "wished": None}


def test_counts_are_found_by_what_they_count_and_are_counted(store: Store, folder: Path) -> None:
    assert load(store, folder).ok
    about = store.read(lambda reader: reader.referring([name(Kind.COMPETENCY, "writing")], [Kind.OBSERVATION]))
    assert len(about) == 3
    assert store.read(lambda reader: reader.counts()).records[Kind.OBSERVATION] == 4
    adverts = observed(store)[Counted.ADVERTS]
    told = store.read(lambda reader: resource(reader, adverts.id))
    assert told is not None
    assert told.label == "adverts counted for Officer and Writing"


@pytest.mark.parametrize(
    ("syntax", "ending"), [(Syntax.TURTLE, "ttl"), (Syntax.NQUADS, "nq"), (Syntax.JSONLD, "jsonld")]
)
def test_counts_go_out_as_rdf_and_come_back(
    store: Store, folder: Path, tmp_path: Path, syntax: Syntax, ending: str
) -> None:
    assert load(store, folder).ok
    held = BytesIO()
    store.read(lambda reader: write(reader, held, syntax))
    path = tmp_path / f"graph.{ending}"
    path.write_bytes(held.getvalue())
    with connect("sqlite:///:memory:") as other:
        assert import_files(other, [path]).ok
        assert {one.id: digest(one) for one in observed(other).values()} == {
            one.id: digest(one) for one in observed(store).values()
        }


def test_shapes_accept_counts(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    with connect("sqlite:///:memory:") as store:
        assert load(store, folder).ok
        held = BytesIO()
        store.read(lambda reader: write(reader, held, Syntax.NTRIPLES))
    path.write_bytes(held.getvalue())
    found = validate_file(path).findings.kept
    assert [one for one in found if one.iri and "/observation/" in one.iri] == []


@pytest.mark.parametrize(
    ("row", "column", "message", "hint"),
    [
        ("adverts,,,,3,5", "competency", "It is not said of which role or competency the adverts are counted.",
         "Write the id of a role, of a competency, or of both."),
        ("held,officer,,low,6,9", "competency", "A level is counted here and no competency.",
         "Write the id of the competency that is held at this level, or leave the level empty."),
        ("held,,writing,low,6,5", "number", "6 are counted out of 5, which is more than there are.",
         "Mend the number, or out of how many it is."),
        ("held,,writing,one-star,6,9", "level", "The level “one-star” is not on the scale of “Writing”",
         "Use “low” or “high”."),
        ("held,,knitting,,6,9", "competency", "There is no Competency with the id “knitting”.", ""),
        ("held,offficer,,,6,9", "role", "There is no Role with the id “offficer”.", "Did you mean “officer”?"),
        ("held,,writing,low,-1,5", "number", "“-1” is out of range.", "at least 0"),
        ("held,,writing,low,many,5", "number", "“many” is not a", "Write"),
        ("held,,writing,low,2.5,5", "number", "“2.5” is not a whole number.", "Write a whole number"),
        ("held,,writing,low,3,2000000000", "of", "is out of range.", "at most 1,000,000,000"),
        ("asked,,writing,low,3,5", "counts", "“asked” is none of the words", "posts"),
        ("held,,writing,low,4,31", "number", "A survey figure of 4 people is here: groups below 5 are not shown.",
         "Leave number empty, which says “not shown”"),
        ("wished,,writing,,1,", "number", "A survey figure of 1 people", "Leave number empty"),
        ("held,,writing,low,0,3", "of", "A survey figure of 3 people", "Leave of empty"),
        (",,writing,low,3,5", "counts", "The required cell “counts” is empty.", "Fill in"),
    ],
)  # fmt: skip
def test_a_hostile_row_is_told_with_its_file_row_and_remedy(
    tmp_path: Path, row: str, column: str, message: str, hint: str
) -> None:
    folder = tables.write(tmp_path / "small", observations=f"{HEADER}\nposts,officer,,,7,\n{row}\n")
    with connect("sqlite:///:memory:") as store:
        done = load(store, folder)
        (problem,) = (one for one in done.problems if one.severity is Severity.ERROR)
        assert (problem.place.source, problem.place.line) == (str(folder / "observations.csv"), 3)
        assert (problem.column, done.ok) == (column, False)
        assert message in problem.message
        assert problem.hint
        assert hint in problem.hint
        assert observed(store) == {}, "nothing of it is loaded"


def test_the_same_count_twice_is_refused(tmp_path: Path) -> None:
    rows = "held,,writing,low,6,19\nheld,,writing,low,7,19\n"
    folder = tables.write(tmp_path / "small", observations=f"{HEADER}\n{rows}")
    with connect("sqlite:///:memory:") as store:
        (problem,) = load(store, folder).problems
    assert problem.place.line == 3
    assert "stand twice" in problem.message


def test_few_posts_and_adverts_are_no_people(tmp_path: Path) -> None:
    rows = "posts,officer,,,1,\nadverts,officer,writing,,2,3\nheld,,writing,low,0,9\nwished,,writing,low,5,5\n"
    folder = tables.write(tmp_path / "small", observations=f"{HEADER}\n{rows}")
    with connect("sqlite:///:memory:") as store:
        assert not load(store, folder).problems


def test_a_survey_figure_that_leaves_few_out_is_doubted(tmp_path: Path) -> None:
    folder = tables.write(tmp_path / "small", observations=f"{HEADER}\nheld,,writing,low,28,31\n")
    with connect("sqlite:///:memory:") as store:
        (problem,) = load(store, folder).problems
    assert (problem.severity, problem.place.line, problem.column) == (Severity.WARNING, 2, "number")
    assert "All but 3 of 31 people are counted here" in problem.message
    assert problem.hint


def test_a_small_group_is_refused_from_rdf_too(store: Store, folder: Path, tmp_path: Path) -> None:
    assert load(store, folder).ok
    held = BytesIO()
    store.read(lambda reader: write(reader, held, Syntax.NTRIPLES))
    path = tmp_path / "graph.nt"
    path.write_bytes(held.getvalue().replace(b'"31"', b'"3"'))
    with connect("sqlite:///:memory:") as other:
        assert not import_files(other, [path]).ok
        assert observed(other) == {}
