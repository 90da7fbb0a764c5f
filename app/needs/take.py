"""Files that a programme officer can send on, with the question, the method and the licences inside."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO

from app import parts
from app.catalogue import _
from app.needs.asked import Wanted
from app.report.sheets import pieces_of
from app.report.take import XLSX, File, offer
from kmgraph.programme.briefing import OUTCOMES, gaps_report
from kmgraph.programme.files import WRITERS
from kmgraph.programme.gaps import Gaps

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
    today = datetime.now(UTC).date()
    files = [
        File(label, f"needs-and-gaps{ending}", mime, made(found, ending, today, wanted.most))
        for ending, (label, mime) in FORMATS.items()
    ]
    offer([*files, *_own(wanted, found, today)])
    parts.show(parts.paragraph(_("Each file names its question, its sources and their licences."), "quiet"))


def _own(wanted: Wanted, found: Gaps, today: date) -> Iterator[File]:
    """The tables of the view that is shown, each as a file."""
    for title in TABLES.get(wanted.show, ()):
        name = f"{title.lower().replace(' ', '-')}.csv"
        yield File(
            _("{title} (CSV)").format(title=title),
            name,
            FORMATS[".csv"][1],
            made(found, ".csv", today, wanted.most, title),
        )


def made(found: Gaps, ending: str, on: date, most: int = OUTCOMES, title: str | None = None) -> Callable[[], bytes]:
    """What makes the file of this ending.

    Args:
        found: what the file tells.
        ending: of its name.
        on: the day that it bears.
        most: how many outcomes it advises to commission.
        title: of its only table, where it is to have no other.
    """

    def make() -> bytes:
        report = gaps_report(found, found.short, on, outcomes=most)
        if title is not None:
            report = report._replace(tables=[one for one in report.tables if one.title == title])
        if ending == ".pdf":
            from app.report.pdf import pdf  # takes half a second to import

            return pdf(pieces_of(report))
        file = BytesIO()
        WRITERS[ending](file, report)
        return file.getvalue()

    return make
