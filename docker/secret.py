"""Writes Neo4j's password into a volume, once: the one that KMGRAPH_NEO4J_PASSWORD gives, or else a random one.

What is written stays, because Neo4j keeps the password that it was first started with. It can be read by kmgraph,
whose file it is, and by the group, which is Neo4j's; it is never printed.
"""

import os
import re
import secrets
import sys
from pathlib import Path

PLAIN = "[A-Za-z0-9][A-Za-z0-9._~-]{7,}"
"""Passwords that mean the same wherever they go: in Compose's files, in Neo4j's list of arguments, in an address."""
NOT_PLAIN = (
    "KMGRAPH_NEO4J_PASSWORD can not be used: give at least 8 letters, digits and . _ ~ -, beginning with a letter "
    "or digit, or leave it out, and one is made."
)
ANOTHER = (
    "KMGRAPH_NEO4J_PASSWORD is another password than the one that Neo4j was first started with, and Neo4j does not "
    "follow. Leave it out, or change it in Neo4j, too: the README says how, under “Run it in containers”."
)


def keep(file: Path, given: str) -> None:
    """Writes the password into a file that is not there yet, whole or not at all."""
    if given and not re.fullmatch(PLAIN, given):
        sys.exit(NOT_PLAIN)
    if file.exists():
        if given and given != file.read_text(encoding="ascii").strip():
            sys.exit(ANOTHER)
        print("Neo4j's password is kept as it is.")
        return
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440), "w", encoding="ascii") as new:
        new.write((given or secrets.token_hex(24)) + "\n")
    part.rename(file)
    print("Neo4j's password is written.")


if __name__ == "__main__":
    keep(Path(os.environ["KMGRAPH_NEO4J_PASSWORD_FILE"]), os.environ.get("KMGRAPH_NEO4J_PASSWORD", "").strip())
