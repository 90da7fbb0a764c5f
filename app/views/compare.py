"""Compare: two or three roles in one table, and what somebody brings beside them."""

from app import data, parts, state
from app.catalogue import _
from app.compare import shown
from app.compare.asked import asked
from app.compare.choosing import choose
from kmgraph.model import Role


def show() -> None:
    """Shows the roles that the link names side by side."""
    state.went_to("compare")
    planner = data.planner()
    if not planner.graph.all(Role):
        parts.empty_store(data.store().url)
        return
    wanted = asked()
    names = _(" and ").join(map(planner.graph.label, wanted.roles))
    parts.title(_("Compare {roles}").format(roles=names) if len(wanted.roles) > 1 else _("Compare"))
    parts.news()
    parts.puzzles(wanted.puzzles)
    choose(wanted)
    shown.show(planner, wanted)


show()
