"""What every store must do, shown on memory, a file and Neo4j by the same tests; then what each refuses in words."""

import multiprocessing
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import neo4j
import pytest

from kmgraph import settings
from kmgraph.errors import KmgraphError, StoreBusy, StoreError, UsageError
from kmgraph.model import RECORDS, Competency, Framework, Record, Requirement, Role, digest, refs, targets
from kmgraph.store import connect
from kmgraph.store.base import Assertion, Counts, Key, Reader, Store, Writer
from kmgraph.store.called import Called
from kmgraph.store.words import KINDS, names_of, words
from kmgraph.vocabulary import Importance, Kind, Link
from tests.servers import Server, free_port

BASE = "https://example.org/"
A, B = BASE + "source/a", BASE + "source/b"
FRAMEWORK = Framework(id=BASE + "f", label="Framework")
COMPETENCY = Competency(id=BASE + "c", label="Listening", framework=FRAMEWORK.id)
ROLE = Role(id=BASE + "r", label="Broker")
NEED = Requirement(id=BASE + "q", role=ROLE.id, competency=COMPETENCY.id, level=BASE + "l", importance="essential")
RECORDED = [FRAMEWORK, COMPETENCY, ROLE, NEED]


def key(record: Record) -> Key:
    return Key(record.kind, record.id)


def put(store: Store, source: str, *records: Record) -> None:
    with store.writing() as writer:
        writer.put(source, records)


def take_back(store: Store, source: str, *records: Record) -> None:
    with store.writing() as writer:
        writer.remove(source, [key(record) for record in records])


def everything(reader: Reader) -> list[Assertion]:
    return reader.assertions(list(Kind))


def stubs(store: Store) -> dict[Kind, int]:
    return dict(store.read(lambda reader: reader.counts().stubs))


