"""Training: all learning that is listed, or the item that the link names."""

from app import training
from app.records import Pages, visit
from kmgraph.model import Course

PAGES = Pages(
    title="Training",
    one="training item",
    many="training",
    lead="Courses, fellowships, placements, mentoring, communities and other learning. See what each teaches, who can "
    "join, and what to check first.",
)

visit(Course, PAGES, training.show, training.overview)
