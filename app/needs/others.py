"""What stands beside the gaps: what to commission next, who can reach what there is, and what is known to work."""

from collections.abc import Collection, Iterable
from dataclasses import replace

import streamlit as st

from app import data, markup, parts, state
from app.catalogue import _
from app.needs.asked import LABELS, MOST, Wanted, ask, needs_of
from app.needs.letters import unsaid
from app.needs.otherwise import otherwise
from kmgraph.programme.beside import evident, out_of_reach, reached, to_commission
from kmgraph.programme.commission import Aim, Commission, commission
from kmgraph.programme.commission_words import CommissionWords
from kmgraph.programme.evidence import evidence
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.reach import Comparison, reach
from kmgraph.programme.reach_words import ReachWords
from kmgraph.programme.sheet import Sheet, said

COUNTED = ("known", "perhaps", "all", "sentence")
"""Columns of who can reach what that only the files hold: shares tell what these numbers are of."""
ALWAYS = ("aim", "proof")
"""Columns that say the same in every row where one choice is shown."""
WORDED = ("sentence",)
AIMS = {Aim.MOVES: _("Unlock most moves between roles"), Aim.DEMAND: _("Close most of what is needed")}


def to_do(wanted: Wanted, found: Gaps) -> None:
    """The set of outcomes that it pays most to commission."""
    left, right = st.columns(2, gap="large")
    with left:
        st.segmented_control(
            LABELS["by"],
            list(AIMS),
            format_func=AIMS.__getitem__,
            required=True,
            key=state.show("needs-by", wanted.by),
            on_change=lambda: ask(replace(wanted, by=st.session_state["needs-by"])),
        )
    with right:
        st.slider(
            _("How many outcomes"),
            1,
            MOST,
            key=state.show("needs-most", wanted.most),
            on_change=lambda: ask(replace(wanted, most=st.session_state["needs-most"])),
        )
    st.checkbox(
        LABELS["levels"],
        key=state.show("needs-taught", wanted.taught_only),
        on_change=lambda: ask(replace(wanted, taught_only=st.session_state["needs-taught"])),
    )
    about = needs_of(wanted), wanted.most, wanted.by, wanted.taught_only, data.content()
    best: Commission = state.remembered(
        "commission", about, lambda: commission(found, wanted.most, wanted.by, taught_only=wanted.taught_only)
    )
    words = CommissionWords(found, best)
    parts.show(parts.paragraph(words.headline(), "inset"))
    sheet(to_commission(found, [best]), without=ALWAYS)
    parts.show(parts.paragraph(words.proof()))
    otherwise(wanted, found)
    basis(words.basis())


def reachable(wanted: Wanted, found: Gaps) -> None:
    """For people in several situations, how much of what is needed is within reach."""
    compared: Comparison = state.remembered(
        "reach", (needs_of(wanted), data.content()), lambda: reach(found.planner, wanted.asked)
    )
    words = ReachWords(found.planner, compared)
    parts.show(parts.paragraph(" ".join(words.share(one) for one in (compared.own, compared.everyone) if one), "inset"))
    sheet(reached(compared), whole=True, without=COUNTED)
    sheet(out_of_reach(found, compared))
    unsaid(wanted, found.planner)
    basis(words.basis())


def works(found: Gaps) -> None:
    """How well it is known that the learning for each competency works."""
    coverage = {gap.outcome: gap.coverage for gap in found.gaps}
    found_out = evidence(found.planner, [one.competency for one in coverage], coverage)
    sheet(evident(found, found_out), whole=True, without=WORDED)


def sheet(one: Sheet, *, whole: bool = False, without: Collection[str] = ()) -> None:
    """A table of a report on the page, folded up where it is long and is not to stand there as a `whole`.

    Args:
        one: the table.
        whole: whether it is not to be folded.
        without: the names of columns that only the files hold.
    """
    kept = [place for place, column in enumerate(one.columns) if column.name not in without]
    columns = [one.columns[place] for place in kept]
    parts.show(parts.paragraph(one.sentence))
    rows = [[said(row[place], one.columns[place].holds) for place in kept] for row in one.rows]
    table = markup.table(one.title, [column.heading for column in columns], rows)
    parts.folded(table, 0 if whole else len(rows), _("{title} ({n})").format(title=one.title, n=f"{len(rows):,}"))
    if one.note:
        parts.show(parts.paragraph(one.note, "quiet"))


def basis(sentences: Iterable[str]) -> None:
    """What the figures of a view rest on, in sentences."""
    parts.heading(_("How this is counted"))
    parts.show(markup.listing(sentences))
