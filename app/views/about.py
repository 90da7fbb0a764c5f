"""About the data: where it comes from, under which licences, how much is proposed, and what is not here yet."""

from app import data, glossary, links, markup, parts, state
from app.about import shown as about
from app.catalogue import _

SAYS = _(
    "kmgraph joins what sources say of competencies, job roles and learning with this project's own view of how they "
    "fit together. Much of that view is {proposed}: it waits for review."
)
NOT_YET = (
    _("Pay, vacancies, and how much employers demand a role."),
    _("How often people make a move: too few journeys are on record to tell."),
    _("What a whole sector lacks, and which course would close most of it."),
    _("A second language. The pages are ready for one, and nobody has written it yet."),
)
ASKED_ELSEWHERE = _(
    "The command line answers more than these pages. For example, kmgraph team says who of a team should learn what."
)
OPEN_DATA = _(
    "All of it can be exported as linked data, with the command kmgraph export. Only a part states an open licence: "
    "the export takes that part with --open-only. You can also ask {sparql}."
)


def show() -> None:
    """Shows what the store holds and how far it may be relied on."""
    state.went_to("about")
    planner = data.planner()
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title(_("About the data"))
    parts.news()
    counted = data.counted()
    parts.show(
        parts.paragraph(markup.fill(SAYS, proposed=glossary.term("proposed", _("a proposal"))), "lead"),
        parts.paragraph(parts.NOT_ENDORSED),
        parts.paragraph(links.page(_("What the words here mean"), "glossary")),
    )
    about.loaded(counted, planner.graph)
    parts.heading(_("How far it may be relied on"))
    about.statuses(counted)
    parts.heading(_("What reviewers say"))
    about.reviews(counted)
    parts.heading(_("For whom the learning is"))
    about.provision(planner.graph)
    parts.heading(_("Known gaps"))
    about.gaps(planner, data.links())
    parts.heading(_("Sources and licences"))
    about.sources(planner.graph)
    parts.heading(_("Take it with you"))
    sparql = markup.link(_("your own questions in SPARQL"), "/sparql")
    parts.show(parts.paragraph(markup.fill(OPEN_DATA, sparql=sparql)))
    parts.heading(_("Not here yet"))
    parts.show(markup.listing(NOT_YET), parts.paragraph(ASKED_ELSEWHERE))


show()
