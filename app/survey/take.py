"""Files of what published surveys say: each figure that the page shows, with its licence and how to read it."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from app import data, parts
from app.catalogue import _
from app.report.export import csv_file
from app.report.licences import licences
from app.report.take import File, offer
from kmgraph.model import Source
from kmgraph.programme.surveyed import Surveyed, shown

QUESTION = _("How many people said that they hold a competency, or would like to?")
NOT_SHOWN = _("not shown")
HIDDEN = _("“not shown”: fewer than five people, or a figure from which so few could be worked out. It is not nought.")
CHOSE = _("People say of themselves what they hold. Whoever answered chose to, so others may differ.")
NULL = _("A number that is null is “not shown”.")
ABOUT = ("question", "data_version", "licence", "notes")
"""The columns with which each row says what it is about."""


def take(every: Sequence[Surveyed]) -> None:
    """Buttons for the files of these surveys."""
    parts.heading(_("Take it away"))
    table = File(_("What people said (CSV)"), "what-people-said.csv", "text/csv", lambda: as_csv(every))
    whole = File(_("What people said (JSON)"), "what-people-said.json", "application/json", lambda: as_json(every))
    offer((table, whole))


def as_csv(every: Sequence[Surveyed]) -> str:
    """A row for each figure; one that is hidden on the page is hidden here."""
    graph = data.planner().graph
    head = ("framework", "period", "sources", "counts", "competency", "iri", "level", "nation", "organisation_type",
            "number", "of", *ABOUT)  # fmt: skip
    rows = (
        [
            graph.label(one.framework) if one.framework else "", one.period, "; ".join(_titles(one)),
            figure["counts"], figure["label"], figure["competency"],
            figure["level_label"], figure["nation"], figure["organisation_type"],
            NOT_SHOWN if figure["number"] is None else figure["number"], figure["of"],
            QUESTION, graph.version, _licences(every), f"{HIDDEN} {CHOSE}",
        ]
        for one in every
        for figure in _figures(one)
    )  # fmt: skip
    return csv_file(head, rows)


def as_json(every: Sequence[Surveyed]) -> str:
    """The same; numbers are numbers, and null where they are hidden or not known."""
    said = {
        "question": QUESTION,
        "data_version": data.planner().graph.version,
        "licence": _licences(every),
        "made": datetime.now(UTC).date().isoformat(),
        "notes": [NULL, HIDDEN, CHOSE],
        "surveys": [
            {"framework": one.framework or None, "period": one.period, "sources": _titles(one), "across": one.across,
             "figures": list(_figures(one))}
            for one in every
        ],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _figures(one: Surveyed) -> Iterator[dict[str, Any]]:
    label = data.planner().graph.label
    for (counts, competency, _column), said in one.counts.items():
        yield {
            "counts": counts,
            "competency": competency,
            "label": label(competency),
            "level": said.level,
            "level_label": label(said.level) if said.level else None,
            "nation": said.nation,
            "organisation_type": said.organisation_type,
            "number": shown(said.number),
            "of": shown(said.of),
        }


def _titles(one: Surveyed) -> list[str]:
    known = data.planner().graph.all(Source)
    return [known[iri].title for iri in one.sources if iri in known]


def _licences(every: Sequence[Surveyed]) -> str:
    graph = data.planner().graph
    return licences(graph, graph.attributed([said for one in every for said in one.counts.values()]))
