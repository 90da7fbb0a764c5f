"""`kmgraph import`: what was exported as RDF, back into the store."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kmgraph.cli.load import print_counts, problem_file
from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import print_json, progress, tell, tell_problems
from kmgraph.errors import UsageError
from kmgraph.wording import quoted

if TYPE_CHECKING:
    from kmgraph.rdf.importing import Imported


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Let the sources in the files say afterwards what the files say, no more."
)
@click.option("--shrink", is_flag=True, help="With --replace, let a source take back most of what it said before.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
@click.option("--problems", type=click.Path(path_type=Path, dir_okay=False), help="Write every problem to this file, "
              "a table where it ends in .csv, or else .json.")  # fmt: skip
@as_json_option
@click.pass_context
def import_(
    ctx: click.Context,
    files: tuple[Path, ...],
    replace: bool,
    shrink: bool,
    strict: bool,
    dry_run: bool,
    problems: Path | None,
    as_json: bool,
) -> None:
    """Take back what “kmgraph export” wrote as RDF, all of it or nothing.

    FILE is Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, packed with gzip or not. Each record is added, or
    replaces what its source said of it before; nothing else is taken back, unless --replace says so. What other
    programs wrote is read by “kmgraph load”.
    """
    from kmgraph.rdf.importing import import_files

    for path in files:
        _refuse_missing(path)
    store = open_store(ctx)
    with problem_file(problems) as each, progress(quiet=as_json) as told:
        done = import_files(
            store, files, replace=replace, strict=strict, dry_run=dry_run, shrink=shrink, progress=told, each=each
        )
    if as_json:
        print_json({"store": store.url, **done.as_json()})
    else:
        tell_problems(done.problems)
        for report in done.sources:
            print_counts(report, dry_run=dry_run)
        _print_end(done, dry_run=dry_run)
    if not done.ok:
        ctx.exit(1)


def _refuse_missing(path: Path) -> None:
    try:
        path.stat()
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{quoted(path, 200)} cannot be read ({why}). Mend the path.") from None


def _print_end(done: "Imported", *, dry_run: bool) -> None:
    from kmgraph.cli.tables import say

    if not done.ok:
        tell(f"Nothing was imported. Mend what is named above, then import it again. Problems: {len(done.doubts)}.")
        return
    if not dry_run:
        say("Imported." if done.written else "Nothing changed: the store holds it already.")
    for line in dict.fromkeys(line for report in done.sources for line in report.attributions):
        say(line)
