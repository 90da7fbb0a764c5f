"""Neo4j servers for tests: one that is named, one in a container, or the real kernel on this machine's Java.

A server is looked for in that order: ``KMGRAPH_TEST_NEO4J_URI`` (with ``KMGRAPH_TEST_NEO4J_USER`` and
``KMGRAPH_TEST_NEO4J_PASSWORD``), a Docker engine, then Maven and a JDK.
"""

import os
import secrets
import select
import shutil
import socket
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import neo4j

from tests import maven

HERE = Path(__file__).parent / "neo4j"
REMEDY = (
    "name a server that tests may empty in KMGRAPH_TEST_NEO4J_URI, or start Docker, "
    "or run: sudo apt-get install default-jdk-headless maven"
)
# Seconds: a container's image may have to be fetched; the kernel alone takes about ten.
PATIENCE = 300


class NoServerError(Exception):
    """No Neo4j server can be had here; the message says why and what to do."""


@dataclass
class Server:
    """A Neo4j server that answers at ``uri``; stopping one that was only named is not ours to do."""

    uri: str
    user: str
    password: str
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    container: str | None = None

    def driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))

    def stop(self) -> None:
        """Stops the server as its operator would: what is committed is on disk, the port is free again."""
        if self.process and self.process.stdin:
            self.process.stdin.close()
            if self.container:
                subprocess.run(["docker", "stop", self.container], check=False, capture_output=True)
            self.process.wait(timeout=60)

    def kill(self) -> None:
        """Ends the server in the middle of whatever it does, as a power cut would."""
        if self.process:
            if self.container:
                subprocess.run(["docker", "kill", self.container], check=False, capture_output=True)
            self.process.kill()
            self.process.wait(timeout=60)


def find_server(folder: Path) -> Server:
    """The server that ``KMGRAPH_TEST_NEO4J_URI`` names, or a new one whose data is in ``folder``."""
    uri = os.environ.get("KMGRAPH_TEST_NEO4J_URI")
    if not uri:
        return start_server(folder)
    user = os.environ.get("KMGRAPH_TEST_NEO4J_USER", "neo4j")
    return Server(uri, user, os.environ.get("KMGRAPH_TEST_NEO4J_PASSWORD", ""))


def start_server(folder: Path, port: int = 0, password: str = "", *, heap: str = "1g") -> Server:
    """A new server on 127.0.0.1, or a stopped one if ``folder``, ``port`` and ``password`` are the same."""
    port = port or free_port()
    password = password or secrets.token_urlsafe(12)
    folder.mkdir(parents=True, exist_ok=True)
    if docker_answers():
        return start_container(folder, port, password)
    if shutil.which("javac") and shutil.which("mvn"):
        return start_java(folder, port, password, heap)
    raise NoServerError(f"no Docker engine answers and there is no JDK with Maven: {REMEDY}")


def start_java(folder: Path, port: int, password: str, heap: str = "1g") -> Server:
    """The kernel itself, in a Java process that ends when its standard input closes: also when tests die."""
    quick = [f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # ready sooner, slower in the long run
    command = ["java", *quick, "-cp", f"{jars()}/*", str(HERE / "Server.java"), str(folder), str(port)]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | {"NEO4J_PASSWORD": password},
            start_new_session=True,  # Ctrl-C is for the tests, which then stop the server themselves
        )
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process)
    if not select.select([process.stdout], [], [], PATIENCE)[0] or process.stdout.readline() != b"ready\n":
        server.kill()
        raise NoServerError(f"Neo4j did not start: {last_words(folder)}")
    return server


def start_container(folder: Path, port: int, password: str) -> Server:
    """The official image, with its data in ``folder``."""
    name = f"kmgraph-test-{uuid.uuid4().hex[:8]}"
    settings = {
        "NEO4J_AUTH": f"neo4j/{password}",
        "NEO4J_server_bolt_advertised__address": f"127.0.0.1:{port}",
        "NEO4J_server_memory_heap_max__size": "1g",
    }
    # A variable without a value is handed on from here: a password stays out of the list of processes.
    named = [word for key in settings for word in ("--env", key)]
    command = ["docker", "run", "--rm", "--name", name, "--user", f"{os.getuid()}:{os.getgid()}", *named]
    command += ["--publish", f"127.0.0.1:{port}:7687", "--volume", f"{folder}:/data", "neo4j:5.26-community"]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=os.environ | settings)
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process, name)
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with server.driver() as driver:
                driver.verify_connectivity()
            return server
        except neo4j.exceptions.DriverError:
            time.sleep(1)
    server.kill()
    raise NoServerError(f"Neo4j did not start in Docker: {last_words(folder)}")


def jars() -> Path:
    """The folder of the kernel's jars, fetched once for this user and version."""
    try:
        return maven.jars(HERE / "pom.xml", "neo4j")
    except maven.NoJarsError as reason:
        raise NoServerError(str(reason)) from None


def claim(driver: neo4j.Driver) -> None:
    """Marks an empty database as a test's; refuses one that holds anything and is not marked."""
    nodes, marked = driver.execute_query("RETURN COUNT { (n) } AS nodes, EXISTS { (:KmgraphTest) } AS marked").records[
        0
    ]
    if marked:
        return
    if nodes:
        raise AssertionError(
            f"The Neo4j database of the tests holds {nodes} nodes and is not marked as a test's, so it is "
            "left alone: name an empty one, or, if all of it may be deleted, run in it: CREATE (:KmgraphTest)"
        )
    driver.execute_query("CREATE (:KmgraphTest)")


def wipe(driver: neo4j.Driver) -> None:
    """Empties a database that is marked as a test's, but for the mark."""
    claim(driver)
    with driver.session() as session:
        session.run(
            "MATCH (n) WHERE NOT n:KmgraphTest CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
        ).consume()


def docker_answers() -> bool:
    """Whether there is a Docker engine behind the docker command, which alone is only a client."""
    if not shutil.which("docker"):
        return False
    try:
        done = subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def last_words(folder: Path) -> str:
    """The end of what a server wrote; the rest is in its folder."""
    log = folder / "server.log"
    return f"{log.read_text(errors='replace').strip()[-300:]} (all of it: {log})"


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
