"""The containers: their files are well formed and careful, and what they run works against a real Neo4j.

There is no Docker engine in these tests. The last part runs the commands of the Compose file as processes, in its
order and with its environment, beside the server that its Neo4j container would run.
"""

import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import neo4j
import pytest
from ruamel.yaml import YAML

import kmgraph
from kmgraph.cli.group import kmgraph as command_line
from kmgraph.store import connect
from tests.conftest import do_without
from tests.servers import NoServerError, docker_answers, free_port, jars

ROOT = Path(kmgraph.__file__).resolve().parents[1]
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE_FILE = ROOT / "docker-compose.yml"
COMPOSE = YAML(typ="safe").load(COMPOSE_FILE)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "kmgraph"]
STAY = ["neo4j", "explorer"]
"""Services that run until they are stopped; the others do one thing and end."""
QUICK = "-XX:TieredStopAtLevel=1"
"""Makes Java ready sooner."""
SCHEMA = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]


class Instruction(NamedTuple):
    """A line of the Dockerfile, whole."""

    name: str
    rest: str

    def words(self) -> list[str]:
        """What a JSON list or a plain line says."""
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)


def instructions() -> list[Instruction]:
    lines = [line for line in DOCKERFILE.read_text().splitlines() if line and not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Instruction(*line.split(maxsplit=1)) for line in whole.splitlines()]


def of(name: str) -> list[Instruction]:
    return [one for one in instructions() if one.name == name]


def image_environment() -> dict[str, str]:
    return dict(word.split("=", 1) for one in of("ENV") for word in one.words())


def health_check_of_the_image() -> list[str]:
    (check,) = of("HEALTHCHECK")
    return json.loads(check.rest.partition("CMD ")[2])


