"""About the data: where it comes from, under which licences, how much is proposed, and what is not here yet."""

from collections.abc import Mapping

from app import markup, parts, say, state
from app.markup import Html
from kmgraph.graph import Graph
from kmgraph.model import Course, Role, Source
from kmgraph.planner.explain import amount
from kmgraph.vocabulary import Kind, Status

MEANS = (
    ("proposed", "This project's considered view. It was written with reasons and sources, and waits for review."),
    ("sourced", "A source says so."),
    ("reviewed", "People who know the field looked at it and agreed."),
    ("suggested", "A machine suggested it. It counts in no answer until somebody has reviewed it."),
)
NAMES = {
    Kind.ROLE: "Roles",
    Kind.COMPETENCY: "Competencies",
    Kind.LEVEL_DESCRIPTION: "Descriptions of a competency at a level",
    Kind.REQUIREMENT: "Links: a role needs a competency",
    Kind.COURSE: "Courses and other learning",
    Kind.TEACHES: "Links: a course teaches a competency",
    Kind.EXPECTS: "Links: a course expects a competency",
    Kind.PREREQUISITE: "Links: a course asks for another first",
    Kind.PRACTICE: "Ways to practise without a course",
    Kind.JOURNEY: "Career journeys",
    Kind.STEP: "Steps of journeys",
    Kind.ORGANISATION: "Organisations",
    Kind.FRAMEWORK: "Frameworks of competencies",
    Kind.MAPPING: "Matches between frameworks",
    Kind.SOURCE: "Sources",
}
SHOWN = (Status.PROPOSED, Status.SOURCED, Status.REVIEWED, Status.SUGGESTED)
SAYS = (
    "kmgraph joins what sources say of competencies, job roles and learning with this project's own view of how "
    "they fit together. Much of that view is a proposal that waits for review."
)
NOT_YET = (
    "Journeys of people who made a move, and how often it is made",
    "A page for each role, course and competency, and a comparison of roles",
    "What is missing for a whole team or sector, and which course would close most",
    "Your own profile from a file, and a budget or time limit for a plan",
    "Region, language and access needs as conditions",
)


def about() -> None:
    """Shows what the store holds and how far it may be relied on."""
    state.went_to("about")
    graph = state.planner().graph
    if not graph.all(Role):
        parts.empty_store(state.store().url)
        return
    parts.title("About the data")
    parts.show(parts.paragraph(SAYS, "lead"), parts.paragraph(parts.NOT_ENDORSED))
    parts.heading("How much there is")
    parts.show(_counts(state.census()), markup.facts(MEANS))
    parts.heading("What is not known")
    parts.show(markup.listing(f"{what} known for {count} courses." for what, count in _known(graph)))
    parts.heading("Not here yet")
    parts.show(markup.listing(NOT_YET))
    parts.heading("Sources and licences")
    parts.show(_sources(graph))
    parts.show(markup.facts([("Store", state.store().url), ("Data version", str(graph.version))]))


def _counts(counted: Mapping[Kind, Mapping[Status, int]]) -> Html:
    rows = []
    for kind, name in NAMES.items():
        by_status = counted.get(kind, {})
        if by_status:
            counts = [*(by_status.get(status, 0) for status in SHOWN), sum(by_status.values())]
            rows.append((name, *map(amount, counts)))
    return markup.table("What the store holds, by status", ("Kind", *map(str, SHOWN), "all"), rows, numbers=True)


def _known(graph: Graph) -> list[tuple[str, str]]:
    courses = list(graph.all(Course).values())

    def having(field: str) -> str:
        return f"{sum(getattr(course, field) is not None for course in courses)} of {len(courses)}"

    return [
        ("The price is", having("fee")),
        ("Hours of work are", having("effort_hours")),
        ("The mode is", having("mode")),
    ]


def _sources(graph: Graph) -> Html:
    sources = sorted(graph.all(Source).values(), key=lambda one: one.title.casefold())
    rows = [
        (
            markup.link(one.title, one.url),
            one.publisher or say.UNKNOWN,
            one.licence or say.UNKNOWN,
            one.retrieved.isoformat() if one.retrieved else say.UNKNOWN,
        )
        for one in sources
    ]
    cited = [one.citation for one in sources if one.citation]
    head = ("Title", "Publisher", "Licence", "Read on")
    return markup.join([*map(parts.paragraph, cited), markup.table("Data sets and documents", head, rows)])


about()
