"""`kmgraph sparql`: questions in SPARQL to the store, of one's own or from the examples."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kmgraph.cli.options import open_store
from kmgraph.cli.output import OutputError, mute, out, print_line, progress, tell
from kmgraph.errors import KmgraphError, NotKnown, UsageError
from kmgraph.store.base import Store

if TYPE_CHECKING:
    from kmgraph.sparql.outcome import Answer, Outcome, Question

FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
LONGEST = 2**20
"""Bytes of a query."""


@click.command()
@click.argument("query", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--example", metavar="NAME", help="Ask one of the example queries.")
@click.option("--about", metavar="VARIABLE=NAME", multiple=True, help="What an example is about, such as role=clerk.")
@click.option("--examples", "listing", is_flag=True, help="List the example queries.")
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="How the answer is written; table without it.")
@click.option("--timeout", type=click.FloatRange(0.1, 86_400), default=60, show_default=True, help="Seconds.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write, or to replace.")
@click.pass_context
def sparql(
    ctx: click.Context,
    query: str | None,
    file: Path | None,
    example: str | None,
    about: tuple[str, ...],
    listing: bool,
    show: bool,
    format_: str | None,
    timeout: float,
    output: Path | None,
) -> None:
    """Ask the store in SPARQL 1.1: a QUERY, one from a file, or an example.

    A query only reads. Without GRAPH it sees all statements; each source and status has a graph of its own. The first
    query after a load takes longer, since the data is made ready for it.
    """
    if listing:
        _list()
        return
    asked = _asked(ctx, query, file, example, about)
    if show:
        print_line(asked.rstrip())
        return
    store = open_store(ctx)
    _answer(store, asked, format_ or "table", timeout, output)


def _list() -> None:
    from kmgraph.cli.tables import print_table
    from kmgraph.sparql.examples import examples

    rows = [(one.name, one.title, ", ".join(one.given)) for one in examples().values()]
    print_table("Example queries", ("name", "answers", "about"), rows)


def _asked(
    ctx: click.Context, query: str | None, file: Path | None, example: str | None, about: tuple[str, ...]
) -> str:
    if sum(one is not None for one in (query, file, example)) != 1:
        raise UsageError("Give a query, or a file with --file, or one of the examples with --example.")
    if about and example is None:
        raise UsageError("--about says what an example is about. Choose one with --example.")
    if query is not None:
        return query
    if example is not None:
        return _example(ctx, example, about)
    from kmgraph.wording import quoted

    try:
        with click.open_file(str(file), "rb") as opened:
            text = opened.read(LONGEST + 1)
        if len(text) > LONGEST:
            raise UsageError(f"{quoted(file, 200)} is longer than {LONGEST:,} bytes. Ask for less at a time.")
        return str(text, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as failure:
        why = getattr(failure, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{quoted(file, 200)} cannot be read: {why}.") from None


def _example(ctx: click.Context, name: str, about: tuple[str, ...]) -> str:
    from kmgraph.find import FINDABLE, names, resolve
    from kmgraph.sparql.examples import example

    chosen = example(name)
    given = dict(one.partition("=")[::2] for one in about)
    chosen.check(given)
    if not about:
        return chosen.query
    known = open_store(ctx).read(lambda reader: names(reader, FINDABLE))
    return chosen.about({key: resolve(known, said, key).iri for key, said in given.items()})


def _answer(store: Store, query: str, format_: str, timeout: float, output: Path | None) -> None:
    from kmgraph.export import replacing
    from kmgraph.sparql.dataset import data_set
    from kmgraph.sparql.formats import GRAPHS, RESULTS
    from kmgraph.sparql.outcome import Limits, Question
    from kmgraph.sparql.pool import Pool

    table = format_ == "table"
    results = "json" if table else format_ if format_ in RESULTS else None
    graph = "turtle" if table else format_ if format_ in GRAPHS else None
    limits = Limits(seconds=timeout, rows=10_000_000, size=2**30, memory=4 * 2**30)
    with progress(quiet=False) as told:
        made = data_set(store, told)
    with made, Pool(made.folder, limits, places=1) as pool:
        answer = pool.ask(Question(query, results, graph))
        _check(answer.outcome, answer.message)
        if table and answer.form != "triples" and output is None:
            _print_for_people(answer, pool.ask)
            return
    to: AbstractContextManager[BinaryIO | None] = replacing(output) if output else nullcontext()
    with to as file:
        if file:
            file.write(answer.body)
        else:
            _print(answer)
    if output:
        tell(f"Written to {output}.")


def _check(outcome: "Outcome", message: str) -> None:
    """Raises what became of a question that was not answered."""
    from kmgraph.sparql.outcome import Outcome

    if outcome is Outcome.ANSWERED:
        return
    if outcome in (Outcome.MALFORMED, Outcome.FORBIDDEN, Outcome.UNFIT):
        raise UsageError(message)
    if outcome is Outcome.FAULT:
        raise KmgraphError(message)
    raise NotKnown(f"{message} --timeout allows it more time." if outcome is Outcome.SLOW else message)


def _print_for_people(answer: "Answer", ask: "Callable[[Question], Answer]") -> None:
    from kmgraph.cli.tables import print_table, say
    from kmgraph.sparql.labels import rows_of, truth

    if answer.form == "boolean":
        say("yes" if truth(answer) else "no")
        return
    found = rows_of(answer, ask)
    number = len(found.rows)
    title = f"{number:,} {'row' if number == 1 else 'rows'}"
    print_table(title, found.columns, [[cell.text for cell in row] for row in found.rows])


def _print(answer: "Answer") -> None:
    """Prints an answer as it is; on a terminal without anything that could steer it."""
    to = out()
    if to.isatty():
        print_line(answer.body.decode(errors="replace").rstrip("\n"))
        return
    try:
        to.flush()
        to.buffer.write(answer.body)
        to.buffer.flush()
    except OSError as failure:
        mute("stdout")
        raise OutputError(failure.strerror or str(failure)) from None