class Expected:
    """What a store should say, kept the simple way: one dictionary, searched from end to end."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, Key], Record] = {}

    def answers(self, ids: Collection[str], kinds: Collection[Kind], sources: Collection[str]) -> list[Any]:
        """The answers of every method of a reader (and of `digests`)."""
        said = sorted(
            (Assertion(source, record) for (source, _), record in self.held.items()),
            key=lambda one: (one.record.kind, one.record.id, one.source),
        )
        asserted = {one.record.id for one in said}
        nodes = {one.record.id for one in said if not one.record.ends}
        referred = {(ref.kind, iri) for one in said for ref, iri in self.references(one.record)}
        return [
            Counts(
                dict(Counter(kind for kind, _ in {key(one.record) for one in said})),
                dict(Counter(kind for kind, iri in referred if iri not in nodes)),
            ),
            dict(Counter(one.source for one in said)),
            said,
            [one for one in said if one.record.kind in kinds],
            [one for one in said if one.record.kind in kinds and one.record.id in ids],
            [one for one in said if {iri for _, iri in self.references(one.record)} & {*ids}],
            [
                one
                for one in said
                if {iri for _, iri in self.references(one.record)} & {*ids} and one.record.kind in kinds
            ],
            {iri: min(one.record.kind for one in said if one.record.id == iri) for iri in asserted & {*ids}},
            [{key(one.record): digest(one.record) for one in said if one.source == source} for source in sources],
        ]

    @staticmethod
    def references(record: Record) -> list[tuple[Any, str]]:
        return [(ref, iri) for _, ref, iri in targets(record) if ref.link != Link.CITES]


def answers(writer: Writer, ids: Collection[str], kinds: Collection[Kind], sources: Collection[str]) -> list[Any]:
    return [
        writer.counts(),
        writer.sources(),
        everything(writer),
        writer.assertions(kinds),
        writer.assertions(kinds, ids),
        writer.referring(ids),
        writer.referring(ids, kinds),
        writer.existing(ids),
        [writer.digests(source) for source in sources],
    ]


def random_record(dice: random.Random, kind: Kind, iri: str, pool: dict[Kind, list[str]]) -> Record:
    """A record of a kind with each optional field known or unknown by chance."""
    values: dict[str, Any] = {"id": iri}
    for name, field in RECORDS[kind].model_fields.items():
        if name == "id" or (not field.is_required() and dice.random() < 0.4):
            continue
        if ref := refs(kind).get(name):
            # Now and then an IRI of another kind, as careless data has it.
            choice = pool[dice.choice(list(pool)) if dice.random() < 0.1 else ref.kind]
            many = "tuple" in str(field.annotation)
            values[name] = tuple(dice.sample(choice, 2)) if many else dice.choice(choice)
        else:
            values[name] = random_value(dice, name, str(field.annotation), field.annotation)
    return RECORDS[kind].model_validate(values)


def random_value(dice: random.Random, name: str, spelled: str, annotation: Any) -> Any:
    texts = ["Zuhören", "knowledge – exchange", "科学", "🧭 «compass»", 'say "yes"', "a\nb\tc", "it's; DROP", "1", "0"]
    special = {
        "language": ["cy", "en-GB"],
        "languages": [("cy",), ("en", "gd-GB")],
        "url": ["https://example.org/x?y=1&z=é"],
        "currency": ["GBP", "EUR"],
        "nation": ["GB-SCT", "world"],
        "open_to": [("GB-WLS", "IE"), ("GB",)],
        "about": [BASE + "role/1", BASE + "nothing"],
        "extra": [{"notation": ["1.2", None, {"a": 0.1}], "é": True}, {"n": 10**20}],
    }
    if name in special:
        return dice.choice(special[name])
    if "date" in spelled:
        return date(2026, dice.randint(1, 12), dice.randint(1, 28))
    if isinstance(annotation, type) and issubclass(annotation, str) and hasattr(annotation, "__members__"):
        return dice.choice(list(annotation))
    for enumeration in (one for one in getattr(annotation, "__args__", ()) if hasattr(one, "__members__")):
        return dice.choice(list(enumeration))
    if "float" in spelled:
        return dice.choice([0, 0.1, 12, 1e9, 1 / 3])
    if annotation is int or "int" in spelled.split(" | "):
        return dice.randint(1, 1000)
    return tuple(dice.sample(texts, 3)) if "tuple" in spelled else dice.choice(texts)


def pool_of(count: int) -> dict[Kind, list[str]]:
    return {kind: [f"{BASE}{kind.lower()}/{n}" for n in range(count)] for kind in Kind}


# --- one contract -----------------------------------------------------------------------------------------


def test_an_empty_store_answers_with_nothing(store: Store) -> None:
    assert store.read(lambda reader: reader.version()) == 0
    assert store.read(lambda reader: reader.counts()) == Counts({}, {})
    assert store.read(lambda reader: reader.sources()) == {}
    assert store.read(everything) == []
    assert store.read(lambda reader: reader.assertions([Kind.ROLE], [ROLE.id])) == []
    assert store.read(lambda reader: reader.referring([ROLE.id])) == []
    assert store.read(lambda reader: reader.existing([ROLE.id])) == {}
    with store.writing() as writer:
        assert writer.digests(A) == {}


def test_records_come_out_as_they_went_in(store: Store) -> None:
    put(store, A, *RECORDED)
    assert store.read(everything) == [Assertion(A, one) for one in (COMPETENCY, FRAMEWORK, NEED, ROLE)]
    assert store.read(lambda reader: reader.assertions([Kind.ROLE, Kind.REQUIREMENT], [NEED.id, ROLE.id])) == [
        Assertion(A, NEED),
        Assertion(A, ROLE),
    ]
    assert store.read(lambda reader: reader.assertions([Kind.ROLE], [])) == []
    assert store.read(lambda reader: reader.assertions([], [ROLE.id])) == []
    assert store.read(lambda reader: reader.existing([NEED.id, ROLE.id, NEED.level])) == {
        NEED.id: Kind.REQUIREMENT,
        ROLE.id: Kind.ROLE,
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_round_trips_exactly(store: Store, kind: Kind) -> None:
    dice = random.Random(kind)
    records = [random_record(dice, kind, f"{BASE}{n}", pool_of(3)) for n in range(12)]
    put(store, A, *records)
    found = store.read(lambda reader: reader.assertions([kind]))
    assert [one.record for one in found] == sorted(records, key=lambda record: record.id)
    with store.writing() as writer:
        assert writer.digests(A) == {key(record): digest(record) for record in records}


def test_what_is_held_is_compared_word_for_word_with_what_is_said(store: Store) -> None:
    put(store, A, *RECORDED)
    put(store, B, ROLE)
    renamed = ROLE.model_copy(update={"label": "Knowledge broker"})
    another_kind = Role(id=COMPETENCY.id, label="C")
    said = {one.id: one for one in (FRAMEWORK, renamed, NEED, another_kind, Role(id=BASE + "new", label="New"))}
    assert sorted(store.read(lambda reader: list(reader.compared(A, said)))) == sorted(
        [(*key(FRAMEWORK), True), (*key(COMPETENCY), False), (*key(ROLE), False), (*key(NEED), True)]
    )
    assert store.read(lambda reader: list(reader.compared(A, {}))) != []
    assert store.read(lambda reader: list(reader.compared(BASE + "nobody", said))) == []


def test_what_all_but_one_source_say(store: Store) -> None:
    put(store, B, ROLE)
    for other, expected in ((B, []), (A, [Assertion(B, ROLE)]), (B + "/later", [Assertion(B, ROLE)])):
        assert store.read(lambda reader: reader.assertions([Kind.ROLE], but=other)) == expected  # noqa: B023
        assert store.read(lambda reader: reader.assertions([Kind.ROLE], [ROLE.id], but=other)) == expected  # noqa: B023


def test_replacing_and_taking_back(store: Store) -> None:
    put(store, A, *RECORDED)
    other = NEED.model_copy(update={"importance": Importance.DESIRABLE, "level": None, "competency": BASE + "c2"})
    renamed = ROLE.model_copy(update={"label": "Knowledge broker"})
    put(store, A, other, renamed)
    assert store.read(lambda reader: reader.assertions([Kind.REQUIREMENT, Kind.ROLE])) == [
        Assertion(A, other),
        Assertion(A, renamed),
    ]
    assert store.read(lambda reader: reader.referring([COMPETENCY.id, NEED.level])) == []
    take_back(store, A, other, renamed, COMPETENCY)
    assert store.read(everything) == [Assertion(A, FRAMEWORK)]
    assert stubs(store) == {}


def test_several_sources_assert_one_record(store: Store) -> None:
    by_b = ROLE.model_copy(update={"label": "Courtier", "language": "fr"})
    need_by_b = NEED.model_copy(update={"level": BASE + "l2"})
    put(store, A, ROLE, NEED)
    put(store, B, by_b, need_by_b)
    assert store.read(lambda reader: reader.counts().records) == {Kind.ROLE: 1, Kind.REQUIREMENT: 1}
    assert store.read(lambda reader: reader.sources()) == {A: 2, B: 2}
    assert store.read(everything) == [
        Assertion(A, NEED),
        Assertion(B, need_by_b),
        Assertion(A, ROLE),
        Assertion(B, by_b),
    ]
    take_back(store, A, ROLE, NEED)
    assert store.read(everything) == [Assertion(B, need_by_b), Assertion(B, by_b)]
    assert stubs(store) == {Kind.COMPETENCY: 1, Kind.LEVEL: 1}


def test_the_life_of_a_stub(store: Store) -> None:
    put(store, A, NEED)
    assert stubs(store) == {Kind.ROLE: 1, Kind.COMPETENCY: 1, Kind.LEVEL: 1}
    assert store.read(lambda reader: reader.existing([ROLE.id])) == {}
    put(store, B, ROLE)  # filled
    assert stubs(store) == {Kind.COMPETENCY: 1, Kind.LEVEL: 1}
    put(store, A, COMPETENCY)  # filled, and brings another
    assert stubs(store) == {Kind.FRAMEWORK: 1, Kind.LEVEL: 1}
    take_back(store, B, ROLE)  # left behind
    assert stubs(store) == {Kind.ROLE: 1, Kind.FRAMEWORK: 1, Kind.LEVEL: 1}
    take_back(store, A, NEED)  # nobody refers to it any more
    assert stubs(store) == {Kind.FRAMEWORK: 1}
    take_back(store, A, COMPETENCY)
    assert store.read(lambda reader: reader.counts()) == Counts({}, {})


def test_citing_is_not_referring(store: Store) -> None:
    cited = BASE + "source/report"
    put(store, A, ROLE.model_copy(update={"cites": (cited,)}), NEED.model_copy(update={"cites": (cited,)}))
    assert store.read(lambda reader: reader.referring([cited])) == []
    assert Kind.SOURCE not in stubs(store)


def test_referring_records(store: Store) -> None:
    put(store, A, *RECORDED)
    put(store, B, COMPETENCY)
    assert store.read(lambda reader: reader.referring([ROLE.id])) == [Assertion(A, NEED)]
    assert store.read(lambda reader: reader.referring([NEED.level])) == [Assertion(A, NEED)]
    assert store.read(lambda reader: reader.referring([FRAMEWORK.id, COMPETENCY.id])) == [
        Assertion(A, COMPETENCY),
        Assertion(B, COMPETENCY),
        Assertion(A, NEED),
    ]
    assert store.read(lambda reader: reader.referring([FRAMEWORK.id, COMPETENCY.id], [Kind.REQUIREMENT])) == [
        Assertion(A, NEED)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_put_and_taken_back(store: Store, seed: int) -> None:
    """Random histories, with careless data: one IRI as several kinds, references to the wrong kind, to oneself."""
    dice, expected, pool = random.Random(seed), Expected(), pool_of(3)
    for kind in (Kind.REQUIREMENT, Kind.COURSE):
        pool[kind].append(pool[Kind.ROLE][0])
    sources, every = [A, B, BASE + "source/|ç"], [iri for iris in pool.values() for iri in iris]
    for _ in range(8):
        try:
            attempt = Expected()
            attempt.held = dict(expected.held)
            with store.writing() as writer:
                for _ in range(dice.randint(1, 4)):
                    change(dice, writer, attempt, sources, pool)
                    if dice.random() < 0.2:
                        assert writer.counts() == attempt.answers([], [], [])[0]
                ids, kinds = dice.sample(every, 12), list(Kind)[dice.randrange(3) :: 3]
                said = answers(writer, ids, kinds, sources)
                for question, (one, other) in enumerate(zip(said, attempt.answers(ids, kinds, sources), strict=True)):
                    assert (question, one == other) == (question, True)
                if dice.random() < 0.2:
                    raise ZeroDivisionError
            expected = attempt
        except ZeroDivisionError:
            pass
        found = store.read(lambda reader: [reader.counts(), reader.sources(), everything(reader)])
        assert found == expected.answers([], [], [])[:3]
        store.read(lambda reader: assert_called(reader, expected))  # noqa: B023
    for source in sources:
        with store.writing() as writer:
            writer.remove(source, writer.digests(source))
    assert store.read(lambda reader: reader.counts()) == Counts({}, {})


def assert_called(reader: Reader, expected: Expected) -> None:
    """The index of labels has what it should, whatever was put, replaced and taken back."""
    for text in ("zuh", "exchange know", "科", "compass", "1"):
        said = {(one.kind, one.id, names_of(one) or "") for one in expected.held.values()}
        wanted = {Called(*one) for one in said if all(f" {word}" in one[2].replace("\n", " ") for word in words(text))}
        found = reader.called(text, KINDS)
        assert (text, set(found.found)) == (text, wanted)
        counts = Counter(kind for kind, _ in {(one.kind, one.iri) for one in wanted})
        assert (found.counts or {}) == counts


def change(dice: random.Random, writer: Writer, expected: Expected, sources: list[str], pool: Any) -> None:
    source = dice.choice(sources)
    if dice.random() < 0.6:
        kinds = dice.choices(list(Kind), k=dice.randint(1, 15))
        records = [random_record(dice, kind, dice.choice(pool[kind]), pool) for kind in kinds]
        writer.put(source, records)
        expected.held.update({(source, key(record)): record for record in records})
    else:
        held = [one for whose, one in expected.held if whose == source]
        gone = dice.sample(held, len(held) // 2)
        writer.remove(source, [*gone, Key(Kind.ROLE, BASE + "never-there")])
        for one in gone:
            del expected.held[source, one]


def test_it_says_when_it_was_last_changed(store: Store) -> None:
    assert store.read(lambda reader: reader.changed_at()) is None
    before = datetime.now(UTC).replace(microsecond=0)
    put(store, A, ROLE)
    changed = store.read(lambda reader: reader.changed_at())
    assert changed is not None
    assert before <= changed <= datetime.now(UTC)


def test_the_version_rises_with_each_change_and_only_then(store: Store) -> None:
    def version() -> int:
        return store.read(lambda reader: reader.version())

    put(store, A, *RECORDED)
    assert version() == 1
    put(store, A, *RECORDED)
    take_back(store, A, Role(id=BASE + "nobody", label="Nobody"))
    take_back(store, B, ROLE)
    with store.writing():
        pass
    assert version() == 1
    put(store, B, *RECORDED)
    assert version() == 2
    put(store, A, ROLE.model_copy(update={"grade": "7"}))
    assert version() == 3
    take_back(store, B, NEED)
    assert version() == 4


def test_a_store_that_was_made_anew_is_another(store: Store, store_url: str, tmp_path: Path) -> None:
    def state() -> str:
        return store.read(lambda reader: reader.state())

    put(store, A, ROLE)
    first = state()
    put(store, A, ROLE)
    assert state() == first != ""
    put(store, A, NEED)
    assert state() != first
    if "memory" in store_url:
        return
    if store_url.startswith("sqlite"):
        shutil.rmtree(tmp_path)
    else:
        with neo4j.GraphDatabase.driver(store_url, auth=settings.neo4j_sign_in()) as driver:
            driver.execute_query("MATCH (n:Kmgraph) DETACH DELETE n")
    assert state() == ""
    put(store, A, FRAMEWORK)
    assert store.read(lambda reader: reader.version()) == 1
    assert state() not in (first, "")


def test_a_load_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    put(store, A, *RECORDED)
    before = store.read(lambda reader: (reader.version(), reader.counts(), everything(reader)))

    def rows() -> Iterator[Record]:
        for n in range(7000):
            yield Role(id=f"{BASE}r{n}", label="Role")
        raise ValueError("line 7001")

    def load() -> None:
        with store.writing() as writer:
            writer.remove(A, [key(COMPETENCY)])
            writer.put(B, rows())

    with pytest.raises(ValueError, match="line 7001"):
        load()
    assert store.read(lambda reader: (reader.version(), reader.counts(), everything(reader))) == before
    put(store, B, ROLE)


def test_a_writer_sees_what_it_wrote(store: Store) -> None:
    with store.writing() as writer:
        writer.put(A, RECORDED)
        assert everything(writer) == [Assertion(A, one) for one in (COMPETENCY, FRAMEWORK, NEED, ROLE)]
        assert writer.counts().stubs == {Kind.LEVEL: 1}
        writer.remove(A, [key(COMPETENCY)])
        assert writer.counts().stubs == {Kind.LEVEL: 1, Kind.COMPETENCY: 1}
        writer.put(A, [COMPETENCY])
        assert writer.existing([COMPETENCY.id]) == {COMPETENCY.id: Kind.COMPETENCY}
    assert stubs(store) == {Kind.LEVEL: 1}


def test_the_last_of_several_of_one_name_counts(store: Store) -> None:
    first, last = (ROLE.model_copy(update={"label": label}) for label in ("first", "last"))
    with store.writing() as writer:
        writer.put(A, [ROLE, first, NEED, NEED])
        writer.put(A, [last, last])
    assert store.read(everything) == [Assertion(A, NEED), Assertion(A, last)]


def test_many_thousand_ids_at_once(store: Store) -> None:
    put(store, A, *RECORDED)
    ids = [f"{BASE}nobody/{n}" for n in range(20_000)] + [ROLE.id, NEED.id, ROLE.id]
    assert store.read(lambda reader: reader.existing(ids)) == {NEED.id: Kind.REQUIREMENT, ROLE.id: Kind.ROLE}
    assert store.read(lambda reader: reader.assertions(list(Kind), ids)) == [Assertion(A, NEED), Assertion(A, ROLE)]
    assert store.read(lambda reader: reader.referring(ids)) == [Assertion(A, NEED)]


def test_more_than_a_batch(store: Store) -> None:
    roles = [Role(id=f"{BASE}role/{n:05}", label=f"Role {n}") for n in range(6_000)]
    needs = [
        Requirement(id=f"{BASE}q/{n:05}", role=role.id, competency=f"{BASE}c/{n % 700}", importance="essential")
        for n, role in enumerate(roles)
    ]
    put(store, A, *needs, *roles)
    assert store.read(everything) == [Assertion(A, one) for one in needs + roles]
    assert stubs(store) == {Kind.COMPETENCY: 700}
    with store.writing() as writer:
        writer.put(A, (one.model_copy(update={"importance": Importance.DESIRABLE}) for one in needs))
        writer.remove(A, [key(role) for role in roles])
    assert store.read(lambda reader: reader.counts()) == Counts(
        {Kind.REQUIREMENT: 6_000}, {Kind.COMPETENCY: 700, Kind.ROLE: 6_000}
    )


def test_order_is_that_of_code_points(store: Store) -> None:
    odd = ["z", "Z", "é", "\uffee", "\U0001f9ed", "~", "-", "10", "9"]
    roles = [Role(id=f"{BASE}{name}", label=name) for name in odd]
    put(store, A, *roles)
    assert [one.record.id for one in store.read(everything)] == sorted(role.id for role in roles)


def test_reading_within_reading(store: Store) -> None:
    put(store, A, ROLE)
    assert store.read(lambda _: store.read(everything)) == [Assertion(A, ROLE)]
    put(store, A, NEED)


def test_threads_share_a_store(store: Store) -> None:
    put(store, A, *RECORDED)
    found: list[object] = []

    def work() -> None:
        for _ in range(10):
            found.append(store.read(everything))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert all(one == found[0] for one in found)


def test_a_second_load_waits_then_says_that_it_is_busy(store_url: str) -> None:
    with connect(store_url, wait=0.5) as store:
        put(store, A, ROLE)
        with store.writing() as writer:
            writer.put(A, [FRAMEWORK])
            began = time.monotonic()
            with pytest.raises(StoreBusy, match=r"Another load is running.*Wait for it"), store.writing():
                pass
            assert time.monotonic() - began < 20
        assert store.read(lambda reader: reader.counts().records) == {Kind.FRAMEWORK: 1, Kind.ROLE: 1}
        put(store, A, COMPETENCY)


def test_a_second_load_goes_on_when_the_first_is_done(store: Store) -> None:
    put(store, A, ROLE)
    done: list[str] = []

    def second() -> None:
        with store.writing() as writer:
            done.append("second")
            writer.put(B, [FRAMEWORK, ROLE])

    thread = threading.Thread(target=second)
    with store.writing() as writer:
        thread.start()
        time.sleep(0.5)
        writer.put(A, [COMPETENCY])
        done.append("first")
    thread.join(timeout=60)
    assert done == ["first", "second"]
    assert store.read(lambda reader: (reader.version(), reader.sources())) == (3, {A: 2, B: 2})


def test_who_reads_during_a_load_sees_the_state_before_it(store: Store, store_url: str) -> None:
    put(store, A, *RECORDED)
    before = store.read(lambda reader: (reader.version(), reader.counts(), everything(reader)))
    seen: list[object] = []

    def look() -> None:
        seen.append(store.read(lambda reader: (reader.version(), reader.counts(), everything(reader))))

    thread = threading.Thread(target=look)

    def fail() -> None:
        with store.writing() as writer:
            writer.remove(A, [key(ROLE)])
            writer.put(A, (Role(id=f"{BASE}r{n}", label="Role") for n in range(500)))
            thread.start()
            if "memory" not in store_url:  # it has one connection, so who reads it waits
                thread.join(timeout=60)
                assert seen
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    thread.join(timeout=60)
    assert seen == [before]


def test_readers_never_see_half_a_load(store: Store) -> None:
    """Five loads that change every record, while three threads read in several steps."""
    count, torn, over = 1_000, [], threading.Event()

    def state(n: int) -> list[Record]:
        return [Role(id=f"{BASE}role/{m:04}", label=f"{n}") for m in range(count)]

    def seen(reader: Reader) -> tuple[set[str], set[str], object]:
        return (
            {one.record.label for one in reader.assertions([Kind.ROLE])},
            {one.record.label for one in reader.assertions([Kind.ROLE], [f"{BASE}role/0007"])},
            reader.counts().records,
        )

    def look() -> None:
        while not over.is_set():
            try:
                first, second, counts = store.read(seen)
            except Exception as failure:
                torn.append(failure)
                return
            time.sleep(0.05)
            if len(first) != 1 or first != second or counts != {Kind.ROLE: count}:
                torn.append((first, second, counts))

    put(store, A, *state(0))
    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 6):
        put(store, A, *state(n))
    over.set()
    for thread in threads:
        thread.join()
    assert torn == []


def _load_elsewhere(url: str, label: str, sign_in: dict[str, str]) -> None:
    os.environ.update(sign_in)
    with connect(url) as store:
        put(store, A, ROLE.model_copy(update={"label": label}))


@pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
def test_a_store_that_stays_open_sees_the_loads_of_other_programs(store_url: str) -> None:
    """Also after they end: who leaves a file last tidies up, and must know that others still read."""
    spawn = multiprocessing.get_context("spawn")
    sign_in = {name: value for name, value in os.environ.items() if name.startswith("KMGRAPH_NEO4J")}
    with connect(store_url) as store:
        for label in ("one", "two", "three"):
            process = spawn.Process(target=_load_elsewhere, args=(store_url, label, sign_in))
            process.start()
            process.join()
            assert process.exitcode == 0
            for _ in range(2):
                with connect(store_url) as another:
                    assert [one.record.label for one in another.read(everything)] == [label]
                assert [one.record.label for one in store.read(everything)] == [label]


@pytest.mark.parametrize(
    "address",
    ["", "graph.sqlite", "postgres://server/x", "sqlite://", "sqlite:///", "sqlite://x.sqlite", "neo4j://", "bolt:7687",
     "neo4j+x://server", "http://localhost:7474", "neo4j://server:port", "bolt://[::1", "bolt://localhost:abc",
     "bolt://..", "bolt://a..b", "bolt://server:99999", "bolt://server:0", "neo4j://[:::::1]", "bolt://a\0b",
     f"bolt://{'x' * 64}.org"],
)  # fmt: skip
def test_a_wrong_address_is_answered_with_the_right_forms(address: str) -> None:
    with pytest.raises(StoreError, match=r"wrong store address.*sqlite:///graph.sqlite.*neo4j://"):
        connect(address)


@pytest.mark.parametrize(
    "address",
    ["neo4j://me:s3cret@server:7687", "bolt+s://s3cret@server", "odd://x:s3cret@y/z@w", "neo4j:/neo4j:s3cret@localhost",
     "neo4j:s3cret@localhost", "me:s3cret@localhost", "bolt://localhost?x=s3cret", "bolt://localhost#s3cret",
     "bolt://me:s3cret%40server", "bolt://me:s3cret", "me:s3\ncret@server", "http://me:s3cret@server/?@"],
)  # fmt: skip
def test_a_secret_in_the_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(StoreError) as refusal:
        connect(address)
    assert not {"s3", "cret"} & set(re.findall("s3|cret", str(refusal.value)))


def test_the_environment_names_the_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/named.sqlite")
    with connect() as store:
        assert store.url == f"sqlite:///{tmp_path}/named.sqlite"


# --- a file ------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "graph.sqlite"


@contextmanager
def opened(file: Path) -> Iterator[Store]:
    with connect(f"sqlite:///{file}") as store:
        yield store


def refused(work: Callable[[], object], pattern: str, kind: type[KmgraphError] = StoreError) -> None:
    """The work fails with one sentence (or two) that has no line break and matches."""
    with pytest.raises(kind, match=pattern) as failure:
        work()
    assert "\n" not in str(failure.value)


def test_reading_what_was_never_loaded_makes_no_file(file: Path) -> None:
    with opened(file.parent / "folder" / "graph.sqlite") as store:
        assert store.read(everything) == []
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize("mark", ["", "PRAGMA application_id = 77"])
def test_another_programs_database_is_left_alone(file: Path, mark: str) -> None:
    with sqlite3.connect(file) as other:
        other.executescript(f"CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1); {mark}")
    other.close()
    before = file.read_bytes()
    with opened(file) as store:
        refused(lambda: store.read(everything), "not a kmgraph store.*left as it is|it was left as it is")
        refused(lambda: put(store, A, ROLE), "another program's")
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"x", b"id,label\n" * 50, b"SQLite format 3\0 but cut"])
def test_a_file_that_is_no_database_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with opened(file) as store:
        refused(lambda: store.read(everything), "not a kmgraph store")
        refused(lambda: put(store, A, ROLE), "not a kmgraph store")
    assert file.read_bytes() == content


def test_an_empty_file_is_an_empty_store(file: Path) -> None:
    file.touch()
    with opened(file) as store:
        assert store.read(everything) == []
        put(store, A, ROLE)
        assert store.read(everything) == [Assertion(A, ROLE)]


def test_another_schema_is_answered_with_what_to_do(file: Path) -> None:
    with opened(file) as store:
        put(store, A, ROLE)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with opened(file) as store:
        refused(lambda: store.read(everything), rf"schema 99.*mv '{file}'.*kmgraph load starter")
        refused(lambda: put(store, A, ROLE), "schema 99")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        refused(lambda: store.read(everything), "Is a directory")
        refused(lambda: put(store, A, ROLE), "Is a directory")


@pytest.mark.parametrize("kind", ["pipe", "device", "socket"])
def test_what_is_no_regular_file_is_no_store(tmp_path: Path, kind: str) -> None:
    place = {"device": Path("/dev/zero")}.get(kind, tmp_path / "x")
    if kind == "pipe":
        os.mkfifo(place)
    with socket.socket(socket.AF_UNIX) as listener, opened(place) as store:
        if kind == "socket":
            listener.bind(str(place))
        refused(lambda: store.read(everything), "no regular file")
        refused(lambda: put(store, A, ROLE), "no regular file")


def test_a_path_that_is_no_text(tmp_path: Path) -> None:
    with opened(Path(os.fsdecode(bytes(tmp_path) + b"/\xffgraph"))) as store:
        put(store, A, ROLE)
        assert store.read(everything) == [Assertion(A, ROLE)]
        assert store.url.encode().isascii()
    assert os.listdir(bytes(tmp_path)) == [b"\xffgraph"]
    for odd in ("x\0y", "x\ud800y"):
        with connect(f"sqlite:///{tmp_path}/{odd}") as store:
            assert store.url.encode()
            refused(lambda store=store: store.read(everything), "cannot be opened")


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def huge(folder: Path) -> Path:
    (folder / "huge").write_bytes(b"x" * 4_097)
    return folder / "huge"


@pytest.mark.parametrize("place", [pipe, huge, lambda _: Path("/dev/zero"), lambda folder: folder])
def test_a_password_file_is_a_small_regular_file(
    place: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KMGRAPH_NEO4J_PASSWORD", raising=False)
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD_FILE", str(place(tmp_path)))
    refused(settings.neo4j_sign_in, "cannot be read.*Mend KMGRAPH_NEO4J_PASSWORD_FILE", UsageError)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with opened(tmp_path / "file" / "graph.sqlite") as store:
        refused(lambda: put(store, A, ROLE), "cannot be (made|opened)")
    with opened(Path("/proc/nobody/graph.sqlite")) as store:
        refused(lambda: put(store, A, ROLE), "cannot be made")


@contextmanager
def as_somebody(folder: Path) -> Iterator[None]:
    """As a user who may read the folder and nothing more; root may do everything, so it becomes nobody."""
    if os.geteuid() == 0:
        for parent in [folder, *folder.parents][:-1]:
            if not os.stat(parent).st_mode & 0o001:
                parent.chmod(0o755)
        os.seteuid(65534)
    else:
        for path in [*folder.iterdir(), folder]:
            path.chmod(0o555)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        else:
            folder.chmod(0o755)


@pytest.mark.parametrize("left", ["closed", "killed"])
def test_a_place_where_one_may_only_read(tmp_path: Path, left: str) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    file = folder / "graph.sqlite"
    writer = connect(f"sqlite:///{file}")
    put(writer, A, *RECORDED)
    if left == "closed":
        writer.close()
    with as_somebody(folder), opened(file) as store:
        assert len(store.read(everything)) == 4
        refused(lambda: put(store, A, Role(id=BASE + "x", label="x")), "may read it but not write|cannot be")
    with as_somebody(folder), opened(folder / "new.sqlite") as store:
        assert store.read(everything) == []
        refused(lambda: put(store, A, ROLE), "cannot be|unable to open")
    writer.close()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root mounts a folder to be read")
@pytest.mark.parametrize("left", ["closed", "copied", "killed"])
def test_a_file_system_that_is_only_read(tmp_path: Path, left: str) -> None:
    """Where the file was closed, nothing is beside it, and SQLite may not make there what it wants."""
    folder, mounted = tmp_path / "written", tmp_path / "mounted"
    folder.mkdir()
    mounted.mkdir()
    writer = connect(f"sqlite:///{folder}/graph.sqlite")
    put(writer, A, *RECORDED)
    if left != "killed":
        writer.close()
    if left == "copied":
        (folder / "graph.sqlite-wal").touch()  # a log that says nothing
    if subprocess.run(["mount", "--bind", "-o", "ro", folder, mounted], check=False, capture_output=True).returncode:
        pytest.skip("this container may not mount")
    try:
        with opened(mounted / "graph.sqlite") as store:
            for _ in range(2):
                assert len(store.read(everything)) == 4
            refused(lambda: put(store, A, Role(id=BASE + "x", label="x")), "may read it but not write|cannot be")
        with opened(mounted / "new.sqlite") as store:
            refused(lambda: put(store, A, ROLE), "cannot be|unable to open")
    finally:
        writer.close()
        subprocess.run(["umount", mounted], check=True)


@pytest.mark.parametrize(
    "damage",
    ["UPDATE assertion SET kind = 'Xole'", "UPDATE assertion SET id = CAST(x'ff0a41' AS TEXT)", "DROP TABLE reference",
     "UPDATE reference SET target_kind = x'00'", "UPDATE meta SET version = 'many'", "DELETE FROM meta",
     "UPDATE meta SET changed = 'late'"],
)  # fmt: skip
def test_what_no_version_writes_is_damage(file: Path, damage: str) -> None:
    with opened(file) as store:
        put(store, A, NEED)
        with sqlite3.connect(file) as connection:
            connection.execute(damage)
        connection.close()

        def look(reader: Reader) -> None:
            reader.state(), reader.changed_at(), reader.counts(), reader.digests(A)

        refused(lambda: store.read(look), "damaged: move it away and load")


def test_a_damaged_file(file: Path) -> None:
    with opened(file) as store:
        put(store, A, *(Role(id=f"{BASE}{n}", label="x" * 200) for n in range(500)))
    content = bytearray(file.read_bytes())
    content[4096:] = bytes(random.Random(1).randbytes(len(content) - 4096))
    file.write_bytes(content)
    with opened(file) as store:
        refused(lambda: store.read(everything), "damaged: move it away|failed")


def test_a_log_that_was_being_written_back_when_its_program_was_killed(file: Path, tmp_path: Path) -> None:
    killed, log = tmp_path / "killed.sqlite", tmp_path / "killed.sqlite-wal"
    many = [Role(id=f"{BASE}{n}", label="x" * 200) for n in range(500)]
    with opened(file) as store:
        put(store, A, ROLE)
    with opened(file) as store:
        put(store, A, *many)
        shutil.copy(file, killed)
        shutil.copy(file.with_name(f"{file.name}-wal"), log)
    page, frames = 4096, log.read_bytes()[32:]
    starts = [at for at in range(0, len(frames), 24 + page) if frames[at : at + 4] == b"\0\0\0\1"]
    with killed.open("r+b") as database:  # the first page goes first: it tells of pages that come after it
        database.write(frames[starts[-1] + 24 :][:page])
    assert killed.stat().st_size < int.from_bytes(killed.read_bytes()[28:32], "big") * page
    with opened(killed) as store:
        assert len(store.read(everything)) == len(many) + 1


def test_a_full_disk_leaves_everything_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kmgraph.store import sqlite

    with opened(file) as store:
        put(store, A, ROLE)
    connecting = sqlite._connect

    def full(address: str, wait: float = 0) -> sqlite3.Connection:
        connection = connecting(address, wait)
        connection.execute("PRAGMA max_page_count = 40")
        return connection

    monkeypatch.setattr(sqlite, "_connect", full)
    with opened(file) as store:
        many = [Role(id=f"{BASE}{n}", label="x" * 500) for n in range(3_000)]
        refused(lambda: put(store, A, *many), "full.*Make room")
        assert store.read(everything) == [Assertion(A, ROLE)]


def test_a_file_that_was_moved_away_is_let_go_of(file: Path) -> None:
    with opened(file) as store:
        put(store, A, ROLE)
        assert store.read(everything)
        shutil.rmtree(file.parent)
        assert store.read(everything) == []
        put(store, A, NEED)
        assert store.read(everything) == [Assertion(A, NEED)]


def test_two_first_loads_at_once(file: Path) -> None:
    failures: list[BaseException] = []

    def first(n: int) -> None:
        try:
            with opened(file) as store:
                put(store, f"{BASE}{n}", *(Role(id=f"{BASE}{n}/{m}", label="x") for m in range(200)))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=first, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with opened(file) as store:
        assert store.read(lambda reader: (reader.version(), len(reader.sources()))) == (6, 6)


def test_a_record_that_this_version_cannot_read(file: Path) -> None:
    with opened(file) as store:
        put(store, A, ROLE)
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE assertion SET body = '{\"id\": 1}'")
        connection.close()
        refused(lambda: store.read(everything), "holds a Role that this version.*Load your sources again")


# --- Neo4j --------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(neo4j_server: Server, request: pytest.FixtureRequest) -> Iterator[tuple[Store, neo4j.Driver]]:
    """A store in an empty Neo4j, and a stranger's way into the same database."""
    from tests.conftest import give_password
    from tests.servers import wipe

    with neo4j_server.driver() as driver:
        wipe(driver)
        give_password(neo4j_server, request.getfixturevalue("monkeypatch"))
        with connect(neo4j_server.uri, wait=10) as store:
            yield store, driver


