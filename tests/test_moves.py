"""All moves at once: the same as asking for each bridge; and provision by nation."""

from collections import Counter
from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kmgraph.errors import NotKnown
from kmgraph.graph import graph_of
from kmgraph.model import Course, Organisation, Role
from kmgraph.planner import Planner
from kmgraph.planner.moves import Scenario, moves, switches
from kmgraph.planner.provision import by_home, by_nation, current
from kmgraph.vocabulary import Availability, Eligibility, Kind
from tests.worlds import World, name, tangled_world


def asked_one_by_one(planner: Planner, scenario: Scenario) -> Counter[str]:
    """What each bridge says, from the answer's own gap and what stays open."""
    found: Counter[str] = Counter()
    for start, goal in permutations(planner.graph.all(Role), 2):
        with suppress(NotKnown):
            answer = planner.bridge(planner.role_profile(start), goal, switches(planner, scenario))
            gap, still_open = len(answer.gap), len(answer.open)
            found["nothing_to_do" if not gap else "closed" if not still_open else
                  "partly" if still_open < gap else "open"] += 1  # fmt: skip
    return found


@given(st.integers(0, 10_000))
@example(9707)  # the presolve of HiGHS calls two of its programs infeasible, which they are not
@settings(max_examples=25, deadline=None)
def test_all_moves_are_what_each_bridge_says(seed: int) -> None:
    planner = Planner(tangled_world(seed).graph())
    roles = len(planner.graph.all(Role))
    for scenario in Scenario:
        *_, found = moves(planner, scenario)
        wanted = asked_one_by_one(planner, scenario)
        assert Counter(closed=found.closed, partly=found.partly, open=found.open,
                       nothing_to_do=found.nothing_to_do) == wanted  # fmt: skip
        assert found.pairs == wanted.total()
        assert found.pairs + found.not_known == roles * (roles - 1)


def test_who_may_join_decides_what_counts() -> None:
    world = World()
    world.competency("c")
    world.role("from", {"c": "awareness"})
    world.role("to", {"c": "working"})
    world.role("unknown-role", {})
    world.course("unknown", {"c": "working"})
    everybody = Planner(world.graph())
    *_, listed = moves(everybody, Scenario.LISTED)
    *_, known = moves(everybody, Scenario.KNOWN_OPEN)
    assert (listed.pairs, listed.closed, listed.nothing_to_do, listed.not_known) == (2, 1, 1, 4)
    assert (known.closed, known.open) == (0, 1)
    world.course("open", {"c": "working"}, eligibility=Eligibility.OPEN, open_to=("GB",))
    *_, known = moves(Planner(world.graph()), Scenario.KNOWN_OPEN)
    assert (known.closed, known.open) == (1, 0)


@pytest.mark.parametrize(
    ("open_to", "nation", "joins", "home"),
    [
        (("GB",), "GB-SCT", {"GB"}, "GB-SCT"),
        (("world", "GB-ENG"), "GB", {"GB"}, "GB"),
        (("GB-ENG", "GB-SCT"), None, {"GB-ENG", "GB-SCT"}, "not known"),
        (("CA",), "CA", {"elsewhere"}, "elsewhere"),
        ((), None, {"not known"}, "not known"),
    ],
)
def test_provision_by_nation(open_to: tuple[str, ...], nation: str | None, joins: set[str], home: str) -> None:
    world = World()
    provider = name(Kind.ORGANISATION, "provider")
    world.records.append(Organisation(id=provider, label="Provider", nation=nation))
    world.course("runs", {}, open_to=open_to, provider=provider)
    world.course("over", {}, open_to=open_to, provider=provider, availability=Availability.ENDED)
    graph = world.graph()
    found = current(graph)
    assert [one.label for one in found] == ["runs"]
    assert {sort for sort, number in by_nation(found).by.items() if number} == joins
    assert {sort for sort, number in by_home(graph, found).by.items() if number} == {home}
    assert by_home(graph, found).share(home) == 1.0


def test_nothing_is_shared_out_where_there_is_nothing() -> None:
    graph = graph_of(1, [])
    assert not graph.all(Course)
    assert by_nation(current(graph)).share("GB") == 0.0
    *_, found = moves(Planner(graph), Scenario.LISTED)
    assert found.pairs == found.not_known == 0
