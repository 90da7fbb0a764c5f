"""The questions of a programme lead at ESCO size: 20,000 courses, beside a plain numpy pass over the same arrays.

The first time is with a planner that nobody has asked anything; again is what a user waits for at each question after
that. The plain pass is given the arrays that a planner prepares and the courses within reach, and must answer alike.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from rich.table import Table

from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner import Planner
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.programme.access import Access
from kmgraph.programme.asked import Asked
from kmgraph.programme.commission import Aim, commission
from kmgraph.programme.coverage import PROVIDERS, STATES, Coverage
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.reach import Comparison, reach
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from tests.bench.draws import ESCO
from tests.bench.generated import rows
from tests.bench.kept import write
from tests.bench.memory import OUTCOMES, Memory, memory_of

ROUNDS = 5
NUMBER = {state: np.int64(number) for number, state in enumerate(STATES)}


def programmes() -> Iterator[Table]:
    """A table of what each question costs."""
    graph, memory = _read()
    planner = Planner(graph)
    opening = _seconds(lambda: programme(planner).ranking)
    found, compared = programme(planner), reach(planner, Asked())
    best = {aim: commission(found, OUTCOMES, aim) for aim in Aim if found.gaps and found.stopped}
    plain = Plain(found, compared)
    table = Table(
        *("", "first time", "again", "a plain pass", "ratio, first", "ratio, again", "meant"),
        title="A programme lead's questions, ESCO size: seconds of CPU",
    )
    questions: tuple[tuple[str, Callable[[Planner], Numbers], Callable[[], Numbers]], ...] = (
        ("coverage", lambda one: programme(one).states, plain.coverage),
        ("ranking by moves stopped", lambda one: programme(one).ranking, plain.ranking),
        ("reach, in fourteen situations", lambda one: shares_of(reach(one, Asked())), plain.reach),
    )
    table.add_row("the first question in a process", f"{opening:.3f}")
    for name, ask, pass_over in questions:
        np.testing.assert_allclose(ask(planner), pass_over())
        first, again, least = _first(ask, graph), _least(lambda: ask(planner)), _least(pass_over)  # noqa: B023
        ratios = f"{first / least:.0f}", f"{again / least:.1f}"
        table.add_row(name, f"{first:.3f}", f"{again:.4f}", f"{least:.4f}", *ratios, "again at most 10, near 1 s")
    for aim, one in best.items():
        proof = "proven" if one.gap == 0 else f"within {one.gap:.0%}"
        spent = _least(lambda: commission(found, OUTCOMES, aim))  # noqa: B023
        table.add_row(f"{OUTCOMES} outcomes by {aim.value}, {proof}", "", f"{spent:.2f}", "", "", "", "near 3 s")
    table.add_row("memory of graph and planner", "", f"{memory.planner} MB")
    table.add_row("  and of all that was asked", "", f"{memory.answered} MB")
    table.add_row("the most of a whole process", "", f"{memory.most} MB", "", "", "", "less than 400 MB")
    yield table


class Plain:
    """The same answers by one pass over arrays each.

    Args:
        gaps: what was prepared for gaps.
        compared: what was prepared for situations.
    """

    def __init__(self, gaps: Gaps, compared: Comparison):
        demand, provision, moves = gaps.demand, gaps.provision, gaps.moves
        self._size, self._needed, self._within = demand.size, demand.pairs, provision.within
        self._reaching, self._could, self._below = (
            (links.owners, links.to) for links in (provision.reaching, provision.could, provision.below)
        )
        known = gaps.planner.graph.all(Course)
        names = [str(known[iri].provider) for iri in gaps.planner.network.courses]
        self._provider = np.unique(names, return_inverse=True)[1]
        self._moves = moves.pairs
        held = Links(moves.held.indptr, moves.held.indices)
        self._held = np.sort(held.owners * demand.size + held.to)
        accesses = [Access(gaps.planner, provision, one.situation) for one in compared.every]
        self._situations = [(one.known, ~one.out) for one in accesses]

    def coverage(self) -> Numbers:
        """The state of each outcome."""
        outcome, course = self._reaching
        kept = self._within[course]
        width = len(self._provider)
        given = np.unique(outcome[kept] * width + self._provider[course[kept]]) // width
        reached, could = self._reached(self._reaching), self._reached(self._could)
        conditions = {
            Coverage.COVERED: np.bincount(given, minlength=self._size) >= PROVIDERS,
            Coverage.THIN: self._reached(self._reaching, self._within),
            Coverage.OUT_OF_REACH: reached,
            Coverage.NOT_KNOWN: could,
            Coverage.BELOW: self._reached(self._below),
        }
        found: Numbers = np.select([*conditions.values()], [NUMBER[one] for one in conditions], np.int64(0))
        return found

    def ranking(self) -> Numbers:
        """The outcomes by moves stopped, then by role types that need them."""
        start, goal = self._moves
        outcome = self._needed.gather(goal)
        codes = np.repeat(start, np.diff(self._needed.begin)[goal]) * self._size + outcome
        stops = ~self._reached(self._reaching, self._within)[outcome]
        stops &= self._held[np.minimum(np.searchsorted(self._held, codes), len(self._held) - 1)] != codes
        stopped = np.bincount(outcome[stops], minlength=self._size)
        return np.lexsort((-np.bincount(self._needed.to, minlength=self._size), -stopped))

    def reach(self) -> Numbers:
        """Of each situation: outcomes within reach, perhaps and unsaid, and the needs of the first two."""
        total = np.bincount(self._needed.to, minlength=self._size)
        shares = []
        for known, may in self._situations:
            surely, within = self._reached(self._reaching, known), self._reached(self._reaching, may)
            perhaps, unsaid = within & ~surely, ~within & self._reached(self._could, may)
            shares.append([surely.sum(), perhaps.sum(), unsaid.sum(), total[surely].sum(), total[perhaps].sum()])
        return np.array(shares)

    def _reached(self, pairs: tuple[Numbers, Numbers], courses: Mask | None = None) -> Mask:
        outcome, course = pairs
        kept = outcome if courses is None else outcome[courses[course]]
        found: Mask = np.bincount(kept, minlength=self._size) > 0
        return found


def shares_of(compared: Comparison) -> Numbers:
    """Of each situation, what `Plain.reach` says of it."""
    shares = [one.share for one in compared.every]
    return np.array([[one.known, one.perhaps, one.unsaid, one.known_weight, one.perhaps_weight] for one in shares])


def _read() -> tuple[Graph, Memory]:
    """The generated market from a store, and what it takes another process to answer from there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.sqlite"
        write(path, rows(ESCO))
        url = f"sqlite:///{path}"
        return snapshot_of(connect(url)).graph, memory_of(url)


def _first(ask: Callable[[Planner], object], graph: Graph) -> float:
    planner = Planner(graph)
    return _seconds(lambda: ask(planner))


def _least(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
