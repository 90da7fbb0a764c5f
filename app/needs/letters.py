"""What nobody says of courses: how much is not known, by provider, and the letter that asks for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from app import data, links, markup, parts, state
from app.catalogue import _
from app.needs.asked import Wanted, ask, link_of
from app.report.take import File, offer, zipped
from kmgraph.graph import Graph
from kmgraph.model import slug_of
from kmgraph.planner import Planner
from kmgraph.planner.phrases import count, row
from kmgraph.programme.ask import Letter, Letters, Unknown, letters
from kmgraph.programme.letter import letter_files, letter_text, summary

FIRST = 100
"""Providers that the table lists; those of most questions."""
MOST = 3
"""Things not known that a row names: those of most courses."""
TOLD = _(
    "Where something is not known, we count it neither for a course nor against it. The people who give the course "
    "can tell. Here is one letter for each of them, to read, to change and to send. Nothing is sent from here."
)


def unsaid(wanted: Wanted, planner: Planner) -> None:
    """How much is not known of courses, and the letters that ask for it."""
    found: Letters = state.remembered("letters", data.content(), lambda: letters(planner))
    parts.heading(_("What nobody says"))
    parts.show(parts.paragraph(" ".join(summary(found)), "inset"))
    if not found.letters and not found.without_provider:
        return
    parts.show(parts.paragraph(TOLD))
    _table(wanted, found)
    _read(wanted, found, planner.graph)
    made = File(
        _("All letters (ZIP)"), "letters.zip", "application/zip", lambda: zipped(letter_files(planner.graph, found))
    )
    offer([made])


def _table(wanted: Wanted, found: Letters) -> None:
    head = [_("Provider"), _("Courses to ask about"), _("Questions"), _("Not known of most")]
    most = sorted(found.letters, key=lambda one: -sum(len(course.questions) for course in one.courses))
    rows = [[_link(wanted, one), *_asked(one.courses)] for one in most[:FIRST]]
    if found.without_provider:
        rows.append([_("Provider not known, so nobody can be asked"), *_asked(found.without_provider)])
    table = markup.table(_("What is not known, by provider"), head, rows)
    parts.folded(table, len(rows), _("What is not known, by provider ({n})").format(n=f"{len(rows):,}"))
    if len(most) > FIRST:
        told = _("The {first} providers with most questions are listed; all {n} have a letter below.")
        parts.show(parts.paragraph(told.format(first=FIRST, n=f"{len(most):,}"), "quiet"))


def _link(wanted: Wanted, letter: Letter) -> str:
    return links.page(letter.provider.label, "needs", **link_of(replace(wanted, letter=letter.provider.id)))


def _asked(courses: Iterable[Unknown]) -> list[str]:
    every = list(courses)
    unknown = Counter(about for one in every for about in dict.fromkeys(question.about for question in one.questions))
    most = [f"{what} ({count(many, 'course', 'courses')})" for what, many in unknown.most_common(MOST)]
    return [f"{len(every):,}", f"{sum(len(one.questions) for one in every):,}", row(most)]


def _read(wanted: Wanted, found: Letters, graph: Graph) -> None:
    """The letter of one provider, to read and to take away."""
    by = {one.provider.id: one for one in found.letters}
    if not by:
        return
    st.selectbox(
        _("Read the letter to"),
        ["", *by],
        format_func=lambda iri: graph.label(iri) if iri else _("Choose a provider"),
        key=state.show("needs-letter", wanted.letter if wanted.letter in by else ""),
        on_change=lambda: ask(replace(wanted, letter=st.session_state["needs-letter"] or None)),
    )
    if wanted.letter is None:
        return
    if wanted.letter not in by:
        parts.show(parts.paragraph(_("Nothing that is asked for here is unknown of the courses of this provider.")))
        return
    name, text = f"{slug_of(wanted.letter)}.txt", letter_text(graph, by[wanted.letter])
    with st.expander(_("The letter"), expanded=True, key=f"needs-letter-{name}"):
        attributes = {"class_": "km-letter", "tabindex": "0", "role": "region", "aria_label": _("The letter")}
        parts.show(markup.tag("pre", text, **attributes))
    offer([File(_("This letter (text)"), name, "text/plain", lambda: text)])
