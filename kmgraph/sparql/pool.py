"""Processes that answer questions, so that whatever a question does, it ends in time and takes nothing else along.

Questions that are answered soon and long ones do not stand in one line: one that has used the processor for `QUICK`
seconds leaves its place to the next and goes on at a lower priority, as long as there are not too many of that sort.
"""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from kmgraph.sparql.outcome import STRANGERS, Answer, Limits, Outcome, Question
from kmgraph.sparql.process import Process

PLACES, LONG = 2, 4
"""Questions that run at the same time: those not yet known to be long, and long ones."""
WAITING, PATIENCE = 64, 10.0
"""Questions that may wait for a place, and for how many seconds."""
FULL = Answer(Outcome.BUSY, "Too many queries are waiting. Ask again later.")
CROWDED = Answer(Outcome.BUSY, "Long queries of others are running. Ask again later.")
CLOSED = Answer(Outcome.BUSY, "The data has changed meanwhile. Ask again.")


class Pool:
    """Processes that read one data set. A context manager: leaving it ends them."""

    def __init__(self, folder: Path, limits: Limits = STRANGERS, *, places: int = PLACES, long: int = LONG):
        self._folder, self._limits, self._wanted = folder, limits, places
        self._places = threading.Semaphore(places)
        self._long = threading.Semaphore(long)
        self._waiting = threading.Semaphore(WAITING + places)
        self._lock = threading.Lock()
        self._idle = [Process(folder, limits) for _ in range(places)]
        self._all = set(self._idle)
        self._closed = False

    def ask(self, question: Question) -> Answer:
        """What the data set answers, or why it does not."""
        if not self._waiting.acquire(blocking=False):
            return FULL
        try:
            if not self._places.acquire(timeout=PATIENCE):
                return FULL
        finally:
            self._waiting.release()
        turn = _Turn(self._places, self._long)
        process: Process | None = None
        try:
            if (process := self._taken()) is None:
                return CLOSED
            answer = process.ask(question, turn.becomes_long)
            if self._closed and answer.outcome is not Outcome.ANSWERED:
                return CLOSED
            return CROWDED if answer.outcome is Outcome.BUSY else answer
        finally:
            if process:
                self._given_back(process)
            turn.end()

    def close(self) -> None:
        """Ends all processes, also those that are at work."""
        with self._lock:
            self._closed = True
            ended, self._idle = list(self._all), []
            self._all.clear()
        for one in ended:
            one.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _taken(self) -> Process | None:
        with self._lock:
            if self._closed:
                return None
            return self._idle.pop() if self._idle else self._started()

    def _started(self) -> Process:
        process = Process(self._folder, self._limits)
        self._all.add(process)
        return process

    def _given_back(self, process: Process) -> None:
        """Keeps a process for the next question, or puts a new one in its place that is ready by then."""
        with self._lock:
            kept = process.fit and not self._closed and len(self._idle) < self._wanted
            if kept:
                self._idle.append(process)
            else:
                self._all.discard(process)
                if not self._closed and len(self._idle) < self._wanted:
                    self._idle.append(self._started())
        if not kept:
            process.close()


class _Turn:
    """The place that a question holds: one of the few at first, one of the long ones later."""

    def __init__(self, places: threading.Semaphore, long: threading.Semaphore):
        self._places, self._long, self._holds = places, long, places

    def becomes_long(self) -> bool:
        """Whether the question may go on as a long one; its place is then free for another."""
        if not self._long.acquire(blocking=False):
            return False
        self._holds = self._long
        self._places.release()
        return True

    def end(self) -> None:
        """Frees the place."""
        self._holds.release()
