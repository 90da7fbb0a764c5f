"""The explorer's made-up graph with more journeys: moves that many people made, moves that few made, a suggestion."""

from collections.abc import Sequence

from kmgraph.model import Journey, Step
from kmgraph.store import connect
from kmgraph.vocabulary import Activity, Basis, Kind, Status
from tests.explored import explored
from tests.worlds import SOURCE, World, name

OFTEN = {("officer", "writer"): 6, ("writer", "manager"): 5, ("manager", "officer"): 5}
"""Moves, and how many journeys made them: enough to show. They go round in a circle."""
HOSTILE = (
    "<script>alert(1)</script><b>bold</b>",
    "**bold** [link](javascript:alert(1)) :smile: $x$",
    "\u202eright to left \u0645\u0631\u062d\u0628\u0627",
    "x" * 5000,
    "\U0001f469\u200d\U0001f52c emoji",
    '" onmouseover="alert(1)',
)
"""Labels that mean harm, or are strange."""
SELDOM = {("officer", "manager"): 4, ("writer", "officer"): 1}
"""Moves that too few journeys made to show."""


def role(slug: str) -> str:
    """The IRI of a role of the made-up graph."""
    return name(Kind.ROLE, slug)


def travelled() -> World:
    """The graph, in which an assistant stands between officer and manager, and people moved."""
    world = explored()
    world.role("assistant", {"writing": "practitioner", "brokering": "working"}, sector="charity")
    for (start, goal), journeys in {**OFTEN, **SELDOM}.items():
        for number in range(journeys):
            basis = Basis.CONSENTED if number % 2 else Basis.IMPORTED
            journey(world, f"{start}-{goal}-{number}", [start, goal], basis)
    every = [Activity.VOLUNTEERING, Activity.PLACEMENT, Activity.BREAK, Activity.UNKNOWN]
    journey(world, "round about", ["officer", *every, "assistant"], Basis.SCHEME)
    journey(world, "guessed", ["clerk", "manager"], Basis.EXAMPLE, status=Status.SUGGESTED)
    return world


def journey(world: World, slug: str, steps: Sequence[str | Activity], basis: Basis, **more: object) -> str:
    """Adds a journey over roles, by slug, and other steps; its IRI."""
    iri = name(Kind.JOURNEY, slug.replace(" ", "-"))
    world.records.append(Journey(id=iri, label=slug.capitalize(), basis=basis, **more))
    for order, step in enumerate(steps, 1):
        if isinstance(step, Activity):
            world.edge(Step, journey=iri, order=order, activity=step, sector="charity")
        else:
            world.edge(Step, journey=iri, order=order, activity=Activity.ROLE, role=role(step))
    return iri


def fill(url: str) -> None:
    """Puts the graph into a store."""
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), travelled().records)
