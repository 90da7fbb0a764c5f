"""Writing what a person says of themselves, so that `read` finds the same in it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping

from kmgraph.planner.levels import Levels
from kmgraph.profile.called import Called, writable
from kmgraph.profile.own import NOT_YET, UNANSWERED, Kept, Own
from kmgraph.sheets.cells import unformulated

MARK = "\ufeff"
"""Tells spreadsheet programs that a CSV file is UTF-8."""


def as_table(own: Own, called: Called, levels: Levels) -> str:
    """A CSV file that says what somebody holds and has done; their plan has no place in it."""
    held = [(name, level, "") for name, level in _said(own, called, levels)]
    done = [("", "", name) for name in _named(own.courses, called)]
    return _table(("competency", "level", "course"), [*held, *done])


def as_tree(own: Own, called: Called, levels: Levels) -> str:
    """A JSON file that says all that somebody says."""
    held = [{"competency": name, "level": level or None} for name, level in _said(own, called, levels)]
    plan = {"plan": _plan(own.plan, called)} if own.plan else {}
    said = {"label": own.label, "levels": held, "courses": _named(own.courses, called), **plan}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def form(notes: Mapping[str, str], called: Called) -> str:
    """A CSV file to fill in: a row for each of these competencies, with a note that says what may stand there."""
    rows = [(called.spelling(iri), UNANSWERED, unformulated(" ".join(note.split()))) for iri, note in notes.items()]
    return _table(("competency", "level", "note"), rows)


def _said(own: Own, called: Called, levels: Levels) -> Iterator[tuple[str, str]]:
    """Competencies by name, each with its level by name; the level is empty where it is not stated."""
    stated = {iri: _level(iri, level, called, levels) if level else "" for iri, level in own.levels.items()}
    words = stated | {iri: NOT_YET for iri in own.not_yet if iri not in stated}
    for name, iri in sorted((called.spelling(iri), iri) for iri in words):
        yield name, words[iri]


def _level(competency: str, level: str, called: Called, levels: Levels) -> str:
    """The label of a level where no other of the competency's scale has it, else its IRI."""
    name = called.by_iri.get(level)
    others = {called.by_iri[one].label.casefold() for one in levels.choices(competency) if one != level}
    ours = name is not None and level in levels.choices(competency)
    return name.label if ours and name and name.label.casefold() not in others and writable(name.label) else level


def _plan(plan: Kept, called: Called) -> dict[str, object]:
    courses = [called.spelling(one) for one in plan.courses]
    return {"question": dict(plan.question), "courses": courses, "started": _named(plan.started, called)}


def _named(iris: Iterable[str], called: Called) -> list[str]:
    return sorted(called.spelling(iri) for iri in iris)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return MARK + text.getvalue()
