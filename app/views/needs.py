"""Needs and gaps: what role types need that the learning listed does not give, and whom that holds back."""

from app import data, parts, state
from app.catalogue import _
from app.needs import choices, heat, others, ranked
from app.needs.asked import SHOWS, Wanted, needs_of, wanted
from app.needs.figures import look_into
from app.needs.sector import organised_work
from app.needs.take import take
from kmgraph.model import Role
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.words import GapWords

LEAD = _(
    "For those who plan or pay for training: what do role types need that no learning listed here gives? "
    "Whom does that hold back?"
)
ORGANISED = _(
    "For those who plan or pay for training: what does each sector ask of people, which organisations hold which "
    "role types, and what do they work with?"
)

SUPPOSED = _(
    "What you suppose of courses is counted under “What to commission next” only, in no other view. The files tell "
    "it in a table of its own, “What if”; their other tables do not count it."
)


def show() -> None:
    """Takes the question from the link, and shows needs beside provision."""
    state.went_to("needs")
    if not data.planner().graph.all(Role):
        parts.empty_store(data.store().url)
        return
    asked = wanted()
    parts.title(SHOWS[asked.show])
    parts.news()
    parts.puzzles(asked.puzzles)
    parts.show(parts.paragraph(ORGANISED if asked.show == "sector" else LEAD, "lead"))
    choices.view(asked)
    if asked.show == "sector":
        organised_work(asked)
        return
    choices.choose(asked)
    found = data.gaps(asked.asked, needs_of(asked), all_pairs=asked.all_pairs)
    if asked.show == "commission":
        others.to_do(asked, found)
    elif asked.show == "reach":
        others.reachable(asked, found)
    elif asked.show == "evidence":
        others.works(found)
    else:
        _gaps(asked, found)
    take(asked, found)
    if asked.changes:
        parts.show(parts.paragraph(SUPPOSED, "quiet"))


def _gaps(asked: Wanted, found: Gaps) -> None:
    words = GapWords(found)
    parts.show(parts.paragraph(words.headline(), "inset"))
    look_into(asked, found)
    heat.tables(asked, found)
    ranked.ranked(asked, found)
    others.basis(words.basis())


show()
