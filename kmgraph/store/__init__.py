"""Where the graph is kept: a store is chosen by its address, and only the chosen one is imported."""

import re
from urllib.parse import urlsplit

from kmgraph import settings
from kmgraph.errors import StoreError
from kmgraph.store.base import Store

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
    if _names_server(url):
        from kmgraph.store.neo4j import Neo4jStore

        return Neo4jStore(url, wait=wait)
    if re.match(r"(neo4j|bolt)\S*@", url):
        raise StoreError(
            "The store address carries a user or a password. Leave them out of it, and set "
            "KMGRAPH_NEO4J_USER and KMGRAPH_NEO4J_PASSWORD (or KMGRAPH_NEO4J_PASSWORD_FILE) instead."
        )
    raise StoreError(f"{_unsecret(url)!r} is a wrong store address. Set KMGRAPH_STORE (or --store) to {FORMS}.")


def _names_server(url: str) -> bool:
    """Whether this is an address that Neo4j's driver understands: it fails oddly where host or port cannot be."""
    if not re.fullmatch(r"(neo4j|bolt)(\+s|\+ssc)?://(\[[\da-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?/?", url):
        return False
    try:
        parts = urlsplit(url)
        return bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:  # UnicodeError is one
        return False


def _unsecret(url: str) -> str:
    """A wrong address without what may be a secret: what stands before an `@`, after a `?`, or as a port."""
    shown = re.sub(r"(?s).*(@|%40)", "…@", url)
    shown = re.sub(r"(?s)[?#].*", "…", shown)
    return re.sub(r"(?s)(//[^/:]+:)(?!\d+/?$).*", r"\1…", shown)