def test_the_graph_is_natural_to_query(shared: tuple[Store, neo4j.Driver]) -> None:
    store, driver = shared
    role = ROLE.model_copy(update={"alternative_labels": ("Courtier", "Makler"), "checked": date(2026, 11, 21)})
    put(store, A, FRAMEWORK, COMPETENCY, role, NEED)
    put(store, B, Role(id=ROLE.id, label="Other", grade="7"))
    found = driver.execute_query(
        "MATCH (r:Role {label: 'Broker'})-[q:REQUIRES]->(c:Competency)-[:IN_FRAMEWORK]->(f:Framework) "
        "RETURN r, q, c.label AS competency, f.label AS framework, labels(r) AS labels"
    ).records
    assert [(row["competency"], row["framework"]) for row in found] == [("Listening", "Framework")]
    assert sorted(found[0]["labels"]) == ["Kmgraph", "Role"]
    assert dict(found[0]["r"]) == {
        "id": ROLE.id,
        "label": "Broker",
        "alternative_labels": ["Courtier", "Makler"],
        "language": "en",
        "status": "proposed",
        "grade": "7",
        "checked": neo4j.time.Date(2026, 11, 21),
    }
    assert dict(found[0]["q"]) == {
        "id": NEED.id,
        "source": A,
        "level": NEED.level,
        "importance": "essential",
        "status": "proposed",
    }
    take_back(store, A, role)
    (row,) = driver.execute_query("MATCH (r:Role) RETURN r").records
    assert dict(row["r"]) == {
        "id": ROLE.id,
        "label": "Other",
        "grade": "7",
        "language": "en",
        "status": "proposed",
    }
    take_back(store, B, role)
    (row,) = driver.execute_query("MATCH (r:Role) RETURN r, labels(r) AS labels").records
    assert (dict(row["r"]), sorted(row["labels"])) == ({"id": ROLE.id}, ["Kmgraph", "Role", "Stub"])


