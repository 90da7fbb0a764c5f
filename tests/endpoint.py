"""A server of the addresses for programs, without the explorer: quick to start, and in this process."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette

from app.web.routes import routes
from kmgraph.sparql.outcome import STRANGERS, Limits
from kmgraph.sparql.service import Service
from kmgraph.store import connect

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Reply(NamedTuple):
    """What a server replied; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Asks a server on this machine, a connection for each request."""

    def __init__(self, port: int, address: str = "127.0.0.1"):
        self.port, self._from = port, (address, 0)

    def send(
        self, method: str, path: str, *, accept: str | None = None, body: bytes | None = None, **headers: str
    ) -> Reply:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if accept is not None:
            said["Accept"] = accept
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=self._from)) as connection:
            connection.request(method, path, body, said)
            found = connection.getresponse()
            return Reply(found.status, {key.lower(): value for key, value in found.getheaders()}, found.read())

    def get(self, path: str, accept: str | None = None, **headers: str) -> Reply:
        return self.send("GET", path, accept=accept, **headers)

    def ask(self, query: str, accept: str | None = None) -> Reply:
        """By POST, as long queries are sent."""
        return self.send("POST", "/sparql", accept=accept, body=urlencode({"query": query}).encode(), **FORM)


@contextmanager
def serving(url: str, limits: Limits = STRANGERS) -> Iterator[tuple[Client, Service]]:
    """A server about a store."""
    with connect(url) as store, closing(Service(lambda: store, limits)) as service, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        app = Starlette(routes=routes(lambda: store, service))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Client(listening.getsockname()[1]), service
        finally:
            server.should_exit = True
            thread.join()
