"""`kmgraph dictionary`: what each field and fixed word means."""

from pathlib import Path

import click

from kmgraph.cli.output import print_line, tell
from kmgraph.errors import UsageError
from kmgraph.export import replacing
from kmgraph.wording import quoted

FORMATS = ("md", "csv", "json")


@click.command()
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="Without it, what the name of FILE ends in, or else md."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write, or to replace.")
def dictionary(format_: str | None, output: Path | None) -> None:
    """Print the data dictionary: every kind of record with its fields, and the fixed words.

    It says what each means, what it may hold, and which property it is in RDF.
    """
    from kmgraph.rdf.dictionary import WRITERS, dictionary

    ending = output.suffix[1:].lower() if output else "md"
    if not format_ and ending not in FORMATS:
        raise UsageError(f"{quoted(output, 200)} does not say the format. End its name in .md, .csv or .json, or give "
                         "--format.")  # fmt: skip
    said = WRITERS[format_ or ending](dictionary())
    if output is None:
        print_line(said.rstrip("\n"))
        return
    with replacing(output) as file:
        file.write(said.encode())
    tell(f"Written to {output}.")
