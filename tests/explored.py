"""A made-up graph for the explorer: a move with four plans, one competency that stays open, one way to practise it.

Beside it stands what the pages of records show: a ladder, a journey, matches, an approach, a tool, commitments of
institutions, and what reviewers said.
"""

from datetime import date

from kmgraph.model import (
    Approach,
    Collection,
    Commitment,
    Course,
    Journey,
    Ladder,
    LevelDescription,
    Offering,
    Organisation,
    Practice,
    Record,
    Requirement,
    Review,
    Role,
    RoleMapping,
    Source,
    Step,
    Teaches,
)
from kmgraph.store import connect
from kmgraph.vocabulary import (
    Activity,
    Availability,
    Basis,
    Eligibility,
    Evidence,
    Importance,
    Kind,
    Match,
    Opinion,
    ReviewerType,
    Status,
)
from tests.worlds import SOURCE, World, level, name

OPEN = {"eligibility": Eligibility.OPEN, "availability": Availability.OPEN}
POUNDS = {"currency": "GBP", **OPEN}
BOOK = name(Kind.SOURCE, "book")
OCCUPATION = "http://data.example.org/occupation/1"
"""An occupation of another scheme that nobody describes here."""


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
    _beside(world)
    _reviewed(world)
    return world


def _beside(world: World) -> None:
    """What the pages of records show beside needs and learning; nothing of it enters a plan."""
    officer, manager = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
    writing, fellowship = name(Kind.COMPETENCY, "writing"), name(Kind.COURSE, "fellowship")
    world.framework("abroad")
    world.competency("composition", label="Composition", framework=name(Kind.FRAMEWORK, "abroad"))
    world.match("writing", "composition", Match.BROAD, Status.PROPOSED)
    world.competency("patience", label="Patience", type="attitude", definition="Waits for others.")
    world.needs("officer", "patience", None)
    collection, journey = name(Kind.COLLECTION, "promises"), name(Kind.JOURNEY, "up")
    world.records += [
        Source(id=BOOK, title="A book of roles", publisher="A press", licence="CC BY 4.0"),
        Organisation(id=name(Kind.ORGANISATION, "school"), label="A school", type="provider", nation="GB-WLS"),
        Course(
            id=fellowship, label="Fellowship", type="fellowship", provider=name(Kind.ORGANISATION, "school"),
            eligibility=Eligibility.DOCTORAL, open_to=("GB-WLS",), funding="A grant of £5,000",
            availability=Availability.CLOSED,
        ),
        Ladder(id=name(Kind.LADDER, "ladder"), label="The ladder", rungs=(officer, manager)),
        Journey(id=journey, label="Up the ladder", summary="From officer to manager.", basis=Basis.EXAMPLE),
        Approach(id=name(Kind.APPROACH, "co-design"), label="Co-design", type="approach", competencies=(writing,)),
        Approach(id=name(Kind.APPROACH, "brief"), label="Policy brief", type="tool", competencies=(writing,)),
        Collection(id=collection, label="The promises", definition="What schools promise."),
        Commitment(id=name(Kind.COMMITMENT, "time"), label="Give time", collection=collection, order=1),
    ]  # fmt: skip
    world.edge(Teaches, course=fellowship, competency=writing, level=level("expert"), why="A year of practice")
    world.edge(Step, journey=journey, order=1, activity=Activity.ROLE, role=officer)
    world.edge(Step, journey=journey, order=2, activity=Activity.STUDY, course=fellowship, text="Spends a year away")
    world.edge(Step, journey=journey, order=3, activity=Activity.ROLE, role=manager, sector="town hall")
    world.edge(Offering, course=fellowship, starts=date(2026, 1, 5), place="Cardiff")
    world.edge(LevelDescription, competency=writing, level=level("working"), text="Writes a page that others read.")
    world.edge(RoleMapping, subject=officer, object=OCCUPATION, object_label="official", match=Match.CLOSE)
    world.records = [
        one.model_copy(update={"cites": (BOOK,), "group": "staff", "summary": "Does the work."})
        if isinstance(one, Role) and one.id == officer
        else one
        for one in world.records
    ]


def _reviewed(world: World) -> None:
    """Reviewers agree with one need, took another out, and differ about what a course teaches."""
    manager, patience = name(Kind.ROLE, "manager"), name(Kind.COMPETENCY, "patience")
    world.edge(Requirement, role=manager, competency=patience, importance=Importance.DESIRABLE)
    _review(world, link(world, "manager", "writing"), Opinion.AGREE, 3)
    _review(world, link(world, "manager", "patience"), Opinion.DISAGREE, 4)
    taught = link(world, "all-in-one", "writing")
    _review(world, taught, Opinion.AGREE, 2)
    _review(world, taught, Opinion.DISAGREE, 2, ReviewerType.PROVIDER)


def link(world: World, start: str, competency: str) -> Record:
    """What joins a role or a course with a competency, by their slugs."""
    ends = (name(Kind.ROLE, start), name(Kind.COURSE, start)), name(Kind.COMPETENCY, competency)
    return next(
        one
        for one in world.records
        if isinstance(one, Requirement | Teaches)
        and (one.role if isinstance(one, Requirement) else one.course) in ends[0]
        and one.competency == ends[1]
    )


def _review(
    world: World, about: Record, opinion: Opinion, people: int, reviewers: ReviewerType = ReviewerType.GOVERNMENT
) -> None:
    said = {"about": about.id, "seen": world.seen(about), "reviewers": reviewers, "opinion": opinion}
    world.edge(Review, **said, people=people)


def fill(url: str) -> None:
    """Puts the made-up graph into a store."""
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), explored().records)
