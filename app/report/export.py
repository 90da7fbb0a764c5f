"""Files of an answer, and what they are written with: JSON, a table of steps, the picture, linked data."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from app import say
from app.picture.drawing import drawing
from app.picture.layout import Picture
from app.question import OWN
from app.report.taken import Taken
from kmgraph.planner import Switches
from kmgraph.planner.report import bridge_json
from kmgraph.rdf.answer import answer_triples
from kmgraph.rdf.export import export
from kmgraph.rdf.scope import of_records
from kmgraph.rdf.syntax import Syntax
from kmgraph.sheets import unformulated
from kmgraph.store.base import Store

HELD = frozenset({"held", "state", "headline", "because", "reason", "unpinned", "reviews", "rests_on"})
"""What the JSON of an answer may tell of what somebody brings."""


def as_json(taken: Taken) -> str:
    """The answer, its question, and on what it rests; numbers are numbers, unknown is null."""
    said: dict[str, Any] = {
        "question": _question(taken),
        "data_version": taken.planner.graph.version,
        "licence": taken.licences,
        "made": taken.day.isoformat(),
        **_answer(taken),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _question(taken: Taken) -> dict[str, Any]:
    asked, profile = taken.asked, taken.answer.profile
    said: dict[str, Any] = {
        "from": None if asked.start == OWN else asked.start,
        "from_label": taken.told.profile.label,
        "to": taken.answer.role,
        **_situation(taken.told.switches),
    }
    if taken.whole:
        said["brings"] = [
            {"competency": iri, "label": taken.planner.graph.label(iri), "level": taken.words.level(level)}
            for iri, level in sorted(profile.levels.items())
        ]
        said["courses_done"] = sorted(profile.courses)
    return said


def _situation(switches: Switches) -> dict[str, Any]:
    """The switches as JSON has them."""
    said = asdict(switches)
    plain = {name: sorted(map(str, value)) if isinstance(value, frozenset) else value for name, value in said.items()}
    return plain | {"on": switches.on.isoformat() if switches.on else None}


def _answer(taken: Taken) -> dict[str, Any]:
    answer = taken.with_plan
    found = bridge_json(taken.planner, answer)
    found["chosen"] = answer.plans.index(taken.plan) + 1
    if not taken.is_best:
        found["plans"][-1]["preset"] = None
    if taken.whole:
        return found
    impersonal: dict[str, Any] = _without_held(found)
    for plan in impersonal["plans"]:
        for raised in (one for course in plan["courses"] for one in course["raises"]):
            del raised["from"]
        for one in plan["open"]:
            del one["courses"]  # which of them were left out tells for whom
    return impersonal | {"headline": taken.words.headline(taken.told)}


def _without_held(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _without_held(value) for name, value in said.items() if name not in HELD}
    return [_without_held(one) for one in said] if isinstance(said, list) else said


def as_csv(taken: Taken) -> str:
    """The steps of a plan as a table; what is not known is empty."""
    words = taken.words
    head = (
        "order", "course", "provider", "type", "mode", "hours", "weeks", "price", "currency", "who_can_join",
        "availability", "raises", "because", "check_first", "url", "iri", "question", "data_version", "licence",
    )  # fmt: skip
    about = [taken.title, taken.version, taken.licences]
    rows = [
        [
            number, step.course.label, words.provider(step), step.course.type, step.course.mode,
            step.course.effort_hours, step.course.elapsed_weeks, step.course.fee, step.course.currency,
            say.WHO[step.course.eligibility], step.course.availability, "; ".join(map(words.raised, step.raises)),
            words.because(step, taken.told), " ".join(words.cautions(step, taken.told.switches)), step.course.url,
            step.course.id, *about,
        ]
        for number, step in enumerate(taken.plan.steps, 1)
    ]  # fmt: skip
    return csv_file(head, rows)


def csv_file(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV, as spreadsheets read it; no cell is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()  # spreadsheets take a file without the mark for Windows-1252


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, with whole numbers as such."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return unformulated(value) if isinstance(value, str) else value


def svg_file(drawn: Picture, about: str) -> str:
    """A picture as SVG, with what it is about at its foot."""
    return drawing(drawn, about=about) + "\n"


def as_svg(taken: Taken) -> str:
    """The picture of a plan, with what it is about at its foot."""
    return svg_file(taken.picture, taken.about)


def as_rdf(store: Store, taken: Taken, syntax: Syntax) -> bytes:
    """The answer as linked data, with the records that it rests on and their sources.

    Raises:
        StoreError: the store cannot be read.
    """
    start = None if taken.asked.start == OWN else taken.asked.start
    triples, records = answer_triples(taken.planner, taken.told, start=start, with_profile=taken.whole)
    out = BytesIO()
    export(store, out, syntax, lambda reader: of_records(reader, records, taken.title, triples))
    return out.getvalue()
