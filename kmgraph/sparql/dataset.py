"""The store as an RDF data set on disk, which many processes can read: made once for each content of the store.

Every statement stands in the graph of its source and status, and once in the default graph, which is the union of them
all. Rejected: to read the named graphs as one when a question is asked: what two sources say would count twice there.
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from kmgraph import __version__
from kmgraph.errors import StoreError
from kmgraph.load import Progress
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import BASE

if TYPE_CHECKING:
    from pyoxigraph import Store as Quads

PORTION = 32 * 2**20
"""Bytes of N-Quads that are taken in at once: what bounds the memory that making a data set takes."""
UNUSED = 30 * 86_400
"""Seconds after which a data set of another store is removed, when nobody has used it for so long."""
LEFT = (".part", ".making", ".lock")
"""How the names end of what belongs to the making and holding of a data set."""
_NODE = rb"(?:<[^>\n]*>|_:\S+)"
_LITERAL = rb'"(?:[^"\\\n]|\\.)*+"(?:@[\w-]+|\^\^<[^>\n]*>)?'
_NAMED = re.compile(rb"^(%b <[^>\n]*> (?:%b|%b)) <[^>\n]*> \.$" % (_NODE, _NODE, _LITERAL), re.MULTILINE)
"""A line of N-Quads that names a graph."""


class DataSet:
    """A data set, held so that nobody removes it before it is closed. A context manager: leaving it closes it."""

    def __init__(self, folder: Path, holding: ExitStack):
        self.folder = folder
        self._holding = holding

    def close(self) -> None:
        """Lets it be removed once there is a newer one."""
        self._holding.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def cache_folder() -> Path:
    """Where data sets are kept: in `XDG_CACHE_HOME`, `LOCALAPPDATA` or `~/.cache`."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "kmgraph" / "sparql"


def name_of(store: Store) -> str:
    """The name of the data set of what a store holds now: it differs where the store or its content does."""
    return store.read(lambda reader: _name(store, reader))


def _name(store: Store, reader: Reader) -> str:
    from pyoxigraph import __version__ as engine

    return f"{_short(store.url)}-{_short(f'{__version__} {engine} {_words()} {reader.state()}')}"


@cache
def _words() -> str:
    """What tells one ontology from another."""
    return _short("".join(text for _, text in ontology()))


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def data_set(store: Store, progress: Progress | None = None) -> DataSet:
    """The data set of what a store holds now, made where there is none yet.

    Two processes that need the same one make it once. One that is ended in the middle leaves nothing that counts.

    Raises:
        StoreError: the store cannot be read, or the folder of data sets cannot be written.
    """
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while (found := _opened(folder / (name := name_of(store)))) is None:
            with _locked(folder / f"{name}.making") as mine:
                if mine and not _sound(folder / name):
                    discard(folder / name)
                    _make(store, folder / name, progress)
        _tidy(folder, name)
    except OSError as failure:
        why = failure.strerror or failure
        raise StoreError(f"{folder} cannot hold a data set ({why}). Make room, or set XDG_CACHE_HOME.") from None
    return found


def _opened(folder: Path) -> DataSet | None:
    """The data set that is there, held; None where there is none."""
    with ExitStack() as stack:
        if folder.exists() and stack.enter_context(_locked(_lock_of(folder), shared=True)) and _sound(folder):
            os.utime(folder)
            return DataSet(folder, stack.pop_all())
    return None


def _sound(folder: Path) -> bool:
    """Whether a data set is there and can be opened."""
    from pyoxigraph import Store as Quads

    if not (folder / "CURRENT").is_file():
        return False
    try:
        Quads.read_only(str(folder))
    except Exception:  # the library has several for it
        return False
    return True


