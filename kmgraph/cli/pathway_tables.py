"""Next moves and pathways as tables and sentences for a terminal."""

from collections.abc import Sequence

from kmgraph.cli.tables import UNKNOWN, print_table, say
from kmgraph.planner import Planner
from kmgraph.planner.credit import credits
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway import Near, NextMoves, Pathways
from kmgraph.planner.pathway.answer import Pathway
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.pathway.words import DISTINCT, WORKED, PathwayWords
from kmgraph.planner.phrases import amount
from kmgraph.planner.plan import Plan

COLUMNS = ("", "role", "to develop", "closed", "courses", "hours", "fees", "alike", "on record")


def print_next(planner: Planner, found: NextMoves) -> None:
    """The nearest roles, and what is on record of the moves to them."""
    words = PathwayWords(Words(planner))
    for line in filter(None, (words.asked(found.switches), words.nearest(found), *found.unpinned)):
        say(line)
    say("")
    if found.recorded:
        _print_near(words, "On record from here", found.recorded)
    _print_near(words, "Nearest roles that ask for something", found.nearest)
    rests = words.words.rests(found.links()) if found.moves else None
    last = (words.legend(), rests, *credits(words.sources_next(found)))
    for line in filter(None, (words.nothing_new(found), *words.to_check(found), *last)):
        say(line)


def _print_near(words: PathwayWords, title: str, moves: Sequence[Near]) -> None:
    rows = [
        _row(words, number, one.role, one.to_develop, one.plan, one.likeness, one.record)
        for number, one in enumerate(moves, 1)
    ]
    print_table(title, COLUMNS, rows)
    for number, one in enumerate(moves, 1):
        if told := words.near(one):
            say(f"{number}. {told}")
    say("")


def print_pathways(planner: Planner, found: Pathways) -> None:
    """The direct move, and each pathway move by move."""
    words = PathwayWords(Words(planner))
    for line in filter(None, (words.asked(found.switches), words.headline(found), *found.unpinned)):
        say(line)
    say("")
    _print_way(words, "Directly", Pathway((found.direct,)), told=found.unpinned)
    for number, way in enumerate(found.ways, 1):
        _print_way(words, f"Pathway {number}: {words.title(way)}", way, told=found.unpinned)
    for line in (WORKED, DISTINCT) if found.ways else ():
        say(line)
    for line in (words.legend(), words.rests(found.hops), *credits(words.sources(found))):
        say(line)


def _print_way(words: PathwayWords, title: str, way: Pathway, *, told: Sequence[str]) -> None:
    rows = [
        _row(words, number, hop.role, hop.to_develop, hop.plan, hop.likeness, hop.record)
        for number, hop in enumerate(way.hops, 1)
    ]
    print_table(title, COLUMNS, rows)
    for number, hop in enumerate(way.hops, 1):
        say(f"{number}. {words.hop(hop)}")
    if len(way.hops) > 1:
        say(f"In all: {words.total(way)}")
    for why in way.hops[-1].answer.unpinned:
        if why not in told:
            say(why)
    say("")


def _row(
    words: PathwayWords, number: int, role: str, to_develop: int, plan: Plan, likeness: float, record: Record
) -> tuple[str, ...]:
    return (
        str(number),
        words.words.graph.label(role),
        str(to_develop),
        str(len(plan.closes)),
        str(len(plan.steps)),
        _hours(plan),
        _fees(plan),
        words.alike(likeness),
        words.brief(record),
    )


def _hours(plan: Plan) -> str:
    known = [] if plan.total.effort_hours is None else [amount(plan.total.effort_hours)]
    return _known(plan, known, plan.total.effort_unknown)


def _fees(plan: Plan) -> str:
    known = [f"{currency} {amount(fee)}" if fee else "free" for currency, fee in sorted(plan.total.fees.items())]
    return _known(plan, known, plan.total.fee_unknown)


def _known(plan: Plan, known: list[str], unknown: int) -> str:
    """What is known of an amount of a plan, and for how many of its courses it is not."""
    if not plan.steps:
        return "none"
    return " and ".join(known) + (f" ({unknown} {UNKNOWN})" if unknown else "") if known else UNKNOWN
