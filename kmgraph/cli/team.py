"""`kmgraph team`: a team beside the roles that it has to fill together.

With `--json` it prints what `team_json` promises (kmgraph/planner/team/report.py), and beside it "store" and
"elapsed_ms".
"""

import time
from pathlib import Path
from typing import Any

import click

from kmgraph.cli.filters import switches as asked
from kmgraph.cli.filters import team_filter_options
from kmgraph.cli.options import MATCHES, NameOf, as_json_option, open_store
from kmgraph.cli.output import print_answer
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.planner import Planner, Profile
from kmgraph.planner.team import ask_team, verify_team
from kmgraph.planner.team.report import team_json
from kmgraph.profile import nameable, read_profile
from kmgraph.snapshot import snapshot_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

ENDINGS = (".csv", ".json")


@click.command()
@click.option(
    "--member",
    "members",
    multiple=True,
    required=True,
    metavar="ROLE_OR_FILE",
    type=NameOf(Kind.ROLE),
    help="A role, or the profile of a person in a CSV or JSON file; once for each member.",
)
@click.option(
    "--for",
    "roles",
    multiple=True,
    required=True,
    metavar="ROLE",
    type=NameOf(Kind.ROLE),
    help="A role that the team has to fill; may be given more than once.",
)
@team_filter_options
@MATCHES
@as_json_option
@click.pass_context
def team(
    ctx: click.Context,
    /,
    members: tuple[str, ...],
    roles: tuple[str, ...],
    with_matches: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """What does a team hold of what these roles need, and who should learn what?

    Says what is shared, held by one member only, and missing, and the fewest courses after which somebody holds each
    thing that learning can close.

    People are called by the names of their files, or by the label that a JSON file states. Nothing of a profile is
    stored or sent anywhere.
    """
    began = time.perf_counter()
    store = open_store(ctx)

    held = snapshot_of(store)
    known = names_in(held.graph, [Kind.ROLE])
    wanted = [resolve(known, role, "role").iri for role in roles]
    named = [None if _is_file(one) else resolve(known, one, "role").iri for one in members]
    switches = asked(held.graph, **options)
    planner = held.planner(with_matches=with_matches, strict=switches.strict_levels)
    profiles = _profiles(planner, members, named)
    answer = ask_team(planner, profiles, wanted, switches)
    verify_team(planner, answer)
    if as_json:
        print_answer(team_json(planner, answer), store.url, began)
    else:
        from kmgraph.cli.team_tables import print_team

        print_team(planner, answer)


def _is_file(member: str) -> bool:
    """Whether a member is a profile: a name that ends as one does, or that a file has."""
    path = Path(member)
    try:
        return path.suffix.casefold() in ENDINGS or path.is_file()
    except (OSError, ValueError):  # no file can be called so
        return False


def _profiles(planner: Planner, members: tuple[str, ...], roles: list[str | None]) -> list[Profile]:
    """What each member brings.

    Raises:
        UsageError: a file is given twice, or cannot be read.
        DataError: parts of a profile are wrong.
    """
    known, seen, found = nameable(planner.graph), set[Path](), list[Profile]()
    for member, role in zip(members, roles, strict=True):
        if role is None:
            path = Path(member).resolve()
            if path in seen:
                raise UsageError(f"The profile {quoted(member, 200)} is given twice. Give each member once.")
            seen.add(path)
        found.append(planner.role_profile(role) if role else read_profile(Path(member), known, planner.levels))
    return found
