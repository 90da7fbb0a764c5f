"""Where the graph is kept: a store is chosen by its address, and only the chosen one is imported."""

import re

from pydantic import ValidationError

from kmgraph import settings
from kmgraph.errors import StoreError
from kmgraph.model import Record, parse
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind

WAIT = 30.0
"""Seconds that a store waits for somebody else's load before it says that it is busy."""
FORMS = (
    "sqlite:///graph.sqlite (a file), sqlite:////data/graph.sqlite (a file by its whole path), "
    "sqlite:///:memory: (gone when the program ends), or neo4j://server:7687 "
    "(also neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc)"
)


def connect(url: str | None = None, *, wait: float = WAIT) -> Store:
    """The store at this address, or at the one that the environment names; nothing is contacted yet.

    Raises:
        StoreError: the address has none of the known forms, or carries a password.
    """
    url = settings.store_url() if url is None else url
    if file := re.fullmatch(r"sqlite:///(.+)", url):
        from kmgraph.store.sqlite import SqliteStore

        return SqliteStore(file[1], wait=wait)
    if re.fullmatch(r"(neo4j|bolt)(\+s|\+ssc)?://(\[[\da-fA-F:.]+\]|[^][/?#@:\s]+)(:\d{1,5})?/?", url):
        from kmgraph.store.neo4j import Neo4jStore

        return Neo4jStore(url, wait=wait)
    if re.match(r"(neo4j|bolt)\S*@", url):
        raise StoreError(
            "The store address carries a user or a password. Leave them out of it, and set "
            "KMGRAPH_NEO4J_USER and KMGRAPH_NEO4J_PASSWORD (or KMGRAPH_NEO4J_PASSWORD_FILE) instead."
        )
    shown = re.sub(r"//.*@", "//", url)
    raise StoreError(f"{shown!r} is a wrong store address. Set KMGRAPH_STORE (or --store) to {FORMS}.")


def stored(kind: str, body: str) -> Record:
    """The record that a store kept.

    Raises:
        StoreError: it is none that this version knows: another version, or another hand, wrote it.
    """
    try:
        return parse(Kind(kind), body)
    except (ValidationError, ValueError) as failure:
        raise StoreError(
            f"The store holds a {kind} that this version of kmgraph cannot read. Load your sources again."
        ) from failure
