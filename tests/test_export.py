"""`kmgraph export`: which framework, which format, where to, and that a file is whole or as it was."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kmgraph.cli import main
from kmgraph.errors import StoreError
from kmgraph.export import replacing, written
from kmgraph.load import load
from kmgraph.store import connect
from kmgraph.store.base import Reader

SAMPLE = Path(__file__).parent / "samples" / "case" / "v1p1.json"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a store with one framework, which commands use."""
    found = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", found)
    with connect(found) as store:
        load(store, SAMPLE, format="case")
    return found


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["export", *arguments])
    return int(ended.value.code or 0)


def test_a_framework_is_written_to_a_file(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "out.json"
    assert run("--format", "case", "--framework", "Listening to communities", "-o", str(to)) == 0
    assert json.loads(to.read_text(encoding="utf-8")) == json.loads(SAMPLE.read_text(encoding="utf-8"))
    said = capsys.readouterr()
    assert said.out == ""
    assert "Sources: Listening to communities (Creative Commons Attribution 4.0)." in said.err
    assert list(tmp_path.glob("*.tmp")) == list(tmp_path.glob(".*.tmp")) == []


def test_standard_output_holds_the_framework_and_nothing_else(url: str) -> None:
    command = [sys.executable, "-m", "kmgraph", "export", "--format", "case"]
    done = subprocess.run(command, capture_output=True, env=os.environ, check=True)
    assert json.loads(done.stdout) == json.loads(SAMPLE.read_text(encoding="utf-8"))
    assert b"Sources:" in done.stderr


def test_a_file_that_is_there_is_replaced_with_what_it_links_to(url: str, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    assert run("--format", "case", "-o", str(link)) == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("{")


def test_a_pipe_is_written_to(url: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reading = threading.Thread(target=lambda: found.append(pipe.read_text(encoding="utf-8")))
    reading.start()
    assert run("--format", "case", "-o", str(pipe)) == 0
    reading.join(10)
    assert json.loads(found[0])["CFDocument"]["title"] == "Listening to communities"


def failing(reader: Reader, framework: str) -> Iterator[str]:
    yield "half of it"
    raise StoreError("The store went away.")


def test_a_file_stays_as_it_was_where_writing_fails(url: str, tmp_path: Path) -> None:
    to = tmp_path / "out.json"
    to.write_text("old")
    with connect(url) as store, pytest.raises(StoreError), replacing(to) as file:
        written(store, failing, None, file)
    assert to.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.json"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "cass"], "There is no format “cass”. Did you mean “case”?"),
        (["--format", "tables"], "The format “tables” can be read, not written. Choose "),
        (["--format", "case", "--framework", "nothing like it"], "No framework is called “nothing like it”."),
        (["--format", "case", "-o", "no/such/folder/x.json"], "cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    url: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_which_framework_is_asked_where_there_are_several(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with connect(url) as store:
        load(store, "starter")
    assert run("--format", "case") == 2
    assert "“Core competencies for knowledge mobilisers” (starter/km-core)" in capsys.readouterr().err


def test_an_empty_store_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/empty.sqlite")
    assert run("--format", "case") == 2
    assert "There is no framework in the store yet" in capsys.readouterr().err


def test_nothing_is_written_over_a_file_from_an_empty_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/empty.sqlite")
    (to := tmp_path / "out.ttl").write_text("old")
    assert run("-o", str(to)) == 2
    assert "There is nothing in the store" in capsys.readouterr().err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.ttl", "old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_cannot_be_printed_is_not_said_to_be_written(url: str) -> None:
    command = [sys.executable, "-m", "kmgraph", "export", "--format", "turtle"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=os.environ, check=False)
    assert done.returncode == 1
    assert b"Written" not in done.stderr


def test_what_others_write_beside_a_file_is_left_alone(tmp_path: Path) -> None:
    to, other = tmp_path / "out.ttl", tmp_path / f".out.ttl.{os.getpid()}.tmp"
    other.write_text("another's")
    with replacing(to) as file, replacing(to) as again:
        file.write(b"one")
        again.write(b"two")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {to.name: "one", other.name: "another's"}
