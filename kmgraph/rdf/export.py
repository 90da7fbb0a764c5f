"""Writing the graph as RDF: record by record, so that memory does not grow with it.

The same content gives the same bytes, whatever the store. The sources and a description of the whole stand at the end,
where they are known. Syntaxes with named graphs keep apart what each source says; in the others a record that several
sources assert is merged from what they say, as everywhere else.
"""

import gc
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import blake2b
from itertools import chain, groupby, islice
from typing import BinaryIO, NamedTuple, TypeVar, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kmgraph.assertion import Asserted, merge, stored
from kmgraph.errors import UsageError
from kmgraph.load import Progress
from kmgraph.model import RECORDS, Named, Source, dump, refs
from kmgraph.rdf.about import describe, describe_graphs
from kmgraph.rdf.jsonld import lines
from kmgraph.rdf.licence import is_open
from kmgraph.rdf.mapping import Said, graph_of, triples
from kmgraph.rdf.prefixes import PREFIXES
from kmgraph.rdf.scope import WHOLE, Scope
from kmgraph.rdf.syntax import MEDIA_TYPES, WITH_GRAPHS, Syntax
from kmgraph.rdf.text import COMMENT, HEAD, n_triples, rest, turtle
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import Kind, Status
from kmgraph.wording import code_point, quoted

BATCH = 1_000
"""Records that are read at once."""
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document can hold (XML 1.0, section 2.2)."""

REQUIRED = {
    kind: [
        name for name, field in record.model_fields.items() if name in {*refs(kind), "about"} and field.is_required()
    ]
    for kind, record in RECORDS.items()
}
"""The fields that lead from each kind of record to what it cannot be without; all to kinds that are written before."""
REPRODUCING = frozenset(
    kind for kind, record in RECORDS.items() if issubclass(record, Named) or kind is Kind.LEVEL_DESCRIPTION
)
"""Kinds of record whose names and texts may be those of others."""
OWN = frozenset({None, Status.PROPOSED.value, Status.SUGGESTED.value})
"""At which statuses a record is in its source's own words; None stands for the usual one."""

Statements = Sequence[Triple] | Sequence[Quad] | str
"""What is said of one record, or of the whole; a text is of the syntax that is written."""


class Written(NamedTuple):
    """What an export holds."""

    counts: Mapping[Kind, int]
    """Records, by kind."""
    triples: int
    """Statements of the records, without the description; a direct one counts for each edge from which it follows."""
    sources: tuple[Source, ...]
    """Those that assert what is written."""
    cited: tuple[Source, ...]
    """Those that are cited there."""
    left_out: Mapping[Kind, int]
    """What sources say that has no open licence, where only open records were asked for."""
    digest: str
    """Of all that is written, in hexadecimal figures."""


