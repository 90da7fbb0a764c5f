"""Answers to take away: JSON, a table of steps, and the picture, each with its question, version and licences."""

import csv
import io
import json
from typing import Any

from app import say
from app.drawing import drawing
from app.picture import picture
from app.state import OWN, Question
from kmgraph.model import slug_of
from kmgraph.planner import Answer, Plan, Planner
from kmgraph.planner.credit import attributions
from kmgraph.planner.explain import Words
from kmgraph.planner.report import bridge_json
from kmgraph.sheets import unformulated

ABOUT = "kmgraph, https://w3id.org/kmgraph/"


def as_json(planner: Planner, answer: Answer, asked: Question) -> str:
    """The answer, its question, and on what it rests; numbers are numbers, unknown is null."""
    words = Words(planner)
    said: dict[str, Any] = {
        "question": {
            "from": None if asked.start == OWN else asked.start,
            "from_label": answer.profile.label,
            "brings": [
                {"competency": iri, "label": planner.graph.label(iri), "level": words.level(level)}
                for iri, level in sorted(answer.profile.levels.items())
            ],
            "courses_done": sorted(answer.profile.courses),
            "to": answer.role,
            "include_past": asked.past,
            "with_desirable": asked.desirable,
            "open_to_all": asked.open_to_all,
            "without": sorted(asked.without),
        },
        "data_version": planner.graph.version,
        "licence": licences(words, answer),
        **bridge_json(planner, answer),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_csv(words: Words, answer: Answer, plan: Plan) -> str:
    """The steps of a plan as a table; what is not known is empty."""
    about = [drawn_about(words, answer), str(words.graph.version), licences(words, answer)]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(
        ("order", "course", "provider", "type", "mode", "hours", "weeks", "price", "currency", "who_can_join",
         "availability", "raises", "because", "check_first", "url", "iri", "question", "data_version", "licence")
    )  # fmt: skip
    for number, step in enumerate(plan.steps, 1):
        course = step.course
        row = [
            number, course.label, words.provider(step), course.type, course.mode, course.effort_hours,
            course.elapsed_weeks, course.fee, course.currency, say.WHO[course.eligibility], course.availability,
            "; ".join(map(words.raised, step.raises)), words.because(step),
            " ".join(words.cautions(step, answer.switches)),
            course.url, course.id, *about,
        ]  # fmt: skip
        table.writerow([_cell(value) for value in row])
    return "\ufeff" + out.getvalue()  # spreadsheets take a file without the mark for Windows-1252


def as_svg(words: Words, answer: Answer, plan: Plan) -> str:
    """The picture of a plan, with what it is about at its foot."""
    about = f"{ABOUT}, data version {words.graph.version}. {licences(words, answer)}"
    return drawing(picture(words, answer, plan), about=about) + "\n"


def licences(words: Words, answer: Answer) -> str:
    """The licences of the data sets that an answer rests on, and the attributions that its sources ask for."""
    sources, stating = words.attributions(answer), words.graph.sources_of
    data_sets = [one for one in sources if one.id in stating[one.id]]
    stated = {one.licence or f"{one.title}: licence {say.UNKNOWN}" for one in data_sets}
    under = f"Data under {', '.join(sorted(stated))}; sources cited keep their own licences."
    return " ".join([under, *attributions(sources)])


def drawn_about(words: Words, answer: Answer) -> str:
    """The question in a few words."""
    return f"From {answer.profile.label} to {words.graph.label(answer.role)}"


def file_name(answer: Answer, ending: str) -> str:
    """A name for a file that holds an answer."""
    start = slug_of(answer.profile.id) if answer.profile.id else "my-profile"
    return f"{start}-to-{slug_of(answer.role)}.{ending}"


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, with whole numbers as such."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return unformulated(value) if isinstance(value, str) else value
