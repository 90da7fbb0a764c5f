"""The command line as people use it: answers, JSON, exit codes, and one sentence for each mistake."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kmgraph.cli import COMMANDS
from kmgraph.model import Role, Source
from kmgraph.store import connect
from tests.command import Command

OFFICER, MANAGER = "policy engagement officer", "parliamentary knowledge exchange manager"
lasting = pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)


@pytest.fixture
def run(run_command: Command) -> Command:
    return run_command


@pytest.fixture
def starter(run: Command, tmp_path: Path) -> str:
    """The URL of a SQLite store that holds the starter data."""
    url = f"sqlite:///{tmp_path}/starter.sqlite"
    assert run("--store", url, "load", "starter").code == 0
    return url


@lasting
def test_load_bridge_info_on_each_store(run: Command, store_url: str, starter: str) -> None:
    assert run("--store", store_url, "load", "starter").code == 0
    there = run("--store", store_url, "bridge", OFFICER, MANAGER, "--json").json()
    here = run("--store", starter, "bridge", OFFICER, MANAGER, "--json").json()
    assert there.pop("store") == store_url
    assert here.pop("store") == starter
    assert there.pop("elapsed_ms") > 0
    assert here.pop("elapsed_ms") > 0
    assert there == here
    again = run("--store", store_url, "load", "starter")
    assert "Nothing changed" in again.out
    assert run("--store", store_url, "info", "--json").json()["version"] == 1


def test_bridge_json_keeps_the_promised_shape(run: Command, starter: str) -> None:
    answer = run("--store", starter, "bridge", OFFICER, MANAGER, "--json").json()
    assert {"from", "to", "gap", "plans", "attributions", "store", "elapsed_ms"} <= set(answer)
    assert {"competency", "label", "held", "required", "importance"} <= set(answer["gap"][0])
    plan = answer["plans"][0]
    assert {"preset", "courses", "also", "total", "closes", "open", "proof", "rests_on"} <= set(plan)
    assert set(plan["total"]) >= {"fees", "fee_unknown", "effort_hours", "effort_unknown", "elapsed_weeks"}
    step = plan["courses"][0]
    assert {"course", "label", "order", "raises", "because", "fee", "currency", "cautions"} <= set(step)
    assert {"effort_hours", "elapsed_weeks"} <= set(step)
    assert {"competency", "from", "to"} <= set(step["raises"][0])
    assert {"competency", "required", "reason"} <= set(plan["open"][0])
    assert plan["proof"] == "optimal"
    assert set(plan["rests_on"]) == {"proposed", "reviewed", "sourced"}
    presets = [name for plan in answer["plans"] for name in (plan["preset"], *plan["also"])]
    assert sorted(presets) == ["best evidenced", "cheapest", "fewest", "quickest"]
    closed, still_open = {one["competency"] for one in plan["closes"]}, {one["competency"] for one in plan["open"]}
    assert closed | still_open == {one["competency"] for one in answer["gap"]}
    assert not closed & still_open


def test_bridge_for_people(run: Command, starter: str) -> None:
    said = run("--store", starter, "bridge", OFFICER, MANAGER)
    assert said.code == 0
    for words in (
        "To develop",
        "You bring",
        "Plan with the fewest courses",
        "Stays open",
        "proven optimal",
        "endorses",
    ):
        assert words in said.out


@pytest.mark.parametrize(
    "spelling",
    [
        "policy-engagement-officer",
        "Policy Engagement Officer",
        "policy engagment officer",
        "https://w3id.org/kmgraph/role/starter/policy-engagement-officer",
    ],
)
def test_a_role_by_id_label_slip_or_iri(run: Command, starter: str, spelling: str) -> None:
    found = run("--store", starter, "gap", spelling, MANAGER, "--json")
    assert found.json()["from"].endswith("/policy-engagement-officer")


def test_an_ambiguous_name_lists_the_candidates(run: Command, starter: str) -> None:
    said = run("--store", starter, "bridge", "policy", MANAGER)
    assert said.code == 2
    assert "No role is called “policy”. Did you mean" in said.err
    assert "policy-adviser" in said.err


def test_a_profile_instead_of_a_role(run: Command, starter: str, tmp_path: Path) -> None:
    profile = tmp_path / "me.csv"
    profile.write_text("competency,level,course\nPolicy process knowledge,practitioner,\n,,IfG Academy\n")
    answer = run("--store", starter, "bridge", "--profile", str(profile), MANAGER, "--json").json()
    assert answer["from"] is None
    assert "Policy process knowledge" in [one["label"] for one in answer["held"]]
    assert "IfG Academy" not in [step["label"] for plan in answer["plans"] for step in plan["courses"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,level\nx,y\n", "needs a first line with the columns"),
        (
            "competency,level\nPolicy process knowledge,guru\n",
            "line 2, column level: No level is called “guru”. Choose one of",
        ),
        (
            "competency,level\nJuggling with fire,working\n",
            "line 2, column competency: No competency is called “Juggling with fire”",
        ),
        ("", "needs a first line"),
        ("competency,level\n\xff", "not UTF-8"),
    ],
)
def test_a_wrong_profile_names_its_line(run: Command, starter: str, tmp_path: Path, text: str, told: str) -> None:
    profile = tmp_path / "me.csv"
    profile.write_bytes(text.encode("latin-1"))
    said = run("--store", starter, "bridge", "--profile", str(profile), MANAGER)
    assert said.code in (1, 2)
    assert told in said.err


def test_leaving_a_course_out_changes_the_plan(run: Command, starter: str) -> None:
    def courses(*more: str) -> list[str]:
        answer = run("--store", starter, "bridge", OFFICER, MANAGER, "--json", *more).json()
        return [step["label"] for step in answer["plans"][0]["courses"]]

    first = courses()[-1]
    assert first not in courses("--without", first)


def test_a_role_without_requirements_is_not_known(run: Command, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "dataset.csv").write_text("id,title\nsmall,Small\n")
    (folder / "roles.csv").write_text("id,label\na,Alpha\nb,Beta\n")
    url = f"sqlite:///{tmp_path}/g.sqlite"
    assert run("--store", url, "load", str(folder)).code == 0
    said = run("--store", url, "bridge", "Alpha", "Beta")
    assert said.code == 3
    assert "It is not known what Alpha needs" in said.err


def test_find_show_info(run: Command, starter: str) -> None:
    found = run("--store", starter, "find", "knowlege exchange", "--kind", "role", "--json").json()["found"]
    assert found[0]["label"] == "Knowledge exchange manager"
    shown = run("--store", starter, "show", "policy-officer", "--json").json()
    assert shown["label"] == "Policy officer"
    assert {one["kind"] for one in shown["referred_to_by"]} >= {"Requirement", "Step"}
    assert "Policy officer" in run("--store", starter, "show", "policy-officer").out
    info = run("--store", starter, "info", "--json").json()
    assert info["counts"]["Role"] >= 15
    assert info["counts"]["Course"] >= 25
    assert info["edges"]["Requirement"] > 100
    assert [one["title"] for one in info["sources"]] == ["kmgraph starter dataset"]
    assert "Role" in run("--store", starter, "info").out


def test_data_with_problems_exits_1_and_says_where(run: Command, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "dataset.csv").write_text("id,title\nsmall,Small\n")
    (folder / "roles.csv").write_text("id,label\na,\n")
    url = f"sqlite:///{tmp_path}/g.sqlite"
    said = run("--store", url, "load", str(folder))
    assert said.code == 1
    assert "roles.csv, line 2, column label" in said.err
    assert run("--store", url, "load", str(folder), "--json").json()["reports"][0]["ok"] is False
    assert run("--store", url, "info", "--json").json()["version"] == 0


def test_wrong_usage_exits_2(run: Command, starter: str, tmp_path: Path) -> None:
    assert run("--store", starter, "bridge", OFFICER).code == 2
    assert run("--store", starter, "brigde").code == 2
    assert run("--store", starter, "load", str(tmp_path / "nowhere")).code == 2
    assert "nowhere" in run("--store", starter, "load", str(tmp_path / "nowhere")).err


@pytest.mark.parametrize("address", ["graph.sqlite", "http://localhost", "sqlite:/x", "neo4j://user:secret@localhost"])
def test_a_wrong_store_address_exits_4(run: Command, address: str) -> None:
    said = run("--store", address, "info")
    assert said.code == 4
    assert "store address" in said.err
    assert "secret" not in said.err


def test_a_store_that_nobody_serves_exits_4(run: Command) -> None:
    said = run("--store", "bolt://127.0.0.1:1", "info")
    assert said.code == 4
    assert "127.0.0.1:1" in said.err
    assert "Traceback" not in said.err


def test_a_wrong_password_exits_4(run: Command, neo4j_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD", "not the password")
    said = run("--store", neo4j_server.uri, "info")
    assert said.code == 4
    assert "KMGRAPH_NEO4J_PASSWORD" in said.err
    assert "not the password" not in said.err


def test_template_can_be_filled_and_loaded(run: Command, tmp_path: Path) -> None:
    assert run("template", str(tmp_path / "mine")).code == 0
    assert (tmp_path / "mine" / "roles.csv").exists()
    assert run("template", str(tmp_path / "mine.xlsx")).code == 0
    assert run("template", str(tmp_path / "mine")).code == 2


def shell(command: str, store: str, folder: Path) -> tuple[int, str]:
    """Runs a line of bash in which `kmgraph` is this one; its exit code, and what came on both streams."""
    script = f"set -o pipefail; kmgraph() {{ '{sys.executable}' -m kmgraph \"$@\"; }}; {command}"
    environment = {**os.environ, "KMGRAPH_STORE": store, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["find --json", "find", "--version", "info"])
def test_a_reader_that_leaves_is_no_fault(starter: str, tmp_path: Path, command: str) -> None:
    assert shell(f"kmgraph {command} | true", starter, tmp_path) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("info >/dev/full", "No space left on device"),
        ("info --json >/dev/full", "No space left on device"),
        ("--help >/dev/full", "No space left on device"),
        ("info >&-", "it is closed"),
        ("info --json >&-", "it is closed"),
    ],
)
def test_output_that_cannot_be_written_is_one_sentence(starter: str, tmp_path: Path, command: str, why: str) -> None:
    told = f"The output could not be written ({why}). What the command did before that stays done.\n"
    assert shell(f"kmgraph {command}", starter, tmp_path) == (1, told)


@pytest.mark.parametrize("closed", ["2>&-", "<&-", "2>/dev/full"])
def test_closed_streams_keep_nothing_from_being_loaded(tmp_path: Path, closed: str) -> None:
    code, said = shell(f"kmgraph load starter {closed}", f"sqlite:///{tmp_path}/g.sqlite", tmp_path)
    assert code == 0
    assert "Loaded." in said


def test_what_steers_a_terminal_is_printed_as_stand_ins(run: Command, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    bad = "\x9b31mred\u202e\u2028\x7f"
    label = "Al" + bad
    with connect(url := f"sqlite:///{tmp_path}/g.sqlite") as store, store.writing() as writer:
        source = Source(id="https://x.example/s", title=label)
        writer.put(source.id, [source, Role(id="https://x.example/a", label=label)])
    for command in (
        ["find"],
        ["show", "a"],
        ["info"],
        ["show", "Bo\x1b[31m\r" + bad],
        ["gap", "a", "a"],
        ["find", "--\x1b"],
    ):
        said = run("--store", url, *command)
        printed = said.out + said.err
        assert not [one for one in printed if one in "\x1b\r" + bad.replace("31mred", "")], command
    assert "Al<U+009B>31mred<U+202E><U+2028><U+007F>" in run("--store", url, "find").out
    found = run("--store", url, "find", "--json")
    assert "\\u202e" in found.out
    assert label in [one["label"] for one in found.json()["found"]]


def test_nothing_is_loaded_where_a_path_is_missing(run: Command, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/g.sqlite"
    said = run("--store", url, "load", "starter", str(tmp_path / "nowhere"), "--json")
    assert (said.code, said.out) == (2, "")
    assert run("--store", url, "info", "--json").json()["version"] == 0


@pytest.mark.parametrize(
    "failure",
    [KeyboardInterrupt(), RuntimeError("SchemaError: KeyboardInterrupt: "), BaseException("panic: KeyboardInterrupt")],
)
def test_ctrl_c_is_stopped_however_it_comes(
    run: Command, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def interrupted(*_: object) -> None:
        raise failure

    monkeypatch.setattr("kmgraph.cli.info.open_store", interrupted)
    said = run("info")
    assert (said.code, said.err.strip()) == (130, "Stopped.")


def test_the_command_line_imports_little_before_it_can_be_stopped() -> None:
    script = "import sys, kmgraph.cli; print([one for one in ('click', 'pydantic', 'rich') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_like_none_is_looked_for_with_find(run: Command, starter: str) -> None:
    assert "See what there is with: kmgraph find zzz" in run("--store", starter, "show", "zzz").err


def test_a_profile_that_is_no_small_file_is_refused(run: Command, starter: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(5_000_001)
    for profile, told in (("pipe", "is not a file"), ("huge.csv", "is larger than 5 MB")):
        said = run("--store", starter, "bridge", "--profile", str(tmp_path / profile), MANAGER)
        assert said.code == 2
        assert told in said.err


def test_completion_offers_roles(starter: str) -> None:
    environment = {
        **os.environ,
        "KMGRAPH_STORE": starter,
        "_KMGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": "kmgraph bridge policy-eng",
        "COMP_CWORD": "2",
    }
    script = "from kmgraph.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert "policy-engagement-officer" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(run: Command, shell: str) -> None:
    assert "kmgraph" in run("completion", shell).out


def test_every_command_has_help(run: Command) -> None:
    listed = run("--help").out
    for command in COMMANDS:
        assert command in listed
        assert "Usage" in run(command, "--help").out


def test_version(run: Command) -> None:
    assert run("--version").out.startswith("kmgraph ")
