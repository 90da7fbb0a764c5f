"""What is promised outside the code is true: the README's commands, `__all__`, the licences, the wheel."""

import importlib
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import kmgraph
from kmgraph.cli import COMMANDS
from kmgraph.errors import KmgraphError

ROOT = Path(kmgraph.__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SERVING = {"explore", "completion"}
"""Commands that serve until stopped, or write to a person's own files."""


def _commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("kmgraph ")]


def test_the_readme_shows_every_command() -> None:
    shown = {command.split()[1] for command in _commands()}
    assert shown >= set(COMMANDS)


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    (tmp_path / "me.csv").write_text("competency,level\nPolicy process knowledge,working\n")
    (tmp_path / "courses.csv").write_text("Title,Hours,Web page\nReading a bill,3,https://example.org/bill\n")
    (tmp_path / "advert.txt").write_text("Policy engagement officer\n\nYou need knowledge of the policy process.\n")
    answers = "".join(f"yes,{number},working,practitioner\n" for number in range(1, 13))
    (tmp_path / "answers.csv").write_text(
        f"consent,respondent,held.knowledge-synthesis,wished.knowledge-synthesis\n{answers}"
    )
    environment = {**os.environ, "KMGRAPH_STORE": f"sqlite:///{tmp_path}/graph.sqlite"}
    for command in _commands():
        words = shlex.split(command)[1:]
        if words[0] in SERVING:
            continue
        if words[0] == "load" and words[1] == "mine":
            _fill(tmp_path / "mine")
        done = subprocess.run(
            [sys.executable, "-m", "kmgraph", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)


def _fill(folder: Path) -> None:
    (folder / "dataset.csv").write_text("id,title\nmine,Mine\n")


def test_the_files_that_the_readme_names_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("module", ["kmgraph", "kmgraph.planner", "kmgraph.load"])
def test_all_names_exist(module: str) -> None:
    found = importlib.import_module(module)
    for name in found.__all__:
        assert getattr(found, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = kmgraph.nothing_of_the_kind


def test_each_error_has_an_exit_code_of_the_contract() -> None:
    def all_of(error: type[KmgraphError]) -> list[type[KmgraphError]]:
        return [error, *(deeper for one in error.__subclasses__() for deeper in all_of(one))]

    assert {error.exit_code for error in all_of(KmgraphError)} == {1, 2, 3, 4}


def test_the_wheel_works_from_a_foreign_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("kmgraph-*.whl")
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    for wanted in ("kmgraph/py.typed", "loaders/starter/roles.csv", "ontology/kmgraph.ttl", "app/main.py"):
        assert (unpacked / wanted).exists(), wanted
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "KMGRAPH_STORE": f"sqlite:///{tmp_path}/graph.sqlite",
    }
    script = (
        "import kmgraph, sys; assert kmgraph.__file__.startswith(sys.argv[1]), kmgraph.__file__;"
        "from kmgraph.cli import main; main(['load', 'starter'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(unpacked)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Loaded." in done.stdout


def test_the_example_of_the_package_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = "\n".join(line[4:] for line in (kmgraph.__doc__ or "").splitlines() if line.startswith("    "))
    names: dict[str, Any] = {
        "start": "https://w3id.org/kmgraph/role/starter/policy-officer",
        "goal": "https://w3id.org/kmgraph/role/starter/policy-adviser",
    }
    exec(example, names)
    assert names["answer"].plans


def test_the_example_of_the_package_runs(tmp_path: Path) -> None:
    example = "\n".join(line[4:] for line in (kmgraph.__doc__ or "").splitlines() if line.startswith("    "))
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[")
