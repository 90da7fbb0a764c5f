"""What differs between two exports, releases or stores, in words and as JSON."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from kmgraph.cli.group import kmgraph
from kmgraph.errors import DataError, UsageError
from kmgraph.load import load
from kmgraph.rdf.difference import Counts, difference
from kmgraph.rdf.export import write
from kmgraph.rdf.syntax import ENDINGS
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.tables import name
from tests.tables import write as tables

CHANGES = {
    "roles": "id,label,summary\nofficer,Policy officer,\nmanager,Manager,Leads\nadviser,Adviser,\n",
    "requirements": "role,competency,level,importance\nofficer,writing,high,essential\n"
    "manager,writing,high,essential\n",
    "courses": "id,label,type,fee,currency\ncraft,The craft of writing,course,12.5,GBP\near,An open ear,workshop,,\n",
}


@pytest.fixture
def stores(tmp_path: Path) -> tuple[str, str]:
    """The URLs of two states of the small data set."""
    urls = []
    for state, changed in (("old", {}), ("new", CHANGES)):
        urls.append(f"sqlite:///{tmp_path}/{state}.sqlite")
        with connect(urls[-1]) as store:
            assert load(store, tables(tmp_path / state, **changed)).ok
    return urls[0], urls[1]


def _exported(url: str, path: Path) -> str:
    held = BytesIO()
    with connect(url) as store:
        store.read(lambda reader: write(reader, held, ENDINGS[path.suffix]))
    path.write_bytes(held.getvalue())
    return str(path)


@pytest.mark.parametrize("ending", ["store", *ENDINGS])
def test_records_and_fields_that_differ_are_told(tmp_path: Path, stores: tuple[str, str], ending: str) -> None:
    old, new = stores if ending == "store" else (_exported(url, tmp_path / f"{url[-10:-7]}{ending}") for url in stores)
    found = difference(old, new)
    assert not found.same
    assert found.counts[Kind.ROLE] == Counts(added=1, removed=0, changed=2, unchanged=0)
    assert found.counts[Kind.REQUIREMENT] == Counts(added=0, removed=1, changed=1, unchanged=1)
    assert [found.title(one) for one in found.added] == ["Adviser"]
    assert [found.title(one) for one in found.removed] == ["Manager – Listening"]
    changed = {found.title(one.version): one.fields for one in found.changed}
    assert changed["Policy officer"] == (("label", "Officer", "Policy officer"),)
    assert changed["Manager"] == (("summary", None, "Leads"),)
    assert changed["The craft of writing"] == (("fee", 10.0, 12.5),)
    assert changed["Policy officer – Writing"] == (("level", name(Kind.LEVEL, "low"), name(Kind.LEVEL, "high")),)
    assert found.fields[Kind.COURSE, "fee"] == 1


def test_an_export_and_its_store_are_the_same(tmp_path: Path, stores: tuple[str, str]) -> None:
    for ending in ENDINGS:
        assert difference(stores[0], _exported(stores[0], tmp_path / f"x{ending}")).same


@pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
def test_a_store_of_any_kind_can_be_compared(store_url: str, tmp_path: Path, stores: tuple[str, str]) -> None:
    with connect(store_url) as store:
        load(store, tmp_path / "old")
    assert difference(stores[0], store_url).same
    assert not difference(store_url, stores[1]).same


def test_only_some_are_listed_unless_all_are_asked_for(tmp_path: Path) -> None:
    for state, many in (("old", 1), ("new", 60)):
        roles = "".join(f"r{number:02},Role {number}\n" for number in range(many))
        with connect(f"sqlite:///{tmp_path}/{state}.sqlite") as store:
            load(store, tables(tmp_path / state, roles=f"id,label\nofficer,Officer\nmanager,Manager\n{roles}"))
    urls = [f"sqlite:///{tmp_path}/{state}.sqlite" for state in ("old", "new")]
    assert len(difference(*urls, most=20).added) == 20
    assert len(difference(*urls).added) == 59
    done = CliRunner().invoke(kmgraph, ["diff", *urls])
    assert "Added: 59" in done.stdout
    assert "… and 39 more: list them with --all." in done.stdout
    assert "more" not in CliRunner().invoke(kmgraph, ["diff", "--all", *urls]).stdout


def test_the_command_tells_it_in_words(stores: tuple[str, str]) -> None:
    done = CliRunner().invoke(kmgraph, ["diff", *stores], terminal_width=200)
    assert done.exit_code == 0
    assert "Role “Policy officer”" in done.stdout
    assert "label: “Officer” → “Policy officer”" in done.stdout
    assert "level: “Low” → “High”" in done.stdout
    assert "summary: nothing → “Leads”" in done.stdout
    assert "Fields of Role that changed: " in done.stdout


def test_the_command_tells_it_as_json(stores: tuple[str, str]) -> None:
    told = json.loads(CliRunner().invoke(kmgraph, ["diff", "--json", *stores]).stdout)
    assert told["same"] is False
    assert told["counts"]["Role"] == {"added": 1, "removed": 0, "changed": 2, "unchanged": 0}
    assert told["added"][0]["label"] == "Adviser"
    fields = {one["label"]: one["fields"] for one in told["changed"]}
    assert fields["Policy officer"] == {"label": {"old": "Officer", "new": "Policy officer"}}


def test_the_exit_code_tells_only_if_asked(stores: tuple[str, str]) -> None:
    def code(*words: str) -> int:
        return CliRunner().invoke(kmgraph, ["diff", *words]).exit_code

    assert code(*stores) == 0
    assert code("--exit-code", *stores) == 1
    assert code("--exit-code", stores[0], stores[0]) == 0
    said = CliRunner().invoke(kmgraph, ["diff", stores[0], stores[0]]).stdout
    assert "say the same" in " ".join(said.split())


def test_what_cannot_be_read_is_told(tmp_path: Path, stores: tuple[str, str]) -> None:
    (tmp_path / "x.ttl").write_text("<a> <b> <c> .")
    with pytest.raises(UsageError, match="cannot be read"):
        difference(stores[0], str(tmp_path / "none.ttl"))
    with pytest.raises(UsageError, match="There is nothing in the store"):
        difference(stores[0], f"sqlite:///{tmp_path}/none.sqlite")
    with pytest.raises(DataError, match="there are errors") as failure:
        difference(str(tmp_path / "x.ttl"), stores[0])
    assert failure.value.problems[0].place.line == 1


def test_without_a_second_side_it_is_the_store_in_use(tmp_path: Path, stores: tuple[str, str]) -> None:
    old = _exported(stores[0], tmp_path / "old.nq")
    said = CliRunner().invoke(kmgraph, ["--store", stores[0], "diff", old]).stdout
    assert "say the same" in " ".join(said.split())
    done = CliRunner().invoke(kmgraph, ["diff", old], env={"KMGRAPH_STORE": stores[1]})
    assert "Role “Policy officer”" in done.stdout
    with pytest.raises(UsageError, match="Load something first, for example: kmgraph load starter"):
        CliRunner().invoke(
            kmgraph, ["--store", f"sqlite:///{tmp_path}/none.sqlite", "diff", old], catch_exceptions=False
        )
