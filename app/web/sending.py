"""How large answers leave the server: piece by piece, to those who take them, within a bound for all together."""

import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio import create_task_group, get_cancelled_exc_class, move_on_after, sleep
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

T = TypeVar("T")
MOST = 256 * 2**20
"""Bytes of all answers that are being sent."""
PIECE = 64 * 1024
DEADLINE = 60.0
"""Seconds within which an answer has to be taken."""
LOOKING = 0.25
"""Seconds between looks whether a client is still there."""


class Budget:
    """How many bytes may wait to be sent."""

    def __init__(self, most: int = MOST):
        self._most, self._lock, self.used = most, threading.Lock(), 0

    def take(self, size: int) -> bool:
        """Whether so many more may wait; they do, if so."""
        with self._lock:
            if self.used + size > self._most:
                return False
            self.used += size
            return True

    def give_back(self, size: int) -> None:
        """They have been sent, or nobody takes them."""
        with self._lock:
            self.used -= size


class Sent(Response):
    """A reply whose bytes are taken from a budget, and go back to it when they have left or the time is over."""

    def __init__(self, reply: Response, budget: Budget):
        super().__init__(reply.body, reply.status_code, reply.headers)
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        body = bytes(self.body)
        try:
            with move_on_after(DEADLINE):
                start = {"type": "http.response.start", "status": self.status_code}
                await send(start | {"headers": self.raw_headers})
                if scope["method"] == "HEAD":
                    body = b""
                for at in range(0, len(body) or 1, PIECE):
                    piece, more = body[at : at + PIECE], at + PIECE < len(body)
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
        finally:
            self._budget.give_back(len(self.body))


async def while_there(request: Request, leave: Callable[[], None], work: Awaitable[T]) -> T:
    """Awaits some work, and calls `leave` once the client of a request has left meanwhile."""

    async def look() -> None:
        while not await request.is_disconnected():
            await sleep(LOOKING)
        leave()

    try:
        async with create_task_group() as tasks:
            tasks.start_soon(look)
            done = await work
            tasks.cancel_scope.cancel()
        return done
    except get_cancelled_exc_class():
        leave()
        raise
