"""Files that a programme officer can send on, with the question, the method and the licences inside."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

from app import data, parts
from app.catalogue import _
from app.needs.asked import Wanted
from app.report.sheets import pieces_of
from app.report.take import XLSX, File, offer
from kmgraph.programme.about import about
from kmgraph.programme.briefing import gaps_report
from kmgraph.programme.files import WRITERS
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.sheet import Report

FORMATS = {
    ".xlsx": (_("Workbook (XLSX)"), XLSX),
    ".pdf": (_("Report (PDF)"), "application/pdf"),
    ".html": (_("Report (web page)"), "text/html"),
    ".csv": (_("Gaps (CSV)"), "text/csv"),
    ".json": (_("Gaps (JSON)"), "application/json"),
}


TABLES = {
    "commission": ("What to commission",),
    "reach": ("Who cannot reach what", "Out of reach"),
    "evidence": ("Evidence",),
}
"""The tables of the report that a view shows; the main one is offered with every view."""


def take(wanted: Wanted, found: Gaps) -> None:
    """Buttons for the files."""
    parts.heading(_("Take it away"))
    report = partial(
        gaps_report,
        found,
        found.short,
        datetime.now(UTC).date(),
        outcomes=wanted.most,
        taught_only=wanted.taught_only,
        changes=wanted.changes,
    )
    only = about(wanted.asked, data.planner().graph.label)
    files = [
        File(label, named("needs-and-gaps", only, ending), mime, made(report, ending))
        for ending, (label, mime) in FORMATS.items()
    ]
    own = [
        File(
            _("{title} (CSV)").format(title=one),
            named(one, only, ".csv"),
            FORMATS[".csv"][1],
            made(report, ".csv", one),
        )
        for one in TABLES.get(wanted.show, ())
    ]
    offer([*files, *own])
    parts.show(parts.paragraph(_("Each file names its question, its sources and their licences."), "quiet"))


def named(what: str, only: Iterable[str], ending: str) -> str:
    """The name of a file, with what it tells about only, such as `needs-and-gaps-people-in-wales.pdf`."""
    return "-".join(" ".join((what, *only)).lower().split()) + ending


def made(report_of: Callable[[], Report], ending: str, title: str | None = None) -> Callable[[], bytes]:
    """What makes the file of this ending.

    Args:
        report_of: makes what the file tells.
        ending: of its name.
        title: of its only table, where it is to have no other.
    """

    def make() -> bytes:
        report = report_of()
        if title is not None:
            report = report._replace(tables=[one for one in report.tables if one.title == title])
        if ending == ".pdf":
            from app.report.pdf import pdf  # takes half a second to import

            return pdf(pieces_of(report))
        file = BytesIO()
        WRITERS[ending](file, report)
        return file.getvalue()

    return make
