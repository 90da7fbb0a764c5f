"""Team: roles and people beside the roles that they have to fill together, and who should learn what."""

from app import data, parts, state
from app.catalogue import _
from app.team import choices, shown
from app.team.asked import wanted
from app.team.members import members
from kmgraph.model import Role

LEAD = _(
    "For those who build a team: what do its members hold of what its roles need? What hangs on one of them, what is "
    "missing, and who should learn what?"
)


def show() -> None:
    """Takes the team from the link and the session, and shows it beside the roles that it has to fill."""
    planner = data.planner()
    if not planner.graph.all(Role):
        parts.empty_store(data.store().url)
        return
    asked = wanted()
    state.went_to("team")
    parts.title(_("Team"))
    parts.news()
    parts.puzzles(asked.puzzles)
    parts.show(parts.paragraph(LEAD, "lead"))
    listed = members(planner, asked)
    choices.choose(planner, asked, listed)
    shown.show(planner, asked, [one for one in listed if one.is_in])


show()
