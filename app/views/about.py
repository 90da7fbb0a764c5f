"""About the data: where it comes from, under which licences, how much is proposed, and what is not here yet."""

from app import about, data, markup, parts, state

SAYS = (
    "kmgraph joins what sources say of competencies, job roles and learning with this project's own view of how "
    "they fit together. Much of that view is a proposal that waits for review."
)
NOT_YET = (
    "How often people make a move: the journeys on record are too few to tell",
    "Two or three roles side by side in one table",
    "What a whole sector lacks, and which course would close most of it",
)
ASKED_ELSEWHERE = (
    "The command line answers more than these pages: with kmgraph bridge you can give your own profile in a file, a "
    "budget or a limit of time, and region, language and access needs as conditions; kmgraph pathway looks for roles "
    "that could be stops on the way; kmgraph team says who of a team should learn what."
)
OPEN_DATA = "All of it is open linked data: the command kmgraph export writes it to a file, and you can ask it your own"


def show() -> None:
    """Shows what the store holds and how far it may be relied on."""
    state.went_to("about")
    planner = data.planner()
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title("About the data")
    parts.news()
    counted = data.counted()
    parts.show(parts.paragraph(SAYS, "lead"), parts.paragraph(parts.NOT_ENDORSED))
    about.loaded(counted, planner.graph)
    parts.heading("How far it may be relied on")
    about.statuses(counted)
    parts.heading("What reviewers say")
    about.reviews(counted)
    parts.heading("For whom the learning is")
    about.provision(planner.graph)
    parts.heading("Known gaps")
    about.gaps(planner, data.links())
    parts.heading("Sources and licences")
    about.sources(planner.graph)
    parts.heading("Take it with you")
    parts.show(markup.tag("p", OPEN_DATA, " ", markup.link("questions in SPARQL", "/sparql"), "."))
    parts.heading("Not here yet")
    parts.show(markup.listing(NOT_YET), parts.paragraph(ASKED_ELSEWHERE))


show()
