"""The explorer's router: one frame around all pages, and the one place where errors are met."""

import traceback
from contextlib import suppress
from typing import Literal

import streamlit as st

from app import data, parts
from app.catalogue import _
from app.records import suggest
from app.waiting import Stopped
from kmgraph import settings
from kmgraph.errors import KmgraphError, NotKnown
from kmgraph.planner.credit import attributions

# The pages by the path of their address, each a script in `views`; where there is little room, the last ones fold up.
PAGES = {
    "start": _("Start"),
    "bridge": _("Bridge"),
    "pathways": _("Pathways"),
    "profile": _("My profile"),
    "roles": _("Roles"),
    "competencies": _("Competencies"),
    "training": _("Training"),
    "compare": _("Compare"),
    "needs": _("Needs and gaps"),
    "team": _("Team"),
    "survey": _("Survey"),
    "journeys": _("Journeys"),
    "about": _("About the data"),
    "update": _("Update the data"),
    "glossary": _("Glossary"),
    "approaches": _("Approaches"),
    "search": _("Search"),
}


def _seen(page: str) -> Literal["visible", "hidden"]:
    """Whether the menu names a page; one that it does not name has its address all the same."""
    return "hidden" if page == "update" and not settings.can_edit() else "visible"


def run() -> None:
    """Shows the page that the address names."""
    data.look_anew()
    st.set_page_config(page_title="kmgraph", layout="wide", initial_sidebar_state="collapsed")
    parts.frame()
    pages = [
        st.Page(f"views/{name}.py", title=title, url_path=name, default=name == "start", visibility=_seen(name))
        for name, title in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden" if st.context.is_embedded else "top")
    try:
        suggest.begin()
        with suppress(Stopped):
            try:
                page.run()
            except NotKnown as nothing:  # an answer, too, under which stands what it rests on
                parts.failure(nothing)
        if not st.context.is_embedded:
            suggest.end()
        parts.foot(attributions(data.loaded()))
        data.settle()
    except KmgraphError as problem:
        parts.failure(problem)
    except Exception as fault:
        traceback.print_exc()  # for whoever runs the server; people who look get a sentence
        parts.fault(fault)


run()
