"""Finding: preferred labels come first, nonsense finds nothing, and names that several have are told apart."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kmgraph.errors import UsageError
from kmgraph.find import FINDABLE, Hit, Name, find, names, resolve, search
from kmgraph.load import load
from kmgraph.model import Competency, Course, Framework, Organisation, Role
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind, Provision
from tests.command import Command
from tests.worlds import SOURCE, World, name

FOREIGN = "http://data.europa.eu/esco/occupation/caf7"


def role(label: str, iri: str, *others: str, sources: tuple[str, ...] = ()) -> Name:
    return Name(iri, Kind.ROLE, label, others, sources)


OURS = role("Policy officer", "https://w3id.org/kmgraph/role/starter/policy-officer", sources=("starter",))
THEIRS = role("policy officer", FOREIGN, "policy adviser", sources=("esco",))
OTHER = role("lobbyist", "http://data.europa.eu/esco/occupation/0001", "policy officer")


def found(known: list[Name], text: str) -> list[tuple[str, int]]:
    return [(one.label, likeness) for one, likeness in search(known, text)]


def test_who_is_called_just_that_comes_before_who_has_it_as_another_name() -> None:
    assert found([OTHER, THEIRS, OURS], "POLICY officer") == [
        ("policy officer", 100), ("Policy officer", 100), ("lobbyist", 99)
    ]  # fmt: skip
    near = found([role("a", "a:1", "policy offices"), role("policy offices", "a:2")], "policy officer")
    assert [label for label, _ in near] == ["policy offices", "a"]
    assert near[0][1] > near[1][1]


@pytest.mark.parametrize("text", ["zzzzqq", "qs", "xyzzy plugh", "!?", "ö"])
def test_nonsense_finds_nothing(text: str) -> None:
    known = [role("quantity surveyor", "a:1", "QS manager", "Q"), role("query languages", "a:2"), OURS]
    assert [one for one in found(known, text) if text != "qs"] == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("knowlege", "Knowledge broker"),
        ("brokr", "Knowledge broker"),
        ("SQL", "PostgreSQL"),
        ("eval", "Evaluation lead"),
        ("work shop", "Workshop"),
    ],
)
def test_slips_beginnings_and_parts_of_words_are_found(text: str, label: str) -> None:
    known = [role(one, f"a:{one}") for one in ("Knowledge broker", "PostgreSQL", "Evaluation lead", "Workshop")]
    assert label in [one for one, _ in found(known, text)]


def test_capitals_decide_between_names_that_differ_in_nothing_else() -> None:
    assert resolve([OURS, THEIRS], "Policy officer", "role") == OURS
    assert resolve([OURS, THEIRS], "policy officer", "role") == THEIRS
    with pytest.raises(UsageError) as refused:
        resolve([OURS, THEIRS], "POLICY OFFICER", "role")
    said = str(refused.value)
    assert "caf7 (policy officer, esco)" in said
    assert "starter/policy-officer (Policy officer, starter)" in said
    for text in ("caf7", FOREIGN, "starter/policy-officer"):
        assert resolve([OURS, THEIRS], text, "role") in (OURS, THEIRS)


def test_a_framework_may_be_named_by_a_word_that_no_other_has() -> None:
    known = [Name(f"a:{one}", Kind.FRAMEWORK, one) for one in ("ESCO skills", "Core skills", "Ways of working")]
    assert resolve(known, "esco", "framework").label == "ESCO skills"
    for text in ("skills", "of skills", ""):
        with pytest.raises(UsageError):
            resolve(known, text, "framework")
    with pytest.raises(UsageError, match="Did you mean"):
        resolve([role("Master plumber of pipes", "a:1")], "plumber", "role")


@pytest.fixture
def run(run_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")
    world = World()
    world.competency("typing")
    for number in range(25):
        world.role(f"officer-{number:02}", {"typing": None})
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        with store.writing() as writer:
            writer.put(name(Kind.SOURCE, SOURCE), world.records)
        assert {one.stated_by for one in store.read(names)} == {(SOURCE,)}
    return lambda *arguments: run_command(*arguments).out


def test_a_list_that_was_cut_is_told(run: Callable[..., str]) -> None:
    assert "The first 20 of 25 found" in run("find", "officer")
    assert "The first 3 of 25 found" in run("find", "--kind", "role", "--limit", "3")
    assert "25 found" in run("find", "--kind", "role")
    assert "Nothing is called “zzzzqq”." in run("find", "zzzzqq")
    told = json.loads(run("find", "officer", "--limit", "2", "--json"))
    assert (len(told["found"]), told["of"]) == (2, 25)


# --- in the index of a store ------------------------------------------------------------------------------

SAID = "https://example.org/"
LABELLED = [
    Framework(id=SAID + "f", label="Policy"),
    Competency(id=SAID + "c1", label="Policy", framework=SAID + "f"),
    Competency(id=SAID + "c2", label="Policy writing", framework=SAID + "f"),
    Role(id=SAID + "r1", label="Policy adviser to ministers"),
    Role(id=SAID + "r2", label="Policy lead"),
    Role(id=SAID + "r3", label="Lobbyist", alternative_labels=("policy",)),
    Role(id=SAID + "r4", label="Head of policy"),
    Role(id=SAID + "r5", label="Go-between", alternative_labels=("broker of policy",), hidden_labels=("mandarin",)),
    Course(id=SAID + "t", label="Policy writing", type=Provision.COURSE),
    Organisation(id=SAID + "o", label="Politics Department"),
]


@pytest.fixture(scope="module")
def labelled() -> Iterator[Store]:
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put(SAID + "source", LABELLED)
        yield store


def hits(store: Store, text: str, **more: Any) -> list[str]:
    found = store.read(lambda reader: find(reader, text, **more))
    return [one.name.iri.removeprefix(SAID) for one in found.hits]


def test_what_is_called_just_that_comes_first_then_what_begins_so(labelled: Store) -> None:
    assert hits(labelled, "policy") == ["c1", "f", "r3", "r2", "r1", "c2", "t", "r4", "r5"]
    assert hits(labelled, "policy writing") == ["c2", "t"]
    assert hits(labelled, "writing policy") == ["c2", "t"]
    assert hits(labelled, "polisy lead")[0] == "r2"


def test_the_label_that_matched_is_told(labelled: Store) -> None:
    def matched(text: str) -> Hit:
        return labelled.read(lambda reader: find(reader, text)).hits[0]

    assert (matched("lobyist").matched, matched("brokers of policies").matched) == ("Lobbyist", "broker of policy")
    assert (matched("mandarine").matched, matched("mandarine").name.iri) == ("mandarin", SAID + "r5")
    assert matched(SAID + "r4").name.label == matched(SAID + "r4").matched == "Head of policy"


def test_kinds_are_counted_whole_and_told_in_part(labelled: Store) -> None:
    found = labelled.read(lambda reader: find(reader, "policy", limit=2))
    assert len(found.hits) == 2
    assert found.counts == {Kind.ROLE: 5, Kind.COMPETENCY: 2, Kind.COURSE: 1, Kind.FRAMEWORK: 1}
    assert hits(labelled, "policy", kinds=[Kind.COURSE]) == ["t"]
    assert hits(labelled, SAID + "r4", kinds=[Kind.COURSE]) == hits(labelled, "policy", kinds=[]) == []


def test_where_no_record_has_all_words_the_most_is_enough(labelled: Store) -> None:
    assert hits(labelled, "senior policy lead")[0] == "r2"
    assert hits(labelled, "policy zzzz qqqqqq vvvvvvv") == hits(labelled, "xyzzy plugh") == []


QUESTIONS = (
    *("know", "knowlege exchange", "reserch policy", "nurse", "pyhton", "x", "s", "policy officer", "evidense"),
    *("director of policy", "stakeholder engagment", "brokr", "university", "Senior policy lead (maternity cover)"),
    *("parliment", "cambrige", "wrting", "ai", "data", "fellow ship", "co-production", "coproduction", "UPEN", "!?"),
)


def test_every_store_finds_the_same_in_the_same_order(store: Store, store_url: str) -> None:
    if store_url == "sqlite:///:memory:":
        pytest.skip("the others are compared with it")
    with connect("sqlite:///:memory:") as memory:
        assert load(memory, "starter").ok
        assert load(store, "starter").ok
        found = [
            {text: one.read(lambda reader: find(reader, text, FINDABLE, 50)) for text in QUESTIONS}  # noqa: B023
            for one in (memory, store)
        ]
    assert found[0] == found[1]
    assert sum(bool(one.hits) for one in found[0].values()) > len(QUESTIONS) / 2
