"""Hostile queries to the explorer's endpoint while others ask simple ones: who is served, how soon, and what leaks.

The server is the explorer itself in a process of its own, over the starter data; queries may take three seconds there.
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.table import Table

from kmgraph.load import load
from kmgraph.store import connect
from tests.endpoint import Client
from tests.hostile import SIMPLE, hostile
from tests.servers import free_port

SECONDS = "3"
ATTACKERS, CLIENTS = 8, 20


class Held(NamedTuple):
    """What a server and its processes hold."""

    processes: int
    files: int
    threads: int
    memory: int
    """MB of the server alone."""


def endpoint(queries: int = 1_000) -> Iterator[Table]:
    """Tables of what became of the hostile queries, of the simple ones, and of what the server held."""
    with TemporaryDirectory() as folder, _explorer(Path(folder)) as (client, pid):
        _attack(client, 2 * len(hostile()))  # what grows once, grows now
        before = _settled(pid)
        met, served, failed, took = _attack(client, queries)
        after = _settled(pid)
    number = sum(sum(replies.values()) for replies in met.values())
    title = f"{number:,} hostile queries, {ATTACKERS} at a time, in {took:.0f} s"
    table = Table("query", "replies by status", "as it should", title=title)
    for one in hostile():
        replies = met[one.name]
        fine = set(replies) <= {*one.statuses, 503}
        table.add_row(
            one.name,
            ", ".join(f"{status}: {number}" for status, number in sorted(replies.items())),
            "yes" if fine else "NO",
        )
    yield table
    yield _latencies(served, failed)
    held = Table("", *Held._fields, title="What the server holds")
    held.add_row("before", *map(str, before))
    held.add_row("after", *map(str, after))
    yield held


def _latencies(served: list[float], failed: Counter[int]) -> Table:
    table = Table(
        "answered", "median", "95 %", "slowest", "not answered", title=f"Simple queries of {CLIENTS} clients meanwhile"
    )
    cut = statistics.quantiles(served, n=20)[-1] if len(served) > 1 else float("nan")
    row = (f"{len(served):,}", *(f"{1000 * one:,.0f} ms" for one in (statistics.median(served), cut, max(served))))
    table.add_row(*row, ", ".join(f"{status}: {number}" for status, number in failed.items()) or "none")
    return table


def _attack(client: Client, queries: int) -> tuple[dict[str, Counter[int]], list[float], Counter[int], float]:
    kinds = hostile()
    order = [kinds[number % len(kinds)] for number in range(queries)]
    random.Random(0).shuffle(order)
    number, lock = count(), threading.Lock()
    met = {one.name: Counter[int]() for one in kinds}
    served, failed, over = list[float](), Counter[int](), threading.Event()

    def attack() -> None:
        while (turn := next(number)) < len(order):
            reply = client.ask(order[turn].query)
            with lock:
                met[order[turn].name][reply.status] += 1

    def ask() -> None:
        while not over.wait(0.2):
            began = time.perf_counter()
            reply = client.ask(SIMPLE)
            with lock:
                if reply.status == 200:
                    served.append(time.perf_counter() - began)
                else:
                    failed[reply.status] += 1

    began = time.perf_counter()
    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    attackers = [threading.Thread(target=attack) for _ in range(ATTACKERS)]
    for thread in clients + attackers:
        thread.start()
    for thread in attackers:
        thread.join()
    over.set()
    for thread in clients:
        thread.join()
    return met, served, failed, time.perf_counter() - began


@contextmanager
def _explorer(folder: Path) -> Iterator[tuple[Client, int]]:
    url = f"sqlite:///{folder}/graph.sqlite"
    with connect(url) as store:
        load(store, "starter")
    port = free_port()
    environment = os.environ | {
        "KMGRAPH_STORE": url, "XDG_CACHE_HOME": str(folder), "KMGRAPH_SPARQL_SECONDS": SECONDS,
    }  # fmt: skip
    command = [sys.executable, "-m", "kmgraph", "explore", "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        client = Client(port)
        try:
            for _ in range(300):
                try:
                    if client.ask(SIMPLE).status == 200:
                        break
                except OSError:
                    time.sleep(0.2)
            yield client, process.pid
        finally:
            process.terminate()


def _settled(pid: int) -> Held:
    """What is held once all that was asked is over."""
    time.sleep(5)
    mine = Path(f"/proc/{pid}")
    said = dict(line.split(":", 1) for line in (mine / "status").read_text().splitlines())
    children = [child for task in (mine / "task").iterdir() for child in (task / "children").read_text().split()]
    memory = int(said["VmRSS"].split()[0]) // 1024
    return Held(len(children), len(list((mine / "fd").iterdir())), int(said["Threads"]), memory)
