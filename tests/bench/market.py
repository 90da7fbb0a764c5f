"""The planner and its peers on the same questions about a generated market, in one run."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import mean, median
from typing import NamedTuple, TypeVar

import numpy as np
from rich.table import Table

from kmgraph.graph import graph_of
from kmgraph.planner import Planner, Preset, Switches
from kmgraph.planner.gap import gap
from tests.bench.draws import Size
from tests.bench.generated import rows
from tests.bench.peers import Peer, Took, worth
from tests.bench.questions import Statements
from tests.oracle.question import Question, missed, reached
from tests.oracle.unreduced import SECONDS

T = TypeVar("T")

WARM = 3
"""Questions asked before any is measured, so that what is made once for all of them is there."""


class Asked(NamedTuple):
    """A question: two roles, and what it comes to in numbers."""

    start: str
    goal: str
    question: Question


class Market:
    """A generated market, with a planner, and with what its rows say for the peers.

    Args:
        size: how large it is.
        entry: dense or light entry levels.
        seed: which one of them.
    """

    def __init__(self, size: Size, entry: str, seed: int = 0):
        self.size, self.entry, self.seed = size, entry, seed
        self.costs: dict[str, float] = {}
        made = self._timed("draw and write the rows", lambda: list(rows(size, entry, seed)))
        self.rows = len(made)
        self.statements = self._timed("read them for the peers", lambda: Statements(made))
        graph = self._timed("make the graph", lambda: graph_of(1, made))
        self.planner = self._timed("make the planner", lambda: Planner(graph))

    def questions(self, many: int) -> list[Asked]:
        """So many questions with 5 to 25 goals that can be closed."""
        return [
            Asked(start, goal, self.statements.question(start, goal))
            for start, goal in self.statements.some(many, self.seed)
        ]

    def ours(self, asked: Asked, preset: str) -> Took:
        """What the planner answers: a whole answer, with the reasons for what stays open."""
        profile = self.planner.role_profile(asked.start)
        began = time.process_time()
        answer = self.planner.bridge(profile, asked.goal, presets=[Preset(preset)])
        took = time.process_time() - began
        plan = answer.plans[0]
        return Took(took, [self.statements.number(step.course.id) for step in plan.steps], plan.gap == 0)

    def ours_alone(self, asked: Asked, preset: str) -> Took:
        """What the planner's solver finds: like the peers, from what is held and wanted to courses, and no more."""
        profile, switches = self.planner.role_profile(asked.start), Switches()
        goals = [need.fact for need in gap(self.planner.needs(profile, asked.goal))]
        began = time.process_time()
        solved = self.planner.question(profile, switches, goals).solve(Preset(preset))
        took = time.process_time() - began
        iris = [self.planner.network.courses[number] for number in solved.courses]
        return Took(took, [self.statements.number(iri) for iri in iris], solved.gap == 0)

    def _timed(self, what: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        found = work()
        self.costs[what] = time.process_time() - began
        return found


class Score(NamedTuple):
    """How a peer, or the planner, did on a question: milliseconds, proof, what it is worth, goals left open."""

    milliseconds: float
    proven: bool
    worth: tuple[int, ...]
    open: int


def score(asked: Asked, preset: str, took: Took) -> Score:
    """What an answer comes to, by the reading of the rows that the planner had no part in."""
    return Score(
        took.seconds * 1000,
        took.proven,
        worth(asked.question, preset, took.courses),
        len(missed(asked.question, took.courses)),
    )


def compared(
    market: Market, questions: Sequence[Asked], peers: Mapping[str, Peer], preset: str, peer_many: int
) -> Table:
    """The planner on these questions, and each peer on the first of them."""
    for asked in questions[:WARM]:
        market.ours(asked, preset)
    answers, alone = (
        [score(asked, preset, work(asked, preset)) for asked in questions] for work in (market.ours, market.ours_alone)
    )
    theirs = {
        name: [score(asked, preset, peer(asked.question, preset)) for asked in questions[:peer_many]]
        for name, peer in peers.items()
    }
    return _table(market, preset, answers, alone, theirs)


def described(market: Market, questions: Sequence[Asked]) -> list[tuple[str, str, str]]:
    """What a market took to make, and what its questions are like."""
    found = [reached(asked.question) for asked in questions]
    amounts = {
        "courses that can be entered": [len(one.courses) for one in found],
        "goals that can be closed": [len(one.goals) for one in found],
        "goals asked for": [len(asked.question.goals) for asked in questions],
    }
    return [
        *((what, f"{seconds:.2f} s", "") for what, seconds in market.costs.items()),
        *((what, f"p50 {median(n):,.0f}, {min(n):,} to {max(n):,}", "") for what, n in amounts.items()),
    ]


COLUMNS = ("", "asked", "p50 ms", "p95 ms", "proven", "x answer", "x courses", "not best", "by how much", "goals open")


def _table(
    market: Market, preset: str, answers: Sequence[Score], alone: Sequence[Score], theirs: Mapping[str, Sequence[Score]]
) -> Table:
    title = f"{preset}, {market.size.name}, {market.entry} entry levels"
    caption = (
        "x: times the p50 / p95 of kmgraph's whole answers, or of its courses only, to the same questions. "
        f"Solvers stop after {SECONDS:g} seconds by the clock."
    )
    table = Table(*COLUMNS, title=title, caption=caption)
    best = _best([answers, alone, *theirs.values()])
    for name, scores in {"kmgraph, the whole answer": answers, "kmgraph, the courses only": alone, **theirs}.items():
        times = ["", ""] if name not in theirs else [_times(scores, answers), _times(scores, alone)]
        shares = [str(len(scores)), *_quantiles(scores), f"{mean(one.proven for one in scores):.0%}"]
        table.add_row(name, *shares, *times, *_quality(scores, best))
    return table


def _best(all_scores: Sequence[Sequence[Score]]) -> list[tuple[int, ...]]:
    """The best worth that anybody who closed all goals found of each question."""
    return [
        min(scores[n].worth for scores in all_scores if n < len(scores) and not scores[n].open)
        for n in range(len(all_scores[0]))
    ]


def _quality(scores: Sequence[Score], best: Sequence[tuple[int, ...]]) -> list[str]:
    """How many answers that close all goals are not the best, by how much, and how many leave goals open."""
    whole = [(one.worth, least) for one, least in zip(scores, best, strict=False) if not one.open]
    worse = [(worth, least) for worth, least in whole if worth > least]
    left = [one.open for one in scores if one.open]
    return [
        f"{len(worse)} of {len(whole)}",
        _excess(worse) if worse else "",
        f"{len(left) / len(scores):.0%}, {mean(left):.1f} each" if left else "none",
    ]


def _milliseconds(scores: Sequence[Score]) -> list[float]:
    return [float(one) for one in np.percentile([score.milliseconds for score in scores], [50, 95])]


def _quantiles(scores: Sequence[Score]) -> list[str]:
    return [f"{one:,.1f}" for one in _milliseconds(scores)]


def _times(scores: Sequence[Score], ours: Sequence[Score]) -> str:
    pairs = zip(_milliseconds(scores), _milliseconds(ours[: len(scores)]), strict=True)
    return " / ".join(f"{their / our:,.1f}" for their, our in pairs)


def _excess(worse: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> str:
    """The known amount too much, where as much is unknown; and how often more is unknown."""
    known = [worth[-1] / least[-1] - 1 for worth, least in worse if worth[:-1] == least[:-1] and least[-1]]
    more = len(worse) - len(known)
    shares = f"{mean(known):.1%}, at most {max(known):.0%}" if known else ""
    return "; ".join(filter(None, [shares, f"{more} with more unknown" if more else ""]))
