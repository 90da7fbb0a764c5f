"""`kmgraph map-columns`: a mapping for a table, proposed from its headers and values."""

from pathlib import Path
from typing import Any

import click

from kmgraph.cli.output import out, print_line, tell, tell_problems
from kmgraph.errors import UsageError
from kmgraph.load import load, loader
from kmgraph.store import connect
from kmgraph.wording import quoted


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="MAPPING", type=click.Path(path_type=Path), help="File to write it to.")
@click.pass_context
def map_columns(ctx: click.Context, file: Path, output: Path | None) -> None:
    """Propose a mapping for a table: FILE is CSV, XLSX or JSON.

    Each line of the mapping says how sure it is and why. Read it, mend it, then load the mapping.
    """
    proposed = _proposed(file, output.parent if output else Path())
    if output is None:
        to = out()
        to.flush()
        to.buffer.write(proposed.text.encode())
        to.buffer.flush()
    else:
        _write(output, proposed.text)
        _say_whether_it_loads(output)
    for sentence in proposed.missing:
        tell(f"Missing: {sentence}")
    if proposed.missing:
        ctx.exit(1)


def _proposed(file: Path, beside: Path) -> Any:
    mapped: Any = loader("mapped")
    try:
        return mapped.propose(file, beside)
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{quoted(file, 200)} cannot be read ({why}). Mend the path.") from None


def _write(output: Path, text: str) -> None:
    try:
        with output.open("x", encoding="utf-8") as mapping:
            mapping.write(text)
    except FileExistsError:
        raise UsageError(
            f"{quoted(output, 200)} exists already. Choose another path; nothing was overwritten."
        ) from None
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or failure
        raise UsageError(f"{quoted(output, 200)} cannot be written: {why}.") from None


def _say_whether_it_loads(output: Path) -> None:
    """Tries the mapping on the table, without writing anything to the store."""
    with connect("sqlite:///:memory:") as store:
        report = load(store, output, format="mapped", dry_run=True)
    tell_problems(report.problems)
    if report.ok:
        made = ", ".join(f"{count:,} {kind}" for kind, count in report.added.items())
        print_line(
            f"Written to {output}. As it stands it makes {made}. Read it line by line, then: kmgraph load {output}"
        )
    else:
        print_line(
            f"Written to {output}. It cannot be loaded as it stands: mend what is named, then: kmgraph load {output}"
        )
