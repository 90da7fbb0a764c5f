"""`kmgraph commission`: which outcomes to commission next, and what would be if a course ran otherwise.

With `--json` it prints what `commission_json` promises (kmgraph/programme/commission_report.py), and beside it
"store" and "elapsed_ms".
"""

import time
from typing import Any

import click

from kmgraph.cli.filters import nation_code
from kmgraph.cli.options import MATCHES, as_json_option, open_store
from kmgraph.cli.output import print_answer
from kmgraph.cli.programme_options import asked, programme_options
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.graph import Graph
from kmgraph.programme.commission import Aim
from kmgraph.programme.commission import commission as chosen_for
from kmgraph.programme.commission_report import commission_json
from kmgraph.programme.gaps import programme
from kmgraph.programme.what_if import Change, Way, what_if
from kmgraph.snapshot import snapshot_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted


@click.command()
@click.option("--outcomes", "most", type=int, default=5, show_default=True, help="How many outcomes at most.")
@click.option(
    "--by",
    type=click.Choice([one.value for one in Aim], case_sensitive=False),
    default=Aim.MOVES.value,
    show_default=True,
    help="What they are to do most of: unlock moves, or close demand.",
)
@click.option("--taught-levels", is_flag=True, help="Choose only levels that are taught somewhere, in any competency.")
@click.option(
    "--if",
    "supposed",
    multiple=True,
    metavar="COURSE:CHANGE",
    help="As if a course were held online (COURSE:online), open to all (COURSE:open-to-all) or open to a nation "
    "(COURSE:Wales); may be given more than once.",
)
@programme_options
@MATCHES
@click.option("--all-pairs", is_flag=True, help="Count the moves between all role types, not only the plausible ones.")
@as_json_option
@click.pass_context
def commission(
    ctx: click.Context,
    /,
    most: int,
    by: str,
    taught_levels: bool,
    supposed: tuple[str, ...],
    all_pairs: bool,
    with_matches: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Which outcomes should be commissioned next?

    An outcome is a competency at a level that no learning within reach brings. Of all choices of so many, the one that
    unlocks most moves between role types, or closes most demand, is told with its proof. With --if, figures of now
    stand beside those with the change, and the outcomes are chosen for the world with the change.
    """
    began = time.perf_counter()
    store = open_store(ctx)

    held = snapshot_of(store)
    wanted = asked(held.graph, **options)
    changes = [_change(held.graph, text) for text in supposed]
    planner = held.planner(with_matches=with_matches, strict=wanted.switches.strict_levels)
    now = programme(planner, wanted, all_pairs=all_pairs)
    then = what_if(now, changes) if changes else None
    found = then.after if then else now
    chosen = chosen_for(found, most, Aim(by), taught_only=taught_levels)
    if as_json:
        print_answer(commission_json(found, chosen, then), store.url, began)
    else:
        from kmgraph.cli.commission_tables import print_commission

        print_commission(found, chosen, then)


def _change(graph: Graph, text: str) -> Change:
    """How a course is to be changed, as `--if` says it.

    Raises:
        UsageError: no course or no change is named.
    """
    course, colon, how = text.rpartition(":")
    if not colon or not course.strip() or not how.strip():
        raise UsageError(f"--if {quoted(text)} names no change. Write it as COURSE:online, :open-to-all or :Wales.")
    iri = resolve(names_in(graph, [Kind.COURSE]), course.strip(), "course").iri
    way = how.strip().casefold()
    if way in (Way.ONLINE, Way.OPEN_TO_ALL):
        return Change(iri, Way(way))
    return Change(iri, Way.NATION, nation_code(how))
