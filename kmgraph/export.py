"""Writing a framework in a format of others, by the loader module that reads the format.

A loader that can also write offers `export(reader, framework)`, which yields the text in pieces. A file is replaced
as a whole or not at all: whoever reads it meanwhile finds the old one.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from kmgraph.errors import UsageError
from kmgraph.find import FEW, names, resolve
from kmgraph.load import formats, loader
from kmgraph.model import Source
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted

Exporter = Callable[[Reader, str], Iterator[str]]
"""Yields a framework, named by its IRI, as pieces of text; a reader gives what the store holds."""


def exporter(format: str) -> Exporter:
    """What writes a format.

    Raises:
        UsageError: there is no such format, or it can only be read.
    """
    export = getattr(loader(format), "export", None)
    if export is None:
        able = [name for name in formats() if hasattr(loader(name), "export")]
        raise UsageError(f"The format {quoted(format)} can be read, not written. Choose {listed(able)}.")
    return cast(Exporter, export)


def framework_named(reader: Reader, name: str | None) -> str:
    """The IRI of the framework that somebody names; without a name, of the only one there is.

    Raises:
        UsageError: it is not clear which one is meant.
    """
    known = names(reader, [Kind.FRAMEWORK])
    if name is None and len(known) != 1 and known:
        some = [f"{quoted(one.label)} ({one.long})" for one in known[:FEW]]
        more = f" and {len(known) - FEW} more" if len(known) > FEW else ""
        raise UsageError(f"Say which framework with --framework: {', '.join(some)}{more}.")
    return resolve(known, name or (known[0].label if known else ""), "framework").iri


def written(store: Store, export: Exporter, name: str | None, to: BinaryIO) -> list[Source]:
    """Writes a framework, in UTF-8, and gives the sources that state it.

    Raises:
        UsageError: it is not clear which framework is meant.
        StoreError: the store cannot be read.
    """

    def work(reader: Reader) -> list[Source]:
        iri = framework_named(reader, name)
        to.seek(0)
        to.truncate()
        for piece in export(reader, iri):
            to.write(piece.encode())
        by = {said.source for said in reader.assertions([Kind.FRAMEWORK], [iri])}
        return [said.record for said in reader.assertions([Kind.SOURCE], by) if isinstance(said.record, Source)]

    return store.read(work)


def _is_store(path: Path) -> bool:
    return path.is_file() and begins(path, b"SQLite format 3")


def begins(path: Path, *starts: bytes) -> bool:
    """Whether a file begins with one of these."""
    with path.open("rb") as file:
        return file.read(max(map(len, starts))).startswith(starts)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of the one at `path` when all of it is written.

    Raises:
        UsageError: nothing can be written there.
    """
    aim = path.resolve()
    beside = aim.with_name(f".{aim.name[:50]}.{token_hex(8)}.tmp")
    made = False
    try:
        if _is_store(aim):
            raise UsageError(f"{quoted(path, 200)} is a store or another database. Choose another path.")
        if aim.exists() and not aim.is_file():
            with TemporaryFile() as aside, aim.open("wb") as there:  # a pipe or a device, which nobody can replace
                yield cast(BinaryIO, aside)
                aside.seek(0)
                shutil.copyfileobj(aside, there)
            return
        with beside.open("xb") as file:
            made = True
            yield file
        if aim.exists():
            shutil.copymode(aim, beside)
        beside.replace(aim)
        made = False
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be written: {failure.strerror or failure}.") from None
    finally:
        if made:
            with suppress(OSError):
                beside.unlink()
