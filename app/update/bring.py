"""Bringing tables: a field for files, what they would change, and the button that changes it."""

from collections.abc import Sequence
from io import BytesIO

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app import data, markup, parts
from app.catalogue import _
from app.profile import upload
from app.update import last, shown, writing
from app.update.found import Found
from app.waiting import patiently
from kmgraph.errors import KmgraphError, Problem, StoreBusy, UsageError
from kmgraph.load.brought import LARGEST, Brought, prepared
from kmgraph.load.change import Change
from kmgraph.load.problem_file import ProblemsCsv
from kmgraph.store.base import Store

KEPT = _(
    "Your files are held in the memory of the computer that runs this explorer. To be read, they lie in a folder of "
    "their own for a moment. Then they are deleted there."
)
TOLD = 50_000_000
"""Bytes of a file up to which it is told in a sentence that it is too large; the field itself has only a mark."""


def bring() -> None:
    """A field for files, and what they would change."""
    number = st.session_state.setdefault("uploads", 0)
    files = st.file_uploader(
        _("Bring one workbook (XLSX), or the CSV tables of one data set: at most {n} MB a file").format(
            n=LARGEST // 10**6
        ),
        accept_multiple_files=True,
        key=f"upload-data-{number}",
        max_upload_size=TOLD // 10**6,
        help=_("Only tables as in the templates below: one sheet or file for each table."),
    )
    if not files:
        parts.show(parts.paragraph(KEPT, "quiet"))
        return
    found = _found(files)
    if isinstance(found, KmgraphError):
        st.error(markup.plain(str(found)))
        return
    change = found.prepared.change
    parts.heading(_("What would change") if change else _("What is wrong"))
    shown.problems(found)
    if change is None:
        return
    shown.source(found)
    if change.altered:
        shown.change(change)
        _offer(found, change)
    else:
        st.info(_("The data says all of this already. Nothing would change."))


def _found(files: Sequence[UploadedFile]) -> Found | KmgraphError:
    """What the files would change, or why they cannot be read."""
    brought, store = [Brought(file.name, file.getvalue()) for file in files], data.store()
    about = (tuple(file.file_id for file in files), data.content())
    return patiently(
        lambda: _read(store, brought), asked=about, doing=_("Reading your tables."), reads=True, keep="update"
    )


def _read(store: Store, brought: Sequence[Brought]) -> Found | KmgraphError:
    file = BytesIO()
    table, number = ProblemsCsv(file), 0

    def each(problem: Problem) -> None:
        nonlocal number
        number += 1
        if number <= shown.MOST_IN_FILE:
            table.add(problem)

    try:
        found = prepared(store, brought, each)
    except (UsageError, StoreBusy) as wrong:
        return wrong.with_traceback(None)
    finally:
        data.unsettle()
    table.end()
    return Found(found, number, file.getvalue())


def _offer(found: Found, change: Change) -> None:
    """The buttons that apply a change or let it be; what shrinks the data set most is asked for by a tick."""
    agreed = True
    if found.prepared.shrinks:
        for problem in found.prepared.shrinks:
            st.warning(markup.plain(problem.message))
        going = hash((change.state, tuple(one.said.id for one in change.removed)))
        agreed = st.checkbox(_("Yes, let these records go."), key=f"update-shrink-{going}")
        if not agreed:
            parts.show(parts.paragraph(_("Tick this box to go on, or bring the whole data set."), "quiet"))
    with st.container(horizontal=True):
        st.button(
            _("Apply the change"), type="primary", key="update-apply", disabled=not agreed,
            on_click=last.write, args=(change,), kwargs={"well": _drop},
        )  # fmt: skip
        st.button(_("Leave everything as it is"), key="update-leave", on_click=_leave)
    parts.show(
        parts.paragraph(_("All of it is written, or nothing. Everybody who uses this explorer will see it."), "quiet")
    )


def _leave() -> None:
    """Lets a change be; one that is being written already goes on, and its page says so."""
    if not writing.is_on():
        _drop()


def _drop() -> None:
    """Lets go of the files, and of what was made of them."""
    upload.drop()
    st.session_state.get("remembered", {}).pop("update", None)
