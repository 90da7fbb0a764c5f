"""The line of those who ask: few questions of each wait, and they are taken in turn, those first of whom none runs.

Questions that are answered soon and long ones do not stand in one line: one that has turned out long leaves its place
to the next, as long as there are not too many of that sort, and not too many of one asker. It is remembered for a
while, so that it does not take a place from the next again.
"""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b

WAITING, EACH = 90, 30
"""Questions that may wait for a place, and of one asker."""
LONG_EACH = 2
"""Long questions of one asker that run at the same time."""
KNOWN, KNOWN_FOR = 1_000, 300.0
"""Long questions that are remembered, and for how many seconds."""


class Asker:
    """Who asks one question, such as the address of a client; an empty name is somebody who is trusted."""

    def __init__(self, name: str = ""):
        self.name = name
        self._lock = threading.Lock()
        self._acts: list[Callable[[], None]] = []
        self.left = False
        """Whether nobody waits for the answer any more."""

    def leave(self) -> None:
        """Ends what is done for the question."""
        with self._lock:
            self.left = True
            acts, self._acts = self._acts, []
        for act in acts:
            act()

    def when_left(self, act: Callable[[], None]) -> None:
        """Has something done when nobody waits any more, at once where that is so."""
        with self._lock:
            if not self.left:
                self._acts.append(act)
                return
        act()


class Line:
    """Gives out places: few for questions not yet known to be long, and others for long ones."""

    def __init__(self, places: int, long: int):
        self._places, self._long = places, long
        self._changed = threading.Condition()
        self._running, self._long_running = Counter[str](), Counter[str]()
        self._waiting: OrderedDict[str, list[Asker]] = OrderedDict()
        self._known: OrderedDict[bytes, float] = OrderedDict()

    def enter(self, asker: Asker, patience: float) -> bool:
        """Waits for a place; False where too many wait, it takes too long, or the asker has left."""
        end, name = time.monotonic() + patience, asker.name
        asker.when_left(self._wake)
        with self._changed:
            mine = self._waiting.setdefault(name, [])
            if sum(map(len, self._waiting.values())) >= WAITING or (name and len(mine) >= EACH):
                if not mine:
                    del self._waiting[name]
                return False
            mine.append(asker)
            try:
                while not asker.left and (left := end - time.monotonic()) > 0:
                    if self._next() is asker:
                        self._places -= 1
                        self._running[name] += 1
                        self._waiting.move_to_end(name)
                        return True
                    self._changed.wait(left)
                return False
            finally:
                mine.remove(asker)
                if not mine:
                    self._waiting.pop(name, None)
                self._changed.notify_all()

    def leave(self, asker: Asker) -> None:
        """Frees a place."""
        with self._changed:
            self._places += 1
            self._less(self._running, asker.name)
            self._changed.notify_all()

    def enter_long(self, asker: Asker) -> bool:
        """Takes a place among the long ones, if one is free for this asker."""
        with self._changed:
            if not self._long or (asker.name and self._long_running[asker.name] >= LONG_EACH):
                return False
            self._long -= 1
            self._long_running[asker.name] += 1
            return True

    def leave_long(self, asker: Asker) -> None:
        """Frees a place among the long ones."""
        with self._changed:
            self._long += 1
            self._less(self._long_running, asker.name)

    def remember(self, query: str) -> None:
        """Notes that a query is a long one."""
        with self._changed:
            self._known[_digest(query)] = time.monotonic()
            self._known.move_to_end(_digest(query))
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)

    def knows(self, query: str) -> bool:
        """Whether a query was a long one not long ago."""
        with self._changed:
            seen = self._known.get(_digest(query))
            return seen is not None and time.monotonic() - seen < KNOWN_FOR

    def _next(self) -> Asker | None:
        """Who is to have the next place: the first in turn, before all of those of whom nothing runs."""
        if self._places <= 0:
            return None
        firsts = [(name, some[0]) for name, some in self._waiting.items() if some]
        idle = [one for name, one in firsts if not self._running[name]]
        return next(iter(idle or [one for _, one in firsts]), None)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    @staticmethod
    def _less(counted: Counter[str], name: str) -> None:
        counted[name] -= 1
        if not counted[name]:
            with suppress(KeyError):
                del counted[name]


def _digest(query: str) -> bytes:
    return blake2b(query.encode(errors="replace"), digest_size=16).digest()
