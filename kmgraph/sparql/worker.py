"""The process that answers: it reads one data set, one question after the other, and can do nothing else.

Whoever started it ends it where a question takes too long. What it imports is kept small, since it is started often.
"""

import re
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from kmgraph.sparql.confinement import confine, spend
from kmgraph.sparql.formats import GRAPHS, KNOWN, PREFIXES, RESULTS
from kmgraph.sparql.frames import receive, send
from kmgraph.sparql.guard import refusal
from kmgraph.sparql.outcome import Answer, Limits, Outcome, Question
from kmgraph.sparql.unread import unread

NOT_IN_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no XML document can hold (XML 1.0, section 2.2)."""
XML = ("xml", "rdfxml")


class _TooLarge(Exception):
    """An answer goes beyond what it may hold."""


class _Sheet:
    """Takes in what is written, as long as it is not too long; lines are rows, after the first."""

    def __init__(self, limits: Limits):
        self._limits, self._lines, self._size = limits, -1, 0
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._size += len(piece)
        self._lines += piece.count(b"\n")
        _check(self._lines, self._size, self._limits)
        self._pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        pass

    def whole(self) -> bytes:
        return b"".join(self._pieces)


def _check(rows: int, size: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise _TooLarge(f"has more than {limits.rows:,} rows")
    if size > limits.size:
        raise _TooLarge(f"has more than {limits.size // 2**20:,} MB")


def answer(store: Store, question: Question, limits: Limits) -> Answer:
    """What the data set answers."""
    if refused := refusal(question.query):
        return Answer(*refused)
    try:
        found = _ask(store, question)
        form, name, body = _written(found, question, limits)
    except _TooLarge as why:
        return Answer(Outcome.LARGE, f"The answer {why}. Ask for less, for example with LIMIT.")
    except (SyntaxError, ValueError) as failure:
        return Answer(Outcome.MALFORMED, unread(question.query, str(failure)))
    except MemoryError:
        return Answer(Outcome.MEMORY)
    except PermissionError:
        return Answer(Outcome.FORBIDDEN, "The query would reach for a network, which is not done here.")
    except RuntimeError as failure:
        if not str(failure).startswith("Corruption"):
            raise
        return Answer(Outcome.BROKEN, "The data set for queries is damaged. Ask again.")
    except OSError as failure:
        return Answer(Outcome.BROKEN, f"The data set cannot be read ({failure}). Ask again.")
    if name is None:
        can = RESULTS if form != "triples" else GRAPHS
        return Answer(Outcome.UNFIT, f"The answer can be had as {', '.join(can.values())}.", form=form)
    if name in XML and NOT_IN_XML.search(body):
        return Answer(Outcome.UNFIT, "The answer holds a character that XML cannot. Ask for JSON or Turtle.", form=form)
    return Answer(Outcome.ANSWERED, "", (RESULTS | GRAPHS)[name], form, body)


def _ask(store: Store, question: Question) -> QueryBoolean | QuerySolutions | QueryTriples:
    chosen: dict[str, Any] = {}
    if question.default_graphs or question.named_graphs:
        chosen["default_graph"] = [NamedNode(one) for one in question.default_graphs]
        chosen["named_graphs"] = [NamedNode(one) for one in question.named_graphs]
    return store.query(question.query, prefixes=KNOWN, **chosen)


def _written(
    found: QueryBoolean | QuerySolutions | QueryTriples, question: Question, limits: Limits
) -> tuple[str, str | None, bytes]:
    """What sort of answer it is, the format, and the text."""
    if isinstance(found, QueryTriples):
        return "triples", question.graph, _graph(found, question.graph, limits) if question.graph else b""
    form = "boolean" if isinstance(found, QueryBoolean) else "rows"
    name = question.results
    if name is None:
        return form, None, b""
    format = cast(QueryResultsFormat, QueryResultsFormat.from_media_type(RESULTS[name]))
    if isinstance(found, QueryBoolean):
        return form, name, found.serialize(format=format) or b""
    # Of all formats this one has a line for each row, whatever stands in it.
    found.serialize(cast(BinaryIO, sheet := _Sheet(limits)), QueryResultsFormat.TSV)
    if name == "tsv":
        return form, name, sheet.whole()
    body = parse_query_results(sheet.whole(), QueryResultsFormat.TSV).serialize(format=format) or b""
    _check(0, len(body), limits)
    return form, name, body


def _graph(found: QueryTriples, name: str, limits: Limits) -> bytes:
    def bounded() -> Iterator[Triple]:
        for number, triple in enumerate(found, 1):
            if number > limits.rows:
                raise _TooLarge(f"has more than {limits.rows:,} triples")
            yield triple

    format = cast(RdfFormat, RdfFormat.from_media_type(GRAPHS[name]))
    sheet = _Sheet(limits._replace(rows=sys.maxsize))
    serialize(bounded(), cast(BinaryIO, sheet), format, prefixes=PREFIXES)
    return sheet.whole()


def main() -> None:
    """Answers until its standard input ends."""
    folder, memory = sys.argv[1:]
    confine(int(memory))
    try:
        store = Store.read_only(folder)
        for _ in store.quads_for_pattern(None, None, None, DefaultGraph()):
            break
    except Exception:  # the library has several for it
        sys.exit(4)  # process.UNREADABLE
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    send(told, {"ready": True})
    while True:
        try:
            header, _ = receive(asked)
        except EOFError:
            return
        limits = Limits(*header["limits"])
        spend(limits.seconds)
        try:
            given = answer(store, Question(*header["question"]), limits)
        except Exception as failure:  # the library's own faults; the process goes on
            given = Answer(Outcome.FAULT, f"The query met a fault of the query engine ({type(failure).__name__}).")
        send(told, given._replace(body=b"")._asdict() | {"body": "", "used": _peak()}, given.body)


def _peak() -> int:
    """The most bytes of memory that this process held at a time; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
