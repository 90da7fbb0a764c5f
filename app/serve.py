"""Starts the explorer's server: one process, this machine only unless told otherwise, until somebody stops it."""

import os
import socket
import threading
import webbrowser
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from kmgraph.errors import UsageError

SCRIPT = Path(__file__).with_name("main.py")
HERE = "127.0.0.1"
PATIENCE = 3
"""Seconds that open pages are given when the server stops."""


def serve(port: int, *, browser: bool) -> None:
    """Serves the explorer until it is stopped; `browser` opens a page once it answers. Port 0 takes any free one.

    Other machines reach it only where STREAMLIT_SERVER_ADDRESS names an address that they can.

    Raises:
        UsageError: the port cannot be used, or the explorer's libraries are not installed.
    """
    try:
        import uvicorn
        from streamlit import get_option
    except ImportError:
        raise UsageError("The explorer needs more libraries. Run: pip install 'kmgraph[app]'") from None
    app = _app(asks := _Announcement(open_browser=browser))
    address = get_option("server.address") or HERE
    with _listen(address, port) as listening:
        asks.url = f"http://{'localhost' if address == HERE else address}:{listening.getsockname()[1]}"
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=PATIENCE, use_colors=False
        )
        with suppress(KeyboardInterrupt):  # the ordinary way to stop it
            uvicorn.Server(settings).run(sockets=[listening])


class _Announcement:
    """Says where the explorer is, once it is there."""

    def __init__(self, *, open_browser: bool):
        self.url = ""
        self._open_browser = open_browser

    @asynccontextmanager
    async def __call__(self, _app: object) -> AsyncGenerator[None, None]:
        print(f"The explorer is at {self.url} (stop it with Ctrl-C).", flush=True)
        if self._open_browser:
            threading.Thread(target=webbrowser.open, args=(self.url,), daemon=True).start()
        yield


def _app(announced: _Announcement) -> Any:
    import streamlit
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def ready(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")  # the server takes requests only after Streamlit has started

    return streamlit.App(SCRIPT, lifespan=announced, routes=[Route("/healthz", ready)])


def _listen(address: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    if os.name == "posix":  # elsewhere the option would share a port that is taken
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        listening.listen()
    except (OSError, OverflowError) as failure:
        listening.close()
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(
            f"Port {port} of {address} cannot be used ({why}). Choose another: kmgraph explore --port {_free()}"
        ) from None
    return listening


def _free() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
