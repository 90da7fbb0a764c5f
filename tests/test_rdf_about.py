"""The description inside an export: what it is, whose it is, and that the same content is described the same."""

from itertools import groupby

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kmgraph import __version__
from kmgraph.model import Source
from kmgraph.planner.credit import NOT_ENDORSED
from kmgraph.rdf.about import data_set, describe, describe_graphs
from kmgraph.rdf.mapping import graph_of
from kmgraph.vocabulary import (
    BASE,
    CLASSES,
    DC,
    DCAT,
    DCTERMS,
    PROPERTIES,
    PROV,
    RDF,
    SCHEMA,
    TERMS,
    VOID,
    Kind,
    Status,
    concept_of,
)  # fmt: skip
from tests.jena import riot

OWN = Source(id=f"{BASE}source/own/own", title="Our view", licence="CC BY 4.0", citation="Our view, 2026.")
CITED = Source(id="https://example.org/report", title="A report “quoted”\n", publisher="A body")
THEIRS = Source(id="https://example.org/theirs", title="Theirs", licence="© CRAC, non-commercial")
DIGEST = "0123456789abcdef0123456789abcdef"
COUNTS = {Kind.ROLE: 3, Kind.COMPETENCY: 5, Kind.STEP: 0}


def described(*sources: Source, complete: bool = True, title: str = "The graph") -> list[Triple]:
    return list(describe(title, sources or (OWN, CITED, THEIRS), COUNTS, 80, DIGEST, complete))


def values(triples: list[Triple], subject: str, predicate: str) -> list[str]:
    return [one.object.value for one in triples if (one.subject.value, one.predicate.value) == (subject, predicate)]


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return described()


NODE = data_set(DIGEST)


def test_it_is_a_data_set_of_dcat_and_void_that_its_content_names(triples: list[Triple]) -> None:
    assert values(triples, NODE, RDF + "type") == [DCAT + "Dataset", VOID + "Dataset", PROV + "Entity"]
    assert NODE.startswith(BASE)
    assert NODE.endswith(DIGEST)
    assert values(triples, NODE, DCTERMS + "title") == ["The graph"]
    assert values(triples, NODE, DCAT + "version") == [DIGEST[:12]]
    assert values(triples, NODE, DCTERMS + "conformsTo") == [TERMS.rstrip("#")]


def test_it_counts_triples_and_records_by_class(triples: list[Triple]) -> None:
    assert values(triples, NODE, VOID + "triples") == ["80"]
    found = {
        values(triples, part, VOID + "class")[0]: values(triples, part, VOID + "entities")
        for part in values(triples, NODE, VOID + "classPartition")
    }
    assert found == {CLASSES[Kind.COMPETENCY]: ["5"], CLASSES[Kind.ROLE]: ["3"]}


def test_every_source_that_states_a_licence_or_asks_for_credit_has_its_rights_told(triples: list[Triple]) -> None:
    rights = values(triples, NODE, DCTERMS + "rights")
    assert [values(triples, one, DCTERMS + "source") for one in rights] == [[THEIRS.id], [OWN.id]]
    theirs, own = rights
    assert values(triples, own, DCTERMS + "license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(triples, own, DC + "rights") == ["CC BY 4.0"]
    assert values(triples, own, SCHEMA + "creditText") == ["Our view, 2026."]
    assert values(triples, theirs, DCTERMS + "license") == []
    assert values(triples, theirs, DC + "rights") == ["© CRAC, non-commercial"]


def test_the_attributions_asked_for_stand_at_the_data_set(triples: list[Triple]) -> None:
    assert values(triples, NODE, SCHEMA + "creditText") == ["Our view, 2026. Licence: CC BY 4.0."]


def test_words_say_what_is_not_free_and_who_endorses_nothing(triples: list[Triple]) -> None:
    (text,) = values(triples, NODE, DCTERMS + "description")
    assert "Of 3 sources, 1 state no licence" in text
    assert text.endswith(NOT_ENDORSED)


def test_a_licence_holds_for_all_only_where_every_source_states_that_one() -> None:
    licence = ["https://creativecommons.org/licenses/by/4.0/"]
    other = OWN.model_copy(update={"id": "https://example.org/other", "licence": licence[0]})
    assert values(described(OWN), NODE, DCTERMS + "license") == licence
    assert values(described(OWN, other), NODE, DCTERMS + "license") == licence
    assert values(described(OWN, CITED), NODE, DCTERMS + "license") == []
    assert values(described(THEIRS), NODE, DCTERMS + "license") == []


def test_a_part_says_that_it_is_one() -> None:
    (text,) = values(described(complete=False), NODE, DCTERMS + "description")
    assert text.startswith("A part of a graph")


def test_it_tells_which_program_made_it_of_which_sources(triples: list[Triple]) -> None:
    (making,) = values(triples, NODE, PROV + "wasGeneratedBy")
    assert set(values(triples, making, PROV + "used")) == {OWN.id, CITED.id, THEIRS.id}
    (program,) = values(triples, making, PROV + "wasAssociatedWith")
    assert values(triples, program, RDF + "type") == [PROV + "SoftwareAgent"]
    assert values(triples, program, SCHEMA + "softwareVersion") == [__version__]


def test_the_same_content_is_described_the_same_in_whatever_order_sources_come() -> None:
    assert described(OWN, CITED, THEIRS) == described(THEIRS, OWN, CITED)


def test_statements_of_one_node_stand_together_and_none_is_made_twice(triples: list[Triple]) -> None:
    subjects = [subject for subject, _ in groupby(triples, key=lambda one: one.subject)]
    assert len(subjects) == len(set(subjects))
    assert len(triples) == len(set(triples))


def test_nothing_is_said_of_a_record_and_no_node_is_blank(triples: list[Triple]) -> None:
    said_of = {one.subject for one in triples}
    assert not said_of & {NamedNode(one.id) for one in (OWN, CITED, THEIRS)}
    assert all(isinstance(one, NamedNode) and one.value.startswith(BASE) for one in said_of)


def test_nothing_has_a_time(triples: list[Triple]) -> None:
    assert not [one for one in triples if "date" in str(getattr(one.object, "datatype", ""))]


def test_a_source_whose_terms_stand_at_an_address_has_that_address_as_its_licence() -> None:
    found = described(OWN.model_copy(update={"licence": "https://example.org/terms"}))
    assert values(found, f"{NODE}#rights-1", DCTERMS + "license") == ["https://example.org/terms"]


def test_each_graph_tells_its_source_its_status_and_its_licence() -> None:
    found = list(describe_graphs([(THEIRS, Status.SOURCED), (OWN, Status.PROPOSED)]))
    graph = graph_of(OWN.id, Status.PROPOSED)
    assert values(found, graph, DCTERMS + "source") == [OWN.id]
    assert values(found, graph, PROPERTIES["status"]) == [concept_of(Status.PROPOSED)]
    assert values(found, graph, DCTERMS + "license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(found, graph_of(THEIRS.id, Status.SOURCED), DC + "rights") == ["© CRAC, non-commercial"]
    assert found == list(describe_graphs([(OWN, Status.PROPOSED), (THEIRS, Status.SOURCED)]))


def test_jena_finds_nothing_to_mend(triples: list[Triple], tmp_path) -> None:
    (tmp_path / "about.ttl").write_bytes(
        serialize([*triples, *describe_graphs([(OWN, Status.PROPOSED)])], format=RdfFormat.TURTLE)
    )
    done = riot("--validate", tmp_path / "about.ttl")
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == (0, "", "")
