"""`kmgraph load` and `kmgraph template`: sources into the store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import print_json, print_line, progress, tell, tell_problems
from kmgraph.errors import Problem, UsageError
from kmgraph.export import begins, replacing
from kmgraph.load import Report, find_source, write_template
from kmgraph.load import load as load_source
from kmgraph.load.problem_file import STARTS, WRITERS
from kmgraph.wording import listed, quoted


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--format", "format_", metavar="NAME", help="Format of the files, where it cannot be guessed.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing.")
@click.option("--shrink", is_flag=True, help="Let a source take back most of what it said before.")
@click.option("--problems", type=click.Path(path_type=Path, dir_okay=False), help="Write every problem to this file, "
              "a table where it ends in .csv, or else .json.")  # fmt: skip
@as_json_option
@click.pass_context
def load(
    ctx: click.Context,
    paths: tuple[str, ...],
    format_: str | None,
    strict: bool,
    dry_run: bool,
    shrink: bool,
    problems: Path | None,
    as_json: bool,
) -> None:
    """Load sources into the store, each whole or not at all.

    PATH is a folder of CSV tables, an XLSX file, what one of the other formats describes (ESCO's zips, say), or the
    word “starter” for the data that comes with kmgraph. Loading a source again replaces what it said before.
    """
    for path in paths:
        find_source(path, format_)  # a path that is mistyped is met before anything is loaded
    store = open_store(ctx)
    reports = []
    with problem_file(problems) as each:
        for path in paths:
            with progress(quiet=as_json) as told:
                report = load_source(
                    store, path, format=format_, strict=strict, dry_run=dry_run, shrink=shrink, progress=told,
                    each=each,
                )  # fmt: skip
            reports.append(report)
            if not as_json:
                _print_report(report, dry_run=dry_run)
    if as_json:
        print_json({"store": store.url, "reports": [report.as_json() for report in reports]})
    if not all(report.ok for report in reports):
        ctx.exit(1)


@contextmanager
def problem_file(path: Path | None) -> Iterator[Callable[[Problem], None] | None]:
    """Writes each problem that it is told; the file is replaced as a whole when the last load has ended."""
    if path is None:
        yield None
        return
    if path.suffix.lower() not in WRITERS:
        raise UsageError(f"{quoted(path)} ends in neither {listed(list(WRITERS), 'nor')}. Choose one of them.")
    if path.is_file() and path.stat().st_size and not begins(path, *STARTS):
        raise UsageError(f"{quoted(path, 200)} is there already, and no list of problems. Choose another path.")
    with replacing(path) as file:
        to = WRITERS[path.suffix.lower()](file)
        yield to.add
        to.end()
    tell(f"Every problem is in {path}.")


def _print_report(report: Report, *, dry_run: bool) -> None:
    from kmgraph.cli.terminal import say

    tell_problems(report.problems)
    if not report.ok:
        doubts = (*report.errors, *(report.warnings if report.strict else ()))
        told = f"Nothing of {report.title or report.path} was loaded. Mend what is named above, then load it again."
        tell(f"{told} Problems: {len(doubts)}.")
        return
    print_counts(report, dry_run=dry_run)
    if not dry_run:
        say("Loaded." if report.written else "Nothing changed: the store holds it already.")
    for line in report.attributions:
        say(line)


def print_counts(report: Report, *, dry_run: bool) -> None:
    """Prints what becomes of the records of a source, by kind."""
    from kmgraph.cli.terminal import print_table

    kinds = [*dict.fromkeys([*report.added, *report.changed, *report.removed, *report.unchanged])]
    print_table(
        f"{report.title}{' (dry run: nothing written)' if dry_run else ''}",
        ("kind", "added", "changed", "removed", "unchanged"),
        [
            (kind, *(str(counts.get(kind, 0)) for counts in
                     (report.added, report.changed, report.removed, report.unchanged)))
            for kind in kinds
        ],
    )  # fmt: skip


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
def template(path: Path) -> None:
    """Write an empty set of tables with notes: a folder of CSV files, or one spreadsheet if PATH ends in .xlsx."""
    write_template(path)
    print_line(f"Written to {path}. Fill in the tables that you need, then: kmgraph load {path}")
