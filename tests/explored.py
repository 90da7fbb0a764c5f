"""A made-up graph for the explorer: a move with four plans, one competency that stays open, one way to practise it."""

from kmgraph.model import Practice
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Eligibility, Evidence, Kind
from tests.worlds import SOURCE, World, name

OPEN = {"eligibility": Eligibility.OPEN, "availability": Availability.OPEN}
POUNDS = {"currency": "GBP", **OPEN}


def explored() -> World:
    """Roles officer and manager, a role that nothing is known of, and one that only desires something."""
    world = World()
    for slug in ("writing", "brokering", "synthesis", "budgets"):
        world.competency(slug, label=slug.capitalize(), definition=f"All about {slug}.")
    world.role("officer", {"writing": "working"})
    needs = {"writing": "practitioner", "brokering": "working", "synthesis": "working", "budgets": "expert"}
    world.role("manager", needs)
    world.role("clerk", {})
    world.role("writer", {"writing": "working"}, desirable={"brokering": "working"})
    world.course("all-in-one", {"writing": "practitioner", "brokering": "working", "synthesis": "working"},
                 fee=1200, effort_hours=300, **POUNDS)  # fmt: skip
    world.course("free-writing", {"writing": "practitioner"}, fee=0, effort_hours=90, **POUNDS)
    world.course("free-rest", {"brokering": "working", "synthesis": "working"}, fee=0, effort_hours=250, **POUNDS)
    world.course("quick-writing", {"writing": "practitioner"}, fee=400, effort_hours=8, **POUNDS)
    world.course("quick-brokering", {"brokering": "working"}, fee=300, effort_hours=6, currency="EUR", **OPEN)
    world.course("quick-synthesis", {"synthesis": "working"}, effort_hours=5, **OPEN)
    proven = {"fee": 700, "effort_hours": 100, **POUNDS}
    world.course("proven-writing", {"writing": "practitioner"}, evidence=Evidence.REVIEW, **proven)
    world.course("proven-rest", {"brokering": "working", "synthesis": "working"}, evidence=Evidence.REVIEW, **proven)
    world.course("past-budgets", {"budgets": "expert"}, availability=Availability.ENDED)
    world.records.append(
        Practice(
            id=name(Kind.PRACTICE, "shadow"),
            label="Shadow a treasurer",
            summary="Sit beside one for a week.",
            competencies=(name(Kind.COMPETENCY, "budgets"),),
        )
    )
    return world


def fill(url: str) -> None:
    """Puts the made-up graph into a store."""
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), explored().records)
