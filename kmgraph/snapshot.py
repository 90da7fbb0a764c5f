"""What a store says now, read once for all who ask in this process: a planner for each content of a store.

A snapshot is known by the store's identity and version, which a load changes inside its transaction. So every answer
is about one state of the store, and all sessions share it while nobody loads.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from kmgraph.graph import Graph, neighbourhood
from kmgraph.planner import Planner
from kmgraph.store.base import Reader, Store


@dataclass(frozen=True)
class Snapshot:
    """One state of a store: its graph, and a planner for each way of reading it."""

    state: str
    graph: Graph
    _planners: dict[tuple[bool, bool], Planner] = field(default_factory=dict, repr=False)
    _making: Lock = field(default_factory=Lock, repr=False)

    def planner(self, *, with_matches: bool = False, strict: bool = False) -> Planner:
        """The planner that reads matches and unstated levels so, made once."""
        reading = with_matches, strict
        with self._making:
            if reading not in self._planners:
                with _keeping():
                    self._planners[reading] = Planner(self.graph, with_matches=with_matches, strict=strict)
            return self._planners[reading]


_held: dict[str, Snapshot] = {}
_reading = Lock()


def snapshot_of(store: Store) -> Snapshot:
    """What a store says now; read again only when its content has changed.

    Who asks while it is being read waits for it. The last content of each store is kept, by its address; a snapshot
    stays usable for who holds it.

    Raises:
        StoreError: the store cannot be reached, or is not one of ours.
    """
    now = store.read(lambda reader: reader.state())
    with _reading:
        held = _held.get(store.url)
        if held is None or held.state != now:
            held = _held[store.url] = store.read(_taken)
        return held


def _taken(reader: Reader) -> Snapshot:
    with _keeping():
        return Snapshot(reader.state(), neighbourhood(reader))


@contextmanager
def _keeping() -> Iterator[None]:
    """Does not look for garbage meanwhile: of what a snapshot makes, nothing is, and looking doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
