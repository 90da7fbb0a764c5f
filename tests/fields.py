"""Fields for finding records, where there is no browser: lists in their place, of what a field offers first."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st

from app.finding import field


def as_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows every field in which a record is chosen as a list, for pages that are run without a browser."""
    monkeypatch.setattr(field, "_component", _listed)


def _listed(*, key: str, data: dict[str, Any], on_chosen_change: Callable[[], None]) -> None:
    if data["leads"]:
        return
    offered = {one["id"]: one["label"] for one in (*data["extra"], *data["known"])}
    chosen, shown = data["chosen"], f"{key}-list"
    offered |= {chosen["id"]: chosen["label"]} if chosen else {}
    st.session_state[shown] = chosen["id"] if chosen else None

    def choose() -> None:
        st.session_state[key] = {"chosen": st.session_state[shown]}
        on_chosen_change()

    st.selectbox(
        data["label"], list(offered), index=None, format_func=lambda one: offered[one], key=shown, on_change=choose
    )
