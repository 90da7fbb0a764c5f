"""Coverage, ranking and reach are what a plain pass over their arrays says; what a planner remembers goes with it."""

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest

from kmgraph.planner import Planner
from kmgraph.planner.optimum.links import Links
from kmgraph.programme.asked import Asked
from kmgraph.programme.gaps import programme
from kmgraph.programme.reach import reach
from kmgraph.programme.remembered import remembered
from tests.bench.draws import SMALL
from tests.bench.generated import graph, rows
from tests.bench.kept import write
from tests.bench.memory import memory_of
from tests.bench.programme import Plain, shares_of


@pytest.fixture(scope="module")
def planner() -> Planner:
    return Planner(graph(SMALL))


def test_a_plain_pass_says_the_same(planner: Planner) -> None:
    gaps, compared = programme(planner), reach(planner, Asked())
    plain = Plain(gaps, compared)
    np.testing.assert_array_equal(gaps.states, plain.coverage())
    np.testing.assert_array_equal(gaps.ranking, plain.ranking())
    np.testing.assert_allclose(shares_of(compared), plain.reach())


def test_gaps_stand_in_their_ranking(planner: Planner) -> None:
    gaps = programme(planner)
    assert [gap.outcome for gap in gaps.gaps] == [gaps.demand.outcomes[place] for place in gaps.ranking]
    assert sum(gaps.by_coverage.values()) == len(gaps.gaps) == gaps.demand.size
    covered = [gap for gap in gaps.gaps if gap not in gaps.short]
    assert {str(gap.coverage) for gap in covered} == {"covered"}
    assert gaps.uncovered == tuple(gap for gap in gaps.gaps if not gap.within)


def test_a_question_is_worked_out_once_for_each_planner() -> None:
    worked: list[bool] = []

    @remembered
    def work(planner: Planner, *, aloud: bool) -> int:
        worked.append(aloud)
        return len(planner.network.courses)

    planner = Planner(graph(SMALL))
    assert work(planner, aloud=True) == work(planner, aloud=True) == work(planner, aloud=False)
    assert worked == [True, False]
    work(Planner(planner.graph), aloud=True)
    assert worked == [True, False, True]


def test_what_is_remembered_does_not_hold_its_planner() -> None:
    planner = Planner(graph(SMALL))
    programme(planner)
    reach(planner, Asked())
    known = weakref.ref(planner)
    del planner
    gc.collect()
    assert known() is None


def test_the_memory_of_a_whole_process_is_measured(tmp_path: Path) -> None:
    write(tmp_path / "graph.sqlite", rows(SMALL))
    memory = memory_of(f"sqlite:///{tmp_path}/graph.sqlite")
    assert all(0 < one <= memory.most < 400 for one in memory)


def test_links_are_cut_down() -> None:
    links = Links.distinct(np.array([2, 0, 2, 0, 2]), np.array([1, 5, 1, 4, 0]), 3)
    assert (links.begin.tolist(), links.to.tolist()) == ([0, 2, 2, 4], [4, 5, 0, 1])
    some = links.only(np.array([1, 2]))
    assert (some.begin.tolist(), some.to.tolist()) == ([0, 0, 2], [0, 1])
    kept = links.where(links.to > 1)
    assert (kept.begin.tolist(), kept.to.tolist()) == ([0, 2, 2, 2], [4, 5])
    nothing = np.zeros(0, dtype=np.int64)
    none = Links.distinct(nothing, nothing, 2)
    assert none.begin.tolist() == [0, 0, 0]
