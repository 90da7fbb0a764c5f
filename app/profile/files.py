"""Files to take away: what somebody said as CSV or JSON, and a form to fill in elsewhere."""

import streamlit as st
from streamlit import runtime

from app import data, parts
from app.catalogue import _
from app.profile import own, plan
from app.profile.framework import Asked
from kmgraph.model import Competency
from kmgraph.planner import Planner
from kmgraph.profile import form
from kmgraph.profile.own import NOT_YET

KINDS = (
    ("json", _("Save all of it (JSON)"), "application/json"),
    ("csv", _("Save for a spreadsheet (CSV)"), "text/csv"),
)
"""The files of what somebody said: ending, what the button says, type."""


def save() -> None:
    """Buttons for the files of what somebody said."""
    if own.is_empty():
        return
    told = _("This page forgets you when you close or reload it. Save a copy first, and bring it back next time.")
    parts.show(parts.paragraph(told))
    with st.container(horizontal=True):
        for ending, label, mime in KINDS:
            # Made at once, not when clicked: what is made then knows nothing of the session.
            st.download_button(
                label,
                own.files()[ending],
                f"my-profile.{ending}",
                mime,
                key=f"save-{ending}",
                on_click=own.saved,
                kwargs={"with_plan": ending == "json"},
            )
    if plan.kept():
        parts.show(parts.paragraph(_("Your plan is in the JSON file only."), "quiet"))


def drop() -> None:
    """Lets go of all files that this session was offered, so that no address leads to them any more.

    The server keeps a file to download until it has found twice that no page shows it: the second time it is gone.
    """
    if runtime.exists():
        kept = runtime.get_instance().media_file_mgr
        kept.clear_session_refs()
        kept.remove_orphaned_files()
        kept.remove_orphaned_files()


def blank(planner: Planner, framework: Asked) -> None:
    """A form to fill in, for one framework."""
    told = _(
        "Or fill in a form in a spreadsheet program, and bring it back here. Its column “note” says what to write."
    )
    parts.show(parts.paragraph(told))
    st.download_button(
        _("Get the form (CSV)"),
        form({iri: note(planner, iri) for iri in framework.competencies}, data.called()),
        "my-profile-form.csv",
        "text/csv",
        key="form",
        on_click="ignore",
    )


def note(planner: Planner, competency: str) -> str:
    """What a competency is, and what may be written beside it."""
    record = planner.graph.all(Competency)[competency]
    words = [NOT_YET, *(planner.graph.label(one) for one in planner.levels.choices(competency))]
    levels = _("Write one of: {words}.").format(words=", ".join(words))
    held = _("Write “{no}”, or leave the cell empty if you can do it.").format(no=NOT_YET)
    return f"{record.definition or ''} {levels if len(words) > 1 else held}".strip()
