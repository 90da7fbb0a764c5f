"""Loading: what is written, what is left alone, and what a report says."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import neo4j
import pytest

from kmgraph import settings
from kmgraph.errors import Severity, StoreBusy, StoreError, UsageError
from kmgraph.load import Report, formats, load, loader
from kmgraph.model import Competency, Role
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind
from tests.conftest import give_password
from tests.servers import Server, wipe
from tests.tables import DATASET, TABLES, name, write

OTHER = "id,title\nother,Another data set\n"


def said(store: Store, *kinds: Kind) -> list[tuple[str, str]]:
    return store.read(lambda reader: [(said.source, said.record.id) for said in reader.assertions(kinds)])


def version(store: Store) -> int:
    return store.read(lambda reader: reader.version())


def test_a_source_is_loaded_and_counted(store: Store, tmp_path: Path) -> None:
    report = load(store, write(tmp_path / "small"))
    assert report.ok
    assert report.written
    assert report.problems == ()
    assert (report.source, report.title) == (DATASET, "A small data set")
    assert report.added[Kind.REQUIREMENT] == 3
    assert store.read(lambda reader: reader.sources()) == {DATASET: sum(report.added.values())}
    assert store.read(lambda reader: reader.counts()).stubs == {}


def test_loading_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    first = load(store, write(tmp_path / "small"))
    before = version(store)
    again = load(store, tmp_path / "small")
    assert again.ok
    assert not again.written
    assert (again.added, again.changed, again.removed) == ({}, {}, {})
    assert again.unchanged == first.added
    assert version(store) == before


def test_only_what_differs_is_written(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    before = version(store)
    (tmp_path / "small" / "requirements.csv").unlink()
    report = load(
        store, write(tmp_path / "small", roles="id,label\nofficer,Policy officer\nhead,Head\n", requirements=None)
    )
    assert report.added == {Kind.ROLE: 1}
    assert report.changed == {Kind.ROLE: 1}
    assert report.removed == {Kind.ROLE: 1, Kind.REQUIREMENT: 3}
    assert version(store) > before
    assert said(store, Kind.ROLE) == [(DATASET, name(Kind.ROLE, slug)) for slug in ("head", "officer")]
    roles_now = store.read(lambda reader: [said.record for said in reader.assertions((Kind.ROLE,))])
    assert [role.label for role in roles_now if isinstance(role, Role)] == ["Head", "Policy officer"]


def test_a_removed_row_goes_and_what_still_refers_to_it_keeps_a_stub(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    needs = "role,competency,level,importance\nboss,small/writing,small/high,essential\n"
    other = dict.fromkeys(TABLES) | {
        "dataset": OTHER, "roles": "id,label\nboss,Boss\n", "requirements": needs,
    }  # fmt: skip
    assert load(store, write(tmp_path / "other", **other)).problems == ()
    without = {
        "competencies": "id,label,framework\nlistening,Listening,core\n",
        "requirements": "role,competency,level,importance\nmanager,listening,low,desirable\n",
        "teaches": "course,competency,level\near,listening,low\n",
    }
    report = load(store, write(tmp_path / "small", **without))
    assert report.removed[Kind.COMPETENCY] == 2
    assert (DATASET, name(Kind.COMPETENCY, "writing")) not in said(store, Kind.COMPETENCY)
    assert store.read(lambda reader: reader.counts()).stubs == {Kind.COMPETENCY: 1}


def test_what_another_source_asserts_stays(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    shared = f"id,label\n{name(Kind.ROLE, 'officer')},Policy officer\n"
    other = dict.fromkeys(TABLES) | {"dataset": OTHER, "roles": shared}
    report = load(store, write(tmp_path / "other", **other))
    load(
        store,
        write(tmp_path / "small", roles="id,label\nmanager,Manager\n", requirements="role,competency,importance\n"),
    )
    assert said(store, Kind.ROLE) == [
        (DATASET, name(Kind.ROLE, "manager")),
        (report.source, name(Kind.ROLE, "officer")),
    ]


def test_the_same_source_from_another_path_replaces_the_first(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "first"))
    report = load(store, write(tmp_path / "second", roles="id,label\n", requirements=None))
    assert report.removed == {Kind.ROLE: 2, Kind.REQUIREMENT: 3}


def test_a_dry_run_reports_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = load(store, write(tmp_path / "small"), dry_run=True)
    assert report.ok
    assert not report.written
    assert report.added[Kind.ROLE] == 2
    assert store.read(lambda reader: reader.sources()) == {}
    assert version(store) == 0


def test_a_dry_run_on_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path}/folder/graph.sqlite") as store:
        assert load(store, write(tmp_path / "small"), dry_run=True).added
        assert store.read(lambda reader: reader.state()) == ""
    assert not (tmp_path / "folder").exists()


def test_a_dry_run_on_an_empty_neo4j_makes_nothing(neo4j_server: Server, tmp_path: Path, monkeypatch: Any) -> None:
    give_password(neo4j_server, monkeypatch)
    with neo4j_server.driver() as driver:
        wipe(driver)
        driver.execute_query("DROP CONSTRAINT kmgraph_id IF EXISTS")
        with connect(neo4j_server.uri) as store:
            assert load(store, write(tmp_path / "small"), dry_run=True).added
        assert driver.execute_query("MATCH (n:Kmgraph) RETURN n").records == []
        found = driver.execute_query("SHOW CONSTRAINTS YIELD name").records
        assert "kmgraph_id" not in [row["name"] for row in found]


def test_who_changes_nothing_waits_for_no_other_load(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    folder = write(tmp_path / "small")
    with connect(url) as first, connect(url, wait=0.1) as second:
        load(first, folder)
        with first.writing() as writer:
            writer.put("urn:x", [Competency(id="urn:c", label="C", framework="urn:f")])
            assert not load(second, folder).written
            assert not load(
                second, write(tmp_path / "more", roles="id,label\n", requirements=None), dry_run=True
            ).written


def test_loading_again_repairs_what_was_damaged(store: Store, store_url: str, tmp_path: Path) -> None:
    if "memory" in store_url:
        pytest.skip("nobody else reaches a store in memory")
    load(store, write(tmp_path / "small"))
    before = said(store, *Kind)
    if store_url.startswith("sqlite"):
        with sqlite3.connect(store_url.removeprefix("sqlite:///")) as connection:
            connection.execute("UPDATE assertion SET body = CAST(x'ff' AS TEXT) WHERE kind = 'Role'")
        connection.close()
    else:
        with neo4j.GraphDatabase.driver(store_url, auth=settings.neo4j_sign_in()) as driver:
            driver.execute_query("MATCH (a:Kmgraph:Assertion {kind: 'Role'}) SET a.body = 'x'")
    with pytest.raises(StoreError):
        said(store, *Kind)
    assert load(store, tmp_path / "small").changed == {Kind.ROLE: 2}
    assert said(store, *Kind) == before


def test_an_id_that_no_index_takes_is_reported_with_its_place(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        report = load(store, write(tmp_path / "small", roles=f"id,label\n{'x' * 2_100},Long\n", requirements=None))
    assert [problem.place.line for problem in report.errors] == [2]


def test_problems_keep_everything_out(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    before = version(store)
    report = load(store, write(tmp_path / "small", roles="id,label\nofficer,Policy officer\nmanager,\n"))
    assert not report.ok
    assert not report.written
    assert [problem.severity for problem in report.problems] == [Severity.ERROR]
    assert version(store) == before


def test_a_reference_to_another_source_is_kept_as_a_stub(store: Store, tmp_path: Path) -> None:
    mappings = (
        "subject,object,match\nwriting,http://example.org/skill/1,close\nlistening,http://example.org/skill/2,close\n"
    )
    report = load(store, write(tmp_path / "small", mappings=mappings))
    assert report.ok
    assert report.written
    (problem,) = report.warnings
    assert str(problem).startswith(
        f"{tmp_path / 'small' / 'mappings.csv'}, line 2, column object: No loaded source describes"
    )
    assert "“http://example.org/skill/1”, nor 1 more that this column names; they are kept as stubs" in problem.message
    assert "Load the source that describes it" in problem.hint
    assert store.read(lambda reader: reader.counts()).stubs == {Kind.COMPETENCY: 2}


def test_a_reference_to_a_loaded_source_is_no_stub(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    other = dict.fromkeys(TABLES) | {
        "dataset": OTHER,
        "courses": "id,label,type\nc,C,course\n",
        "teaches": "course,competency,level\nc,small/writing,small/high\n",
    }
    assert load(store, write(tmp_path / "other", **other)).problems == ()


def test_a_level_is_checked_against_the_store(store: Store, tmp_path: Path) -> None:
    load(store, write(tmp_path / "small"))
    other = dict.fromkeys(TABLES) | {
        "dataset": OTHER,
        "courses": "id,label,type\nc,C,course\n",
        "teaches": "course,competency,level\nc,small/writing,small/one-star\n",
    }
    (problem,) = load(store, write(tmp_path / "other", **other)).problems
    assert "is not on the scale of “Writing”, which is “" in problem.message
    assert (problem.place.line, problem.column) == (2, "level")


def test_strict_takes_warnings_for_errors(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "small", mappings="subject,object,match\nwriting,http://example.org/skill/1,close\n")
    report = load(store, folder, strict=True)
    assert not report.ok
    assert not report.written
    assert report.errors == ()
    assert len(report.warnings) == 1
    assert store.read(lambda reader: reader.sources()) == {}


def test_a_report_is_plain_json(store: Store, tmp_path: Path) -> None:
    said = json.loads(json.dumps(load(store, write(tmp_path / "small", roles="id,label\nofficer,Officer\n")).as_json()))
    assert said["ok"] is False
    assert said["written"] is False
    assert said["source"] == DATASET
    assert said["problems"][0] == {
        "severity": "error",
        "file": str(tmp_path / "small" / "requirements.csv"),
        "line": 3,
        "column": "role",
        "value": "manager",
        "message": "There is no Role with the id “manager”.",
        "remedy": "Mend it, or add a row that describes it.",
    }
    good = load(store, write(tmp_path / "small")).as_json()
    assert good["added"]["Role"] == 2
    assert json.loads(json.dumps(good)) == good


def test_progress_is_told(tmp_path: Path) -> None:
    roles = "id,label\n" + "".join(f"role-{number},Role {number}\n" for number in range(12_000))
    told: list[tuple[int, int | None, str]] = []
    with connect("sqlite:///:memory:") as store:
        load(store, write(tmp_path / "small", roles=roles, requirements=None), progress=lambda *step: told.append(step))
    assert (1_000, None, "reading") in told
    writing = [step for step in told if step[2] == "writing"]
    assert [done for done, _, _ in writing[:2]] == [0, 5_000]
    assert writing[-1][0] == writing[-1][1] > 12_000


def test_two_loads_at_once_leave_one_whole_state(store_url: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite" if "memory" in store_url else store_url
    folders = [
        write(tmp_path / which, dataset=f"id,title\n{which},{which}\n", roles=_many_roles(which), requirements=None)
        for which in ("one", "two")
    ]
    reports = _at_once(url, folders)
    with connect(url) as store:
        written = [report for report in reports if isinstance(report, Report)]
        assert all(isinstance(report, Report | StoreBusy) for report in reports)
        assert written
        expected = {report.source: sum(report.added.values()) for report in written}
        assert store.read(lambda reader: reader.sources()) == expected
        assert store.read(lambda reader: reader.version()) == len(written)


def test_two_loads_of_one_source_at_once_leave_one_of_the_two(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    folders = [write(tmp_path / which, roles=_many_roles(which), requirements=None) for which in ("one", "two")]
    _at_once(url, folders)
    with connect(url) as store:
        labels = {iri.rsplit("/", 1)[1].split("-")[0] for _, iri in said(store, Kind.ROLE)}
        assert labels in ({"one"}, {"two"})
        assert len(said(store, Kind.ROLE)) == 3_000


def _many_roles(which: str) -> str:
    return "id,label\n" + "".join(f"{which}-{number},Role {number}\n" for number in range(3_000))


def _at_once(url: str, folders: list[Path]) -> list[Report | Exception]:
    reports: list[Report | Exception] = []
    start = threading.Barrier(len(folders))

    def run(folder: Path) -> None:
        with connect(url) as store:
            start.wait()
            try:
                reports.append(load(store, folder))
            except StoreBusy as busy:
                reports.append(busy)

    threads = [threading.Thread(target=run, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return reports


def test_a_load_that_must_wait_too_long_says_that_the_store_is_busy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    folder = write(tmp_path / "small")
    with connect(url) as first, connect(url, wait=0.1) as second, first.writing() as writer:
        writer.put("urn:x", [Competency(id="urn:c", label="C", framework="urn:f")])
        with pytest.raises(StoreBusy):
            load(second, folder)


def test_formats_are_found_by_name() -> None:
    assert {"tables", "starter"} <= set(formats())
    assert loader("tables").recognises(Path("some.xlsx"))
    with pytest.raises(UsageError, match=r"no format “tabels”. Did you mean “tables”\?"):
        loader("tabels")


def test_what_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        with pytest.raises(UsageError, match=r"“nowhere” cannot be read \(No such file or directory\). Mend the path"):
            load(store, "nowhere")
        (tmp_path / "strange.bin").write_bytes(b"\x00")
        with pytest.raises(
            UsageError, match=r"no format that can be recognised. Name its format with --format: .*tables"
        ):
            load(store, tmp_path / "strange.bin")
        with pytest.raises(UsageError, match="no format “nonsense”"):
            load(store, tmp_path, format="nonsense")


def test_the_word_starter_loads_the_shipped_data_set(store: Store) -> None:
    report = load(store, "starter")
    assert report.errors == ()
    assert report.written
    assert report.source == "https://w3id.org/kmgraph/source/starter/starter"


def test_many_problems_of_one_sort_are_listed_in_part(tmp_path: Path) -> None:
    rows = "".join(f"role-{number},\n" for number in range(1_254))
    with connect("sqlite:///:memory:") as store:
        report = load(store, write(tmp_path / "small", roles="id,label\n" + rows, requirements=None))
    assert len(report.errors) == 21
    assert report.errors[-1].message.startswith("And 1,234 more rows have the same kind of problem as line 21")
    assert report.errors[-1].place.source == str(tmp_path / "small" / "roles.csv")


def test_a_source_of_nothing_but_errors_is_given_up(tmp_path: Path) -> None:
    rows = "id,label\n" + "x,\n" * 150_000
    with connect("sqlite:///:memory:") as store:
        report = load(store, write(tmp_path / "small", roles=rows, requirements=None))
    assert report.errors[-2].message.startswith("And 99,980 more rows")
    assert report.errors[-1].message == "There are 100,000 errors so far, so the rest is not read."
    assert report.errors[-1].place.line == 100_001


def test_a_source_that_lost_most_of_a_kind_is_kept_out_unless_that_is_meant(store: Store, tmp_path: Path) -> None:
    many = "id,label\n" + "".join(f"role-{number},Role {number}\n" for number in range(30))
    path = write(tmp_path / "small", roles=many, requirements=None, ladders=None)
    before = load(store, path)
    assert before.ok, before.problems
    write(path, roles="id,label\nrole-1,Role 1\n", requirements=None, ladders=None)
    report = load(store, path)
    assert [problem.message for problem in report.errors] == [
        "This would take back 29 of the 30 records of Role that the source said before."
    ]
    assert store.read(lambda reader: reader.counts()).records[Kind.ROLE] == 30
    assert load(store, path, shrink=True).removed[Kind.ROLE] == 29


def test_another_source_of_the_same_name_does_not_take_the_place_of_the_first(store: Store, tmp_path: Path) -> None:
    assert load(store, write(tmp_path / "small")).ok
    bare = dict.fromkeys(["scales", "levels", "frameworks", "competencies", "requirements", "courses", "teaches"])
    other = write(tmp_path / "other", dataset="id,title\nsmall,Another\n", roles="id,label\nsmith,Smith\n", **bare)
    report = load(store, other)
    assert [problem.message for problem in report.errors] == [
        "Another source is loaded under the name “small”: “A small data set”. This would take its place."
    ]
    assert load(store, other, shrink=True).ok


def test_another_label_for_what_another_source_describes_is_doubtful(store: Store, tmp_path: Path) -> None:
    assert load(store, write(tmp_path / "small")).ok
    roles = f"id,label\n{name(Kind.ROLE, 'officer')},Somebody else\n"
    bare = dict.fromkeys(["scales", "levels", "frameworks", "competencies", "requirements", "courses", "teaches"])
    report = load(store, write(tmp_path / "other", dataset="id,title\nother,Other\n", roles=roles, **bare))
    assert ["not “Somebody else”" in problem.message for problem in report.warnings] == [True]
