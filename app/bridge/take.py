"""What people take away from the bridge page: the report, the picture, the steps and the data."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from app import data, parts
from app.catalogue import _
from app.question import Question, link_of
from app.report import export
from app.report.answer import report
from app.report.page import html_page
from app.report.take import File, offer
from app.report.taken import Taken, is_personal
from kmgraph.planner import Answer, Plan, Planner
from kmgraph.rdf.syntax import Syntax

WHOLE = "take-whole"
"""The key of the tick by which somebody puts what they said of themselves into files."""


def take(planner: Planner, answer: Answer, plan: Plan, asked: Question, *, sure: str, holds: Mapping[str, str]) -> None:
    """Files that hold the answer, with its question, version and licences inside.

    Args:
        planner: who gave the answer.
        answer: to the question.
        plan: the plan that is chosen.
        asked: the question.
        sure: how often the plan was found to hold, in a sentence; "" where that is not known.
        holds: how often each step was found to hold, in words, by its course; nothing where that is not known.
    """
    if is_personal(answer, asked):
        st.checkbox(
            _("Put what I said about myself into the files"),
            value=asked.shares,
            key=WHOLE,
            help=_("That is what you bring, your access needs, what you have or have not, and your budget."),
        )
    taken = replace(_taken(planner, answer, plan, asked), sure=sure, holds=holds)
    for said, files in (
        (_("To print, or to read later:"), _papers(taken)),
        (_("To work on with other programs:"), _files(taken)),
    ):
        with st.container(gap="xsmall"):
            parts.show(parts.paragraph(said))
            offer(files)
    parts.show(parts.paragraph(_("Each file names its question, its sources and their licences."), "quiet"))


def take_picture(planner: Planner, answer: Answer, plan: Plan, asked: Question) -> None:
    """The picture as files, to stand under it."""
    offer(_pictures(_taken(planner, answer, plan, asked)))


def _taken(planner: Planner, answer: Answer, plan: Plan, asked: Question) -> Taken:
    whole = not is_personal(answer, asked) or bool(st.session_state.get(WHOLE, asked.shares))
    return Taken(planner, answer, plan, asked, whole, _address(asked, whole=whole), date.today())


def _address(asked: Question, *, whole: bool) -> str | None:
    """Where this explorer shows the same; what is personal is in it only where it is in the page's own link."""
    if not st.context.url:
        return None
    said = link_of(asked if whole else replace(asked, shares=False, brings=None))
    here = st.context.url.rstrip("/").removesuffix("/bridge")  # Streamlit trims the page only sometimes
    return f"{here}/bridge?{urlencode(said)}"


def _papers(taken: Taken) -> Iterator[File]:
    yield File(_("Report (PDF)"), taken.file_name("pdf"), "application/pdf", lambda: _pdf(taken))
    yield File(_("Report (web page)"), taken.file_name("html"), "text/html", lambda: html_page(report(taken)))


def _pictures(taken: Taken) -> Iterator[File]:
    yield File(_("Picture (PNG)"), taken.file_name("png"), "image/png", lambda: _png(taken))
    yield File(_("Picture (SVG)"), taken.file_name("svg"), "image/svg+xml", lambda: export.as_svg(taken))


def _pdf(taken: Taken) -> bytes:
    from app.report.pdf import pdf  # takes half a second to import

    return pdf(report(taken))


def _png(taken: Taken) -> bytes:
    from app.report.png import png

    return png(export.as_svg(taken))


def _files(taken: Taken) -> Iterator[File]:
    if taken.plan.steps:
        yield File(_("Steps (CSV)"), taken.file_name("csv"), "text/csv", lambda: export.as_csv(taken))
    yield File(_("Answer (JSON)"), taken.file_name("json"), "application/json", lambda: export.as_json(taken))
    store = data.store()
    yield File(
        _("Linked data (Turtle)"),
        taken.file_name("ttl"),
        "text/turtle",
        lambda: export.as_rdf(store, taken, Syntax.TURTLE),
    )
    yield File(
        _("Linked data (JSON-LD)"),
        taken.file_name("jsonld"),
        "application/ld+json",
        lambda: export.as_rdf(store, taken, Syntax.JSONLD),
    )
