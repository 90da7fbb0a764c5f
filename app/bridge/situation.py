"""Your situation: what is on, as chips that take it off, the fields to change it, and what each of it changes."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import markup, parts, state
from app.bridge.form import Form
from app.catalogue import _
from app.parameters import USUAL
from app.question import OWN, Question, ask
from kmgraph.graph import Graph
from kmgraph.planner import Answer, Planner, Switches
from kmgraph.planner.comparison.ask import Ask
from kmgraph.planner.comparison.compare import EACH, Situation, effects
from kmgraph.planner.comparison.compare_words import MATCHING, CompareWords
from kmgraph.planner.comparison.matched import matched
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import capital


def situation(graph: Graph, asked: Question) -> DeltaGenerator:
    """What is on now, and the fields in which it is said; where to tell what a change of it changes."""
    _chips(graph, asked)
    name = _("Your situation: how, where, when, who you are, and limits")
    with st.expander(name, key="situation", on_change="rerun") as part:
        if part.open:
            Form(asked).fields()
    return st.container(key="situation-told")


def _chips(graph: Graph, asked: Question) -> None:
    """A button for each thing that is on, which takes it off, and one that takes off all of the situation."""
    on = [(words, replace(asked, switches=without)) for words, without in _on(graph, asked.switches)]
    if asked.matches:
        on.append((capital(MATCHING), replace(asked, matches=False)))
    done = [] if asked.start and asked.goal else sorted(state.done(), key=graph.label)  # an answer says it at its steps
    with st.container(key="on-now"):  # stands there even when empty, so that what is below keeps its place and focus
        if on or done:
            _chip_row(graph, asked, on, done)


def _chip_row(graph: Graph, asked: Question, on: list[tuple[str, Question]], done: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="set-aside"):
        st.markdown(_("On now. Choose one to take it off:"), width="content")
        for number, (words, without) in enumerate(on):
            label = markup.plain(words)
            st.button(label, key=f"off-{number}", icon=":material/close:", on_click=ask, args=(without,))
        for iri in done:
            label = _("Done: {course}").format(course=markup.plain(graph.label(iri)))
            st.button(label, key=f"off-done-{iri}", icon=":material/close:", on_click=state.done().discard, args=(iri,))
        if on:
            none = replace(asked, switches=USUAL, matches=False)
            st.button(_("Reset all choices"), key="reset", type="tertiary", on_click=ask, args=(none,))


def _on(graph: Graph, switches: Switches) -> Iterator[tuple[str, Switches]]:
    """What is on, in words, with the switches without it: of what asks for several things, each of them."""
    for name in (one.name for one in fields(Switches)):
        value, usual = getattr(switches, name), getattr(USUAL, name)
        if value == usual or (name == "currency" and switches.budget is not None):
            continue
        for one in [frozenset({each}) for each in sorted(value)] if name in EACH else [value]:
            only: dict[str, Any] = {name: one} | ({"currency": switches.currency} if name == "budget" else {})
            rest: dict[str, Any] = {name: value - one if name in EACH else usual}
            yield capital(Switches(**only).words(graph.label)), replace(switches, **rest)


# --- what it changes -------------------------------------------------------------------------------------------


def asks(asked: Question, switches: Switches | None = None) -> Ask:
    """The question, in its situation or in another one, as answers to it are compared."""
    brought = None if asked.start == OWN else asked.start
    return Ask(asked.goal or "", state.brings(asked), brought, switches or asked.switches, asked.matches)


def changes(planner: Planner, answer: Answer, asked: Question) -> None:
    """What each thing that is on changes, and which matches count, in sentences; nothing where nothing is on."""
    here, words = Situation(planner, answer), CompareWords(Words(planner))
    found = list(effects(asks(asked), here))
    said = [words.effect(one) for one in found if one.any]
    said += [words.matched(one) for one in matched(planner, answer, here.plan)]
    told = [markup.tag("h2", _("What your situation changes"), class_="km-small"), markup.listing(said)] if said else []
    if idle := [words.switch(one) for one in found if not one.any]:
        nothing = _("This changes nothing in the plan: {what}.").format(what="; ".join(idle))
        told.append(parts.paragraph(nothing, "quiet"))
    with st.container(key="situation-changes"):  # for the same reason
        if told:
            parts.show(*told)
