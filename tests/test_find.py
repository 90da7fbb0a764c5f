"""Finding: preferred labels come first, nonsense finds nothing, and names that several have are told apart."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kmgraph.errors import UsageError
from kmgraph.find import Name, names, resolve, search
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
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
