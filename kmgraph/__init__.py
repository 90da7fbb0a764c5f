"""kmgraph: a knowledge graph of competencies, job roles, training and career journeys.

    from kmgraph import Planner, connect, neighbourhood
    from kmgraph.load import load

    with connect("sqlite:///graph.sqlite") as store:
        load(store, "starter")
        graph = store.read(neighbourhood)
        planner = Planner(graph)
        answer = planner.bridge(planner.role_profile(start), goal)  # IRIs of two roles

Names are imported when they are first used, so that `import kmgraph` costs next to nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Graph": "kmgraph.graph",
    "KmgraphError": "kmgraph.errors",
    "Planner": "kmgraph.planner",
    "Profile": "kmgraph.planner",
    "Switches": "kmgraph.planner",
    "connect": "kmgraph.store",
    "neighbourhood": "kmgraph.graph",
}

__all__ = [
    "Graph",
    "KmgraphError",
    "Planner",
    "Profile",
    "Switches",
    "__version__",
    "connect",
    "neighbourhood",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'kmgraph' has no attribute {name!r}")
    return getattr(import_module(home), name)
