"""A team beside the roles that it has to fill together: who holds what, and the best learning for the team."""

from kmgraph.planner.team.answer import Hold, Learning, TeamAnswer, TeamNeed
from kmgraph.planner.team.ask import ask_team
from kmgraph.planner.team.check import verify_team

__all__ = ["Hold", "Learning", "TeamAnswer", "TeamNeed", "ask_team", "verify_team"]
