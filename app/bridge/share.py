"""Share or save this view: its link to copy, and what that link says of somebody only where they want it to."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from app import brought, parts, state
from app.catalogue import _
from app.parameters import personal
from app.question import OWN, Question, ask, link_of
from app.state import show
from kmgraph.planner import Planner

HERE = Path(__file__).parent
SAYS = _(
    "This link opens the view that you see now. Keep it as a bookmark, or send it to somebody. It leaves out what you "
    "said about yourself, unless you tick that below. Whoever has the link can then read it."
)

_field = st.components.v2.component(
    "kmgraph_share",
    html=(HERE / "share.html").read_text(encoding="utf-8"),
    css=(HERE / "share.css").read_text(encoding="utf-8"),
    js=(HERE / "share.js").read_text(encoding="utf-8"),
)


def share(planner: Planner, asked: Question) -> None:
    """The link, what it says of somebody, and how to show this view on a page of one's own."""
    parts.heading(_("Share or save this view"))
    parts.show(parts.paragraph(SAYS))
    query = urlencode(link_of(asked))
    _link("share-link", query, _("Link to this view"))
    _ticks(planner, asked)
    with st.expander(_("Show this view on a page of your own"), key="embed", on_change="rerun") as part:
        if part.open:
            says = _(
                "This link shows the view without the menu and the search. The second field is HTML for your page."
            )
            parts.show(parts.paragraph(says))
            _link("embed-link", f"embed=true&{query}", _("Link without the menu"))
            _link("embed-frame", f"embed=true&{query}", _("HTML for your page"), frame=True)


def _link(key: str, query: str, label: str, *, frame: bool = False) -> None:
    texts = {
        "label": label,
        "copy": _("Copy"),
        "copied": _("Copied."),
        "chosen": _("It is selected: copy it with your keyboard or menu."),
    }
    _field(key=key, data={"query": query, "frame": frame, "texts": texts})


def _ticks(planner: Planner, asked: Question) -> None:
    st.checkbox(
        _("Put my access needs, who I am and my budget into the link"),
        key=show("put-self", asked.shares),
        help=_("They change which learning counts. Without them the link may show another plan."),
        on_change=lambda: ask(replace(asked, shares=st.session_state["put-self"])),
    )
    st.checkbox(
        _("Put what I bring into the link"),
        key=show("put-brought", asked.brings is not None),
        help=_("The levels that you changed, and the courses that you said you have done."),
        on_change=lambda: _tell(planner, asked, tells=st.session_state["put-brought"]),
    )
    if left := _left_out(asked):
        parts.show(parts.paragraph(left, "quiet"))


def _tell(planner: Planner, asked: Question, *, tells: bool) -> None:
    mine = brought.written(planner, state.changes(asked.start or OWN), state.done())
    st.session_state["brought"] = mine, mine
    ask(replace(asked, brings=mine if tells else None))


def _left_out(asked: Question) -> str:
    """What of this view the link does not say, in a sentence; nothing where it says all."""
    private = not asked.shares and (personal(asked.switches) or (asked.beside and personal(asked.beside)))
    mine = asked.brings is None and (state.changes(asked.start or OWN) or state.done())
    if private and mine:
        return _("Not in the link now: what you said about yourself, and what you bring.")
    if private:
        return _("Not in the link now: what you said about yourself, your access needs or your budget.")
    return _("Not in the link now: what you bring.") if mine else ""
