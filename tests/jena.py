"""Programs of others that read RDF and OWL by code that shares nothing with ours: Apache Jena, ROBOT and Raptor.

Each is a function that runs the program and returns the finished process, with what it wrote as text. Jena and ROBOT
are fetched by Maven, Raptor comes from Debian's `raptor2-utils`. Where one cannot be had the test is skipped, or fails
with KMGRAPH_REQUIRE_RDF_TOOLS=1. Starting Java takes about a second: give one call many files.
"""

import shutil
import subprocess
from pathlib import Path

from tests.conftest import do_without
from tests.maven import NoJarsError, jars

HERE = Path(__file__).parent / "java"
QUICK = ("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
"""What spares a Java program that ends soon from getting ready for a long life, and from telling what it reads."""
PATIENCE = 300
"""Seconds after which a program is taken to hang."""
Done = subprocess.CompletedProcess[str]


def riot(*arguments: object) -> Done:
    """Jena's reader and writer of RDF, such as `riot("--validate", "a.ttl", "b.nt")`."""
    return _java("jena", "riotcmd.riot", arguments)


def shacl(*arguments: object) -> Done:
    """Jena's SHACL, such as `shacl("validate", "--shapes=shapes.ttl", "--data=data.ttl")`."""
    return _java("jena", "shacl.shacl", arguments)


def arq(*arguments: object) -> Done:
    """Jena's SPARQL on files, such as `arq("--data=data.ttl", "--query=query.rq", "--results=JSON")`."""
    return _java("jena", "arq.arq", arguments)


def rsparql(*arguments: object) -> Done:
    """Jena's client of SPARQL endpoints, such as `rsparql("--service=http://...", "--query=query.rq")`."""
    return _java("jena", "arq.rsparql", arguments)


def robot(*arguments: object) -> Done:
    """ROBOT, such as `robot("validate-profile", "--profile", "DL", "--input", "a.ttl", "--output", "report.txt")`."""
    return _java("robot", "org.obolibrary.robot.CommandLineInterface", arguments)


def rapper(*arguments: object) -> Done:
    """Raptor's reader, such as `rapper("-c", "-i", "turtle", "a.ttl")`, which counts the triples."""
    if not shutil.which("rapper"):
        do_without("KMGRAPH_REQUIRE_RDF_TOOLS", "there is no rapper: run: sudo apt-get install raptor2-utils")
    return _run(["rapper", *map(str, arguments)])


def _java(name: str, entry: str, arguments: tuple[object, ...]) -> Done:
    if not shutil.which("java"):
        do_without(
            "KMGRAPH_REQUIRE_RDF_TOOLS", "there is no java: run: sudo apt-get install default-jdk-headless maven"
        )
    try:
        folder = jars(HERE / f"{name}.xml", name)
    except NoJarsError as reason:
        do_without("KMGRAPH_REQUIRE_RDF_TOOLS", str(reason))
    return _run(["java", *QUICK, "-cp", f"{folder}/*", entry, *map(str, arguments)])


def _run(command: list[str]) -> Done:
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=PATIENCE
    )
