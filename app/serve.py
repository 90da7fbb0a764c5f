"""Starts the explorer's server: one process, this machine only unless told otherwise, until somebody stops it."""

import errno
import os
import socket
import sys
import threading
import tomllib
import webbrowser
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kmgraph.errors import KmgraphError, UsageError
from kmgraph.settings import sparql_seconds, store_url
from kmgraph.snapshot import snapshot_of
from kmgraph.sparql.confinement import can_be_confined
from kmgraph.sparql.outcome import STRANGERS, Limits
from kmgraph.sparql.service import Service, made_apart
from kmgraph.store import connect
from kmgraph.store.base import Store

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

SCRIPT = Path(__file__).with_name("main.py")
HERE = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")
ADDRESS = "STREAMLIT_SERVER_ADDRESS"
UNCONFINED = (
    "Queries in SPARQL are not answered here, since this system cannot keep them from the network. "
    "Serve them from Linux, or at 127.0.0.1 only."
)
PATIENCE = 3
"""Seconds that open pages are given when the server stops."""


def serve(port: int, *, browser: bool) -> None:
    """Serves the explorer until it is stopped; `browser` opens a page once it answers. Port 0 takes any free one.

    Other machines reach it only where STREAMLIT_SERVER_ADDRESS names an address that they can.

    Raises:
        UsageError: the address or port cannot be used, Streamlit's settings cannot be read, or the explorer's
            libraries are not installed.
    """
    try:
        import uvicorn
        from streamlit import get_option

        from app.web.routes import routes
    except ImportError:
        raise UsageError("The explorer needs more libraries. Run: pip install 'kmgraph[app]'") from None
    _check_settings()
    store = cache(lambda: connect(store_url()))
    service = Service(store, _limits(), make=made_apart)
    app = _app(asks := _Announcement(open_browser=browser, first=lambda: _read(store())), routes(store, service))
    # Only now does Streamlit find the settings beside the script; read later, they would undo uvicorn's log level.
    stated = get_option("server.address")
    address = os.environ.get(ADDRESS, "").strip().strip("[]") or stated or HERE
    if not _only_here(address) and not can_be_confined():
        service.refusal = UNCONFINED
        print(UNCONFINED, file=sys.stderr)
    with _listen(address, port) as listening, closing(service):
        asks.url = f"http://{_host(address)}:{listening.getsockname()[1]}"
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=PATIENCE, use_colors=False
        )
        with suppress(KeyboardInterrupt):  # the ordinary way to stop it
            uvicorn.Server(settings).run(sockets=[listening])


def _limits() -> Limits:
    seconds = sparql_seconds()
    return STRANGERS if seconds is None else STRANGERS._replace(seconds=seconds)


class _Announcement:
    """Says where the explorer is, once it is there, and does what is to be done first."""

    def __init__(self, *, open_browser: bool, first: Callable[[], object]):
        self.url = ""
        self._open_browser, self._first = open_browser, first

    @asynccontextmanager
    async def __call__(self, _app: object) -> AsyncGenerator[None, None]:
        print(f"The explorer is at {self.url} (stop it with Ctrl-C).", flush=True)
        if self._open_browser:
            threading.Thread(target=webbrowser.open, args=(self.url,), daemon=True).start()
        threading.Thread(target=self._first, daemon=True).start()
        yield


def _read(store: Store) -> None:
    """Reads the graph before anybody asks, so that who comes first need not wait; who cannot is told by the pages."""
    with suppress(KmgraphError):
        snapshot_of(store).planner()


def _app(announced: _Announcement, others: Sequence["BaseRoute"]) -> Any:
    import streamlit
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def ready(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")  # the server takes requests only after Streamlit has started

    return streamlit.App(SCRIPT, lifespan=announced, routes=[Route("/healthz", ready), *others])


def _check_settings() -> None:
    """Meets a broken settings file of Streamlit's before Streamlit does, which would show a traceback."""
    for folder in (Path.home(), Path.cwd()):
        file = folder / ".streamlit" / "config.toml"
        try:
            if file.exists():
                tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as failure:
            raise UsageError(f"{file} cannot be read ({failure}). Mend it, or start in another folder.") from None


def _only_here(address: str) -> bool:
    """Whether no other machine reaches an address."""
    with suppress(ValueError):
        return ip_address(address).is_loopback
    return address == "localhost"


def _host(address: str) -> str:
    """An address as it stands in a link on this machine."""
    if address in (HERE, *EVERYWHERE):
        return "localhost"
    return f"[{address}]" if ":" in address else address


def _listen(address: str, port: int) -> socket.socket:
    try:
        family, kind, *_, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError, OverflowError) as failure:
        raise _no_address(address, failure) from None
    listening = socket.socket(family, kind)
    if os.name == "posix":  # elsewhere the option would share a port that is taken
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
        listening.listen()
    except OSError as failure:
        listening.close()
        if failure.errno == errno.EADDRNOTAVAIL:
            raise _no_address(address, failure) from None
        raise UsageError(
            f"Port {port} of {address} cannot be used ({failure.strerror or failure}). "
            f"Choose another: kmgraph explore --port {_free()}"
        ) from None
    return listening


def _no_address(address: str, failure: Exception) -> UsageError:
    why = getattr(failure, "strerror", None) or failure
    return UsageError(f"{ADDRESS} is “{address}”, where this machine cannot listen ({why}). Name one of its addresses.")


def _free() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
