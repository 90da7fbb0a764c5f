"""Java programs that tests run, fetched by Maven once for this user and version."""

import fcntl
import os
import re
import shutil
import subprocess
from pathlib import Path

REMEDY = "run: sudo apt-get install default-jdk-headless maven"


class NoJarsError(Exception):
    """A Java program cannot be had here; the message says why and what to do."""


def jars(pom: Path, name: str) -> Path:
    """The folder of all the jars that a POM asks for; its property `name.version` says of which version."""
    version = re.search(rf"<{name}\.version>(.+)</", pom.read_text(encoding="utf-8"))[1]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kmgraph"
    folder = cache / f"{name}-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:  # two workers of one run may ask at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            if not (shutil.which("mvn") and shutil.which("java")):
                raise NoJarsError(f"{name} needs Java and Maven: {REMEDY}")
            partial = folder.with_suffix(".partial")
            command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"]
            command += ["-DincludeScope=runtime", f"-DoutputDirectory={partial}"]
            done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if done.returncode:
                raise NoJarsError(f"Maven could not fetch {name} {version}: {done.stdout.strip()[-500:]}")
            partial.rename(folder)
    return folder
