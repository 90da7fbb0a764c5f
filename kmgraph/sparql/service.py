"""Questions to what a store holds now, for a server: the data set and its processes change when the store does."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from contextlib import suppress
from pathlib import Path
from typing import Self

from kmgraph import settings
from kmgraph.errors import KmgraphError, StoreError
from kmgraph.sparql.dataset import DataSet, data_set, discard, name_of
from kmgraph.sparql.line import Asker
from kmgraph.sparql.outcome import STRANGERS, Answer, Limits, Outcome, Question
from kmgraph.sparql.pool import Pool
from kmgraph.store import connect
from kmgraph.store.base import Store

SQLITE = "sqlite:///"
PATIENCE = 10.0
"""Seconds that a question waits for the data set to be made."""
MENDING = 60.0
"""Seconds within which a damaged data set is made anew at most once."""
LATER = Answer(Outcome.BUSY, "The data is being made ready for queries. Ask again later.")


class Service:
    """Answers about one store. A context manager: leaving it ends all processes.

    `make` makes the data set of what the store holds now. Where there is a `refusal`, that is the answer to all.
    """

    def __init__(
        self, store: Callable[[], Store], limits: Limits = STRANGERS, make: Callable[[Store], DataSet] = data_set
    ):
        self.refusal = ""
        self._store, self._limits, self._make = store, limits, make
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._coming: tuple[str, Future[Pool]] | None = None
        self._sets: dict[Pool, DataSet] = {}
        self._mended = -MENDING

    def ask(self, question: Question, asker: Asker | None = None) -> Answer:
        """What the store holds now answers, or why it does not; a damaged data set is made anew before."""
        if self.refusal:
            return Answer(Outcome.FORBIDDEN, self.refusal)
        try:
            answer = (pool := self._pool()).result(PATIENCE).ask(question, asker)
            if answer.outcome is Outcome.BROKEN and self._discarded(pool):
                return self._pool().result(PATIENCE).ask(question, asker)
            return answer
        except Late:
            return LATER
        except KmgraphError as failure:
            return Answer(Outcome.BUSY, str(failure))

    def _discarded(self, pool: Future[Pool]) -> bool:
        """Whether there is now another data set to ask, or one will be: this one is thrown away."""
        with self._lock:
            if self._coming is None or self._coming[1] is not pool:
                return True
            if time.monotonic() - self._mended < MENDING:
                return False
            self._mended = time.monotonic()
            self._coming, made = None, self._sets.get(pool.result())
        self._forget(pool)
        if made:
            discard(made.folder)
        return True

    def close(self) -> None:
        """Ends all processes."""
        with self._lock:
            coming, self._coming = self._coming, None
        if coming:
            self._forget(coming[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pool(self) -> Future[Pool]:
        """The processes for what the store holds now, or that they are coming."""
        with self._looking:  # one connection to the store does, however many ask
            store = self._store()
            if store.url.startswith(SQLITE) and not Path(store.url.removeprefix(SQLITE)).exists():
                raise StoreError("The store is not there any more. Ask again when it is back.")
            name = name_of(store)
        with self._lock:
            failed = self._coming and self._coming[1].done() and self._coming[1].exception()
            if self._coming and self._coming[0] == name and not failed:
                return self._coming[1]
            before, pool = self._coming, Future[Pool]()
            self._coming = name, pool
        threading.Thread(target=self._prepare, args=(pool, before), daemon=True).start()
        return pool

    def _prepare(self, pool: Future[Pool], before: tuple[str, Future[Pool]] | None) -> None:
        try:
            made = self._make(self._store())
            ready = Pool(made.folder, self._limits)
            with self._lock:
                self._sets[ready] = made
            pool.set_result(ready)
        except Exception as failure:
            pool.set_exception(failure)
        if before:
            self._forget(before[1])

    def _forget(self, pool: Future[Pool]) -> None:
        """Ends processes that read what the store held before, as soon as they are there to be ended."""

        def end(done: Future[Pool]) -> None:
            if done.exception() is None:
                done.result().close()
                with self._lock:
                    made = self._sets.pop(done.result(), None)
                if made:
                    made.close()

        pool.add_done_callback(end)


def made_apart(store: Store) -> DataSet:
    """The data set of a store, made by a process of its own where it is none yet, so that this one stays free.

    A store in memory is known to nobody else, and is read here.

    Raises:
        StoreError: it cannot be made.
    """
    if ":memory:" not in store.url:
        command = [sys.executable, "-m", "kmgraph.sparql.service"]
        environment = os.environ | {"KMGRAPH_STORE": settings.store_url()}
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StoreError(done.stderr.strip() or "The data could not be made ready for queries. Ask again.")
    return data_set(store)


def main() -> None:
    """Makes the data set of the store that the environment names; it gives way to whatever else runs."""
    with suppress(AttributeError, OSError):  # Windows has no such thing
        os.nice(5)
    try:
        with connect(settings.store_url()) as store, data_set(store):
            pass
    except KmgraphError as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
