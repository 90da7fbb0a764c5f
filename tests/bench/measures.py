"""What else is measured of a market: each is one function that gives rows of what, how much, and what is meant.

What a later part of the product promises to be quick at is measured by one function more, named in `MEASURES`.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from kmgraph.planner import Preset, Switches
from kmgraph.planner.pathway import next_moves, pathways
from kmgraph.planner.pathway.distance import Distances
from tests.bench.generated import rows
from tests.bench.kept import write
from tests.bench.market import Asked, Market

SOME = 10
"""Questions that slower measures are taken of."""

Row = tuple[str, str, str]
Measure = Callable[[Market, Sequence[Asked]], list[Row]]

COLD = """
import sys, time
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect

def megabytes(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what)) / 1024

store = connect(sys.argv[1])
before, began = megabytes("VmRSS"), time.process_time()
found = snapshot_of(store).planner()
print(time.process_time() - began, megabytes("VmRSS") - before, megabytes("VmHWM") - before)
"""
"""What a process runs that has read nothing yet; prints CPU seconds, megabytes kept, and the most that it took."""


def closure(market: Market, questions: Sequence[Asked]) -> list[Row]:
    """What can be reached, in passes: one pass gathers the state through every index array of the network once."""
    network, switches = market.planner.network, Switches()
    profiles = [market.planner.role_profile(asked.start) for asked in questions]
    asked = [
        (network.numbers(market.planner.start(one)), market.planner.allowed.mask(switches, one.not_among))
        for one in profiles
    ]
    state, taken = np.zeros(network.size, dtype=np.bool_), np.zeros(len(network.courses), dtype=np.bool_)
    reach = [milliseconds(lambda: network.reach(*one)) for one in asked]  # noqa: B023
    one_pass = median(milliseconds(lambda: network.one_pass(state, taken)) for _ in range(50))
    meant = {"esco": "at most 12 passes", "tenfold": "at most 5 passes"}.get(market.size.name, "")
    return [
        ("one pass over the arrays", f"{one_pass:.2f} ms", ""),
        ("closure", f"{_p50_p95(reach)}: {median(reach) / one_pass:.1f} passes", meant),
    ]


def cold(market: Market, _: Sequence[Asked]) -> list[Row]:
    """A snapshot from an embedded store, in a process that has read nothing yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.sqlite"
        write(path, rows(market.size, market.entry, market.seed))
        said = subprocess.check_output([sys.executable, "-c", COLD, f"sqlite:///{path}"], text=True)
    seconds, kept, most = map(float, said.split())
    meant = market.size.name == "esco"
    return [
        ("snapshot from SQLite, cold", f"{seconds:.2f} s", "at most 2 s" * meant),
        ("  memory that it keeps", f"{kept:,.0f} MB", "at most 400 MB" * meant),
        ("  the most that it took meanwhile", f"{most:,.0f} MB", ""),
    ]


def bounds(market: Market, _: Sequence[Asked]) -> list[Row]:
    """Lower bounds of what learning costs between every two roles."""
    began = time.process_time()
    Distances(market.planner).bounds(Preset.QUICKEST)
    meant = "at most 2 s" * (market.size.name == "esco")
    return [("lower bounds of all pairs of roles", f"{time.process_time() - began:.2f} s", meant)]


def nearest(market: Market, questions: Sequence[Asked]) -> list[Row]:
    """The roles nearest to a role, with their bridges."""
    profiles = [market.planner.role_profile(asked.start) for asked in questions[:SOME]]
    next_moves(market.planner, profiles[0])
    took = [milliseconds(lambda: next_moves(market.planner, one)) for one in profiles]  # noqa: B023
    return [("next", _p50_p95(took), "at most 100 ms" * (market.size.name == "esco"))]


def ways(market: Market, questions: Sequence[Asked]) -> list[Row]:
    """Pathways of up to three moves, three of them."""
    asked = [(market.planner.role_profile(one.start), one.goal) for one in questions[:SOME]]
    took = [milliseconds(lambda: pathways(market.planner, *one, moves=3, alternatives=3)) for one in asked]  # noqa: B023
    return [("pathway, 3 moves, 3 alternatives", _p50_p95(took), "at most 1 s" * (market.size.name == "esco"))]


MEASURES: tuple[Measure, ...] = (closure, cold, bounds, nearest, ways)


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _p50_p95(amounts: Sequence[float]) -> str:
    low, high = np.percentile(list(amounts), [50, 95])
    return f"p50 {low:.1f} ms, p95 {high:.1f} ms"
