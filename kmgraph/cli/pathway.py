"""`kmgraph next` and `kmgraph pathway`: roles within reach, and the way to one that is farther off."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kmgraph.cli.filters import filter_options, switches
from kmgraph.cli.move import PROFILE, ROLES, Move, read_move
from kmgraph.cli.options import MATCHES, NameOf, as_json_option, open_store
from kmgraph.cli.output import print_answer
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.planner import Planner, Profile, Switches
from kmgraph.planner.audit.check import verify
from kmgraph.planner.levels import Levels
from kmgraph.planner.pathway import next_moves, pathways
from kmgraph.planner.pathway.report import next_json, pathways_json
from kmgraph.profile import nameable, read_profile
from kmgraph.snapshot import snapshot_of
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind


@click.command
@click.argument("roles", metavar="ROLE", nargs=-1, type=NameOf(Kind.ROLE))
@PROFILE
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many roles to tell.")
@filter_options
@MATCHES
@as_json_option
@click.pass_context
def next(
    ctx: click.Context, /, roles: tuple[str, ...], profile: Path | None, limit: int, as_json: bool, **options: Any
) -> None:
    """Which roles are nearest to what you bring?

    ROLE is an id or a label; a slip of the pen is understood. With --profile it may be left out.
    """
    began = time.perf_counter()
    store = open_store(ctx)
    move = _from(store, roles, profile)
    planner, asked, brought = _asked(move, **options)
    found = next_moves(planner, brought, asked, start=move.brought, limit=limit)
    if as_json:
        print_answer(next_json(planner, found), store.url, began)
    else:
        from kmgraph.cli.pathway_tables import print_next

        print_next(planner, found)


@click.command()
@ROLES
@PROFILE
@click.option("--hops", type=click.IntRange(2, 4), default=3, show_default=True, help="The most moves of a pathway.")
@click.option(
    "--alternatives", type=click.IntRange(1, 20), default=3, show_default=True, help="How many pathways to tell."
)
@click.option(
    "--most-new",
    type=click.IntRange(min=1),
    help="The most competencies that one move may ask to develop.  [default: the fewest that leave a choice of stops]",
)
@filter_options
@MATCHES
@as_json_option
@click.pass_context
def pathway(
    ctx: click.Context,
    /,
    roles: tuple[str, ...],
    profile: Path | None,
    hops: int,
    alternatives: int,
    most_new: int | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Which roles could be stops on the way to another, so that no single move asks for too much?

    FROM and TO are ids or labels; a slip of the pen is understood. With --profile FROM may be left out. Limits, such as
    --budget, hold for each move.
    """
    began = time.perf_counter()
    store = open_store(ctx)
    move = read_move(store, roles, profile)
    planner, asked, brought = _asked(move, **options)
    found = pathways(
        planner, brought, move.role, asked,
        start=move.brought, moves=hops, alternatives=alternatives, most_new=most_new,
    )  # fmt: skip
    for hop in found.hops:
        verify(planner, hop.answer)
    if as_json:
        print_answer(pathways_json(planner, found), store.url, began)
    else:
        from kmgraph.cli.pathway_tables import print_pathways

        print_pathways(planner, found)


def _from(store: Store, roles: Sequence[str], profile: Path | None) -> Move:
    """What `next` starts from: a move of which the role wanted is not known.

    Raises:
        UsageError: there is no role and no profile, or more than one role, or it is not known.
        DataError: the profile cannot be read.
    """
    if len(roles) > 1 or not (roles or profile):
        raise UsageError("Give one role, in quotation marks, or a profile: kmgraph next “ROLE”")
    held = snapshot_of(store)
    known = names_in(held.graph, [Kind.ROLE])
    brought = resolve(known, roles[0], "role").iri if roles else None
    own = read_profile(profile, nameable(held.graph), Levels(held.graph)) if profile else None
    return Move(held, brought, own, "")


def _asked(move: Move, *, with_matches: bool, **options: Any) -> tuple[Planner, Switches, Profile]:
    """Who answers, how to answer, and what is brought."""
    asked = switches(move.graph, **options)
    planner = move.held.planner(with_matches=with_matches, strict=asked.strict_levels)
    return planner, asked, move.start(planner, asked)
