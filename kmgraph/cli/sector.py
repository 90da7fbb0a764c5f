"""`kmgraph sector`: how the work is organised, by sector or group of role types.

With `--json` it prints what `organised_json` promises (kmgraph/programme/organised.py), and beside it "store" and
"elapsed_ms".
"""

import time

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import print_answer
from kmgraph.programme.asked import Asked
from kmgraph.programme.organised import By, Organised, organised_json
from kmgraph.snapshot import snapshot_of


@click.command()
@click.option("--by", type=click.Choice(list(map(str, By))), default=str(By.SECTOR), show_default=True,
              help="What role types are divided by.")  # fmt: skip
@as_json_option
@click.pass_context
def sector(ctx: click.Context, by: str, as_json: bool) -> None:
    """How is the work organised?

    Tells what the role types of each sector or group ask for, which kinds of organisation hold which role types, and
    which approaches and tools are in use. Role types are kinds of jobs, not posts.
    """
    began = time.perf_counter()
    store = open_store(ctx)
    found = Organised(snapshot_of(store).planner(), Asked())
    if as_json:
        print_answer(organised_json(found), store.url, began)
    else:
        from kmgraph.cli.sector_tables import print_sector

        print_sector(found, By(by))
