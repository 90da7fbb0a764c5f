"""Search: everything that has a name, by what people type."""

from app import data, parts, state
from app.catalogue import _
from app.finding.everywhere import search
from app.finding.results import invite, query, results


def show() -> None:
    """Shows what is found of what the link looks for, or what can be looked for."""
    state.went_to("search")
    if not any(data.planner().graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    wanted = query()
    parts.title(_("Search for “{query}”").format(query=wanted) if wanted else _("Search"))
    parts.news()
    search("search-page", query=wanted)
    if wanted:
        results(wanted)
    else:
        invite()


show()
