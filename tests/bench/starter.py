"""What starting, asking and planning cost with the starter data in the embedded store."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from rich.table import Table

from kmgraph.graph import Graph, neighbourhood
from kmgraph.load import load
from kmgraph.model import Role
from kmgraph.planner import Planner, Preset
from kmgraph.store import connect

RUNS = 9
KMGRAPH = str(Path(sys.executable).with_name("kmgraph"))


class Cost(NamedTuple):
    """What a child process took."""

    seconds: float
    megabytes: float


def cost(*command: str, store: str) -> Cost:
    """CPU seconds and peak memory of a command, the median of several runs."""
    runs = [run(command, KMGRAPH_STORE=store) for _ in range(RUNS)]
    return Cost(median(run.seconds for run in runs), median(run.megabytes for run in runs))


def run(command: Sequence[str], **environment: str) -> Cost:
    """CPU seconds and peak memory of one run of a command."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with code {child.returncode}.")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def starting(store: str) -> list[tuple[str, str, str]]:
    """What it costs to start, and to ask one question from the command line."""
    click = cost(sys.executable, "-c", "import click", store=store)
    version = cost(KMGRAPH, "--version", store=store)
    one, other = farthest(store)
    whole = cost(KMGRAPH, "bridge", one, other, "--json", store=store)
    return [
        ("import click", f"{click.seconds:.3f} s", ""),
        ("kmgraph --version", f"{version.seconds:.3f} s", ""),
        ("  times import click", f"{version.seconds / click.seconds:.2f}", "at most 3"),
        (f"kmgraph bridge {_slug(one)} {_slug(other)}", f"{whole.seconds:.3f} s", "at most 1 s"),
        ("  peak memory", f"{whole.megabytes:.0f} MB", "at most 200 MB"),
    ]


def farthest(store: str) -> tuple[str, str]:
    """The two roles with the most to learn between them."""
    planner = Planner(_graph(store))

    def missing(pair: tuple[str, str]) -> int:
        needs = planner.needs(planner.role_profile(pair[0]), pair[1])
        return sum(need.held is None for need in needs)

    return max(permutations(sorted(planner.graph.all(Role)), 2), key=missing)


def planning(store: str) -> list[tuple[str, str, str]]:
    """What it costs to plan, over every ordered pair of roles."""
    reading = milliseconds(lambda: _graph(store))
    graph = _graph(store)
    preparing = milliseconds(lambda: Planner(graph))
    found = [("read the graph", f"{reading:.0f} ms", ""), ("prepare the planner", f"{preparing:.1f} ms", "")]
    for what, presets in (*((str(preset), [preset]) for preset in Preset), ("all four", list(Preset))):
        times = all_pairs(Planner(graph), presets)
        low, high = median(times), quantiles(times, n=20)[-1]
        shown = f"p50 {low:.1f} ms, p95 {high:.1f} ms"
        found.append((f"plan, {what} ({len(times)} pairs)", shown, "p50 near 15 ms"))
    return found


def all_pairs(planner: Planner, presets: Sequence[Preset]) -> list[float]:
    """Milliseconds of each bridge between two roles."""
    return [
        milliseconds(lambda: planner.bridge(planner.role_profile(start), goal, presets=presets))  # noqa: B023
        for start, goal in permutations(sorted(planner.graph.all(Role)), 2)
    ]


def _graph(store: str) -> Graph:
    with connect(store) as opened:
        return opened.read(neighbourhood)


def _slug(role: str) -> str:
    return role.rsplit("/", 1)[-1]


def starter() -> Table:
    """What the starter data costs, in CPU time, beside what it is meant to cost."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/graph.sqlite"
        with connect(store) as opened:
            load(opened, "starter")
        table = Table("what", "CPU", "meant to be", title="The starter data in the embedded store")
        for row in (*starting(store), *planning(store)):
            table.add_row(*row)
    return table
