"""The memory of a process that does nothing but answer a programme lead's questions, each once.

python -m tests.bench.memory sqlite:///graph.sqlite              prints megabytes, in the order of `Memory`
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from kmgraph.programme.asked import Asked
from kmgraph.programme.commission import Aim, commission
from kmgraph.programme.gaps import programme
from kmgraph.programme.reach import reach
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect

OUTCOMES = 5
"""How many outcomes are commissioned."""


class Memory(NamedTuple):
    """Megabytes that graph and planner take, that are held when all is answered, and the most at any time."""

    planner: int
    answered: int
    most: int
    """Of the whole process: with Python and all libraries."""


def memory_of(url: str) -> Memory:
    """What a process by itself takes to answer from a store."""
    said = subprocess.check_output([sys.executable, "-m", "tests.bench.memory", url], text=True)
    return Memory(*map(int, said.split()))


def _measured(url: str) -> Memory:
    before = megabytes("VmRSS")
    planner = snapshot_of(connect(url)).planner()
    kept = megabytes("VmRSS")
    found, compared = programme(planner), reach(planner, Asked())
    held = found.states, found.ranking, compared.every, [commission(found, OUTCOMES, aim) for aim in Aim]
    answered = megabytes("VmRSS")
    del held
    return Memory(kept - before, answered - before, megabytes("VmHWM"))


def megabytes(what: str) -> int:
    """Megabytes that the process holds now (VmRSS), or held at most (VmHWM)."""
    with Path("/proc/self/status").open() as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what)) // 1024


if __name__ == "__main__":
    print(*_measured(sys.argv[1]))