def test_what_others_keep_in_the_database_stays(shared: tuple[Store, neo4j.Driver]) -> None:
    store, driver = shared
    driver.execute_query(
        "CREATE (a:Role {id: $role, label: 'theirs', source: 'x'})-[:REQUIRES {source: 'x', id: $need}]->"
        "(:Competency {id: $id}), (:Stub {id: 1}), (:Meta), (:Assertion {kind: 'Role', about: $role, source: 'x'})",
        role=ROLE.id,
        need=NEED.id,
        id=COMPETENCY.id,
    )
    look = (
        "MATCH (n) WHERE NOT n:Kmgraph AND NOT n:KmgraphTest OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m ORDER BY id(n)"
    )
    before = [row.data() for row in driver.execute_query(look).records]
    assert store.read(lambda reader: reader.counts()) == Counts({}, {})
    put(store, A, *RECORDED)
    # Strangers may tie their own nodes to ours, and add to ours.
    driver.execute_query(
        "MATCH (r:Kmgraph:Role) MATCH (c:Kmgraph:Competency) CREATE (:Team {name: 'ours'})-[:HIRES]->(r) "
        "CREATE (r)-[:REQUIRES {theirs: true}]->(c) SET r:Vacant, r.team = 7"
    )
    assert store.read(everything) == [Assertion(A, one) for one in (COMPETENCY, FRAMEWORK, NEED, ROLE)]
    assert store.read(lambda reader: len(reader.referring([ROLE.id]))) == 1
    with store.writing() as writer:
        writer.remove(A, writer.digests(A))
    assert store.read(lambda reader: reader.counts()) == Counts({}, {})
    after = [row.data() for row in driver.execute_query(look).records]
    assert [row for row in after if row["n"].get("name") != "ours"] == before
    (kept,) = driver.execute_query("MATCH (:Team)-[:HIRES]->(r) RETURN r, labels(r) AS labels").records
    assert (dict(kept["r"]), sorted(kept["labels"])) == ({"id": ROLE.id, "team": 7}, ["Kmgraph", "Stub", "Vacant"])
    put(store, A, ROLE)
    (kept,) = driver.execute_query("MATCH (:Team)-[:HIRES]->(r:Role) RETURN r.label AS label").records
    assert kept["label"] == "Broker"


