"""Profiles of people from files: read in memory, held in the session, and part of no link."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app import links, markup, parts
from app.catalogue import _, ngettext
from app.profile import upload
from app.team import people
from kmgraph.errors import DataError, UsageError
from kmgraph.planner import Planner
from kmgraph.profile import LARGEST, Own

TOLD = _(
    "A profile is a file that somebody saved on their page {profile}. It is read in memory, stays in this window "
    "until you close or reload it, and is written nowhere. No link of this page says anything of it."
)


def bring(planner: Planner, room: int) -> None:
    """A field for the profiles of people, of which the team has room for so many."""
    parts.show(markup.tag("p", markup.fill(TOLD, profile=links.page(_("My profile"), "profile"))))
    number = st.session_state.setdefault("uploads", 0)
    files: Sequence[UploadedFile] = st.file_uploader(
        _("Bring profiles: CSV or JSON, at most {n} MB each").format(n=LARGEST // 10**6),
        key=f"upload-team-{number}",
        accept_multiple_files=True,
        max_upload_size=LARGEST // 10**6,
    )
    if not files:
        return
    if len(files) > room:
        told = ngettext("The team has room for {n} more. Bring fewer files.",
                        "The team has room for {n} more. Bring fewer files.", room)  # fmt: skip
        st.error(told.format(n=room))
        return
    _take(planner, files)


def _take(planner: Planner, files: Sequence[UploadedFile]) -> None:
    """Takes files in, all or none of them."""
    read = upload.read(planner, files)
    good = [people.called(told, one.name) for told, one in zip(read, files, strict=True) if isinstance(told, Own)]
    for wrong in read:
        if isinstance(wrong, DataError):
            upload.refuse(wrong)
        elif isinstance(wrong, UsageError):
            st.error(markup.plain(str(wrong)))
    if len(good) == len(files):
        for one in files:
            upload.drop(one.file_id)
        people.add(good)
        st.rerun()
