"""Demand, courses, coverage and stopped moves of the starter data are what plain SQL and Cypher say of it."""

from pathlib import Path

import pytest

from kmgraph.load import load
from kmgraph.planner import Planner, Switches
from kmgraph.programme.asked import Origin
from kmgraph.programme.demand import Asked
from kmgraph.programme.gaps import programme
from kmgraph.programme.reach import Share, reach
from kmgraph.programme.situations import Situation
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.vocabulary import Eligibility, Mode
from loaders.starter import FOLDER
from tests.conftest import give_password
from tests.oracle import programme as oracle
from tests.servers import Server, wipe

SITUATIONS = {
    "everybody": (Switches(), oracle.Asked()),
    "no doctorate": (Switches(has_not=frozenset({Eligibility.DOCTORAL})), oracle.Asked(shut="doctoral")),
    "online in Wales": (
        Switches(modes=frozenset({Mode.ONLINE}), nation="GB-WLS"),
        oracle.Asked(mode="online", nation="GB-WLS"),
    ),
}


def figures(planner: Planner, switches: Switches) -> dict[oracle.Key, oracle.Figures]:
    """What the product says, in the form of the oracle; how many courses teach at all, and providers, from links."""
    gaps = programme(planner, Asked(switches))
    found = {}
    for gap in gaps.gaps:
        competency, level = gap.outcome
        assert level is not None
        every = {
            iri
            for links in (gaps.provision.reaching, gaps.provision.could, gaps.provision.below)
            for iri in gaps.provision.named(links, gap.outcome)
        }
        within = gaps.provision.within
        providers = {
            planner.choices[iri].course.provider
            for iri in gaps.provision.courses(gap.outcome)
            if within[planner.network.place[iri]]
        }
        key = competency, planner.levels.ladder[level][1] + 1
        found[key] = oracle.Figures(
            gap.demand[Origin.ROLES], gap.courses, gap.within, len(providers - {None}), len(every), gap.moves
        )
        assert found[key].coverage == gap.coverage
    return found


def load_starter(url: str) -> Planner:
    with connect(url) as store:
        load(store, FOLDER, format="starter")
        return snapshot_of(store).planner()


@pytest.fixture(scope="module")
def sqlite_starter(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planner]:
    path = tmp_path_factory.mktemp("starter") / "graph.sqlite"
    return path, load_starter(f"sqlite:///{path}")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_sql_says_the_same(sqlite_starter: tuple[Path, Planner], situation: str) -> None:
    path, planner = sqlite_starter
    switches, asked = SITUATIONS[situation]
    wanted = oracle.by_sql(path, asked)
    assert len(wanted) > 50
    assert figures(planner, switches) == wanted


@pytest.mark.neo4j
def test_cypher_says_the_same(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with neo4j_server.driver() as driver:
        wipe(driver)
    give_password(neo4j_server, monkeypatch)
    planner = load_starter(neo4j_server.uri)
    with neo4j_server.driver() as driver:
        for switches, asked in SITUATIONS.values():
            assert figures(planner, switches) == oracle.by_cypher(driver, asked)


REACHED = {
    **SITUATIONS,
    "in Wales": (Switches(nation="GB-WLS"), oracle.Asked(nation="GB-WLS")),
    "online": (Switches(modes=frozenset({Mode.ONLINE})), oracle.Asked(mode="online")),
}


def reached(share: Share) -> oracle.Reached:
    """What the product says of a situation, in the form of the oracle."""
    known, perhaps = share.known_weight, share.perhaps_weight
    return oracle.Reached(share.all, int(share.all_weight), share.known, int(known), share.perhaps, int(perhaps))


@pytest.mark.neo4j
def test_cypher_says_the_same_of_reach(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with neo4j_server.driver() as driver:
        wipe(driver)
    give_password(neo4j_server, monkeypatch)
    planner = load_starter(neo4j_server.uri)
    asking = [Situation(name, name, switches) for name, (switches, _) in REACHED.items()]
    found = [reached(one.share) for one in reach(planner, Asked(), asking).situations]
    with neo4j_server.driver() as driver:
        wanted = [oracle.reached_by_cypher(driver, asked) for _, asked in REACHED.values()]
    assert found == wanted
    assert len({one.known for one in wanted}) > 2