def test_relationships_like_ours_that_others_drew(shared: tuple[Store, neo4j.Driver]) -> None:
    """They are not read, in no way change what is, and stay."""
    store, driver = shared
    driver.execute_query(
        "CREATE (:Foo)-[:REQUIRES {level: ['a', 'b'], source: ['x'], id: 1}]->(:Bar), "
        "(:Foo)-[:REQUIRES {level: 7}]->(:Bar)"
    )
    put(store, A, *RECORDED)
    driver.execute_query(
        "MATCH (r:Kmgraph:Role) MATCH (c:Kmgraph:Competency) MATCH (f:Kmgraph:Framework) "
        "CREATE (r)-[:REQUIRES {source: 'spreadsheet'}]->(c), (r)-[:REQUIRES {source: ['a'], id: ['b']}]->(c), "
        "(r)-[:REQUIRES {source: $a, level: ['l']}]->(c), (c)-[:IN_FRAMEWORK {source: 'x'}]->(f), "
        "(c)-[:ASSERTS]->(r), (:Assertion {kind: 1})-[:ASSERTS]->(r), (:Assertion)-[:ASSERTS]->(c)",
        a=A,
    )
    look = "MATCH (n) WHERE NOT n:KmgraphTest MATCH (n)-[r]->(m) RETURN type(r) AS type, properties(r) AS said"
    every = [FRAMEWORK.id, COMPETENCY.id, ROLE.id, NEED.id, str(NEED.level)]
    sources = [A, B, "spreadsheet"]
    expected = Expected()
    expected.held = {(A, key(record)): record for record in RECORDED}
    with store.writing() as writer:
        assert answers(writer, every, list(Kind), sources) == expected.answers(every, list(Kind), sources)
    put(store, B, ROLE)
    take_back(store, A, ROLE, NEED)
    take_back(store, B, ROLE)
    assert stubs(store) == {}
    (row,) = driver.execute_query("MATCH (r:Kmgraph {id: $id}) RETURN labels(r) AS labels", id=ROLE.id).records
    assert sorted(row["labels"]) == ["Kmgraph", "Stub"]
    theirs = [row for row in driver.execute_query(look).records if row["said"] != {"source": A, "kind": "Competency"}]
    assert Counter(row["type"] for row in theirs) == {"REQUIRES": 5, "IN_FRAMEWORK": 1, "ASSERTS": 5}


