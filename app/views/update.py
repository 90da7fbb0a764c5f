"""Update the data: tables in, what they would change, the change itself, and its undoing; off unless allowed."""

from app import parts, state
from app.catalogue import _
from app.update import bring, last, off, take, writing
from kmgraph.settings import can_edit


def show() -> None:
    """Shows how to load data, or that nobody can do so here."""
    state.went_to("update")
    parts.title(_("Update the data"))
    if not can_edit():
        off.show()
        return
    writing.told()
    parts.news()
    lead = _("Bring one data set as tables. You see what would change before anything is written.")
    parts.show(parts.paragraph(lead, "lead"))
    bring.bring()
    last.undo()
    take.take()


show()
