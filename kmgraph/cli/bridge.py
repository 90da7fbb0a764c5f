"""`kmgraph bridge` and `kmgraph gap`: the core question."""

import re
import time
from pathlib import Path
from typing import cast

import click

from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_json
from kmgraph.errors import UsageError
from kmgraph.find import Name, names, resolve
from kmgraph.graph import neighbourhood
from kmgraph.model import Competency, Course, Expects, Level, Requirement, Teaches
from kmgraph.planner import Answer, Planner, Profile, Switches
from kmgraph.planner.check import verify
from kmgraph.planner.report import bridge_json, gap_json
from kmgraph.profile import read_profile
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import Kind

ROLES = click.argument("roles", metavar="FROM TO", nargs=-1, required=True, type=NameOf(Kind.ROLE))
PROFILE = click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Start from a CSV file of what you hold (columns competency, level, course) instead of FROM.",
)
DESIRABLE = click.option("--with-desirable", is_flag=True, help="Count desirable competencies too.")
MATCHES = click.option("--with-matches", is_flag=True, help="Let close and unreviewed matches join competencies.")


@click.command()
@ROLES
@PROFILE
@DESIRABLE
@MATCHES
@click.option("--include-past", is_flag=True, help="Use planned, closed, ended and historic learning too.")
@click.option("--open-to-all", is_flag=True, help="Leave out what is known to be for some people or places only.")
@click.option("--without", multiple=True, metavar="COURSE", type=NameOf(Kind.COURSE), help="Leave a course out.")
@click.option("--currency", default="GBP", show_default=True, help="Currency in which the cheapest plan is counted.")
@as_json_option
@click.pass_context
def bridge(
    ctx: click.Context,
    roles: tuple[str, ...],
    profile: Path | None,
    with_desirable: bool,
    with_matches: bool,
    include_past: bool,
    open_to_all: bool,
    without: tuple[str, ...],
    currency: str,
    as_json: bool,
) -> None:
    """Which learning bridges one role to another?

    FROM and TO are ids or labels; a slip of the pen is understood. With --profile only TO is given.
    """
    began = time.perf_counter()
    if not re.fullmatch("[A-Za-z]{3}", currency):
        raise UsageError(f"“{currency}” is no currency. Give its three letters, such as GBP or EUR.")
    store = open_store(ctx)
    planner, start, goal, excluded = _ask(
        store, roles, profile, without, with_desirable=with_desirable, with_matches=with_matches
    )
    switches = Switches(
        with_desirable=with_desirable,
        include_past=include_past,
        open_to_all=open_to_all,
        exclude=frozenset(excluded),
        currency=currency.upper(),
    )
    answer = planner.bridge(start, goal, switches)
    verify(planner, answer)
    if as_json:
        elapsed = round((time.perf_counter() - began) * 1000, 1)
        print_json({**bridge_json(planner, answer), "store": store.url, "elapsed_ms": elapsed})
    else:
        from kmgraph.cli.tables import print_bridge

        print_bridge(planner, answer)


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

    FROM and TO are ids or labels; a slip of the pen is understood. With --profile only TO is given.
    """
    store = open_store(ctx)
    planner, start, goal, _ = _ask(store, roles, profile, (), with_desirable=with_desirable, with_matches=with_matches)
    needs = planner.needs(start, goal, with_desirable=with_desirable)
    answer = Answer(start, goal, Switches(with_desirable=with_desirable), tuple(needs), (), ())
    if as_json:
        print_json({**gap_json(planner, answer), "store": store.url})
    else:
        from kmgraph.cli.tables import print_gap

        print_gap(planner, answer)


def _ask(
    store: Store,
    roles: tuple[str, ...],
    profile: Path | None,
    without: tuple[str, ...],
    *,
    with_desirable: bool,
    with_matches: bool,
) -> tuple[Planner, Profile, str, list[str]]:
    """A planner, what is held at the start, the role wanted, and the courses left out."""
    if len(roles) != (1 if profile else 2):
        raise UsageError(
            "Give the role that you want: kmgraph bridge --profile FILE TO"
            if profile
            else "Give two roles, each in quotation marks: kmgraph bridge “FROM” “TO”"
        )

    def work(reader: Reader) -> tuple[Planner, Profile, str, list[str]]:
        known = names(reader, [Kind.ROLE])
        wanted = [resolve(known, text, "role").iri for text in roles]
        planner = Planner(neighbourhood(reader, wanted), with_matches=with_matches)
        excluded = [_course(planner, text) for text in without]
        if profile:
            start = read_profile(profile, _nameable(planner), planner.levels)
        else:
            start = planner.role_profile(wanted[0], with_desirable=with_desirable)
        return planner, start, wanted[-1], excluded

    return store.read(work)


def _course(planner: Planner, text: str) -> str:
    return resolve([name for name in _nameable(planner) if name.kind is Kind.COURSE], text, "course").iri


def _nameable(planner: Planner) -> list[Name]:
    """Names that a profile may use: levels, courses, and the competencies that roles need or courses deal with."""
    graph = planner.graph
    stated = (graph.stated(Requirement), graph.stated(Teaches), graph.stated(Expects))
    linked = {link.competency for links in stated for link, _ in cast("list[tuple[Teaches, str]]", links)}
    records = [*graph.all(Level).values(), *graph.all(Course).values()]
    records += [one for iri, one in graph.all(Competency).items() if iri in linked]
    return [Name(one.id, one.kind, one.label, (*one.alternative_labels, *one.hidden_labels)) for one in records]
