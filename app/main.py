"""The explorer's router: one frame around all pages, and the one place where errors are met."""

import traceback

import streamlit as st

from app import data, parts
from kmgraph.errors import KmgraphError
from kmgraph.planner.credit import attributions


def run() -> None:
    """Shows the page that the address names."""
    st.set_page_config(page_title="kmgraph", layout="wide", initial_sidebar_state="collapsed")
    parts.frame()
    page = st.navigation(
        [
            st.Page("views/bridge.py", title="Bridge", url_path="bridge", default=True),
            st.Page("views/roles.py", title="Roles", url_path="roles"),
            st.Page("views/competencies.py", title="Competencies", url_path="competencies"),
            st.Page("views/training.py", title="Training", url_path="training"),
            st.Page("views/approaches.py", title="Approaches", url_path="approaches"),
            st.Page("views/about.py", title="About the data", url_path="about"),
        ],
        position="top",
    )
    try:
        page.run()
        parts.foot(attributions(data.loaded()))
    except KmgraphError as problem:
        parts.failure(problem)
    except Exception as fault:
        traceback.print_exc()  # for whoever runs the server; people who look get a sentence
        parts.fault(fault)


run()
