"""Tables to take away: empty ones to fill in, and a data set that is here, to be edited and brought back."""

from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from app import data, markup, parts
from app.catalogue import _
from app.report.take import UNFIT, XLSX, File, offer, zipped
from app.waiting import patiently
from kmgraph.errors import UsageError
from kmgraph.load import write_source, write_template
from kmgraph.load.brought import ROWS
from kmgraph.model import Source, slug_of
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind

MADE = "update-made"
"""The data set of which a workbook is asked for."""


def take() -> None:
    """Buttons for tables."""
    if sources := data.loaded():
        _here(sorted(sources, key=lambda one: (one.title.casefold(), one.id)))
    parts.heading(_("Get tables to fill in"))
    told = _("Fill in only the tables that you need. The first one, “dataset”, says whose data it is.")
    parts.show(parts.paragraph(told))
    offer(
        (
            File(_("Empty workbook (XLSX)"), "kmgraph-tables.xlsx", XLSX, workbook),
            File(_("Empty tables (CSV, in a zip)"), "kmgraph-tables.zip", "application/zip", tables),
        )
    )


def _here(sources: list[Source]) -> None:
    """The data sets that are here, each as a workbook, which is made when somebody asks for it."""
    parts.heading(_("Edit what is here"))
    parts.show(parts.paragraph(_("Get a data set as a workbook, change it, and bring it back above.")))
    titles = {one.id: one.title for one in sources}
    chosen = st.selectbox(
        _("Data set"), list(titles), format_func=lambda iri: markup.plain(titles[iri]), key="update-source"
    )
    st.button(_("Make its workbook"), key="update-make", on_click=_make, args=(chosen,))
    if st.session_state.get(MADE) != chosen:
        return
    about, store = (chosen, data.content()), data.store()
    made = patiently(lambda: _edited(store, chosen), asked=about, doing=_("Writing the workbook."), keep=MADE)
    if isinstance(made, UsageError):
        st.error(markup.plain(str(made)))
        return
    name = f"{UNFIT.sub('-', slug_of(chosen))[-100:]}.xlsx"
    st.download_button(_("Get the workbook (XLSX)"), made, name, XLSX, key="update-get", on_click="ignore")


def _make(source: str) -> None:
    st.session_state[MADE] = source


def _edited(store: Store, source: str) -> bytes | UsageError:
    try:
        return edited(store, source)
    except UsageError as wrong:
        return wrong.with_traceback(None)


def edited(store: Store, source: str) -> bytes:
    """What a source says now, as a workbook.

    Raises:
        UsageError: tables cannot hold it.
    """
    number = store.read(lambda reader: reader.sources()).get(source, 0)
    if number > ROWS:
        raise UsageError(_("This data set has {n} records, too many for this page.").format(n=f"{number:,}"))
    every = store.read(lambda reader: reader.assertions(tuple(Kind)))
    with TemporaryDirectory(prefix="kmgraph-") as folder:
        path = Path(folder, "tables.xlsx")
        write_source(path, source, [one.record for one in every if one.source == source])
        return path.read_bytes()


def workbook() -> bytes:
    """An empty workbook."""
    with TemporaryDirectory(prefix="kmgraph-") as folder:
        path = Path(folder, "tables.xlsx")
        write_template(path)
        return path.read_bytes()


def tables() -> bytes:
    """Empty CSV tables with notes, in a zip."""
    with TemporaryDirectory(prefix="kmgraph-") as folder:
        write_template(Path(folder, "tables"))
        return zipped({path.name: path.read_bytes() for path in sorted(Path(folder, "tables").iterdir())})
