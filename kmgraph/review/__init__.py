"""Reviews of proposals: questions on sheets and cards, and answers counted by kind of reviewer, without names."""

from kmgraph.review.export import export
from kmgraph.review.intake import Intake, forget, take_in
from kmgraph.review.overview import Overview, overview
from kmgraph.review.question import Question, familiar, question, questions, reviewable
from kmgraph.review.sheet import Answer, write_sheet

__all__ = [
    "Answer",
    "Intake",
    "Overview",
    "Question",
    "export",
    "familiar",
    "forget",
    "overview",
    "question",
    "questions",
    "reviewable",
    "take_in",
    "write_sheet",
]
