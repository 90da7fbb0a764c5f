"""`kmgraph ask`: letters to providers about what is not known of their courses.

With `--json` it prints what `letters_json` promises (kmgraph/programme/letter.py), and beside it "written" (the files
written), "store" and "elapsed_ms".
"""

import time
from collections.abc import Sequence
from pathlib import Path

import click

from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_answer, print_line, tell
from kmgraph.find import names_in, resolve
from kmgraph.likeness.tables import refuse_existing
from kmgraph.planner.phrases import count
from kmgraph.programme.ask import letters
from kmgraph.programme.letter import apart_text, letter_text, letters_json, summary, write_letters
from kmgraph.snapshot import snapshot_of
from kmgraph.vocabulary import Kind

NOTHING = "Nothing needs to be asked: nothing that is asked for here is unknown of any current course."


@click.command()
@click.option("--provider", metavar="NAME", type=NameOf(Kind.ORGANISATION), help="Only the letter to this provider.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write each letter to a file in a new or empty folder, instead of printing it.",
)
@as_json_option
@click.pass_context
def ask(ctx: click.Context, /, provider: str | None, output: Path | None, as_json: bool) -> None:
    """What should providers be asked about their courses?

    Makes one letter a provider that lists, course by course, what is not known, why we ask, and a table to fill in.
    Nothing is sent anywhere. Courses that are known to be over, closed or planned are left out.
    """
    began = time.perf_counter()
    store = open_store(ctx)
    refuse_existing(output)
    held = snapshot_of(store)
    named = resolve(names_in(held.graph, [Kind.ORGANISATION]), provider, "organisation").iri if provider else None
    found = letters(held.planner(), named)
    written = write_letters(held.graph, found, output) if output else []
    if as_json:
        said = {**letters_json(held.graph, found), "written": [str(path) for path in written]}
        print_answer(said, store.url, began)
        return
    if output:
        print_line("\n".join([*summary(found), _written(written, output)]))
        return
    texts = [letter_text(held.graph, one) for one in found.letters]
    if found.without_provider:
        texts.append(apart_text(held.graph, found.without_provider))
    print_line("\n\n".join(texts) or NOTHING)
    tell(" ".join(summary(found)))


def _written(written: Sequence[Path], folder: Path) -> str:
    if not written:
        return f"{NOTHING} Nothing was written."
    return f"Wrote {count(len(written), 'file', 'files')} to {folder}. Look at each before you send it."
