"""`kmgraph bridge` and `kmgraph gap`: the core question."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from kmgraph.cli.filters import filter_options, switches
from kmgraph.cli.move import PROFILE, ROLES, Move, read_move
from kmgraph.cli.options import MATCHES, as_json_option, open_store
from kmgraph.cli.output import print_answer, print_json, progress
from kmgraph.cli.situation import BESIDE, SideBySide, beside_option
from kmgraph.errors import NotKnown, UsageError
from kmgraph.model import Record, Source
from kmgraph.planner import Answer, Switches
from kmgraph.planner.audit.check import verify
from kmgraph.planner.certainty.sure import RUNS, Sure, how_sure
from kmgraph.planner.certainty.sure_words import SureWords
from kmgraph.planner.comparison.ask import Ask
from kmgraph.planner.comparison.compare import Differences, Effect, Situation, differences, effects
from kmgraph.planner.comparison.compare_words import CompareWords
from kmgraph.planner.comparison.matched import Matched, matched
from kmgraph.planner.credit import credits, source_json
from kmgraph.planner.explain import Words
from kmgraph.planner.others.alternatives import Alternatives
from kmgraph.planner.others.alternatives import alternatives as others
from kmgraph.planner.others.alternatives_words import AlternativesWords
from kmgraph.planner.others.frontier import Frontier, frontier
from kmgraph.planner.others.frontier_words import FrontierWords
from kmgraph.planner.report import bridge_json, gap_json

DESIRABLE = click.option("--with-desirable", is_flag=True, help="Count desirable competencies too.")


@click.command(cls=SideBySide)
@ROLES
@PROFILE
@filter_options
@MATCHES
@beside_option
@click.option(
    "--alternatives", type=click.IntRange(1, 10), metavar="N", help="Tell up to N other plans that are really others."
)
@click.option("--trade-offs", is_flag=True, help="Tell the plans to choose between by price, hours and number.")
@click.option("--how-sure", "sure", is_flag=True, help="Ask again with proposals changed at random: what holds?")
@click.option("--runs", type=click.IntRange(1, 10_000), default=RUNS, show_default=True, help="How often to ask then.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another number, other changes.")
@as_json_option
@click.pass_context
def bridge(
    ctx: click.Context,
    /,
    roles: tuple[str, ...],
    profile: Path | None,
    beside: dict[str, Any] | None,
    alternatives: int | None,
    trade_offs: bool,
    sure: bool,
    runs: int,
    seed: int,
    as_json: bool,
    **options: Any,
) -> None:
    """Which learning bridges one role to another?

    FROM and TO are ids or labels; a slip of the pen is understood. With --profile FROM may be left out. What stands
    after --beside is a second situation: kmgraph bridge FROM TO --mode online --beside --budget 0
    """
    began = time.perf_counter()
    if sure and beside is not None:
        raise UsageError(f"--how-sure is about one situation. Leave out {BESIDE}, or ask twice.")
    store = open_store(ctx)
    move = read_move(store, roles, profile)
    ask, here = answered(move, **options)
    found = Found(
        here,
        tuple(effects(ask, here)),
        tuple(matched(here.planner, here.answer, here.plan)),
        None if beside is None else differences(here, _beside(move, beside)),
        _how_sure(move, ask, runs, seed, quiet=as_json) if sure else None,
        _others(here, alternatives) if alternatives else None,
        frontier(here.planner, here.answer) if trade_offs else None,
    )
    if as_json:
        print_answer(_json(found), store.url, began)
    else:
        _print(found)


@dataclass(frozen=True)
class Found:
    """All that `bridge` tells."""

    here: Situation
    effects: tuple[Effect, ...]
    matches: tuple[Matched, ...]
    beside: Differences | None
    sure: Sure | None
    others: Alternatives | None
    trade_offs: Frontier | None


def answered(move: Move, *, with_matches: bool, **options: Any) -> tuple[Ask, Situation]:
    """The question that options ask, and its answer."""
    ask = Ask(move.role, move.start, move.brought, switches(move.graph, **options), with_matches)
    planner = move.held.planner(with_matches=with_matches, strict=ask.switches.strict_levels)
    answer = planner.bridge(move.start(planner, ask.switches), ask.role, ask.switches)
    verify(planner, answer)
    return ask, Situation(planner, answer, ask.preset)


def _beside(move: Move, options: dict[str, Any]) -> Situation:
    try:
        return answered(move, **options)[1]
    except (UsageError, NotKnown) as wrong:
        raise type(wrong)(f"After {BESIDE}: {wrong}") from None


def _others(here: Situation, count: int) -> Alternatives:
    found = others(here.planner, here.answer, count=count)
    for one in found.found:
        verify(here.planner, replace(here.answer, plans=(one.plan,)))
    return found


def _how_sure(move: Move, ask: Ask, runs: int, seed: int, *, quiet: bool) -> Sure:
    with progress(quiet=quiet) as bar:
        return how_sure(
            move.graph, ask, runs=runs, seed=seed, tell=lambda done: bar and bar(done, runs, "Asking again")
        )


def _json(found: Found) -> dict[str, Any]:
    here, beside = found.here, found.beside
    words = CompareWords(Words(here.planner))
    said = {
        **bridge_json(here.planner, here.answer),
        "attributions": [source_json(one) for one in _rested(found)],
        "effects": [{"switch": words.switch(one), "says": words.effect(one)} for one in found.effects],
        "matches": [words.matched_json(one) for one in found.matches],
    }
    if beside:
        said["beside"] = {**words.json(beside), "answer": bridge_json(beside.other.planner, beside.other.answer)}
    if found.sure:
        said["how_sure"] = SureWords(Words(here.planner), found.sure).json()
    if found.others:
        said["alternatives"] = AlternativesWords(here.planner, here.answer, found.others).json()
    if found.trade_offs:
        said["trade_offs"] = FrontierWords(here.planner, here.answer, found.trade_offs).json()
    return said


def _print(found: Found) -> None:
    from kmgraph.cli.alternatives import print_alternatives, print_trade_offs
    from kmgraph.cli.beside import print_beside, print_effects
    from kmgraph.cli.sure import print_sure
    from kmgraph.cli.tables import print_bridge, say

    words = Words(found.here.planner)
    compared = CompareWords(words)
    print_effects(compared, found.effects, found.matches)
    print_bridge(found.here.planner, found.here.answer)
    if found.beside:
        print_beside(compared, found.beside)
    if found.others:
        print_alternatives(AlternativesWords(found.here.planner, found.here.answer, found.others))
    if found.trade_offs:
        print_trade_offs(FrontierWords(found.here.planner, found.here.answer, found.trade_offs))
    if found.sure:
        print_sure(words, found.sure)
    for line in credits(_rested(found)):
        say(line)


def _rested(found: Found) -> list[Source]:
    """The sources of all that is told, data sets first: both situations, and courses that are named beside a plan."""
    words, graph = Words(found.here.planner), found.here.planner.graph
    compared = [found.beside, *(one.differences for one in found.effects)]
    drops = [drop for one in compared if one for drop in (*one.dropped, *one.added)]
    courses: list[Record] = [one.course for one in drops]
    courses += [course for course, _ in found.sure.others] if found.sure else []
    rested = words.attributions(found.here.answer)
    rested += words.attributions(found.beside.other.answer) if found.beside else []
    return list({one.id: one for one in (*rested, *graph.attributed(courses))}.values())


@click.command()
@ROLES
@PROFILE
@DESIRABLE
@MATCHES
@as_json_option
@click.pass_context
def gap(
    ctx: click.Context,
    roles: tuple[str, ...],
    profile: Path | None,
    with_desirable: bool,
    with_matches: bool,
    as_json: bool,
) -> None:
    """What does one role need beyond another, by competency and level?

    FROM and TO are ids or labels; a slip of the pen is understood. With --profile FROM may be left out.
    """
    store = open_store(ctx)
    move, asked = read_move(store, roles, profile), Switches(with_desirable=with_desirable)
    planner = move.held.planner(with_matches=with_matches)
    start = move.start(planner, asked)
    needs = planner.needs(start, move.role, with_desirable=with_desirable)
    answer = Answer(start, move.role, asked, tuple(needs), (), ())
    if as_json:
        print_json({**gap_json(planner, answer), "store": store.url})
    else:
        from kmgraph.cli.tables import print_gap

        print_gap(planner, answer)