def test_the_compose_file_is_one() -> None:
    done = subprocess.run([*SCHEMA, str(COMPOSE_FILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_slip_in_a_compose_file_is_found(tmp_path: Path) -> None:
    slip = tmp_path / "docker-compose.yml"
    slip.write_text(COMPOSE_FILE.read_text().replace("healthcheck:", "healthchek:", 1))
    assert subprocess.run([*SCHEMA, str(slip)], capture_output=True, check=False).returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint has no wheel for Windows")
def test_the_dockerfile_is_well_written() -> None:
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert hadolint, "hadolint is missing: pip install -e '.[test]'"
    done = subprocess.run([hadolint, "--no-color", str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_is_copied_exists_and_reaches_the_build() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert rules[0] == "*"
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = [word for one in of("COPY") if "--from" not in one.rest for word in one.words()[:-1]]
    for path in copied:
        assert (ROOT / path).exists(), path
        assert path.split("/")[0] in allowed, path
    assert {"app", "kmgraph", "loaders", "ontology"} <= set(copied)


def test_the_commands_of_the_image_are_commands_of_kmgraph() -> None:
    (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
    built = [one.rest.split() for one in of("RUN") if one.rest.startswith("kmgraph ")]
    for words in [[*entry.words(), *command.words()], *built]:
        assert words[0] == "kmgraph"
        with click.Context(command_line) as context:
            known = command_line.get_command(context, words[1])
        assert known, words
        options = {option for parameter in known.params for option in parameter.opts}
        assert {word for word in words[2:] if word.startswith("-")} <= options


def test_the_image_is_slim_labelled_and_runs_without_rights() -> None:
    assert [one.rest.split()[0] for one in of("FROM")] == ["python:3.12-slim"] * 2
    labels = dict(word.split("=", 1) for one in of("LABEL") for word in one.words())
    assert labels["org.opencontainers.image.version"] == kmgraph.__version__
    (user,) = of("USER")
    assert user.rest == SERVICES["explorer"]["user"] == SERVICES["kmgraph"]["user"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert int(service["user"].split(":")[0]) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("read_only", False) is (name in OURS)
    for port in service.get("ports", ()):
        assert port.startswith(("127.0.0.1:", "${KMGRAPH_ADDRESS:-127.0.0.1}:"))


def test_services_that_stay_say_how_they_are() -> None:
    for name, service in SERVICES.items():
        if name in STAY:
            assert service["healthcheck"]["test"]
            assert service["restart"] == "unless-stopped"
        else:
            assert service["healthcheck"] == {"disable": True}
            assert "restart" not in service
    assert SERVICES["explorer"]["healthcheck"]["test"] == ["CMD", *health_check_of_the_image()]


def test_services_wait_for_what_they_need() -> None:
    waits = {
        name: {needed: how["condition"] for needed, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits == {
        "secret": {},
        "neo4j": {"secret": "service_completed_successfully"},
        "load": {"neo4j": "service_healthy"},
        "explorer": {"neo4j": "service_healthy", "load": "service_completed_successfully"},
        "kmgraph": {"neo4j": "service_healthy"},
    }
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["kmgraph"]


def test_one_service_builds_the_image_and_none_fetches_it() -> None:
    assert [name for name in OURS if "build" in SERVICES[name]] == ["secret"]
    assert {SERVICES[name]["pull_policy"] for name in OURS} == {"never"}


def test_no_file_holds_a_password() -> None:
    given = "${KMGRAPH_NEO4J_PASSWORD:-}"
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|AUTH|SECRET", key):
                assert value == (given if key == "KMGRAPH_NEO4J_PASSWORD" else "/secret/password"), key
    assert COMPOSE_FILE.read_text().count(given) == 1, "one service alone is told the password"
    assert not of("ARG")
    assert not [key for key in image_environment() if re.search("PASSWORD|AUTH|SECRET", key)]


def test_what_must_last_is_in_volumes() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if not volume.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])
    assert "graph:/data" in SERVICES["neo4j"]["volumes"]
    for name, service in SERVICES.items():
        writable = [volume for volume in service.get("volumes", ()) if not volume.endswith(":ro")]
        assert bool(writable) is (name in ("secret", "neo4j")), name


def test_neo4j_is_the_lts_with_two_gigabytes() -> None:
    assert SERVICES["neo4j"]["image"] == "neo4j:5.26-community"
    environment = SERVICES["neo4j"]["environment"]
    assert environment["NEO4J_server_memory_heap_initial__size"] == "2G"
    assert environment["NEO4J_server_memory_heap_max__size"] == "2G"
    assert environment["NEO4J_server_memory_pagecache_size"]


def test_the_readme_says_what_can_be_set() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "## Run it in containers" in readme
    for variable in set(re.findall(r"\$\{(\w+)", COMPOSE_FILE.read_text())):
        assert f"`{variable}`" in readme, variable


def keep(folder: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs what the service `secret` runs."""
    environment = {"KMGRAPH_NEO4J_PASSWORD_FILE": str(folder / "password"), "KMGRAPH_NEO4J_PASSWORD": given}
    command = [sys.executable, str(ROOT / "docker" / "secret.py")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_password_is_made_once_and_told_to_nobody(tmp_path: Path) -> None:
    (tmp_path / "password.part").write_text("left by a process that was killed")
    first = keep(tmp_path)
    file = tmp_path / "password"
    made = file.read_text()
    second = keep(tmp_path)
    assert (first.returncode, second.returncode) == (0, 0)
    assert re.fullmatch("[0-9a-f]{48}\n", made)
    assert file.read_text() == made
    assert list(tmp_path.iterdir()) == [file]
    assert made.strip() not in first.stdout + first.stderr + second.stdout + second.stderr
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o440
    file.unlink()
    keep(tmp_path)
    assert file.read_text() != made


def test_a_password_that_is_given_is_taken_and_no_other_after_it(tmp_path: Path) -> None:
    assert keep(tmp_path, "correct-horse").returncode == 0
    assert keep(tmp_path, "correct-horse").returncode == 0
    assert keep(tmp_path).returncode == 0
    refused = keep(tmp_path, "battery-staple")
    assert refused.returncode == 1
    assert "README" in refused.stderr
    assert "staple" not in refused.stderr
    assert (tmp_path / "password").read_text() == "correct-horse\n"


@pytest.mark.parametrize(
    "given", ["short", "a space", "with/slash", "@file-of-it", "-option-like", "hash#mark", "naïve-one"]
)
def test_a_password_that_would_be_misread_is_refused(tmp_path: Path, given: str) -> None:
    refused = keep(tmp_path, given)
    assert refused.returncode == 1
    assert given not in refused.stderr
    assert not list(tmp_path.iterdir())


def load_once(url: str) -> subprocess.CompletedProcess[str]:
    """Runs what the service `load` runs."""
    command = [sys.executable, str(ROOT / "docker" / "load_once.py")]
    environment = {**os.environ, "KMGRAPH_STORE": url}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def state(url: str) -> str:
    with connect(url) as store:
        return store.read(lambda reader: reader.state())


def test_a_store_that_cannot_be_reached_is_no_empty_one() -> None:
    done = load_once(f"bolt://127.0.0.1:{free_port()}")
    assert done.returncode == 4
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_began_with_data_of_their_own_is_given_no_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    folder = own_data(tmp_path)
    subprocess.run([sys.executable, "-m", "kmgraph", "--store", url, "load", str(folder)], check=True, cwd=ROOT)
    before = state(url)
    assert load_once(url).returncode == 0
    assert state(url) == before


def own_data(folder: Path) -> Path:
    """A small source of somebody's own."""
    mine = folder / "mine"
    mine.mkdir()
    (mine / "dataset.csv").write_text("id,title\nmine,Mine\n")
    (mine / "roles.csv").write_text("id,label\nkeeper,Keeper of loads\n")
    return mine


class Stack:
    """The services as processes of this machine, which lends them its own paths, ports and host names."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bolt, http, self.port = free_port(), free_port(), free_port()
        self.here = {
            "$$": "$",
            "${KMGRAPH_NEO4J_PASSWORD:-}": "",
            "neo4j:7687": f"127.0.0.1:{self.bolt}",
            "127.0.0.1:7474": f"127.0.0.1:{http}",
            "8501": str(self.port),
            "/opt/kmgraph": str(ROOT / "docker"),
            "/startup": str(folder / "bin"),
            "/secret": str(folder / "secret"),
            "/data": str(folder / "data"),
            "/tmp": str(folder / "tmp"),
        }
        for name in ("bin", "secret", "data", "tmp", "work", "neo4j/conf", "neo4j/plugins"):
            (folder / name).mkdir(parents=True)
        self._provide("python", f'exec {shlex.quote(sys.executable)} "$@"')
        self._provide("kmgraph", f'exec {shlex.quote(sys.executable)} -m kmgraph "$@"')
        self._provide("tini", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
        self._provide_neo4j(http)
        self.neo4j: subprocess.Popen[bytes] | None = None
        self.said = b""
        """What services that ended printed."""
        self.processes: set[bytes] = set()
        """Command lines that this machine showed while services started."""

    def _provide(self, program: str, script: str) -> None:
        file = self.folder / "bin" / program
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def _provide_neo4j(self, http: int) -> None:
        """What Neo4j's image holds: its own programs, and the way from variables to settings."""
        home = self.folder / "neo4j"
        (home / "lib").symlink_to(jars())
        (home / "data").symlink_to(self.folder / "data")
        settings = {
            key.removeprefix("NEO4J_").replace("_", ".").replace("..", "_"): value
            for key, value in SERVICES["neo4j"]["environment"].items()
        }
        settings |= {"server.default_listen_address": "127.0.0.1"}
        settings |= {"server.bolt.listen_address": f":{self.bolt}", "server.http.listen_address": f":{http}"}
        settings |= {"server.jvm.additional": QUICK, "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0"}
        (home / "conf" / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        java = f"exec java {QUICK} -cp '{home}/lib/*' org.neo4j.server.startup"
        self._provide("neo4j-admin", f'{java}.Neo4jAdminCommand "$@"')
        self._provide("docker-entrypoint.sh", f"[ $1 = neo4j ] && {java}.Neo4jCommand console")

    def local(self, text: str) -> str:
        known = "|".join(map(re.escape, self.here))
        return re.sub(rf"(?<!\w)({known})", lambda there: self.here[there[0]], text)

    def command(self, name: str, *arguments: str) -> list[str]:
        """What a container of this service runs, with these arguments in the place of its own."""
        service = SERVICES[name]
        (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
        own = service.get("command", []) if "entrypoint" in service else command.words()
        words = [*service.get("entrypoint", entry.words()), *(arguments or own)]
        return [self.local(word) for word in words]

    def environment(self, name: str) -> dict[str, str]:
        """What a container of this service has in its environment, and nothing else."""
        said = (image_environment() if name in OURS else {}) | SERVICES[name]["environment"]
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {key: self.local(value) for key, value in said.items()} | {
            "PATH": path,
            "NEO4J_HOME": str(self.folder / "neo4j"),
        }

    def run(self, name: str, *arguments: str) -> str:
        """Runs a service that ends, and gives what it printed."""
        done = subprocess.run(
            self.command(name, *arguments),
            env=self.environment(name),
            cwd=self.folder / "work",
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        self.said += said.encode()
        return said

    def start(self, name: str, *more: str) -> subprocess.Popen[bytes]:
        """Starts a service that stays."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [*self.command(name), *more],
                env=self.environment(name),
                cwd=self.folder / "work",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def healthy(self, name: str) -> bool:
        """Whether a service's own check finds it well."""
        how, *words = SERVICES[name]["healthcheck"]["test"]
        words = ["/bin/sh", "-c", *words] if how == "CMD-SHELL" else words
        command = [self.local(word) for word in words]
        return not subprocess.run(command, env=self.environment(name), capture_output=True, check=False).returncode

    def becomes_healthy(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        """Whether a service that was started is well before long."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            if self.healthy(name):
                return True
            self.processes |= {content(file) for file in Path("/proc").glob("[0-9]*/cmdline")}
            time.sleep(0.2)
        return False

    def start_neo4j(self) -> None:
        self.neo4j = self.start("neo4j")
        assert self.becomes_healthy("neo4j", self.neo4j), (self.folder / "neo4j.log").read_text()

    def stop_neo4j(self, *, kindly: bool = True) -> None:
        if self.neo4j:
            end(self.neo4j, signal.SIGTERM if kindly else signal.SIGKILL)
            self.neo4j = None

    def password(self) -> str:
        return (self.folder / "secret" / "password").read_text().strip()

    def version(self) -> int:
        """How many loads have changed the store."""
        return json.loads(self.run("kmgraph", "info", "--json"))["version"]


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> int:
    """Stops a service as an engine would, with all that it started."""
    os.killpg(process.pid, how)
    try:
        return process.wait(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The services up to a Neo4j that is well."""
    missing = [program for program in ("bash", "java", "mvn", "wget") if not shutil.which(program)]
    reason = f"there is no {' and no '.join(missing)} here to run what the containers run"
    if missing and (os.environ.get("KMGRAPH_TEST_NEO4J_URI") or docker_answers()):
        pytest.skip(f"{reason}; the other tests of Neo4j have a server")
    try:
        if missing:
            raise NoServerError(reason)
        made = Stack(tmp_path_factory.mktemp("stack"))
    except NoServerError as reason:
        do_without("KMGRAPH_REQUIRE_NEO4J", str(reason))
    made.run("secret")
    try:
        made.start_neo4j()
        yield made
    finally:
        made.stop_neo4j(kindly=False)


@pytest.mark.neo4j
def test_the_starter_data_is_loaded_once_and_loads_are_kept(stack: Stack) -> None:
    assert "Loaded." in stack.run("load")
    assert "stays as it is" in stack.run("load")
    assert stack.version() == 1

    own_data(stack.folder / "work")
    stack.run("kmgraph", "load", "mine")
    changed = shutil.copytree(ROOT / "loaders" / "starter", stack.folder / "work" / "changed")
    practices = (changed / "practices.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (changed / "practices.csv").write_text("".join(practices[:-1]), encoding="utf-8")
    stack.run("kmgraph", "load", "changed")
    stack.run("load")
    assert stack.version() == 3

    stack.stop_neo4j()
    stack.run("secret")
    stack.start_neo4j()
    stack.run("load")
    assert stack.version() == 3
    assert "Keeper of loads" in stack.run("kmgraph", "find", "keeper of loads")


@pytest.mark.neo4j
def test_the_explorer_comes_up_and_stops(stack: Stack) -> None:
    stack.run("load")
    explorer = stack.start("explorer", "--port", str(stack.port))
    try:
        assert not stack.healthy("explorer")
        assert stack.becomes_healthy("explorer", explorer), (stack.folder / "explorer.log").read_text()
    finally:
        code = end(explorer)
    assert code in (0, -signal.SIGTERM)
    assert not stack.healthy("explorer")


@pytest.mark.neo4j
def test_neo4j_has_its_memory_and_its_password_and_no_other(stack: Stack) -> None:
    with neo4j.GraphDatabase.driver(f"bolt://127.0.0.1:{stack.bolt}", auth=("neo4j", stack.password())) as driver:
        (memory,) = driver.execute_query("CALL dbms.queryJmx('java.lang:type=Memory')").records
    assert memory["attributes"]["HeapMemoryUsage"]["value"]["properties"]["max"] == 2 * 1024**3
    file = stack.folder / "secret" / "password"
    kept = file.read_text()
    file.chmod(0o640)
    try:
        file.write_text("another-password\n")
        assert not stack.healthy("neo4j")
    finally:
        file.write_text(kept)
        file.chmod(0o440)
    assert stack.healthy("neo4j")


@pytest.mark.neo4j
def test_the_password_is_in_no_log_and_in_no_list_of_processes(stack: Stack) -> None:
    password = stack.password().encode()
    assert password not in stack.said + b"".join(content(file) for file in stack.folder.glob("*.log"))
    assert password not in b"".join(stack.processes)
    if Path("/proc/self/cmdline").exists():
        assert any(b"set-initial-password" in one for one in stack.processes)


def content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a process that has ended
        return b""
