"""What the data offers to narrow needs by: sectors, frameworks, and the places of what was counted."""

from collections import Counter

from app import data
from kmgraph.model import Competency, Framework, Observation, Role
from kmgraph.programme.organised import sectors_of


def sectors() -> list[str]:
    """The sectors in which role types are found, those with most first."""
    found = Counter(one for role in data.planner().graph.all(Role).values() for one in sectors_of(role))
    return sorted(found, key=lambda one: (-found[one], one.casefold()))


def frameworks() -> list[str]:
    """The frameworks that hold a competency, by label; none where there is nothing to choose."""
    graph = data.planner().graph
    used = set(graph.column(Competency, "framework")) & graph.all(Framework).keys()
    return sorted(used, key=lambda iri: (graph.label(iri).casefold(), iri)) if len(used) > 1 else []


def nations() -> list[str]:
    """The nations of which posts, answers or adverts are counted."""
    return sorted({one.nation for one in data.planner().graph.all(Observation).values() if one.nation})


def regions() -> list[str]:
    """The regions of which posts, answers or adverts are counted."""
    return sorted({one.region for one in data.planner().graph.all(Observation).values() if one.region})