def discard(folder: Path) -> None:
    """Removes a data set that is damaged, also while somebody reads it: it is made anew when it is needed."""
    if folder.exists():
        gone = folder.with_suffix(".part")
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)  # what goes on under this name is a whole data set, or none
        shutil.rmtree(gone, ignore_errors=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _make(store: Store, folder: Path, progress: Progress | None) -> None:
    """Makes a data set aside, and gives it its name when all of it is there; not if the store changes just now."""
    from pyoxigraph import Store as Quads

    aside = folder.with_suffix(".part")
    shutil.rmtree(aside, ignore_errors=True)
    quads = Quads(aside)
    try:
        if store.read(lambda reader: _name(store, reader) == folder.name and _taken_in(reader, quads, progress)):
            for graph, text in ontology():
                _Intake(quads).take(_in_graph(text, graph))
            quads.optimize()
            quads.flush()
            del quads  # closes it
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _taken_in(reader: Reader, quads: "Quads", progress: Progress | None) -> bool:
    from kmgraph.rdf.export import write
    from kmgraph.rdf.syntax import Syntax

    intake = _Intake(quads)
    write(reader, cast(BinaryIO, intake), Syntax.NQUADS, progress=progress)
    intake.close()
    return True


def ontology() -> Iterator[tuple[str, str]]:
    """The files of the ontology in Turtle, each with the IRI of its graph."""
    for file in sorted(files("ontology").iterdir(), key=lambda one: one.name):
        stem, _, ending = file.name.rpartition(".")
        if ending == "ttl":
            yield BASE + GRAPHS.get(stem, stem), file.read_text(encoding="utf-8")


GRAPHS = {"kmgraph": "terms"}
"""What follows the base in the IRI of the graph of a file, where that is not the file's own name."""


def _in_graph(text: str, graph: str) -> bytes:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

    quads = (Quad(one.subject, one.predicate, one.object, NamedNode(graph)) for one in parse(text, RdfFormat.TURTLE))
    return cast(bytes, serialize(quads, format=RdfFormat.N_QUADS))


class _Intake:
    """Takes in N-Quads as they are written, portion by portion: into their graphs, and into the default graph."""

    def __init__(self, quads: "Quads"):
        self._quads, self._waiting, self._size = quads, list[bytes](), 0

    def write(self, piece: bytes) -> int:
        """Takes a piece of the text, of which the last line need not be whole."""
        self._waiting.append(piece)
        self._size += len(piece)
        if self._size > PORTION:
            whole, end, rest = b"".join(self._waiting).rpartition(b"\n")
            self.take(whole + end)
            self._waiting, self._size = [rest], len(rest)
        return len(piece)

    def flush(self) -> None:
        """Does nothing: what waits is taken in with more of its kind."""

    def close(self) -> None:
        """Takes in what waits."""
        self.take(b"".join(self._waiting))

    def take(self, lines: bytes) -> None:
        """Takes in whole lines."""
        from pyoxigraph import RdfFormat

        self._quads.bulk_load(lines, RdfFormat.N_QUADS)
        self._quads.bulk_load(_NAMED.sub(rb"\1 .", lines), RdfFormat.N_QUADS)


def _tidy(folder: Path, name: str) -> None:
    """Removes older data sets of the same store, those of others that nobody has used for long, and leftovers."""
    _tidy_leftovers(folder, name)
    store = name.partition("-")[0]
    for one in folder.iterdir():
        if one.suffix or one.name == name:
            continue
        with suppress(OSError):
            if one.name.startswith(store) or one.stat().st_mtime < time.time() - UNUSED:
                with _locked(_lock_of(one), wait=False) as mine:
                    if mine:
                        shutil.rmtree(one)
                        one.with_name(f"{one.name}.making").unlink(missing_ok=True)
                        _lock_of(one).unlink(missing_ok=True)


def _tidy_leftovers(folder: Path, name: str) -> None:
    """Removes what makings left that were ended in the middle, and locks of data sets that are gone."""
    for stem in sorted({one.stem for one in folder.iterdir() if one.suffix in LEFT} - {name}):
        making, lock = folder / f"{stem}.making", folder / f"{stem}.lock"
        with suppress(OSError), _locked(making, wait=False) as mine:
            if mine:
                shutil.rmtree(folder / f"{stem}.part", ignore_errors=True)
                if not (folder / stem).exists():
                    with _locked(lock, wait=False) as free:
                        if free:
                            lock.unlink()
                    making.unlink()


@contextmanager
def _locked(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Whether a lock is held within the block; False where somebody else holds it, or removed it meanwhile."""
    try:
        import fcntl
    except ImportError:  # on Windows files in use cannot be removed, which does here
        yield True
        return
    with path.open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        try:
            there = path.stat().st_ino == os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            there = False
        yield there
