"""Where the store is and how to sign in: from the environment, never from the command line for secrets.

`KMGRAPH_STORE`                 URL of the store; without it, a SQLite file in the user's data folder
`KMGRAPH_NEO4J_USER`            user name for Neo4j, `neo4j` if unset
`KMGRAPH_NEO4J_PASSWORD`        password, or `KMGRAPH_NEO4J_PASSWORD_FILE`, a file that holds it
`KMGRAPH_NEO4J_DATABASE`        database, the server's default if unset
`KMGRAPH_SPARQL_SECONDS`        seconds that a query may take at the explorer's endpoint, 10 if unset
`KMGRAPH_LANGUAGE`              ISO 639 code of the language of the explorer's own texts, `en` if unset
`KMGRAPH_EDIT`                  1 lets everybody who can open the explorer load data into the store; off if unset
"""

import os
import stat
from pathlib import Path

from kmgraph.errors import UsageError

LONGEST = 4_096
"""Bytes that a password file may hold."""


def store_url() -> str:
    """The URL of the store that the environment names, or of the embedded default."""
    return os.environ.get("KMGRAPH_STORE") or f"sqlite:///{default_file()}"


def language() -> str:
    """The language of the explorer's own texts."""
    return os.environ.get("KMGRAPH_LANGUAGE") or "en"


def can_edit() -> bool:
    """Whether those who can open the explorer may change the data."""
    return os.environ.get("KMGRAPH_EDIT") == "1"


def default_file() -> Path:
    """The embedded store's file: in `XDG_DATA_HOME`, `LOCALAPPDATA` or `~/.local/share`."""
    home = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "share") / "kmgraph" / "graph.sqlite"


def neo4j_sign_in() -> tuple[str, str] | None:
    """User and password for Neo4j, or None where no password is given.

    Raises:
        UsageError: the password file cannot be read, or is none.
    """
    user = os.environ.get("KMGRAPH_NEO4J_USER", "neo4j")
    password = os.environ.get("KMGRAPH_NEO4J_PASSWORD")
    file = os.environ.get("KMGRAPH_NEO4J_PASSWORD_FILE")
    if not password and file:
        try:
            password = _short_text(Path(file)).strip()
        except (OSError, UnicodeDecodeError) as failure:
            raise UsageError(
                f"The password file {file} cannot be read ({failure}). Mend KMGRAPH_NEO4J_PASSWORD_FILE."
            ) from None
    return (user, password) if password else None


def _short_text(file: Path) -> str:
    """What a small file holds; a pipe would be waited for, and a device need not end."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is no regular file")
    if status.st_size > LONGEST:
        raise OSError(f"it is longer than {LONGEST:,} bytes")
    return file.read_text(encoding="utf-8")


def neo4j_database() -> str | None:
    """The Neo4j database to use, or None for the server's default."""
    return os.environ.get("KMGRAPH_NEO4J_DATABASE") or None


def sparql_seconds() -> float | None:
    """How long a query may take at the endpoint, in seconds; None where the environment does not say.

    Raises:
        UsageError: it says what is no number of seconds between 0.1 and 3,600.
    """
    said = os.environ.get("KMGRAPH_SPARQL_SECONDS")
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0
    if not 0.1 <= seconds <= 3_600:
        raise UsageError(f"KMGRAPH_SPARQL_SECONDS is “{said}”. Give a number of seconds from 0.1 to 3600.")
    return seconds
