"""Further choices of whose needs count, folded up: sector, framework, place, desirable competencies, every move."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from app import data, parts, state
from app.catalogue import _
from app.needs.asked import LABELS, Wanted, ask
from app.needs.offers import frameworks, nations, regions, sectors
from kmgraph.planner.phrases import row
from kmgraph.programme.asked import Asked
from kmgraph.programme.stopped import EVERY_PAIR, RULE
from kmgraph.vocabulary import NATIONS

ALL_SECTORS = _("All sectors")
ALL_FRAMEWORKS = _("All frameworks")
EVERYWHERE = _("Everywhere")


def choose(wanted: Wanted) -> None:
    """Shows the choices, and says which of them are made."""
    asked = wanted.asked
    with st.expander(_("More choices"), key="needs-more"):
        left, right = st.columns(2, gap="large")
        with left:
            _pick(
                LABELS["sector"],
                ALL_SECTORS,
                sectors(),
                "sector",
                asked.sector,
                lambda one: replace(asked, sector=one),
                wanted,
            )
            _pick(
                LABELS["counted-nation"],
                EVERYWHERE,
                nations(),
                "counted-nation",
                asked.nation,
                lambda one: replace(asked, nation=one),
                wanted,
                _nation,
            )
        with right:
            _pick(
                LABELS["framework"],
                ALL_FRAMEWORKS,
                frameworks(),
                "framework",
                asked.framework,
                lambda one: replace(asked, framework=one),
                wanted,
                data.planner().graph.label,
            )
            _pick(
                LABELS["counted-region"],
                EVERYWHERE,
                regions(),
                "counted-region",
                asked.region,
                lambda one: replace(asked, region=one),
                wanted,
            )
        st.checkbox(
            LABELS["desirable"],
            key=state.show("needs-desirable", asked.with_desirable),
            on_change=lambda: _desirable(wanted, wanted_now=st.session_state["needs-desirable"]),
        )
        st.checkbox(
            LABELS["pairs"],
            key=state.show("needs-pairs", wanted.all_pairs),
            on_change=lambda: ask(replace(wanted, all_pairs=st.session_state["needs-pairs"])),
        )
        parts.show(parts.paragraph(EVERY_PAIR if wanted.all_pairs else RULE, "quiet"))
    if told := chosen(wanted):
        parts.show(parts.paragraph(_("Also chosen: {what}.").format(what=row(told)), "quiet"))


def chosen(wanted: Wanted) -> list[str]:
    """The further choices that are made, in words."""
    asked = wanted.asked
    said = (
        (asked.sector, _("the sector {name}").format(name=asked.sector)),
        (asked.framework, _("competencies of {name}").format(name=_framework(asked.framework))),
        (asked.nation, _("posts, answers and adverts in {name}").format(name=_nation(asked.nation or ""))),
        (asked.region, _("posts, answers and adverts in {name}").format(name=asked.region)),
        (asked.with_desirable, _("desirable competencies too")),
        (wanted.all_pairs, _("every move between role types")),
    )
    return [words for made, words in said if made]


def _pick(
    label: str,
    every: str,
    options: Sequence[str],
    name: str,
    now: str | None,
    asks: Callable[[str | None], Asked],
    wanted: Wanted,
    words: Callable[[str], str] = str,
) -> None:
    """A field for one of several values of what is asked; nothing where there are none to choose from."""
    if not options:
        return
    key = f"needs-{name}"
    st.selectbox(
        label,
        ["", *options],
        format_func=lambda one: words(one) if one else every,
        key=state.show(key, now or ""),
        on_change=lambda: ask(replace(wanted, asked=asks(st.session_state[key] or None), outcome=None)),
    )


def _desirable(wanted: Wanted, *, wanted_now: bool) -> None:
    switches = replace(wanted.asked.switches, with_desirable=wanted_now)
    ask(replace(wanted, asked=replace(wanted.asked, switches=switches, with_desirable=wanted_now)))


def _framework(iri: str | None) -> str:
    return data.planner().graph.label(iri) if iri else ""


def _nation(code: str) -> str:
    return NATIONS.get(code, code)
