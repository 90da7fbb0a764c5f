"""A worker whose loader does, input by input, each thing that no load may do: so that it is known to be noticed."""

import itertools
import os
import socket
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kmgraph.assertion import Statement
from kmgraph.errors import Place, error, warning
from kmgraph.store import connect
from kmgraph.store.sqlite import SqliteWriter
from loaders import ddat
from tests.fuzz import guard
from tests.fuzz.mutations import drawn
from tests.fuzz.trial import Ground, Outcome
from tests.fuzz.worker import asked, main

Way = Callable[[Path], object]


def raises(path: Path) -> None:
    raise ValueError("what no person can mend")


def has_no_end(path: Path) -> None:
    while True:
        with suppress(Exception):
            max(range(10_000))


def waits(path: Path) -> None:
    os.mkfifo(path.parent / "pipe")
    (path.parent / "pipe").read_bytes()


def takes_memory(path: Path) -> None:
    bytearray(guard.MEGABYTES * 1_100_000)


def asks_the_network(path: Path) -> None:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", 9))


def writes_a_file(path: Path) -> None:
    (path.parent / "mine.txt").write_text("mine")


def reads_another_file(path: Path) -> None:
    (path.parent / "canary.txt").read_text()


def warns(path: Path) -> None:
    warnings.warn("something", stacklevel=1)


def leaves_an_exception(path: Path) -> None:
    class Left:
        def __del__(self) -> None:
            raise OSError("left")

    Left()


def ends_the_process(path: Path) -> None:
    os._exit(7)


def gives_no_remedy(path: Path) -> object:
    return warning(Place(str(path)), "Something is wrong.", "")


def names_no_line(path: Path) -> object:
    return error(Place(str(path), 0), "Something is wrong.", "Mend it.")


def differs(path: Path) -> object:
    return warning(Place(str(path)), f"Something is wrong with {next(COUNTED)}.", "Mend it.")


COUNTED = (f"“{number}”" for number in itertools.count())
WAYS: dict[Way, str] = {
    raises: "ValueError: what no person can mend", has_no_end: "Stopped: takes more than",
    waits: "Stopped: takes more than 5 s", takes_memory: "MB, more than 500 MB",
    asks_the_network: "Stopped: does socket.", writes_a_file: "Stopped: opens", reads_another_file: "Stopped: opens",
    warns: "warns in its own way: something", leaves_an_exception: "leaves an exception behind: OSError('left')",
    ends_the_process: "the process ended with 7", gives_no_remedy: "does not say what, where and the remedy",
    names_no_line: "a problem names the line 0", differs: "a second load finds other problems",
}  # fmt: skip
"""What the loader does, and how that must be told."""
HALF = len(WAYS)
"""The number of the input of which only half is written."""


class Sabotaged(Ground):
    """Where the sound sample is tried, with a loader that does what none may."""

    def tried(self, seed: int, number: int) -> Outcome:
        source, _ = drawn(self.format, seed, 0)
        self._stores[source.name] = self._bare() if number == HALF else self._store(source)
        with half_written() if number == HALF else doing(list(WAYS)[number]):
            found = super().tried(seed, 0)
        place = self.folder / f"{self.format}-{seed}-0"
        if place.exists():
            place.rename(self.folder / f"{self.format}-{seed}-{number}")
        return found.__class__(**vars(found) | {"number": number})

    def _bare(self) -> Path:
        """A store with nothing in it."""
        file = self.folder / "bare.sqlite"
        with connect(f"sqlite:///{file}") as store, store.writing():
            return file


def doing(way: Way) -> Any:
    """A loader that does something else before it loads."""
    load = ddat.load

    def loaded(path: Path) -> Iterator[Any]:
        found = way(path)
        yield from load(path)
        if found is not None:
            yield found

    return patch.object(ddat, "load", loaded)


def half_written() -> Any:
    """A store that forgets half of what it is given."""
    put = SqliteWriter.put

    def forgets(writer: SqliteWriter, source: str, statements: Iterable[Statement]) -> None:
        put(writer, source, list(statements)[::2])

    return patch.object(SqliteWriter, "put", forgets)


if __name__ == "__main__":
    guard.SECONDS, guard.WAIT = 1, 5
    main(*asked(), Sabotaged)
