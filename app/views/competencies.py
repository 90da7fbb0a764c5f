"""Competencies: all of them, or the one that the link names."""

from app import competencies
from app.records import Pages, visit
from kmgraph.model import Competency

PAGES = Pages(
    title="Competencies",
    one="competency",
    many="competencies",
    lead="What people know, can do, or do as a way of working. See what each looks like at its levels, which roles "
    "need it, and which learning teaches it.",
)

visit(Competency, PAGES, competencies.show, competencies.overview)