def test_a_rule_of_others_that_stands_in_the_way(shared: tuple[Store, neo4j.Driver]) -> None:
    store, driver = shared
    driver.execute_query("CREATE CONSTRAINT theirs IF NOT EXISTS FOR (r:Role) REQUIRE r.id IS UNIQUE")
    try:
        driver.execute_query("CREATE (:Role {id: $id})", id=ROLE.id)
        refused(lambda: put(store, A, *RECORDED), "stands in the way.*Role.*Use another database")
        assert store.read(everything) == []
    finally:
        driver.execute_query("DROP CONSTRAINT theirs")


def test_an_index_of_others_with_our_name(shared: tuple[Store, neo4j.Driver]) -> None:
    store, driver = shared
    driver.execute_query("DROP CONSTRAINT kmgraph_id IF EXISTS")
    driver.execute_query("CREATE INDEX kmgraph_id FOR (t:Theirs) ON (t.id)")
    try:
        refused(lambda: put(store, A, *RECORDED), "stands in the way.*kmgraph_id.*Use another database")
        assert driver.execute_query("MATCH (n:Kmgraph) RETURN n").records == []
    finally:
        driver.execute_query("DROP INDEX kmgraph_id")


def test_an_edge_that_somebody_edited(shared: tuple[Store, neo4j.Driver]) -> None:
    """What the graph shows is what the store says; a load puts it right."""
    store, driver = shared
    put(store, A, NEED)
    driver.execute_query("MATCH ()-[r:REQUIRES]->() SET r.importance = 'desirable'")
    assert [one.record.importance for one in store.read(lambda reader: reader.assertions([Kind.REQUIREMENT]))] == [
        "desirable"
    ]
    driver.execute_query("MATCH ()-[r:REQUIRES]->() SET r.importance = 'vital'")
    refused(lambda: store.read(everything), "holds a Requirement.*Load your sources again")
    put(store, A, NEED)
    assert store.read(everything) == [Assertion(A, NEED)]


