"""Messages between processes: a header in JSON, and bytes, each behind its length."""

import json
import struct
from typing import Any, BinaryIO

LENGTHS = struct.Struct(">II")


def send(to: BinaryIO, header: dict[str, Any], body: bytes = b"") -> None:
    """Sends a message whole."""
    said = json.dumps(header).encode()
    to.write(LENGTHS.pack(len(said), len(body)))
    to.write(said)
    to.write(body)
    to.flush()


def receive(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The next message.

    Raises:
        EOFError: the other side is gone.
    """
    header, body = LENGTHS.unpack(_exactly(file, LENGTHS.size))
    return json.loads(_exactly(file, header)), _exactly(file, body)


def _exactly(file: BinaryIO, size: int) -> bytes:
    found = file.read(size)
    if len(found) < size:
        raise EOFError
    return found
