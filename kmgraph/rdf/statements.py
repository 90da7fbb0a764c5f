"""RDF files of any syntax, read statement by statement: what is broken is told with its line and column."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from kmgraph.errors import Place, Problem, error
from kmgraph.rdf.safety import MOST, refuse_deep_json, refuse_unsafe_xml
from kmgraph.sheets import Unreadable, refuse_irregular, true_format

if TYPE_CHECKING:
    from pyoxigraph import Quad

ENDINGS = {
    ".ttl": "TURTLE", ".turtle": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".trig": "TRIG", ".n3": "N3",
    ".rdf": "RDF_XML", ".owl": "RDF_XML", ".skos": "RDF_XML", ".xml": "RDF_XML", ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
}  # fmt: skip
"""The syntax that an ending stands for."""
PACKED = ".gz"
LARGEST = 1_000_000_000
"""Bytes that a file may have, unpacked."""
BARREN = 1_000_000
"""Lines that may pass without any statement."""
LARGEST_WHOLE = 200_000_000
"""Bytes of JSON-LD that must be understood as a whole."""
NOWHERE = "http://relative.invalid/"
"""With what relative IRIs and unknown keys of JSON-LD are completed where they are not to vanish."""
CONTEXT = re.compile(rb'"@context"\s*:\s*(\[\s*)?\{(?!\s*\})')
VOCABULARY = f'"@vocab":"{NOWHERE}",'.encode()
READABLE = (None, "a web page", "an XML file", "a gzip archive")
"""What the first bytes may say; more will be found out by the parser."""
HINT = "Mend it there, or export the file again."
HINTS = {
    "No scheme found": "A relative IRI has no base here: give the file an @base, or write whole IRIs.",
    "No LoadDocumentCallback": "The context of the JSON-LD lies elsewhere on the Web, and nothing is ever fetched: "
    "write the context into the file, or save it as Turtle.",
    "Only UTF-8": "Save it as UTF-8.",
    "Invalid UTF-8": "Save it as UTF-8.",
    "invalid utf-8": "Save it as UTF-8.",
    "undeclared prefix": "Declare the prefix at the head of the file.",
}
"""Remedies by words of the parser's complaint."""


class Statement(NamedTuple):
    """A statement, and the line on which it ends."""

    quad: "Quad"
    line: int


class Lines:
    """A file that is handed to the parser line by line, so that it is known where each statement stands."""

    def __init__(self, file: IO[bytes], *, marking: bool = False):
        self._file = file
        self._marking = marking
        """Whether the first context of JSON-LD is still to be given a meaning for unknown keys."""
        self._size = 0
        self._whole = True
        self.line = 0
        self.fruitful = 0
        """The line on which the last statement ended."""

    def read(self, size: int = -1) -> bytes:
        """The next line, or as much of it as is asked for.

        Raises:
            Unreadable: there is more than anybody would read.
        """
        text = self._file.readline(size - len(VOCABULARY) if self._marking and size > len(VOCABULARY) else size)
        self.line += self._whole and bool(text)
        self._whole = text.endswith(b"\n")
        if self._marking and (context := CONTEXT.search(text)):
            text = text[: context.end()] + VOCABULARY + text[context.end() :]
            self._marking = False
        if not self._size:
            text = text.removeprefix(b"\xef\xbb\xbf") or (text and b"\n")
        self._size += len(text)
        if self._size > LARGEST or self.line - self.fruitful > BARREN:
            message = f"There are more than {LARGEST // 1_000_000:,} MB, or {BARREN:,} lines without a statement."
            raise Unreadable(message, "Check that it is the right file, and split it.", self.line)
        return text


def is_rdf(path: Path) -> bool:
    """Whether a file is called as RDF files are."""
    return ending_of(path) in ENDINGS


def ending_of(path: Path) -> str:
    """The last part of a file's name, in small letters; that of the packed file where it is packed."""
    name = path.name.lower().removesuffix(PACKED)
    return "." + name.rpartition(".")[2] if "." in name else ""


