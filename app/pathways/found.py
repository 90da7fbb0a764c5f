"""Pathways and near roles as the planner finds them, kept for the question in the session."""

from dataclasses import replace

from app import data
from app.catalogue import _
from app.pathways.options import Options
from app.question import OWN, Question
from app.waiting import patiently
from kmgraph.planner import Planner, Profile
from kmgraph.planner.audit.check import verify
from kmgraph.planner.pathway import NextMoves, Pathways, next_moves, pathways

NEAR = 10
"""Roles that are told as near, beside those on record."""


def ways(planner: Planner, profile: Profile, asked: Question, options: Options) -> Pathways:
    """The ways to the role that is asked for, each move checked.

    Raises:
        NotKnown: it is not known what one of the roles needs.
    """

    def work() -> Pathways:
        found = pathways(
            planner, profile, asked.goal or "", asked.switches,
            start=_start(asked), moves=options.moves, most_new=options.most_new,
        )  # fmt: skip
        for hop in found.hops:
            verify(planner, hop.answer)
        return in_order(found)

    about = ("pathways", data.content(), asked.start, asked.goal, asked.switches, asked.matches, profile, options)
    doing = _("Looking for ways by way of other roles.")
    return patiently(work, asked=about, doing=doing, keep="pathways")


def in_order(found: Pathways) -> Pathways:
    """Pathways with the one on record first, then by what they leave open, then by their moves, then the best."""
    by = sorted(found.ways, key=lambda way: (not way.on_record, way.open, len(way.hops)))
    return replace(found, ways=tuple(by))


def nearest(planner: Planner, profile: Profile, asked: Question) -> NextMoves:
    """The roles that are near what is brought."""

    def work() -> NextMoves:
        return next_moves(planner, profile, asked.switches, start=_start(asked), limit=NEAR)

    about = ("near", data.content(), asked.start, asked.switches, asked.matches, profile)
    doing = _("Comparing what you bring with every role.")
    return patiently(work, asked=about, doing=doing, keep="near")


def _start(asked: Question) -> str | None:
    return None if asked.start == OWN else asked.start
