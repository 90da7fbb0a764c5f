"""Survey: the questions to send out, a check of the answers that come back, and what published surveys say."""

from app import data, parts, state
from app.catalogue import _
from app.survey import asked, check, found, questions
from kmgraph.model import Competency

LEAD = _(
    "For those who plan or pay for training: ask people what they can do and what they would like to learn. "
    "Only counts are ever published, and none that shows a small group."
)


def survey() -> None:
    """Shows the part of the page that the link names."""
    state.went_to("survey")
    if not data.planner().graph.all(Competency):
        parts.empty_store(data.store().url)
        return
    puzzles: list[str] = []
    show = asked.shown(puzzles)
    parts.title(asked.TITLES[show])
    parts.news()
    parts.show(parts.paragraph(LEAD, "lead"))
    asked.view(show)
    if show == "found":
        parts.puzzles(puzzles)
        found.found()
        return
    known = data.questionnaires()
    chosen = asked.about(known, puzzles)
    parts.puzzles(puzzles)
    if show == "check":
        check.check(known)
        return
    asked.choose(known, chosen)
    questions.ask(chosen)


survey()
