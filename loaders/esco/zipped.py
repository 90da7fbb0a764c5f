"""The tables in a zip, opened with care: an archive may be damaged, locked, or unpack to anything."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import IO, Any

from kmgraph.sheets import Sheet, Unreadable, csv_in, refuse_irregular
from kmgraph.wording import quoted

UNPACKED = 300_000_000
"""Bytes to which a zip may unpack; all of version 1.2 has about 60 million."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the libraries raise where a zip is not as it should be."""
AGAIN = "Download it again."


def zipped(file: Path, stack: ExitStack) -> Iterator[tuple[str, Sheet]]:
    """The tables of a zip by the names of their files; it stays open until the stack is left.

    Raises:
        Unreadable: it is damaged, protected or unpacks to too much.
    """
    refuse_irregular(file)
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except DAMAGE:
        raise Unreadable(f"The zip {quoted(file.name)} is damaged.", AGAIN) from None
    tables = [part for part in archive.infolist() if part.filename.lower().endswith(".csv")]
    if (size := sum(part.file_size for part in tables)) > UNPACKED:
        message = f"The zip unpacks to {size // 1_000_000:,} MB; {UNPACKED // 1_000_000:,} MB are allowed."
        raise Unreadable(message, "Check that it is the ESCO download.")
    for part in tables:
        if part.flag_bits & 1:
            raise Unreadable(f"The zip {quoted(file.name)} is protected by a password.", "Give one without.")
        if part.compress_type not in PACKED:
            raise Unreadable(f"The zip {quoted(file.name)} is packed in a way that is not known.", AGAIN)
        yield part.filename.rpartition("/")[2], csv_in(part.filename, f"{file}/{part.filename}", _member(archive, part))


def _member(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: io.BufferedReader(_Member(_whole(lambda: archive.open(part))))


def _whole(read: Callable[[], Any]) -> Any:
    """What can be read of a zip; damage may show itself at the end of a file only."""
    try:
        return read()
    except DAMAGE:
        raise Unreadable("The zip is damaged: this file in it cannot be read to its end.", AGAIN) from None


class _Member(io.RawIOBase):
    """The bytes of a file in a zip."""

    def __init__(self, file: IO[bytes]):
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(_whole(lambda: self._file.seek(offset, whence)))

    def readinto(self, buffer: Any) -> int:
        block = _whole(lambda: self._file.read(len(buffer)))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._file.close()
        super().close()
