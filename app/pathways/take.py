"""Pathways as files: a table move by move, and the picture, each with its question, version and licences."""

from app import say
from app.catalogue import _
from app.pathways.drawn import drawn
from app.pathways.evidence import brief
from app.picture.layout import Picture
from app.report.export import csv_file, svg_file
from app.report.licences import licences
from app.report.take import File, offer
from kmgraph.model import slug_of
from kmgraph.planner.pathway import Pathway, Pathways
from kmgraph.planner.pathway.words import PathwayWords

HEAD = ("way", "move", "from", "to", "to_develop", "stay_open", "courses", "hours", "price", "alike", "on_record",
        "question", "data_version", "licence")  # fmt: skip


def take(words: PathwayWords, found: Pathways) -> None:
    """Buttons, each of which gets a file."""
    start = slug_of(found.start) if found.start else "my-profile"
    name = f"ways-{start}-to-{slug_of(found.goal)}"
    picture = drawn(found)
    offer([
        File(_("Table (CSV)"), f"{name}.csv", "text/csv", lambda: as_csv(words, found, picture)),
        File(_("Picture (SVG)"), f"{name}.svg", "image/svg+xml", lambda: svg_file(picture, about(words, found))),
    ])  # fmt: skip


def as_csv(words: PathwayWords, found: Pathways, picture: Picture) -> str:
    """The direct move as way 0, then each way, move by move."""
    label = words.words.graph.label
    rows = [
        (
            number, place, label(one.before) if one.before else found.profile.label, label(one.role), one.to_develop,
            one.open, "; ".join(step.course.label for step in one.plan.steps),
            say.total_hours(one.plan.total) if one.plan.steps else "",
            say.total_price(one.plan.total) if one.plan.steps else "", round(one.likeness, 3), brief(one.record),
            picture.title, str(words.words.graph.version), licences(words.words.graph, words.sources(found)),
        )
        for number, way in enumerate([Pathway((found.direct,)), *found.ways])
        for place, one in enumerate(way.hops, 1)
    ]  # fmt: skip
    return csv_file(HEAD, rows)


def about(words: PathwayWords, found: Pathways) -> str:
    """What stands at the foot of the picture."""
    version = _("Data version {version}.").format(version=words.words.graph.version)
    return f"{version} {licences(words.words.graph, words.sources(found))}"
