"""Processes that answer questions, so that whatever a question does, it ends in time and takes nothing else along.

One that has used the processor for `QUICK` seconds leaves its place to the next and goes on at a lower priority.
"""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from kmgraph.sparql.line import Asker, Line
from kmgraph.sparql.outcome import STRANGERS, Answer, Limits, Outcome, Question
from kmgraph.sparql.process import Process

PLACES, LONG = 2, 4
"""Questions that run at the same time: those not yet known to be long, and long ones."""
PATIENCE = 10.0
"""Seconds that a question may wait for a place."""
FULL = Answer(Outcome.BUSY, "Too many queries are waiting. Ask again later.")
CROWDED = Answer(Outcome.BUSY, "Long queries of others are running. Ask again later.")
CLOSED = Answer(Outcome.BUSY, "The data has changed meanwhile. Ask again.")


class Pool:
    """Processes that read one data set. A context manager: leaving it ends them."""

    def __init__(self, folder: Path, limits: Limits = STRANGERS, *, places: int = PLACES, long: int = LONG):
        self._folder, self._limits, self._wanted = folder, limits, places
        self._line = Line(places, long)
        self._lock = threading.Lock()
        self._idle = [Process(folder, limits) for _ in range(places)]
        self._all = set(self._idle)
        self._closed = False

    def ask(self, question: Question, asker: Asker | None = None) -> Answer:
        """What the data set answers, or why it does not."""
        turn = _Turn(self._line, asker := asker or Asker(), question.query)
        if refused := turn.begin():
            return refused
        process: Process | None = None
        try:
            if (process := self._taken()) is None:
                return CLOSED
            answer = process.ask(question, turn.becomes_long, asker)
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

    def __init__(self, line: Line, asker: Asker, query: str):
        self._line, self._asker, self._query, self._long = line, asker, query, False

    def begin(self) -> Answer | None:
        """Waits for a place; the reason where there is none. What is known to be long does not wait."""
        if self._asker.name and self._line.knows(self._query):
            self._long = self._line.enter_long(self._asker)
            return None if self._long else CROWDED
        return None if self._line.enter(self._asker, PATIENCE) else FULL

    def becomes_long(self) -> bool:
        """Whether the question may go on as a long one; its place is then free for another."""
        self._line.remember(self._query)
        if self._long:
            return True
        if not self._line.enter_long(self._asker):
            return False
        self._long = True
        self._line.leave(self._asker)
        return True

    def end(self) -> None:
        """Frees the place."""
        if self._long:
            self._line.leave_long(self._asker)
        else:
            self._line.leave(self._asker)