def opened(path: Path) -> AbstractContextManager[IO[bytes]]:
    """The bytes of a file, unpacked where it is packed."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(AbstractContextManager[IO[bytes]], gzip.open(path) if packed else path.open("rb"))


def head_of(path: Path, most: int = 65_536) -> bytes:
    """The first bytes of a file; as many as can be read where it is damaged."""
    refuse_irregular(path)
    with opened(path) as file:
        try:
            return file.read(most)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return b""


def statements(path: Path, *, marking: bool = False) -> Iterator[Statement | Problem]:
    """The statements of a file; last, the one problem that keeps the rest from being read.

    JSON-LD lets relative IRIs and keys without a meaning vanish; with `marking` they begin with `NOWHERE` instead.
    """
    place = Place(str(path))
    lines: Lines | None = None
    try:
        syntax = looked_through(path, _syntax(path), most=None if marking else MOST)
        marking = marking and syntax.endswith("JSON_LD")
        with opened(path) as file:
            lines = Lines(file, marking=marking and b'"@vocab"' not in head_of(path))
            yield from _parsed(lines, syntax, NOWHERE if marking else None)
    except Unreadable as stop:
        column = None if stop.column is None else f"character {stop.column + 1:,}"
        yield error(Place(str(path), stop.line), stop.message, stop.hint, column=column)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield error(place, "The packed file is damaged or cut off.", "Fetch or pack it again.")
    except SyntaxError as failure:
        yield _broken(failure, Place(str(path), failure.lineno or (lines.line if lines else None) or None))
    except MemoryError:
        line = lines.line if lines else None
        message = "One term is longer than 16 MB: a quotation mark or bracket may never be closed."
        yield error(Place(str(path), line), message, HINT)


def _syntax(path: Path) -> str:
    """The syntax of a file, by its ending unless its first bytes speak against that.

    Raises:
        Unreadable: it is no RDF file.
    """
    refuse_irregular(path)
    if (what := true_format(path)) not in READABLE:
        raise Unreadable(f"This is {what}, not an RDF file in UTF-8.", "Unpack or save it as RDF in UTF-8.")
    start = head_of(path, 1_024).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("This is UTF-16 text.", "Save it as UTF-8.")
    if re.match(rb"<(\?xml|rdf:RDF|!DOCTYPE|!--)", start, re.IGNORECASE):
        return "RDF_XML"
    if start.startswith((b"{", b"[")) and ending_of(path) in (".rdf", ".xml", ".owl", ""):
        return "JSON_LD"
    return ENDINGS.get(ending_of(path), "TURTLE")


def looked_through(path: Path, syntax: str, most: int | None) -> str:
    """The syntax, after a look at what would cost its parser too much; that of JSON-LD in an order to be streamed.

    Where `most` is given, JSON-LD may hold no more values than that, though it could be streamed.

    Raises:
        Unreadable: with the reason.
    """
    if syntax == "RDF_XML":
        _each_chunk(path, refuse_unsafe_xml(), LARGEST)
    if syntax == "JSON_LD":
        _each_chunk(path, refuse_deep_json(most), LARGEST)
        if _streams(path):
            return "STREAMING_JSON_LD"
        _each_chunk(path, refuse_deep_json(MOST) if most is None else _pass, LARGEST_WHOLE)  # else counted above
    return syntax


def _pass(_chunk: bytes) -> None:
    """Lets a piece of a document pass."""


def _each_chunk(path: Path, check: Callable[[bytes], None], largest: int) -> None:
    with opened(path) as file:
        size = 0
        while chunk := file.read(1_000_000):
            size += len(chunk)
            if size > largest:
                hint = "Save it as Turtle or N-Triples, or split it."
                raise Unreadable(f"It has more than {largest // 1_000_000:,} MB.", hint)
            check(chunk)


def _streams(path: Path) -> bool:
    """Whether JSON-LD is in the order in which it can be read value by value: its context first, names before all."""
    with opened(path) as file, suppress(SyntaxError):
        for _ in _parsed(Lines(file), "STREAMING_JSON_LD", NOWHERE):
            pass
        return True
    return False


def _parsed(lines: Lines, syntax: str, base: str | None) -> Iterator[Statement]:
    from pyoxigraph import RdfFormat, parse

    for quad in parse(cast(IO[bytes], lines), getattr(RdfFormat, syntax), base_iri=base):
        lines.fruitful = lines.line
        yield Statement(quad, lines.line)


def _broken(failure: SyntaxError, place: Place) -> Problem:
    said = re.sub(r"^Parser error at line .*?: ", "", str(failure.msg))
    said = re.sub(r"^(syntax|ill-formed document|invalid XML\w*) ?(error)?: ", "", said)
    hint = next((remedy for words, remedy in HINTS.items() if words in said), HINT)
    column = f"character {failure.offset:,}" if failure.offset else None
    said = "a remote context" if "LoadDocumentCallback" in said else said.rstrip(".")[:300]
    return error(place, f"The RDF cannot be read here: {said}.", hint, column=column)
