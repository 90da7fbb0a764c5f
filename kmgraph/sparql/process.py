"""A process that answers, seen from outside: asked, watched, and ended when a question goes too far."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

import kmgraph
from kmgraph.sparql.frames import receive, send
from kmgraph.sparql.line import Asker
from kmgraph.sparql.outcome import Answer, Limits, Outcome, Question

QUICK = 0.2
"""Seconds of processor time after which a question counts as long."""
START = 60
"""Seconds that a process may take to be ready."""
LESS_URGENT = 10
"""How far a long question is put behind others (nice)."""
UNREADABLE = 4
"""The code with which a process ends that cannot read its data set."""
KEPT = 200 * 2**20
"""Bytes of memory with which a process is kept for the next question."""
PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
"""What a process is told of its surroundings; passwords are not among it."""
MEANS = {"SIGABRT": Outcome.MEMORY, "SIGKILL": Outcome.MEMORY, "SIGSEGV": Outcome.MALFORMED, "SIGXCPU": Outcome.SLOW}
"""What it means when the system ends a process: no memory is left, the stack is used up, or the time."""
WHY = {
    Outcome.MEMORY: "The query needs more memory than it may have here. Ask for less at a time.",
    Outcome.MALFORMED: "The query is too long or too deeply nested to be read. Write it shorter or flatter.",
    Outcome.BUSY: "Long queries of others are running. Ask again later.",
    Outcome.BROKEN: "The data set for queries is damaged. Ask again.",
    Outcome.FAULT: "The query met a fault of the query engine. Ask in another way.",
}


class Process:
    """One process that reads a data set. It answers one question at a time."""

    def __init__(self, folder: Path, limits: Limits):
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kmgraph.sparql.worker", str(folder), str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
            start_new_session=True,  # Ctrl-C is for whoever asks, who then ends this
        )
        self._in, self._out = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        self._lock = threading.Lock()
        self._busy = self._ready = False
        self._asked: Question | None = None
        self._ended_as: Outcome | None = None
        self.fit = True
        """Whether it can be asked again."""

    def ask(
        self, question: Question, becomes_long: Callable[[], bool] = lambda: True, asker: Asker | None = None
    ) -> Answer:
        """What it answers; `becomes_long` is asked whether the question may go on once it is a long one.

        It ends when nobody waits for the answer any more.
        """
        self._busy, self._asked = True, question
        if asker:
            asker.when_left(lambda: self._end(Outcome.BUSY, question))
        try:
            if not self._ready:
                with _Alarm(START, lambda: self._end(Outcome.FAULT)):
                    receive(self._out)
                self._ready = True
            with (
                _Alarm(self._limits.seconds, lambda: self._end(Outcome.SLOW)),
                _Alarm(QUICK, lambda: self._becomes_long(becomes_long), self._used),
            ):
                send(self._in, {"question": question, "limits": self._limits})
                header, body = receive(self._out)
        except (EOFError, OSError, ValueError):  # a pipe that another thread closed is a ValueError
            self.fit = False
            return self._last_words()
        finally:
            with self._lock:
                self._busy = False
        self.fit = self.fit and self._ended_as is None and header["used"] < KEPT
        return Answer.of(header, body)

    def close(self) -> None:
        """Ends the process, and waits until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):  # what was still to be said has nobody to hear it
                pipe.close()

    def _end(self, why: Outcome, question: Question | None = None) -> None:
        """Ends the process while it is at work, on one question only where that is given."""
        with self._lock:
            if self._busy and (question is None or question is self._asked):
                self._ended_as = self._ended_as or why
                self._process.kill()

    def _becomes_long(self, allowed: Callable[[], bool]) -> None:
        with self._lock:
            if not self._busy:
                return
            if allowed():
                self.fit = False  # what was put behind others cannot be put in front again
                with suppress(AttributeError, OSError):  # Windows has no such thing
                    os.setpriority(os.PRIO_PROCESS, self._process.pid, LESS_URGENT)
                return
        self._end(Outcome.BUSY)

    def _used(self) -> float | None:
        """Seconds that the process has had of the processor; None where the system does not say."""
        try:
            said = Path(f"/proc/{self._process.pid}/stat").read_text()
            return sum(map(int, said.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, AttributeError):
            return None

    def _last_words(self) -> Answer:
        code = self._process.wait()
        outcome = self._ended_as
        if outcome is None:
            outcome = MEANS.get(signal.Signals(-code).name, Outcome.FAULT) if code < 0 else Outcome.FAULT
            if code == UNREADABLE:
                outcome = Outcome.BROKEN
        slow = f"The query takes longer than {self._limits.seconds:g} seconds. Ask for less at a time."
        return Answer(outcome, WHY.get(outcome, slow))


class _Alarm:
    """Does something after a while, unless left before; where `used` can tell, after so long a use of the processor."""

    def __init__(self, seconds: float, act: Callable[[], None], used: Callable[[], float | None] = lambda: None):
        self._seconds, self._act, self._used = seconds, act, used
        self._before = used() or 0.0
        self._over = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._watch, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _watch(self) -> None:
        left = self._seconds
        while not self._over.wait(left):
            used = self._used()
            left = 0.0 if used is None else self._seconds - (used - self._before)
            if left <= 0.01:
                self._act()
                return


def _surroundings() -> dict[str, str]:
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    root = str(Path(kmgraph.__file__).parents[1])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return known | {"PYTHONPATH": os.pathsep.join(paths)}
