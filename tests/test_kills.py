"""A load that is killed at any moment leaves the old state or the new one, and the store at hand for the next."""

import multiprocessing
import os
import random
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kmgraph.load import load
from kmgraph.model import RECORDS, digest
from kmgraph.store import connect
from tests.tables import DATASET, write

KILLS = 100
ROWS = 120
SEED = 20261121

lasting = pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
fork = multiprocessing.get_context("fork")  # the imports are paid once


def _version(folder: Path, word: str) -> Path:
    """A data set of some hundred rows that differs from the other version in every role and requirement."""
    slugs = [f"{word}-{number}" if number % 2 else f"both-{number}" for number in range(ROWS)]
    roles = "".join(f"{slug},{word} {slug}\n" for slug in slugs)
    needs = "".join(f"{slug},writing,{'low' if word == 'old' else 'high'},essential\n" for slug in slugs)
    return write(
        folder,
        roles=f"id,label\n{roles}",
        requirements=f"role,competency,level,importance\n{needs}",
    )


def _state(url: str) -> frozenset[tuple[str, str]]:
    with connect(url) as store:
        found = store.read(lambda reader: reader.assertions(list(RECORDS)))
    return frozenset((one.record.id, digest(one.record)) for one in found if one.source == DATASET)


def _load(url: str, folder: Path, writing: Connection) -> None:
    with connect(url) as store:
        load(store, folder, progress=lambda done, _, what: writing.send_bytes(b"w") if what == "writing" else None)


def _start(url: str, folder: Path) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """A process that loads, and the end of a pipe on which it says that it writes."""
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_load, args=(url, folder, there))
    process.start()
    there.close()
    return process, here


def _seconds_of_writing(url: str, folder: Path) -> float:
    process, writing = _start(url, folder)
    assert writing.poll(60)
    began = time.monotonic()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - began


@lasting
def test_a_killed_load_leaves_the_old_state_or_the_new(store_url: str, tmp_path: Path) -> None:
    versions = [_version(tmp_path / word, word) for word in ("old", "new")]
    states, lengths = [], []
    for folder in versions:
        lengths.append(_seconds_of_writing(store_url, folder))
        states.append(_state(store_url))
    assert states[0] != states[1]

    dice = random.Random(SEED)
    now, left = 1, {"old": 0, "new": 0}
    for kill in range(KILLS):
        process, writing = _start(store_url, versions[1 - now])
        assert writing.poll(60), f"kill {kill}: the load never came to write"
        time.sleep(dice.uniform(0, 1.1 * max(lengths)))
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        writing.close()
        found = _state(store_url)
        assert found in states, f"kill {kill} of seed {SEED} left something between the old state and the new"
        left["new" if found == states[1 - now] else "old"] += 1
        now = states.index(found)
    print(f"of {KILLS} kills {left['old']} left the old state and {left['new']} the new")
    assert min(left.values()) > 0, f"the kills hit one side only: {left}"

    with connect(store_url, wait=20) as store:
        assert load(store, versions[1 - now]).written
    assert _state(store_url) == states[1 - now]
