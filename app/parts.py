"""Pieces that several pages share: headings, messages, the frame around a page."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st

from app import document, focus, links, markup, state
from app.catalogue import _
from app.finding import everywhere
from app.markup import Html, tag
from kmgraph.errors import KmgraphError, NotKnown, UsageError

HERE = Path(__file__).parent
FEW = 12
"""Rows of a table that stand open on a page of many parts."""
NOT_ENDORSED = _("No organisation or network named in the sources endorses this project.")


def frame() -> None:
    """What every page wears: its width, its colours, its type, its name, links that keep the session, the focus.

    A view within another page wears no name and no search; Streamlit leaves out the menu there.
    """
    st.html(_look())
    document.tell()
    links.keep_session()
    focus.lead()
    if not st.context.is_embedded:
        st.logo(str(HERE / "logo.svg"), size="large")
        everywhere.search()


@cache
def _look() -> str:
    sheets = sorted((HERE / "look").glob("*.css"))
    return f"<style>{''.join(one.read_text(encoding='utf-8') for one in sheets)}</style>"


def title(text: str, *, of_window: str | None = None) -> None:
    """The heading of a page, which also names the window."""
    st.set_page_config(page_title=f"{of_window or text} - kmgraph")
    st.title(markup.plain(text), anchor=False)


def heading(text: str) -> None:
    """The heading of a part of a page."""
    st.header(markup.plain(text), anchor=False)


def show(*pieces: str) -> None:
    """Puts pieces of HTML on the page."""
    st.html(tag("div", *pieces, class_="km"))


def paragraph(text: str, kind: str = "") -> Html:
    """A paragraph; `kind` is lead, inset or quiet."""
    return tag("p", text, class_=f"km-{kind}" if kind else "")


def folded(table: Html, rows: int, what: str) -> None:
    """A table, folded up under what it holds where it is long."""
    if rows <= FEW:
        show(table)
        return
    with st.expander(what):
        show(table)


def status(text: str) -> None:
    """A line that tells how much there is, and that screen readers announce."""
    st.html(tag("p", text, class_="km-quiet", role="status"))


def news() -> None:
    """Says so where the data changed since somebody last looked; its place is there in every run."""
    place = st.empty()
    if state.changed_meanwhile():
        mine = _("Your change to the data is written. This page now shows it.")
        others = _("Somebody loaded data while you were looking. This page now shows the new state.")
        place.info(mine if state.changed_by_me() else others)


def puzzles(told: Iterable[str]) -> None:
    """Warns of what a link asks for and cannot have; the place is there in every run, whatever there is to tell."""
    place, told = st.empty(), list(told)
    if told:
        with place.container():
            for one in told:
                st.warning(markup.plain(one))


def failure(problem: KmgraphError) -> None:
    """Says what went wrong and what to do."""
    if isinstance(problem, NotKnown):
        st.info(markup.plain(str(problem)))
    elif isinstance(problem, UsageError):
        title(_("This cannot be asked"))
        st.error(markup.plain(str(problem)))
        show(paragraph(links.page(_("Begin again at the start page"), "./")))
    else:
        title(_("The data cannot be reached"), of_window=_("No connection to the data"))
        st.error(markup.plain(str(problem)))
        show(paragraph(_("What you entered in this window is kept. Wait a moment, then try again.")))
        st.button(_("Try again"), type="primary")


def fault(problem: Exception) -> None:
    """Says that the explorer itself is at fault, and what to do."""
    title(_("The explorer met a fault of its own"), of_window=_("A fault of the explorer"))
    told = _("It is of the type {type}. Reload the page. If the fault comes back, report it.")
    how = _("Give the address of this page, and what the explorer printed where it was started.")
    show(paragraph(told.format(type=type(problem).__name__), "lead"), paragraph(how))
    st.button(_("Try again"), type="primary")


def empty_store(where: str) -> None:
    """What to do where the store holds nothing yet."""
    title(_("There is no data here yet"), of_window=_("No data yet"))
    store = _("The store is {store}. KMGRAPH_STORE names another one.").format(store=where)
    show(
        paragraph(_("The store is empty. Load the dataset that comes with kmgraph. In a terminal, run:"), "lead"),
        tag("pre", "kmgraph load starter", tabindex="0"),
        paragraph(_("Then come back to this page. Loading takes a few seconds, and nothing needs a restart.")),
        paragraph(store, "quiet"),
    )
    st.button(_("I have loaded it"), type="primary")


def foot(attributions: Iterable[str]) -> None:
    """The end of every page: what the data sets in the explorer ask to be said of them, and who endorses nothing."""
    told = [tag("p", one) for one in (*attributions, *([] if st.context.is_embedded else [NOT_ENDORSED]))]
    st.html(tag("div", *told, class_="km-foot"))
