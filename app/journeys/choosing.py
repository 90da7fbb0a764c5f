"""The choices above the journeys: what they rest on, a role, a kind of organisation, each with counts."""

from collections import Counter

import streamlit as st

from app import markup, state
from app.catalogue import _
from app.finder import finder
from app.journeys.asked import Asked, ask, narrow
from app.journeys.timeline import NAMES
from app.journeys.trails import Trail, sectors
from kmgraph.vocabulary import Basis, Kind

ANY = "~any"
"""Stands for no role in particular; no role can be called so."""


def choose(every: tuple[Trail, ...], chosen: Asked) -> None:
    """Shows the choices; each changes the link."""
    finder(
        _("Through which role?"),
        key="journeys-role",
        kinds=[Kind.ROLE],
        chosen=chosen.role,
        extra={ANY: _("Any role")},
        placeholder=_("Any role. Type to choose one"),
        on_choose=lambda iri: narrow(chosen, role=None if iri == ANY else iri),
    )
    _bases(every, chosen)
    _sectors(every, chosen)
    if chosen.narrowed:
        st.button(_("Show all journeys"), type="tertiary", on_click=ask, args=(Asked(),))


def _bases(every: tuple[Trail, ...], chosen: Asked) -> None:
    counted = Counter(one.journey.basis for one in every if chosen.wants(one, but="basis"))
    here = [one for one in Basis if counted[one] or one in chosen.bases]
    st.pills(
        _("What they rest on"),
        here,
        selection_mode="multi",
        format_func=lambda one: f"{NAMES[one]} ({counted[one]})",
        key=state.show("journeys-basis", [one for one in here if one in chosen.bases]),
        on_change=lambda: narrow(chosen, bases=tuple(st.session_state["journeys-basis"])),
    )


def _sectors(every: tuple[Trail, ...], chosen: Asked) -> None:
    counted = sectors(one for one in every if chosen.wants(one, but="sector"))
    here = sorted({*counted, *chosen.sectors}, key=lambda name: (-counted[name], name.casefold()))
    if not here:
        return
    st.pills(
        _("Where people worked or studied"),
        here,
        selection_mode="multi",
        format_func=lambda one: f"{markup.plain(one)} ({counted[one]})",
        key=state.show("journeys-sector", [one for one in here if one in chosen.sectors]),
        on_change=lambda: narrow(chosen, sectors=tuple(st.session_state["journeys-sector"])),
    )
