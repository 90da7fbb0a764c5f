"""Sessions of the explorer without a browser: what Streamlit's page says to the server, and what comes back.

So thirty people can look at once on a machine that could not draw thirty browsers. A fragment or a component that
only a browser runs is not run.
"""

import time
from types import TracebackType
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 60


class Drawn(NamedTuple):
    """One run of a page."""

    seconds: float
    received: int
    """Bytes."""
    title: str
    """What the window is called at the end."""
    faults: tuple[str, ...]
    """Types of what the script did not catch."""


class Session:
    """One session; a context manager.

    Args:
        address: of the explorer, such as http://localhost:8501.
    """

    def __init__(self, address: str):
        self._stream = address.replace("http", "ws", 1) + "/_stcore/stream"

    def __enter__(self) -> "Session":
        self._socket = connect(self._stream, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE)  # type: ignore[list-item]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def look(self, page: str, query: str = "") -> Drawn:
        """Opens a page by its path and what its link asks; returns once all of it has come."""
        said = BackMsg()
        said.rerun_script.query_string, said.rerun_script.page_name = query, page
        began = time.perf_counter()
        self._socket.send(said.SerializeToString())
        received, title, faults = 0, "", list[str]()
        while True:
            body = self._socket.recv(timeout=PATIENCE)
            received += len(body)
            message = ForwardMsg.FromString(body if isinstance(body, bytes) else body.encode())
            match message.WhichOneof("type"):
                case "page_config_changed":
                    title = message.page_config_changed.title or title
                case "delta" if message.delta.new_element.WhichOneof("type") == "exception":
                    faults.append(message.delta.new_element.exception.type)
                case "script_finished" if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return Drawn(time.perf_counter() - began, received, title, tuple(faults))
                case "script_finished" if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    return Drawn(time.perf_counter() - began, received, title, (*faults, "compile error"))
