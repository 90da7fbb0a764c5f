"""What a user would otherwise pick, on the same questions: two solvers without any reduction, and two scripts.

Each peer is given a question as plain numbers, read once for the whole market (`questions`), and closes what can be
closed with as few unknown amounts as possible, then with the least that is known. The planner's further ties are not
asked of it. Its time begins with the question and ends with the courses.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.greedy import greedy
from tests.bench.script import Graph, as_graph, script
from tests.oracle.question import Learning, Question, reached, value
from tests.oracle.unreduced import SECONDS, Circles, Unreduced

ORACLE = os.environ.get("KMGRAPH_ORACLE_PYTHON") or str(Path(".venv-oracle/bin/python").absolute())
AIMS = {"fewest": 1, "cheapest": 2, "quickest": 2}
"""How many of a preset's values (see `value`) a peer minimises."""
UNKNOWN = 100_000_000
"""What an unknown amount counts, more than all known ones of a plan together."""


class Took(NamedTuple):
    """What a peer answered: CPU seconds, the courses, and whether it proved that nothing is better."""

    seconds: float
    courses: list[int]
    proven: bool


Peer = Callable[[Question, str], Took]


def unreduced(question: Question, preset: str) -> Took:
    """HiGHS on the model as it is written down, with its own settings."""
    return _highs(question, preset, tuned=False)


def tuned(question: Question, preset: str) -> Took:
    """HiGHS on the same model written down with more care (see `Unreduced`)."""
    return _highs(question, preset, tuned=True)


def _highs(question: Question, preset: str, *, tuned: bool) -> Took:
    began = time.process_time()
    solver = Unreduced(Circles(question, reached(question)), tuned=tuned)
    courses, proven = solver.solve(solver.aims(preset)[: AIMS[preset]])
    return Took(time.process_time() - began, list(courses), proven)


def with_bundles(question: Question, preset: str) -> Took:
    """Greedy with bundles."""
    began = time.process_time()
    courses = greedy(question, reached(question), cost(question, preset))
    return Took(time.process_time() - began, courses, proven=False)


class Script:
    """The plain networkx script; its graph is made once for a market."""

    def __init__(self) -> None:
        self._made: tuple[Learning, Graph] | None = None

    def __call__(self, question: Question, preset: str) -> Took:
        """Takes what can be entered now and teaches most for its cost."""
        graph = self._graph(question)
        began = time.process_time()
        courses = script(graph, question, reached(question), cost(question, preset))
        return Took(time.process_time() - began, courses, proven=False)

    def _graph(self, question: Question) -> Graph:
        if self._made is None or self._made[0] is not question.learning:
            self._made = question.learning, as_graph(question)
        return self._made[1]


class CpSat:
    """CP-SAT in a process of its own, since it cannot share one with HiGHS; a context manager that ends it."""

    def __enter__(self) -> "CpSat":
        return self

    def __exit__(self, *exception: object) -> None:
        if "_child" in self.__dict__:
            self._child.terminate()
            self._child.wait()

    @cached_property
    def _child(self) -> "subprocess.Popen[str]":
        command = [ORACLE, str(Path(__file__).with_name("cpsat.py"))]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, question: Question, preset: str) -> Took:
        """CP-SAT on the unreduced model, whose parts are found here and sent over; sending is not counted."""
        began = time.process_time()
        circles = Circles(question, reached(question))
        supports = circles.supports()
        here = time.process_time() - began
        print(json.dumps(_asked(circles, supports, preset)), file=self._child.stdin, flush=True)
        said = json.loads(next(iter(self._child.stdout or ())))
        return Took(here + said["seconds"], [circles.courses[one] for one in said["chosen"]], said["proven"])


def _asked(circles: Circles, supports: list[tuple[int, int, list[int]]], preset: str) -> dict[str, Any]:
    place = {fact: n for n, fact in enumerate(circles.needed)}
    support = {(column, fact): -1 - n for n, (column, fact, _) in enumerate(supports)}
    pairs = [(n, need, fact) for n, (_, fact, inside) in enumerate(supports) for need in inside]
    return {
        "columns": len(circles.courses),
        "goals": [circles.givers[goal] for goal in circles.goals],
        "facts": [[support.get((k, fact), k) for k in circles.givers[fact]] for fact in circles.needed],
        "entries": [(column, place[fact]) for column, unmet in enumerate(circles.unmet) for fact in unmet],
        "supports": [(column, fact in inside) for column, fact, inside in supports],
        "orders": [(n, place[need], place[fact]) for n, need, fact in pairs if need != fact],
        "most": len(circles.circle),
        "aims": Unreduced(circles).aims(preset)[: AIMS[preset]],
        "seconds": SECONDS,
    }


def cost(question: Question, preset: str) -> Callable[[int], int]:
    """What a course costs by a preset, in one number."""
    learning = question.learning
    if preset == "fewest":
        return lambda _: 1
    amounts = learning.minutes if preset == "quickest" else learning.pence

    def one(course: int) -> int:
        amount = amounts[course]
        return UNKNOWN if amount is None else amount

    return one


@contextmanager
def peers() -> Iterator[dict[str, Peer]]:
    """All peers by name; CP-SAT is left out where its environment was not made (`make test` makes it)."""
    with CpSat() as solver:
        there = {"unreduced CP-SAT": solver} if Path(ORACLE).exists() else {}
        yield {
            "unreduced HiGHS": unreduced,
            "unreduced HiGHS, tuned": tuned,
            **there,
            "greedy with bundles": with_bundles,
            "networkx script": Script(),
        }


def worth(question: Question, preset: str, courses: list[int]) -> tuple[int, ...]:
    """What peers and the planner are compared by: the values of a preset that a peer minimises."""
    return tuple(value(question, reached(question).goals, preset, courses)[: AIMS[preset]])
