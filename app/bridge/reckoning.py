"""How sure an answer is, worked out beside the page: it tells how far it is, can be stopped, and gives up unwatched."""

import time
from threading import BoundedSemaphore, Thread

from kmgraph.graph import Graph
from kmgraph.planner.certainty.sure import RUNS, Sure, how_sure
from kmgraph.planner.comparison.ask import Ask

AT_ONCE = BoundedSemaphore(2)
"""How many are worked out at the same time, for all sessions: others wait for their turn."""
PATIENCE = 15.0
"""Seconds after which one that no page asks for any longer is given up."""


class Stopped(Exception):
    """Nobody wants to know any longer."""


class Reckoning:
    """The same question, asked again and again while its proposals change. It keeps neither session nor graph."""

    def __init__(self, ask: Ask):
        self._ask = ask
        self._wish: object = None
        self._watched = 0.0
        self.done = 0
        self.found: Sure | None = None
        self.failure: Exception | None = None

    @property
    def running(self) -> bool:
        """Whether it is being worked out now, or waits for its turn."""
        return self._wish is not None

    def start(self, graph: Graph) -> None:
        """Begins, from nothing."""
        self._wish, self.done, self.failure = object(), 0, None
        self.watch()
        Thread(target=self._work, args=(graph, self._wish), daemon=True, name="how sure").start()

    def stop(self) -> None:
        """Ends it soon; what was found until then is dropped."""
        self._wish = None

    def watch(self) -> None:
        """Says that somebody still waits for it."""
        self._watched = time.monotonic()

    def _work(self, graph: Graph, wish: object) -> None:
        try:
            self._wait_for_turn(wish)
            try:
                self.found = how_sure(graph, self._ask, runs=RUNS, tell=lambda done: self._tell(done, wish))
            finally:
                AT_ONCE.release()
        except Stopped:
            pass
        except Exception as failure:
            self.failure = failure
        if self._wish is wish:
            self._wish = None

    def _wait_for_turn(self, wish: object) -> None:
        while not AT_ONCE.acquire(timeout=0.2):
            self._still(wish)

    def _tell(self, done: int, wish: object) -> None:
        self._still(wish)
        self.done = done

    def _still(self, wish: object) -> None:
        """Goes on as long as it is wished for and watched.

        Raises:
            Stopped: it is not.
        """
        if self._wish is not wish or time.monotonic() - self._watched > PATIENCE:
            raise Stopped
