"""Tries spoilt sources on the loaders, and prints what became of them.

python -m tests.fuzz                                       1,000 inputs for each format
python -m tests.fuzz --format esco --inputs 300 --seed 7
python -m tests.fuzz --format esco --seed 7 --only 41      one input again, and what was said about it
"""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kmgraph.load import formats
from tests.fuzz.run import Result, run
from tests.fuzz.trial import Outcome

WIDTH = 150
APART = ("starter",)
"""Formats that have no files of their own."""


def known() -> list[str]:
    """The formats that are tried."""
    return [name for name in formats() if name not in APART]


def asked() -> Namespace:
    """What is asked for on the command line."""
    parser = ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--format", choices=known(), action="append", help="may be given again; default: all")
    parser.add_argument("--inputs", type=int, default=1_000, help="for each format; default: 1000")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, action="append", help="the number of one input; may be given again")
    return parser.parse_args()


def main() -> int:
    """Tries, prints, and says whether all went well: 0, or 1."""
    wanted, console = asked(), Console(width=WIDTH, highlight=False, markup=False)
    folder = Path(tempfile.mkdtemp(prefix="kmgraph-fuzz-"))
    numbers = wanted.only or range(wanted.inputs)
    results = []
    for format in wanted.format or known():
        result = run(
            format, numbers, wanted.seed, folder, lambda outcome: told(console, outcome) if wanted.only else None
        )
        results.append(result)
        for outcome in result.failed:
            console.print(result.about(outcome, folder), soft_wrap=True)
    console.print(table(results))
    if not any(result.failed for result in results):
        folder.rmdir()
        return 0
    return 1


def told(console: Console, outcome: Outcome) -> None:
    """Prints all about one input."""
    console.print(f"{outcome.number}: {outcome.source}, {', '.join(outcome.said) or 'as it is'}")
    for problem in outcome.problems:
        console.print(f"  {problem}", soft_wrap=True)


def table(results: list[Result]) -> Table:
    """A row for each format."""
    found = Table("format", "inputs", "loaded", "refused", "slowest", "peak", "failures", title="Spoilt sources")
    for result in results:
        loaded = sum(outcome.loaded for outcome in result.outcomes)
        slowest, largest = result.slowest, result.largest
        found.add_row(
            result.format,
            str(len(result.outcomes)),
            str(loaded),
            str(len(result.outcomes) - loaded),
            f"{slowest.seconds:.1f} s ({', '.join(slowest.said) or 'as it is'}, {slowest.number})",
            f"{largest.megabytes} MB ({', '.join(largest.said) or 'as it is'}, {largest.number})",
            str(len(result.failed)),
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
