"""The answer for a team: asked without making anybody wait unawares, checked, and remembered in the session."""

from collections.abc import Sequence

from app import data
from app.catalogue import _
from app.waiting import patiently
from kmgraph.planner import Planner, Profile, Switches
from kmgraph.planner.team import TeamAnswer, ask_team, verify_team


def answered(planner: Planner, team: Sequence[Profile], roles: Sequence[str], switches: Switches) -> TeamAnswer:
    """What a team holds of what these roles need, and who should learn what.

    Raises:
        NotKnown: the time was too short.
        KmgraphError: the answer did not pass its own check.
    """
    about = data.content(), tuple(team), tuple(roles), switches

    def find() -> TeamAnswer:
        answer = ask_team(planner, team, roles, switches)
        verify_team(planner, answer)
        return answer

    doing = _("Looking for the best learning for the team.")
    return patiently(find, asked=about, doing=doing, keep="team")
