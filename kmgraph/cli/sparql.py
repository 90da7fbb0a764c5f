"""`kmgraph sparql`: questions in SPARQL to the store, of one's own or from the examples."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import OutputError, mute, out, print_json, print_line, progress, tell
from kmgraph.errors import KmgraphError, NotKnown, UsageError
from kmgraph.store.base import Store

if TYPE_CHECKING:
    from kmgraph.find import Name
    from kmgraph.sparql.outcome import Answer, Outcome, Question

FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")
LONGEST = 2**20
"""Bytes of a query."""
NAMED, OTHERS = 8, 5
"""Attributions that one line can hold, and records of the same name."""


@click.command()
@click.argument("query", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--example", metavar="NAME", help="Ask one of the example queries.")
@click.option("--about", metavar="VARIABLE=NAME", multiple=True, help="What an example is about, such as role=clerk.")
@click.option("--examples", "listing", is_flag=True, help="List the example queries.")
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="How the answer is written. Without it, as the "
              "name of the file ends, else as a table.")  # fmt: skip
@as_json_option
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
    as_json: bool,
    timeout: float,
    output: Path | None,
) -> None:
    """Ask the store in SPARQL 1.1: a QUERY, one from a file, or an example.

    A query only reads. Without GRAPH it sees all statements; each source and status has a graph of its own. The first
    query after a load takes longer, since the data is made ready for it.
    """
    if listing:
        _list(as_json)
        return
    results, graph = _formats(format_, as_json, output)
    asked = _asked(ctx, query, file, example, about)
    if show:
        print_json({"query": asked}) if as_json else print_line(asked.rstrip())
        return
    store = open_store(ctx)
    _answer(store, asked, results, graph, timeout, output)


def _list(as_json: bool) -> None:
    from kmgraph.cli.tables import print_table
    from kmgraph.sparql.examples import examples

    if as_json:
        print_json([one._asdict() | {"about": one.given} for one in examples().values()])
        return
    rows = [(one.name, one.title, ", ".join(one.given)) for one in examples().values()]
    print_table("Example queries", ("name", "answers", "about"), rows)


def _formats(name: str | None, as_json: bool, output: Path | None) -> tuple[str | None, str | None]:
    """The format of rows, and that of triples; None of a sort of answer that is not to be had, `table` for people.

    Raises:
        UsageError: two formats are asked for, or none that a file can hold.
    """
    from kmgraph.sparql.formats import ENDINGS, GRAPHS, RESULTS
    from kmgraph.wording import listed, quoted

    if as_json:
        if name not in (None, "json"):
            raise UsageError(f"--json and --format {name} cannot go together. Leave out one of them.")
        return "json", "jsonld"
    if output and name is None:
        name = ENDINGS.get(output.suffix.lower())
        if name is None:
            end = f"of {quoted(output.name)} does not say which; it can be {listed(list(ENDINGS))}"
            raise UsageError(f"Say which format with --format, since the end {end}.")
    if output and name == "table":
        raise UsageError("A table is for the screen. Choose another --format for a file, such as csv.")
    if name in (None, "table"):
        return "table", "turtle"
    return name if name in RESULTS else None, name if name in GRAPHS else None


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
    meant = {key: resolve(known, said, key) for key, said in given.items()}
    for key, one in meant.items():
        tell(_meant(key, one, known))
    return chosen.about({key: one.iri for key, one in meant.items()})


def _meant(key: str, meant: "Name", known: Sequence["Name"]) -> str:
    """Which record a name was taken for, and which others have that name in other letters or of other sources."""
    from kmgraph.wording import listed

    called = meant.label.casefold()
    others = [_named(one) for one in known if one.label.casefold() == called and one.iri != meant.iri]
    beside = f" Not meant: {listed(others[:OTHERS], 'and')}. Give an id to choose." if others else ""
    return f"The {key} is {_named(meant)}.{beside}"


def _named(one: "Name") -> str:
    by = f", of {', '.join(one.stated_by)}" if one.stated_by else ""
    return f"{one.label} ({one.kind}{by}: {one.long})"


def _answer(
    store: Store, query: str, results: str | None, graph: str | None, timeout: float, output: Path | None
) -> None:
    from kmgraph.export import replacing
    from kmgraph.sparql.credit import asked_for
    from kmgraph.sparql.dataset import data_set
    from kmgraph.sparql.outcome import Limits, Question
    from kmgraph.sparql.pool import Pool

    table = results == "table"
    limits = Limits(seconds=timeout, rows=10_000_000, size=2**30, memory=4 * 2**30)
    with progress(quiet=False) as told:
        made = data_set(store, told)
    with made, Pool(made.folder, limits, places=1) as pool:
        answer = pool.ask(Question(query, "json" if table else results, graph))
        _check(answer.outcome, answer.message)
        credit = asked_for(pool.ask)
        if table and answer.form != "triples":
            _print_for_people(answer, pool.ask)
            _tell_credit(credit)
            return
    to: AbstractContextManager[BinaryIO | None] = replacing(output) if output else nullcontext()
    with to as file:
        if file:
            file.write(answer.body)
        else:
            _print(answer)
    if output:
        tell(f"Written to {output}.")
    _tell_credit(credit)


def _tell_credit(credit: Sequence[str]) -> None:
    """Says in a line whom to name for what the store holds."""
    if credit:
        rest = f" {len(credit) - NAMED} more: kmgraph sparql --example licences" if len(credit) > NAMED else ""
        tell(f"Sources in the store ask to be named: {' '.join(credit[:NAMED])}{rest}")


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
