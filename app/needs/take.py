"""Files that a programme officer can send on, with the question, the method and the licences inside."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from io import BytesIO

from app import parts
from app.catalogue import _
from app.needs.asked import Wanted
from app.needs.otherwise import supposed
from app.report.sheets import pieces_of
from app.report.take import UNFIT, XLSX, File, offer
from kmgraph.programme.about import in_full
from kmgraph.programme.briefing import gaps_report
from kmgraph.programme.files import WRITERS
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.sheet import Report
from kmgraph.programme.supposed import SUPPOSED

FORMATS = {
    ".xlsx": (_("Workbook (XLSX)"), XLSX),
    ".pdf": (_("Report (PDF)"), "application/pdf"),
    ".html": (_("Report (web page)"), "text/html"),
    ".csv": (_("Gaps (CSV)"), "text/csv"),
    ".json": (_("Gaps (JSON)"), "application/json"),
}

LONGEST = 80
"""Letters of the name of a file, without its ending."""
MARK = 6
"""Those of them that stand for all of a name that is cut."""
TABLES = {
    "commission": ("What to commission", SUPPOSED),
    "reach": ("Who cannot reach what", "Out of reach"),
    "evidence": ("Evidence",),
}
"""The tables of the report that a view shows; the main one is offered with every view."""


def take(wanted: Wanted, found: Gaps) -> None:
    """Buttons for the files."""
    parts.heading(_("Take it away"))
    then = supposed(wanted, found) if wanted.changes else None

    def report(*, supposing: bool) -> Report:
        return gaps_report(
            found,
            found.short,
            datetime.now(UTC).date(),
            outcomes=wanted.most,
            taught_only=wanted.taught_only,
            then=then() if then and supposing else None,
        )

    def file(label: str, what: str, ending: str, title: str | None = None) -> File:
        """A table that stands alone tells of now, save that of what is supposed."""
        supposing = ending != ".csv" or title == SUPPOSED
        changes = wanted.changes if supposing else ()
        only = in_full(found, outcomes=wanted.most, taught_only=wanted.taught_only, changes=changes)
        made_of = partial(report, supposing=supposing)
        return File(label, named(what, only, ending), FORMATS[ending][1], made(made_of, ending, title))

    files = [file(label, "needs-and-gaps", ending) for ending, (label, _mime) in FORMATS.items()]
    own = [
        file(_("{title} (CSV)").format(title=one), one, ".csv", one)
        for one in TABLES.get(wanted.show, ())
        if then or one != SUPPOSED
    ]
    offer([*files, *own])
    parts.show(parts.paragraph(_("Each file names its question, its sources and their licences."), "quiet"))


def named(what: str, only: Iterable[str], ending: str) -> str:
    """The name of a file, with what it tells about only, such as `needs-and-gaps-people-in-wales.pdf`.

    A long one is cut, and ends in what stands for the whole of it.
    """
    name = UNFIT.sub("-", " ".join((what, *only)).lower()).strip("-")
    if len(name) > LONGEST:
        whole = sha256(name.encode()).hexdigest()[:MARK]
        name = f"{name[: LONGEST - MARK - 1].rstrip('-')}-{whole}"
    return name + ending


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