def export(
    store: Store,
    to: BinaryIO,
    syntax: Syntax,
    scope: Callable[[Reader], Scope] = lambda reader: WHOLE,
    *,
    open_only: bool = False,
    compressed: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Writes what a scope holds over a file that can be read again; `compressed` by gzip, without a date.

    Raises:
        UsageError: the syntax cannot hold a record.
        StoreError: the store cannot be read, or holds what is no record.
    """

    def work(reader: Reader) -> Written:
        to.seek(0)
        to.truncate()
        with _compressing(to) if compressed else nullcontext(to) as file:
            return write(reader, file, syntax, scope=scope(reader), open_only=open_only, progress=progress)

    return store.read(work)


def _compressing(to: BinaryIO) -> AbstractContextManager[BinaryIO]:
    return cast(AbstractContextManager[BinaryIO], gzip.GzipFile("", "wb", 6, to, mtime=0))


def write(
    reader: Reader,
    to: BinaryIO,
    syntax: Syntax,
    *,
    scope: Scope = WHOLE,
    open_only: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Writes what a scope holds; with `open_only`, only what is known to be open.

    A record is judged by the licence that it states. Without one, the source that states it must be open; and where
    it reproduces others (it has a name or describes a level, and its status is that it came from a source), so must
    be every source that it cites. What only proposes something, and cites others as its grounds, is its source's own.
    What cannot be without a record that was left out, such as an edge without an end, is left out with it. Other
    references stay, as IRIs that nothing in the file describes.

    Raises:
        UsageError: the syntax cannot hold a record.
        StoreError: the store cannot be read, or holds what is no record.
    """
    holding = _Holding(reader, scope, syntax, progress, open_only=open_only)
    with _seldom_collecting():
        _WRITERS.get(syntax, _serialized)(holding.statements(), to, syntax)
    return holding.written()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Lets Python look for circles of objects seldom, for an export makes none, and millions of others."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Holding:
    """What an export holds, found out while it is written."""

    def __init__(self, reader: Reader, scope: Scope, syntax: Syntax, progress: Progress | None, *, open_only: bool):
        self._reader, self._scope, self._progress, self._apart = reader, scope, progress, syntax in WITH_GRAPHS
        self._record = _TEXTS.get(syntax, _counted)
        self._sources: dict[str, list[Asserted]] = defaultdict(list)
        for one in reader.assertions([Kind.SOURCE]):
            self._sources[one.id].append(one)
        self._open = {iri: is_open(self._source(iri).licence) for iri in self._sources} if open_only else None
        self._closed: set[str] = set()
        """Records of which nothing is written for want of an open licence."""
        self._counts, self._left_out = Counter[Kind](), Counter[Kind]()
        self._stating: set[str] = set()
        self._cited: set[str] = set()
        self._graphs: set[tuple[str, Status]] = set()
        self._triples = self._read = 0
        self._total = sum(reader.sources().values()) if scope.keys is None else len(scope.keys)
        self._digest = blake2b(digest_size=16)

    def statements(self) -> Iterator[Statements]:
        """All that is said, record by record; then the sources, what stands beside the records, and a description."""
        for kind in RECORDS:
            if kind is not Kind.SOURCE:  # they come last, when it is known which are needed
                yield from self._stated(kind, self._rows(kind))
        needed = sorted(self._needed())
        yield from self._stated(Kind.SOURCE, chain.from_iterable(self._sources[iri] for iri in needed))
        about = [*self._scope.triples, *self._described()]
        yield _quads(about, DefaultGraph()) if self._apart else about

    def written(self) -> Written:
        """What was written, when all of it is."""
        sources, cited = (
            tuple(self._source(iri) for iri in sorted(named & self._sources.keys()))
            for named in (self._stating, self._cited - self._stating)
        )
        return Written(self._counts, self._triples, sources, cited, self._left_out, self._digest.hexdigest())

    def _source(self, iri: str) -> Source:
        return cast(Source, merge(self._sources[iri]).record)

    def _needed(self) -> set[str]:
        """The sources to describe: those that assert or are cited, and those that say so of them."""
        if self._scope.keys is None and self._open is None:
            return set(self._sources)
        needed, waiting = set[str](), (self._stating | self._cited) & self._sources.keys()
        while waiting:
            needed |= waiting
            said = [one for iri in waiting for one in self._sources[iri]]
            named = {one.source for one in said} | {iri for one in said for iri in one.record.cites}
            waiting = (named & self._sources.keys()) - needed
        return needed

    def _rows(self, kind: Kind) -> Iterator[Asserted]:
        if self._scope.keys is None:
            yield from self._reader.each([kind])
            return
        ids = iter(sorted(key.id for key in self._scope.keys if key.kind is kind))
        while batch := list(islice(ids, BATCH)):
            yield from self._reader.assertions([kind], batch)

    def _stated(self, kind: Kind, rows: Iterable[Asserted]) -> Iterator[Statements]:
        records = 0
        for iri, group in groupby(self._said(kind, rows), key=_iri):
            records += 1
            stated = list(group)
            if self._apart:
                for row, said in stated:
                    yield self._quads(kind, row, said)
                continue
            row, said = stated[0]
            by: Sequence[str] = (row.source,)
            if len(stated) > 1:
                record, by, _ = merge(one for one, _ in stated)
                said = json.loads(dump(record))
            found, many = _told(self._record, kind, iri, said, by)
            self._triples += many
            yield found
        self._counts += Counter({kind: records})

    def _quads(self, kind: Kind, row: Asserted, said: Said) -> list[Quad]:
        found, many = _told(_counted, kind, row.id, said, (row.source,))
        status = Status(said.get("status", Status.PROPOSED))
        self._graphs.add((row.source, status))
        self._triples += many
        return _quads(found, NamedNode(graph_of(row.source, status)))

    def _said(self, kind: Kind, rows: Iterable[Asserted]) -> Iterator[tuple[Asserted, Said]]:
        """Rows that are to be written, with what they say, of which account is kept."""
        waiting, last = iter(rows), set[str]()
        while batch := list(islice(waiting, BATCH)):
            self._tell(len(batch))
            pairs = list(zip(batch, _read(kind, batch), strict=True))
            if self._open is not None and kind is not Kind.SOURCE:
                pairs = [(row, said) for row, said in pairs if self._is_open(kind, row, said, self._open)]
                self._left_out += Counter({kind: len(batch) - len(pairs)})
                kept = {row.id for row, _ in pairs}
                self._closed -= kept  # what another source says of it may have stood at the end of the last batch
                self._closed.update({row.id for row in batch} - kept - last)
                last = {row.id for row, _ in pairs[-1:]}
            self._digest.update("".join([f"{row.source} {row.body}\n" for row, _ in pairs]).encode())
            if kind is not Kind.SOURCE:
                self._stating.update([row.source for row, _ in pairs])
            for _, said in pairs:
                if "cites" in said:
                    self._cited.update(said["cites"])
            yield from pairs

    def _is_open(self, kind: Kind, row: Asserted, said: Said, known: Mapping[str, bool]) -> bool:
        """Whether what a row says may be used by anybody, and what it cannot be without is written."""
        if not self._closed.isdisjoint(_required(kind, said)):
            return False
        if own := said.get("source_licence"):
            return is_open(own)
        cited = said.get("cites", ()) if kind in REPRODUCING and said.get("status") not in OWN else ()
        return all(known.get(source, False) for source in (row.source, *cited))

    def _tell(self, more: int) -> None:
        self._read += more
        if self._progress:
            self._progress(self._read, self._total, "Writing")

    def _described(self) -> Iterator[Triple]:
        written = self.written()
        complete = self._scope.keys is None and self._open is None
        yield from describe(
            self._scope.title,
            [*written.sources, *written.cited],
            written.counts,
            written.triples,
            written.digest,
            complete,
        )
        known = ((self._source(iri), status) for iri, status in self._graphs if iri in self._sources)
        yield from describe_graphs(known)


def _required(kind: Kind, said: Said) -> Iterator[str]:
    """The IRIs of the records without which a record cannot be."""
    for name in REQUIRED[kind]:
        value = said.get(name, ())
        yield from (value,) if isinstance(value, str) else value


def _quads(statements: Iterable[Triple], graph: NamedNode | DefaultGraph) -> list[Quad]:
    return [Quad(one.subject, one.predicate, one.object, graph) for one in statements]


def _iri(pair: tuple[Asserted, Said]) -> str:
    return pair[0].id


def _read(kind: Kind, rows: Sequence[Asserted]) -> list[Said]:
    """What rows say, read at once, which takes less than half of the time.

    Raises:
        StoreError: one of them is no record that this version knows; the sentence names it.
    """
    try:
        said = json.loads(f"[{','.join([row.body for row in rows])}]")
        if len(said) == len(rows) and {dict}.issuperset(map(type, said)):
            return cast(list[Said], said)
    except ValueError:
        pass
    return [json.loads(dump(stored(kind, row.body, row.id))) for row in rows]


T = TypeVar("T")


def _counted(kind: Kind, iri: str, said: Said, sources: Sequence[str]) -> tuple[list[Triple], int]:
    found = triples(kind, iri, said, *sources)
    return found, len(found)


def _told(
    record: Callable[[Kind, str, Said, Sequence[str]], T], kind: Kind, iri: str, said: Said, sources: Sequence[str]
) -> T:
    """What a record says.

    Raises:
        StoreError: it is no record that this version knows, or its IRI is none.
    """
    try:
        return record(kind, iri, said, sources)
    except (AttributeError, KeyError, TypeError):
        known = json.loads(dump(stored(kind, json.dumps(said), iri)))
        return record(kind, iri, known, sources)


def _as_text(statements: Iterable[Statements], to: BinaryIO, syntax: Syntax) -> None:
    to.write(COMMENT + HEAD + b"\n" if syntax is Syntax.TURTLE else b"")
    for one in statements:
        to.write(one.encode() if isinstance(one, str) else rest(cast(Sequence[Triple], one), _format(syntax)))


def _format(syntax: Syntax) -> RdfFormat:
    return cast(RdfFormat, RdfFormat.from_media_type(MEDIA_TYPES[syntax]))


def _serialized(statements: Iterable[Statements], to: BinaryIO, syntax: Syntax) -> None:
    serialize(chain.from_iterable(statements), to, _format(syntax), prefixes=PREFIXES)  # type: ignore[arg-type]


def _as_xml(statements: Iterable[Statements], to: BinaryIO, syntax: Syntax) -> None:
    _serialized(map(_fit_for_xml, statements), cast(BinaryIO, _Returns(to)), syntax)


def _fit_for_xml(statements: Statements) -> Statements:
    for one in cast(Sequence[Triple], statements):
        if isinstance(one.object, Literal) and (found := NOT_IN_XML.search(one.object.value)):
            which = quoted(cast(NamedNode, one.subject).value, 200)
            raise UsageError(
                f"XML cannot hold the character {code_point(found.group())}, which {which} has. "
                "Choose another format, such as turtle, or mend the record in its source."
            )
    return statements


class _Returns:
    """A file in which carriage returns are character references, since readers of XML take bare ones for line feeds."""

    def __init__(self, to: BinaryIO):
        self._to = to

    def write(self, data: bytes) -> int:
        """Writes all of it."""
        self._to.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Hands on what waits to be written."""
        self._to.flush()


def _as_json(statements: Iterable[Statements], to: BinaryIO, syntax: Syntax) -> None:
    for piece in lines(cast(Iterable[Sequence[Triple]], statements)):
        to.write(piece)


_TEXTS: dict[Syntax, Callable[..., tuple[Statements, int]]] = {Syntax.TURTLE: turtle, Syntax.NTRIPLES: n_triples}
"""What writes records straight as texts."""
_WRITERS = {Syntax.TURTLE: _as_text, Syntax.NTRIPLES: _as_text, Syntax.RDFXML: _as_xml, Syntax.JSONLD: _as_json}
"""How the syntaxes are written that the library does not write, or not as readers need them."""
