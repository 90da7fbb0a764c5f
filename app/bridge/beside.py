"""Same move, another situation: what each of two comes to, beside each other, and what drops out and why."""

from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from app import markup, parts
from app.bridge.form import Form
from app.bridge.situation import asks
from app.catalogue import _
from app.parameters import USUAL
from app.question import OTHER, Question, ask
from kmgraph.errors import NotKnown
from kmgraph.planner import Answer, Planner, Preset, Switches
from kmgraph.planner.audit.check import verify
from kmgraph.planner.comparison.compare import Differences, Situation, differences
from kmgraph.planner.comparison.compare_words import CompareWords
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import capital
from kmgraph.vocabulary import Eligibility, Mode

SAYS = _(
    "Two people who want the same move do not have the same choices. Put another situation beside yours: "
    "see what drops out, and why."
)
NO_DOCTORATE = {"has_not": frozenset({Eligibility.DOCTORAL})}
FAR = {**NO_DOCTORATE, "nation": "GB-NIR", "budget": 0.0, "modes": frozenset({Mode.ONLINE})}
NEAR = {"has": frozenset({Eligibility.DOCTORAL, Eligibility.STAFF}), "nation": "GB-ENG", "region": "London"}
TOTALS = {
    "to develop": _("Competencies to develop"),
    "closed": _("Closed by the plan"),
    "open": _("Stay open"),
    "courses": _("Courses"),
    "fees": _("Price"),
    "hours": _("Hours of work"),
    "weeks": _("Weeks, one course after the other"),
}
"""What a situation comes to, as the planner names it, in words for a table."""


class Example(NamedTuple):
    """A comparison to start from: what it is called, and what is said in each of the two situations."""

    label: str
    other: dict[str, Any]
    here: dict[str, Any] | None = None
    """None where the situation of the question stays as it is."""


EXAMPLES = (
    Example(_("Somebody without a doctorate"), NO_DOCTORATE),
    Example(_("Somebody who can only learn online"), {"modes": frozenset({Mode.ONLINE})}),
    Example(_("Somebody with no money to spend"), {"budget": 0.0}),
    Example(
        _("One with a doctorate and a job in London, and one online in Northern Ireland with no doctorate or budget"),
        FAR,
        NEAR,
    ),
)


def beside(planner: Planner, answer: Answer, asked: Question) -> None:
    """Two situations beside each other, or examples to start from."""
    parts.heading(_("Same move, another situation"))
    if asked.beside is None:
        parts.show(parts.paragraph(SAYS))
        _examples(asked)
        return
    with st.container(horizontal=True):
        other = replace(asked, switches=asked.beside, beside=asked.switches)
        st.button(_("Swap the two situations"), key="swap-situations", on_click=ask, args=(other,))
        st.button(_("Close the comparison"), key="close-beside", on_click=ask, args=(replace(asked, beside=None),))
    try:
        found = compared(planner, answer, asked, asked.beside)
    except NotKnown as nothing:
        st.info(markup.plain(str(nothing)))
    else:
        _show(CompareWords(Words(planner)), found)
    with st.expander(_("Change the other situation"), key="beside-fields", on_change="rerun") as part:
        if part.open:
            Form(asked, OTHER).fields()


def compared(planner: Planner, answer: Answer, asked: Question, other: Switches) -> Differences:
    """How the answer differs from that in another situation.

    Raises:
        NotKnown: there is no answer in the other one.
    """
    preset = Preset(asked.preset) if asked.preset in list(Preset) else Preset.FEWEST
    there, question = asked.planner(other), replace(asks(asked, other), preset=preset)
    found = question.answer(there)
    verify(there, found)
    return differences(Situation(planner, answer, preset), Situation(there, found, preset))


def _examples(asked: Question) -> None:
    with st.container(horizontal=True):
        for number, one in enumerate(EXAMPLES):
            st.button(one.label, key=f"example-{number}", on_click=ask, args=(_begun(asked, one),))
        same = replace(asked, beside=asked.switches)
        st.button(_("Another one, which I say myself"), key="example-own", on_click=_open, args=(same,))


def _open(asked: Question) -> None:
    ask(asked)
    st.session_state["beside-fields"] = True


def _begun(asked: Question, example: Example) -> Question:
    """The question with an example beside it; what counts, and what was left out or kept, stays as it is."""
    here = asked.switches if example.here is None else replace(_bare(asked.switches), **example.here)
    there = _bare(asked.switches) if example.here else _apart(asked.switches, example.other)
    return replace(asked, switches=here, beside=replace(there, **example.other))


def _apart(switches: Switches, said: dict[str, Any]) -> Switches:
    """A situation without what would contradict what is said."""
    return replace(switches, has=switches.has - said.get("has_not", frozenset()))


def _bare(switches: Switches) -> Switches:
    """A situation of which only what counts, and what was left out or kept, is said."""
    kept = ("with_desirable", "strict_levels", "include_past", "exclude", "pin", "currency")
    return replace(USUAL, **{name: getattr(switches, name) for name in kept})


def _show(words: CompareWords, found: Differences) -> None:
    both = {_("First, yours"): found.one, _("Second"): found.other}
    totals = [words.totals(one) for one in both.values()]
    parts.show(
        markup.facts([(name, capital(words.title(one))) for name, one in both.items()]),
        markup.table(
            _("What each situation comes to"),
            (_("It comes to"), *both),
            [(name, *(one[what] for one in totals)) for what, name in TOTALS.items()],
        ),
        markup.tag("h3", _("What differs, and why")),
        markup.listing(words.sentences(found)),
    )
