"""The search that stands on every page: it leads to a record, or to all that is found."""

import streamlit as st

from app.catalogue import _
from app.finding.field import field
from app.links import LINKED


def search(key: str = "search", *, query: str | None = None) -> None:
    """A field that finds records of every kind that has a place; `query` stands in it where something was asked."""
    with st.container(key=key):
        field(
            f"{key}-field",
            _("Search everything"),
            kinds=LINKED,
            placeholder=_("Search"),
            chosen={"id": query, "label": query} if query is not None else None,
            leads=True,
            keeps=query is not None,
        )
