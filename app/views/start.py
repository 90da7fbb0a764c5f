"""Start: three doors to what people come for, and a quieter one for who plans training for others."""

import streamlit as st

from app import data, parts, state
from app.catalogue import _
from app.finding import doors
from kmgraph.model import Role


def show() -> None:
    """Shows the doors; a link to a move, as it was once given out, leads on to the bridge."""
    if {"from", "to"} & set(st.query_params):
        st.switch_page("views/bridge.py", query_params=st.query_params.to_dict())
    state.went_to("start")
    graph = data.planner().graph
    if not any(graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title(_("Plan your next step"))
    parts.news()
    parts.show(parts.paragraph(_("Find a role, what it needs, and the learning that leads there."), "lead"))
    if graph.all(Role):
        left, right = st.columns(2, gap="large")
        with left, st.container(border=True, height="stretch", key="door-move"):
            doors.move()
        with right, st.container(border=True, height="stretch", key="door-skills"):
            doors.skills()
    doors.exists()
    if graph.all(Role):
        doors.others()
    doors.questions()


show()