def test_a_load_that_died_while_becoming_visible(shared: tuple[Store, neo4j.Driver]) -> None:
    """Its mark is cleared by whoever comes next, reader or load."""
    from kmgraph.store import cypher

    store, driver = shared
    put(store, A, ROLE)
    for visit in (lambda: store.read(everything), lambda: put(store, A, NEED)):
        driver.execute_query(cypher.BEGIN_COMMIT, id=cypher.COMMITTING, load="dead")
        began = time.monotonic()
        visit()
        assert time.monotonic() - began < 9  # the store would wait ten seconds for another load
        assert driver.execute_query("MATCH (m:Meta {load: 'dead'}) RETURN m").records == []


def test_work_that_stumbled_over_half_a_load_is_done_again(shared: tuple[Store, neo4j.Driver]) -> None:
    store, _ = shared
    put(store, A, ROLE)
    calls: list[int] = []

    def work(reader: Reader) -> int:
        calls.append(reader.version())
        if len(calls) == 1:
            put(store, B, ROLE)
            raise KeyError
        return calls[-1]

    assert store.read(work) == 2
    with pytest.raises(ZeroDivisionError):
        store.read(lambda _: 1 // 0)


def test_another_schema_in_neo4j(shared: tuple[Store, neo4j.Driver]) -> None:
    store, driver = shared
    put(store, A, ROLE)
    driver.execute_query("MATCH (m:Kmgraph:Meta) SET m.schema = 99")
    refused(lambda: store.read(everything), "schema 99.*DETACH DELETE")
    refused(lambda: put(store, A, ROLE), "schema 99")


def test_an_old_server(shared: tuple[Store, neo4j.Driver], monkeypatch: pytest.MonkeyPatch) -> None:
    from kmgraph.store import neo4j as module

    monkeypatch.setattr(module, "OLDEST", (9999, 0))
    refused(lambda: shared[0].read(everything), r"server is Neo4j/.*needs Neo4j 5\.26")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize("password", ["s3cret-but-wrong", ""])
def test_a_wrong_password(
    neo4j_server: Server, monkeypatch: pytest.MonkeyPatch, scheme: str, password: str, capfd: Any
) -> None:
    monkeypatch.setenv("KMGRAPH_NEO4J_USER", "stranger")  # a user who fails too often is made to wait
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD", password)
    with connect(neo4j_server.uri.replace("bolt", scheme)) as store:
        refused(lambda: store.read(everything), "refused the user name or password.*KMGRAPH_NEO4J_PASSWORD")
        with pytest.raises(StoreError) as failure:
            put(store, A, ROLE)
    assert not password or password not in str(failure.value)
    assert capfd.readouterr() == ("", "")


def test_a_database_that_is_not_there(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("KMGRAPH_NEO4J_DATABASE", "nosuch")
    with connect(neo4j_server.uri) as store:
        refused(lambda: store.read(everything), "no such database.*KMGRAPH_NEO4J_DATABASE")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_a_server_that_is_not_there(scheme: str, capfd: Any) -> None:
    for host in (f"127.0.0.1:{free_port()}", "nosuch.invalid"):
        with connect(f"{scheme}://{host}") as store:
            refused(lambda store=store: store.read(everything), "cannot be reached.*Check that it runs")
            refused(lambda store=store: put(store, A, ROLE), "cannot be reached")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_something_else_that_listens(answer: bytes) -> None:
    """A server that is silent for ever, or speaks another language, is given up within seconds."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    held.append(connection)
                    if answer:
                        connection.sendall(answer)
                        connection.close()

        threading.Thread(target=serve, daemon=True).start()
        began = time.monotonic()
        with connect(f"bolt://127.0.0.1:{listener.getsockname()[1]}") as store:
            refused(lambda: store.read(everything), "cannot be reached")
        assert time.monotonic() - began < 30
        listener.shutdown(socket.SHUT_RDWR)


def test_a_server_that_stops_in_the_middle(spare_server: Server, tmp_path: Path) -> None:
    from tests.servers import start_server

    def load_while_it_dies() -> None:
        with store.writing() as writer:
            writer.put(A, [FRAMEWORK])
            spare_server.kill()
            writer.put(A, [COMPETENCY])

    def read_when_it_is_dead() -> None:
        store.read(everything)

    with connect(spare_server.uri) as store:
        put(store, A, ROLE)
        for work in (load_while_it_dies, read_when_it_is_dead):
            refused(work, "cannot be reached, or stopped answering.*nothing was written")
    port = int(spare_server.uri.rpartition(":")[2])
    again = start_server(tmp_path / "neo4j", port, spare_server.password)
    try:
        with connect(again.uri) as store:
            assert store.read(everything) == [Assertion(A, ROLE)]
            put(store, A, FRAMEWORK)
    finally:
        again.kill()


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "server.memory.heap.max_size.*in parts"),
        ("Neo.TransientError.General.OutOfMemoryError", "heap"),
        ("Neo.ClientError.Security.Forbidden", "may not do that"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "too often"),
        ("Neo.ClientError.Security.CredentialsExpired", "must be changed"),
        ("Neo.ClientError.Cluster.NotALeader", "only reads"),
        ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "only reads"),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "time limit"),
        ("Neo.TransientError.Transaction.DeadlockDetected", "Somebody else is writing"),
        ("Neo.TransientError.Database.DatabaseUnavailable", "not available now"),
        ("Neo.DatabaseError.General.UnknownError", "failed; nothing was written: something odd"),
    ],
)
def test_what_the_server_refuses(code: str, pattern: str, tmp_path: Path) -> None:
    class Refusal(neo4j.exceptions.Neo4jError):
        def __init__(self) -> None:
            self.code, self.message = code, "something odd\nin two lines"

        code = message = ""

    def work(_: Reader) -> None:
        raise Refusal

    from kmgraph.store.neo4j import _sentence

    sentence = _sentence(Refusal(), "neo4j://server")
    assert "\n" not in str(sentence)
    with pytest.raises(StoreError, match=pattern):
        raise sentence


def test_every_statement_begins_at_an_index(shared: tuple[Store, neo4j.Driver]) -> None:
    """Also in a graph that is still small, when plans are made that are kept."""
    from kmgraph.store import cypher

    store, driver = shared
    driver.execute_query("CALL db.clearQueryCaches()")
    put(store, A, *RECORDED)
    names = {name: value for name, value in vars(cypher).items() if name.isupper() and name[0] != "_"}
    single = [value for value in names.values() if isinstance(value, str) and "UNWIND $" in value]
    composed = [cypher.referring(list(Kind)), cypher.assertions(list(Kind), by_id=True)]
    parameters = {name: [] for name in ("ids", "rows", "kinds", "elements")} | {"source": "s"}
    assert len(single) > 8
    for statement in [*single, *cypher.PUT_EDGES.values(), *composed]:
        scans = {name for name in operators(explain(driver, statement, parameters)) if "Scan" in name}
        assert scans == set(), statement


def explain(driver: neo4j.Driver, statement: str, parameters: dict[str, Any]) -> Any:
    return driver.execute_query(f"EXPLAIN {statement}", parameters).summary.plan


def operators(plan: Any) -> set[str]:
    name = plan["operatorType"].partition("@")[0]
    return {name}.union(*(operators(child) for child in plan.get("children", [])))
