"""A survey of competencies: its questionnaire, its answers apart from the graph, and the tables that are published."""

from kmgraph.survey.answers import answers_in, read_answers
from kmgraph.survey.kept import Kept, Loaded
from kmgraph.survey.question import Questionnaire, questionnaire, questionnaires
from kmgraph.survey.release import release, write_release
from kmgraph.survey.template import write_template

__all__ = [
    "Kept",
    "Loaded",
    "Questionnaire",
    "answers_in",
    "questionnaire",
    "questionnaires",
    "read_answers",
    "release",
    "write_release",
    "write_template",
]
