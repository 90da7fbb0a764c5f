"""Files of a team's answer: who holds what and who should learn what as CSV, all of it as JSON."""

import json
from datetime import UTC, datetime

import streamlit as st

from app import parts
from app.catalogue import _
from app.report.export import csv_file
from app.report.licences import licences
from app.report.take import File, offer
from app.team.cells import Cells, said
from app.team.heat import VERDICTS
from kmgraph.planner import Planner
from kmgraph.planner.team import TeamAnswer
from kmgraph.planner.team.report import team_json
from kmgraph.planner.team.words import TeamWords
from kmgraph.sheets import unformulated

WHOLE = "team-whole"
"""The key of the tick by which somebody puts what people hold into files."""
ABOUT = ("question", "data_version", "licence")
"""The columns with which each row says what it is about."""


def take(planner: Planner, words: TeamWords, answer: TeamAnswer, *, people: bool) -> None:
    """Buttons for the files; where there are people in the team, once somebody ticks that these may be told of."""
    parts.heading(_("Take it away"))
    if people:
        told = _("The files say what people hold, under the names of their profiles. Ask them before you share one.")
        parts.show(parts.paragraph(told))
        if not st.checkbox(_("Put what people hold into the files"), key=WHOLE):
            return
    files = [File(_("Who holds what (CSV)"), "team.csv", "text/csv", lambda: holds(planner, words, answer))]
    if answer.learning:
        told = _("Who should learn what (CSV)")
        files.append(File(told, "team-learning.csv", "text/csv", lambda: learns(planner, words, answer)))
    files.append(File(_("All of it (JSON)"), "team.json", "application/json", lambda: as_json(planner, words, answer)))
    offer(files)


def holds(planner: Planner, words: TeamWords, answer: TeamAnswer) -> str:
    """What the roles need, how each member stands to it, and what that comes to, as a table."""
    cells, label = Cells(planner, answer), planner.graph.label
    head = [
        "competency",
        "iri",
        "level_needed",
        "needed_by",
        *(unformulated(one.label) for one in answer.members),
        "team",
        "held_by",
    ]
    rows = (
        [
            label(one.need.competency),
            one.need.competency,
            words.words.needed(one.need),
            "; ".join(map(label, one.roles)),
            *map(said, cells.row(one)),
            VERDICTS[one.state],
            words.held_by(one),
            *_about(planner, words, answer),
        ]
        for one in answer.needs
    )
    return csv_file([*head, *ABOUT], rows)


def learns(planner: Planner, words: TeamWords, answer: TeamAnswer) -> str:
    """The courses of each member in order, as a table; what is not known is empty."""
    head = (
        "member", "order", "course", "iri", "provider", "mode", "because", "fee", "currency", "hours", "weeks",
        "check_first", "url", *ABOUT,
    )  # fmt: skip
    rows = (
        [
            *words.names([one.member]), number, step.course.label, step.course.id, words.words.provider(step),
            step.course.mode, words.because(step), step.course.fee, step.course.currency, step.course.effort_hours,
            step.course.elapsed_weeks, " ".join(words.words.cautions(step, answer.switches)), step.course.url,
            *_about(planner, words, answer),
        ]
        for one in answer.learning
        for number, step in enumerate(one.steps, 1)
    )  # fmt: skip
    return csv_file(head, rows)


def as_json(planner: Planner, words: TeamWords, answer: TeamAnswer) -> str:
    """All of the answer; numbers are numbers, unknown is null."""
    question, version, licence = _about(planner, words, answer)
    about = {"question": question, "data_version": version, "licence": licence}
    told = {**about, "made": datetime.now(UTC).date().isoformat(), **team_json(planner, answer)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _about(planner: Planner, words: TeamWords, answer: TeamAnswer) -> list[str]:
    graph = planner.graph
    team = " | ".join(one.label for one in answer.members)
    asked = _("Team of {team} for {roles}").format(team=team, roles=" | ".join(map(graph.label, answer.roles)))
    return [
        " ".join(filter(None, [asked + ".", words.asked()])),
        str(graph.version),
        licences(graph, words.attributions()),
    ]
