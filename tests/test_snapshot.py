"""One content of a store is read once for all who ask, and every answer is about one content."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

from kmgraph.assertion import Row
from kmgraph.load import load
from kmgraph.model import Competency, Record, dump
from kmgraph.planner import Answer, Preset
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.store.base import Assertion, Reader, Store
from kmgraph.vocabulary import Kind
from tests.bench.memory import megabytes
from tests.worlds import SOURCE, World, name

QUESTIONS = 20


def world(level: str) -> World:
    """A role that needs some things at a level, each of which a course of its own teaches."""
    world = World()
    for n in range(6):
        world.competency(f"c{n}")
        world.course(f"to {level} {n}".replace(" ", "-"), {f"c{n}": level})
    world.role("start", {"c0": "awareness"})
    world.role("goal", {f"c{n}": level for n in range(6)})
    return world


def fill(store: Store, world: World) -> None:
    """Makes a store say what a world says, and nothing else."""
    source = name(Kind.SOURCE, SOURCE)
    with store.writing() as writer:
        wanted = {(one.kind, one.id) for one in world.records}
        writer.remove(source, [key for key in writer.digests(source) if tuple(key) not in wanted])
        writer.put(source, world.records)


def ask(store: Store) -> Answer:
    planner = snapshot_of(store).planner()
    return planner.bridge(
        planner.role_profile(name(Kind.ROLE, "start")), name(Kind.ROLE, "goal"), None, [Preset.FEWEST]
    )


def test_the_rows_of_a_store_are_its_assertions(store: Store) -> None:
    load(store, "starter")

    def both(reader: Reader) -> tuple[list[Row], list[Assertion]]:
        kinds = [Kind.ROLE, Kind.REQUIREMENT, Kind.COURSE, Kind.TEACHES, Kind.SOURCE]
        return reader.rows(kinds), reader.assertions(kinds)

    rows, assertions = store.read(both)

    def said(kind: Kind, iri: str, source: str, record: Record) -> tuple[str, str, str, str]:
        return kind, iri, source, dump(record)

    assert len(rows) > 500
    assert {said(row.kind, row.id, row.source, row.record) for row in rows} == {
        said(one.record.kind, one.record.id, one.source, one.record) for one in assertions
    }


def test_rows_name_their_source_once_for_all(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        load(store, "starter")
        rows = store.read(lambda reader: reader.rows([Kind.ROLE, Kind.REQUIREMENT]))
    assert len({id(row.source) for row in rows}) == len({row.source for row in rows}) < len(rows)


def test_a_store_that_was_read_through_keeps_no_pages_in_memory(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    long = "A long definition. " * 100
    with connect(url) as store, store.writing() as writer:
        framework = name(Kind.FRAMEWORK, "f")
        writer.put(
            name(Kind.SOURCE, SOURCE),
            (
                Competency(id=name(Kind.COMPETENCY, f"c{n}"), label=f"C {n}", definition=long, framework=framework)
                for n in range(8_000)
            ),
        )
    size, before = (tmp_path / "graph.sqlite").stat().st_size // 2**20, megabytes("VmRSS")
    stores = [connect(url) for _ in range(5)]
    for store in stores:
        assert store.read(lambda reader: reader.rows([Kind.ROLE])) == []
    grown = megabytes("VmRSS") - before
    for store in stores:
        store.close()
    assert grown < 2 * size


def test_a_content_is_read_once_and_a_new_one_again(store: Store) -> None:
    fill(store, world("working"))
    first = snapshot_of(store)
    assert snapshot_of(store) is first
    assert first.planner() is first.planner()
    assert first.planner(with_matches=True) is not first.planner()
    fill(store, world("expert"))
    assert snapshot_of(store) is not first
    assert snapshot_of(store).graph != first.graph


def test_while_somebody_loads_every_answer_is_about_the_old_content_or_the_new(store: Store) -> None:
    worlds = [world("working"), world("expert")]
    wanted = []
    for one in worlds:
        fill(store, one)
        wanted.append(gist(ask(store)))
    together, over = Barrier(QUESTIONS + 1), Event()

    def questions() -> list[object]:
        together.wait()
        found = [gist(ask(store))]
        while not over.is_set():
            found.append(gist(ask(store)))
        return found

    with ThreadPoolExecutor(QUESTIONS) as pool:
        asked = [pool.submit(questions) for _ in range(QUESTIONS)]
        together.wait()
        try:
            for n in range(4):
                fill(store, worlds[n % 2])
        finally:
            over.set()
        answers = [answer for one in asked for answer in one.result()]
    assert len(answers) >= QUESTIONS
    assert all(answer in wanted for answer in answers)
    assert gist(ask(store)) == wanted[1]


def gist(answer: Answer) -> object:
    """The needs and the plan."""
    return (
        [(need.competency, need.level) for need in answer.needs],
        [(step.course.id, [(one.competency, one.to) for one in step.raises]) for step in answer.plans[0].steps],
    )
