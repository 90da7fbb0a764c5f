"""Competencies: all of them, or the one that the link names."""

from app import glossary, markup
from app.catalogue import _
from app.records import competencies
from app.records.record import Pages, visit
from kmgraph.model import Competency

PAGES = Pages(
    title=_("Competencies"),
    lead=markup.fill(
        _(
            "What people know, can do, or do as a {way}. See what each {competency} looks like at its {levels}, which "
            "roles need it, and which learning teaches it."
        ),
        way=glossary.term("way-of-working"),
        competency=glossary.term("competency"),
        levels=glossary.term("level", _("levels")),
    ),
    all=_("All competencies"),
    find=_("Find a competency by typing"),
    none=_("No source that is loaded describes any competency."),
    one=_("competency"),
)

visit(Competency, PAGES, competencies.show)
