"""The move that a command asks about: from a role, a person's profile or both, to a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kmgraph.cli.options import NameOf
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.graph import Graph
from kmgraph.planner import Planner, Profile, Switches
from kmgraph.planner.levels import Levels
from kmgraph.profile import nameable, on_top, read_profile
from kmgraph.snapshot import Snapshot, snapshot_of
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind

ROLES = click.argument("roles", metavar="[FROM] TO", nargs=-1, required=True, type=NameOf(Kind.ROLE))
PROFILE = click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What you hold, as CSV (columns competency, level, course) or JSON: instead of FROM, or on top of it.",
)


@dataclass(frozen=True)
class Move:
    """A move in a snapshot: IRIs of the role at its start and of the role wanted, and what a person holds.

    One of `brought` and `own` may be None.
    """

    held: Snapshot
    brought: str | None
    own: Profile | None
    role: str

    @property
    def graph(self) -> Graph:
        """The graph in which the move is."""
        return self.held.graph

    def start(self, planner: Planner, switches: Switches) -> Profile:
        """What is brought, as a planner has it.

        Raises:
            NotKnown: nothing is stated of what the role at the start needs.
        """
        if self.brought is None:
            return self.own or Profile("nobody", {})
        base = planner.role_profile(self.brought, with_desirable=switches.with_desirable)
        return on_top(base, self.own, planner.levels) if self.own else base


def read_move(store: Store, roles: Sequence[str], profile: Path | None) -> Move:
    """The move that the arguments of a command name.

    Raises:
        UsageError: there are too few roles or too many, or one is not known.
        DataError: the profile cannot be read.
    """
    if len(roles) not in ((1, 2) if profile else (2,)):
        raise UsageError(
            "Give the role that you want, or two roles: kmgraph bridge --profile FILE “FROM” “TO”"
            if profile
            else "Give two roles, each in quotation marks: kmgraph bridge “FROM” “TO”"
        )

    held = snapshot_of(store)
    known = names_in(held.graph, [Kind.ROLE])
    wanted = [resolve(known, text, "role").iri for text in roles]
    own = read_profile(profile, nameable(held.graph), Levels(held.graph)) if profile else None
    return Move(held, wanted[0] if len(wanted) == 2 else None, own, wanted[-1])
