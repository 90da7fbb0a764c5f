"""Files that people take away: a button for each, and nothing made before somebody asks for it."""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import NamedTuple

import streamlit as st

from app import markup

UNFIT = re.compile(r"[^\w.~-]+")
"""What a name of a file does without on some system."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""


class File(NamedTuple):
    """A file to take away; `make` makes it when somebody asks for it, outside the page's run."""

    label: str
    name: str
    mime: str
    make: Callable[[], str | bytes]


def offer(files: Iterable[File]) -> None:
    """Buttons, side by side, each of which gets a file."""
    with st.container(horizontal=True):
        for file in files:
            name = UNFIT.sub("-", file.name)[-120:]
            st.download_button(
                markup.plain(file.label), file.make, name, file.mime, key=f"get-{name}", on_click="ignore"
            )


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Files, by their names, in one archive."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
