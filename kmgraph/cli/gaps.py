"""`kmgraph gaps`: what is needed beside what is provided, ranked by what each gap stops, or by need.

With `--json` it prints what `gaps_json` promises (kmgraph/programme/report.py), and beside it "store" and
"elapsed_ms"; with `--explain` also "rows", the rows that the figures rest on.
"""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kmgraph.cli.options import MATCHES, as_json_option, open_store
from kmgraph.cli.output import print_answer, print_line, tell
from kmgraph.cli.programme_options import asked, programme_options
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.programme.asked import Order
from kmgraph.programme.briefing import gaps_report
from kmgraph.programme.explain import explain as explained
from kmgraph.programme.explain_report import explanation_json
from kmgraph.programme.files import check_target, write
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.report import gaps_json
from kmgraph.programme.words import GapWords
from kmgraph.snapshot import snapshot_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted


@click.command()
@programme_options
@MATCHES
@click.option("--all-pairs", is_flag=True, help="Count the moves between all role types, not only the plausible ones.")
@click.option(
    "--order",
    type=click.Choice([one.value for one in Order], case_sensitive=False),
    default=Order.MOVES.value,
    show_default=True,
    help="Rank first what stops most moves, or what is needed most, by the weights.",
)
@click.option("--covered", is_flag=True, help="List what is covered, too.")
@click.option("--explain", metavar="COMPETENCY@LEVEL", help="Show the rows that the figures of one competency rest on.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a report to send on, with every row that it rests on: .xlsx, .html, .json, or .csv (the "
              "ranked gaps alone).")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
@as_json_option
@click.pass_context
def gaps(
    ctx: click.Context,
    /,
    all_pairs: bool,
    order: str,
    covered: bool,
    explain: str | None,
    output: Path | None,
    force: bool,
    with_matches: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """What is needed that nobody provides, or that is out of reach?

    Ranks each competency at a level by the plausible moves between role types that it stops, then by how much it is
    needed; with --order need the other way round.
    """
    began = time.perf_counter()
    if output:
        check_target(output, force=force)
    store = open_store(ctx)

    held = snapshot_of(store)
    wanted = replace(asked(held.graph, **options), order=Order(order))
    planner = held.planner(with_matches=with_matches, strict=wanted.switches.strict_levels)
    found = programme(planner, wanted, all_pairs=all_pairs)
    named = _outcomes(found, explain) if explain is not None else []
    shown = found.gaps if covered else found.short
    if output:
        write(gaps_report(found, shown, datetime.now(UTC).date()), output, force=force)
    if as_json:
        rows = {"rows": [explanation_json(found, explained(found, one)) for one in named]} if named else {}
        print_answer({**gaps_json(found, shown), **rows}, store.url, began)
    else:
        from kmgraph.cli.gaps_tables import print_explanation, print_gaps

        if output and not named:
            print_line(GapWords(found).headline())
        elif not named:
            print_gaps(found, shown)
        for one in named:
            print_explanation(found, explained(found, one))
    if output:
        tell(f"Report written: {output}")


def _outcomes(found: Gaps, text: str) -> list[Outcome]:
    """The outcomes that a text names: a competency at a level, or at every level at which it is needed.

    Raises:
        UsageError: the text names no competency, or no level at which it is needed.
    """
    competency, at, level = text.rpartition("@")
    graph = found.planner.graph
    known = names_in(graph, [Kind.COMPETENCY])
    iri = found.planner.levels.canonical(resolve(known, competency if at else level, "competency").iri)
    levels = [one.level for one in found.demand.outcomes if one.competency == iri]
    if not levels:
        raise UsageError(
            f"Nothing that is asked for here needs {graph.label(iri)}. Ask without filters, or of another."
        )
    if not at:
        return [Outcome(iri, one) for one in levels]
    here = {graph.label(one).casefold(): one for one in levels if one}
    if level.strip().casefold() not in here:
        told = listed(sorted(here)) or "any level"
        raise UsageError(f"{graph.label(iri)} is not needed at {quoted(level)}. It is needed at {told}.")
    return [Outcome(iri, here[level.strip().casefold()])]
