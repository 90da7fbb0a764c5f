"""kmgraph: a knowledge graph of competencies, job roles, training and career journeys.

    from kmgraph import Switches, connect, names_in, resolve, snapshot_of
    from kmgraph.load import load
    from kmgraph.vocabulary import Kind

    with connect("sqlite:///graph.sqlite") as store:
        load(store, "starter")
        held = snapshot_of(store)
    planner, roles = held.planner(), names_in(held.graph, [Kind.ROLE])
    start, goal = (resolve(roles, name, "role").iri for name in ("policy officer", "knowledge broker"))
    answer = planner.bridge(planner.role_profile(start), goal, Switches(modes=["online"], budget=500))
    print([step.course.label for step in answer.plans[0].steps])

Beside `Planner.bridge`: `kmgraph.planner.others.alternatives` and `.frontier`, `kmgraph.planner.certainty.sure`,
`kmgraph.planner.comparison.compare`, `kmgraph.planner.pathway` and `kmgraph.planner.team`.

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
    "names_in": "kmgraph.find",
    "neighbourhood": "kmgraph.graph",
    "resolve": "kmgraph.find",
    "snapshot_of": "kmgraph.snapshot",
}

__all__ = [
    "Graph",
    "KmgraphError",
    "Planner",
    "Profile",
    "Switches",
    "__version__",
    "connect",
    "names_in",
    "neighbourhood",
    "resolve",
    "snapshot_of",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'kmgraph' has no attribute {name!r}")
    return getattr(import_module(home), name)
