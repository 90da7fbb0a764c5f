"""`kmgraph export`: the graph, or a part of it, as open data; or a framework in a format that other programs read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import click

from kmgraph.cli.filters import filter_options
from kmgraph.cli.options import MATCHES, NameOf, open_store
from kmgraph.cli.output import OutputError, mute, out, print_line, progress, tell
from kmgraph.errors import UsageError
from kmgraph.export import exporter, framework_named, replacing, written
from kmgraph.find import names, resolve
from kmgraph.model import Source
from kmgraph.planner.credit import credits
from kmgraph.rdf.syntax import ENDINGS, Syntax, is_compressed, syntax_of
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, nothing_in

NAMES = 12
"""Sources that one line can name."""


@click.command()
@click.option("--format", "format_", metavar="NAME", help=f"Format to write: {listed(list(Syntax), 'and')} hold any "
              "part of the graph, case and ctdl a framework. Without it, as the name of FILE ends.")  # fmt: skip
@click.option("--framework", metavar="NAME", type=NameOf(Kind.FRAMEWORK), help="Only this framework.")
@click.option("--role", metavar="NAME", type=NameOf(Kind.ROLE), help="Only this role and its neighbourhood.")
@click.option("--bridge", metavar="FROM TO", nargs=2, type=NameOf(Kind.ROLE), help="Only the answer to what bridges "
              "two roles, and what it rests on; asked with the options of kmgraph bridge.")  # fmt: skip
@click.option("--open-only", is_flag=True, help="Leave out what is not known to be open: by its own "
              "licence, else by its source's and, for names and texts from other sources, by theirs.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="File to write, or to replace; compressed where its name ends in .gz.")  # fmt: skip
@click.option("--profile", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="With --bridge: what "
              "you hold on top of FROM.")  # fmt: skip
@click.option("--with-profile", is_flag=True, help="With --bridge: write what you hold, too.")
@filter_options
@MATCHES
@click.pass_context
def export(
    ctx: click.Context,
    /,
    format_: str | None,
    framework: str | None,
    role: str | None,
    bridge: tuple[str, str] | None,
    open_only: bool,
    output: Path | None,
    **asked: Any,
) -> None:
    """Write the graph, or a part of it, for other programs: to FILE, or else to standard output.

    A file that is there already is replaced when all of the new one is written. What was written, and whom to name
    for it, is told on standard error; the file itself says so, too.
    """
    parts = {"--framework": framework, "--role": role, "--bridge": bridge, "--open-only": open_only}
    given = [name for name, value in parts.items() if value]
    if len(given) - open_only > 1:
        raise UsageError(f"{listed(given[:2], 'and')} cannot go together. Write one part at a time.")
    if bridge is None:
        _refuse_questions(ctx, asked)
    syntax = _syntax(format_, output)
    store = open_store(ctx)
    if syntax is None:
        if others := [name for name in given if name != "--framework"]:
            raise UsageError(f"The format {format_} holds a framework. Leave out {others[0]}, or choose turtle.")
        _write_framework(store, str(format_), framework, output)
        return
    with _target(output) as file:
        lines = _write_rdf(store, file, syntax, _scope(store, framework, role, bridge, asked), open_only, output)
        if output is None:
            _print(file)
    for line in lines:
        tell(line)


def _refuse_questions(ctx: click.Context, asked: Mapping[str, Any]) -> None:
    """Says which option asks about a bridge where there is none."""
    for option in ctx.command.params:
        source = ctx.get_parameter_source(option.name or "")
        if option.name in asked and source is click.core.ParameterSource.COMMANDLINE:
            raise UsageError(f"{option.opts[0]} asks about a bridge. Leave it out, or add --bridge FROM TO.")


def _syntax(name: str | None, output: Path | None) -> Syntax | None:
    """The syntax of RDF that is wanted; None for a format of others."""
    if name in list(Syntax):
        return Syntax(name)
    if name is not None:
        return None
    if output and (found := syntax_of(output)):
        return found
    raise UsageError(
        f"Say which format with --format ({listed(list(Syntax))}; case or ctdl for a framework), "
        f"or with the name of the file ({listed(list(ENDINGS))})."
    )


def _write_framework(store: Store, format_: str, framework: str | None, output: Path | None) -> None:
    export_as = exporter(format_)
    with _target(output) as file:
        sources = written(store, export_as, framework, file)
        if output is None:
            _print(file)
    for line in credits(sources):
        tell(line)
    if output is not None:
        tell(f"Written to {output}.")


def _write_rdf(
    store: Store, file: BinaryIO, syntax: Syntax, scope: Any, open_only: bool, output: Path | None
) -> list[str]:
    """What to tell once that which is written is where it should be.

    Raises:
        UsageError: the store is empty.
    """
    from kmgraph.rdf.export import export as write

    compressed = output is not None and is_compressed(output)
    with progress(quiet=False) as told:
        found = write(store, file, syntax, scope, open_only=open_only, compressed=compressed, progress=told)
    if not found.counts and not found.left_out:
        raise UsageError(nothing_in(store.url))
    records = f"{sum(found.counts.values()):,} records ({_counted(found.counts)})"
    lines = [f"Written{f' to {output}' if output else ''}: {records}, {found.triples:,} triples."]
    if found.left_out:
        lines.append(f"Left out, for want of an open licence, theirs or of what they need: {_counted(found.left_out)}.")
    return [*lines, *_credits(found.sources, found.cited)]


def _counted(counts: Mapping[Kind, int]) -> str:
    return ", ".join(f"{kind} {count:,}" for kind, count in counts.items())


def _credits(sources: Sequence[Source], cited: Sequence[Source]) -> list[str]:
    """Whom to name; of very many sources that are cited, how many there are."""
    if len(sources) + len(cited) <= NAMES:
        return credits([*sources, *cited])
    silent = sum(1 for one in cited if not one.licence)
    stating = f"{silent} of them without a licence" if silent else "with its licence"
    rest = f"{len(cited)} more sources are cited. Each is described in what was written, {stating}."
    return [*credits(sources)[:-1], rest, credits([])[-1]]


def _scope(
    store: Store, framework: str | None, role: str | None, bridge: tuple[str, str] | None, asked: Mapping[str, Any]
) -> Callable[[Reader], Any]:
    """What finds out what to write."""
    from kmgraph.rdf import scope

    if framework:
        return lambda reader: scope.of_framework(reader, framework_named(reader, framework))
    if role:
        return lambda reader: scope.of_role(reader, resolve(names(reader, [Kind.ROLE]), role, "role").iri)
    if bridge:
        title, triples, records = _answer(store, bridge, **asked)
        return lambda reader: scope.of_records(reader, records, title, triples)
    return lambda reader: scope.WHOLE


def _answer(
    store: Store, roles: tuple[str, str], *, profile: Path | None, with_profile: bool, **options: Any
) -> tuple[str, Sequence[Any], set[str]]:
    """A bridge as RDF: its title, what is stated of it, and the IRIs of the records that it rests on."""
    from kmgraph.cli.bridge import answered
    from kmgraph.cli.move import read_move
    from kmgraph.rdf.answer import answer_triples

    move = read_move(store, roles, profile)
    _, here = answered(move, **options)
    triples, records = answer_triples(here.planner, here.answer, start=move.brought, with_profile=with_profile)
    first, last = (move.graph.label(iri) for iri in (move.brought or "", move.role))
    return f"What bridges {first} to {last}", triples, records


def _target(output: Path | None) -> AbstractContextManager[BinaryIO]:
    return replacing(output) if output else cast(AbstractContextManager[BinaryIO], TemporaryFile())


def _print(file: BinaryIO) -> None:
    """Prints what was written, as it is; on a terminal without anything that could steer it."""
    file.seek(0)
    to = out()
    if to.isatty():
        print_line(file.read().decode().rstrip("\n"))
        return
    try:
        to.flush()
        copyfileobj(file, to.buffer)
        to.buffer.flush()
    except OSError as failure:
        mute("stdout")
        raise OutputError(failure.strerror or str(failure)) from None
