"""`kmgraph reach`: who can reach what of what roles need, by situation.

With `--json` it prints what `reach_json` promises (kmgraph/programme/reach_report.py), and beside it "store" and
"elapsed_ms".
"""

import time
from typing import Any

import click

from kmgraph.cli.options import MATCHES, as_json_option, open_store
from kmgraph.cli.output import print_answer
from kmgraph.cli.programme_options import asked, programme_options
from kmgraph.programme.reach import reach as compared
from kmgraph.programme.reach_report import reach_json
from kmgraph.snapshot import snapshot_of


@click.command()
@click.option(
    "--hours-a-week",
    type=float,
    metavar="NUMBER",
    help="The most hours of learning in a week, as far as known.",
)
@programme_options
@MATCHES
@as_json_option
@click.pass_context
def reach(
    ctx: click.Context,
    /,
    hours_a_week: float | None,
    with_matches: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Who can reach what of what roles need?

    Compares anyone, with no filter, with people in some situations, such as in Wales, online only or without a budget,
    and with the situation that the options describe. Each share is told twice: as far as known, and if all that is not
    known of courses turns out well.
    """
    began = time.perf_counter()
    store = open_store(ctx)
    held = snapshot_of(store)
    wanted = asked(held.graph, **options)
    planner = held.planner(with_matches=with_matches, strict=wanted.switches.strict_levels)
    comparison = compared(planner, wanted, hours_a_week=hours_a_week)
    if as_json:
        print_answer(reach_json(planner, comparison), store.url, began)
    else:
        from kmgraph.cli.reach_tables import print_reach

        print_reach(planner, comparison)
