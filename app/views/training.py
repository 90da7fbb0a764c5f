"""Training: all learning that is listed, or the item that the link names."""

from app import glossary, markup
from app.catalogue import _
from app.records import training
from app.records.record import Pages, visit
from kmgraph.model import Course

PAGES = Pages(
    title=_("Training"),
    lead=markup.fill(
        _(
            "{Training} is any way to learn that somebody offers. See what each item teaches, {who}, and what to "
            "check first."
        ),
        Training=glossary.term("training", _("Training")),
        who=glossary.term("who-can-join"),
    ),
    all=_("All training"),
    find=_("Find a training item by typing"),
    none=_("No source that is loaded describes any training item."),
    one=_("training item"),
)

visit(Course, PAGES, training.show)
