"""`kmgraph export`: a framework in a format that other programs read."""

from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import click

from kmgraph.cli.options import NameOf, open_store
from kmgraph.cli.output import OutputError, mute, out, print_line, tell
from kmgraph.export import exporter, replacing, written
from kmgraph.planner.credit import credits
from kmgraph.vocabulary import Kind


@click.command()
@click.option("--format", "format_", metavar="NAME", required=True, help="Format to write, such as case or ctdl.")
@click.option("--framework", type=NameOf(Kind.FRAMEWORK), help="Which framework; not needed where there is only one.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write, or to replace.")
@click.pass_context
def export(ctx: click.Context, format_: str, framework: str | None, output: Path | None) -> None:
    """Write a framework in a format that other programs read: to FILE, or else to standard output.

    A file that is there already is replaced when all of the new one is written. The sources to be named are told on
    standard error; they also stand inside the file where the format has a place for them.
    """
    export_as = exporter(format_)
    store = open_store(ctx)
    with _target(output) as file:
        sources = written(store, export_as, framework, file)
        if output is None:
            _print(file)
    for line in credits(sources):
        tell(line)
    if output is not None:
        tell(f"Written to {output}.")


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
