"""What you bring: the levels that the role in From would hold, which anybody can change to fit themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from app import markup, parts, say, state
from app.state import NOT_HELD, NOT_STATED, OWN, Question
from kmgraph.model import Competency
from kmgraph.planner import Answer, Need, Planner, Profile, Standing
from kmgraph.planner.explain import NEEDED, Words

SAYS = (
    "Count everything: unpaid and voluntary work, caring, lived experience and work outside universities "
    "count as much as a paid job. What you change is kept until you close or reload "
    "the page. It is not in the link and is not stored."
)


def bring(planner: Planner, asked: Question, profile: Profile, answer: Answer) -> None:
    """The levels brought, beside those that the role needs, each of which can be changed."""
    start = asked.start or OWN
    sheet = Sheet(planner, start, state.base(planner, asked).levels)
    changed = bool(state.changes(start) or state.done())
    held = say.count(len(profile.levels), "competency", "competencies")
    words = Words(planner)
    needed = {need.competency: _note(words, need) for need in answer.needs}
    others = (sheet.base.keys() | state.changes(start).keys()) - needed.keys()
    with st.expander(f"What you bring: {held}{', with your changes' if changed else ''}", key="bring"):
        parts.show(parts.paragraph(SAYS))
        _heading(f"What {planner.graph.label(answer.role)} needs")
        sheet.rows(needed.items())
        if others:
            _heading("What you bring besides")
            sheet.rows((iri, "") for iri in sorted(others, key=planner.graph.label))
        sheet.another(needed.keys() | others)
        _courses_done(planner)
        if changed:
            st.button("Forget my changes", on_click=state.forget)


def _heading(text: str) -> None:
    st.html(markup.tag("h2", text, class_="km-small"))  # an h3 would skip a level here


def _note(words: Words, need: Need) -> str:
    level = words.needed(need, "any level")
    brought = ", which you bring" if need.standing is Standing.HELD else ""
    looked_at = any(link.id in words.graph.agreements for link in need.basis)
    wanted = level if level == NEEDED else f"needs {level}"
    return f"{wanted}{brought}{f'; {words.standing(need.basis)}' if looked_at else ''}"


def _courses_done(planner: Planner) -> None:
    for iri in sorted(state.done(), key=planner.graph.label):
        name = markup.plain(planner.graph.label(iri))
        st.button(f"I have not done {name}", key=f"not-done-{iri}", on_click=state.done().discard, args=(iri,))


@dataclass(frozen=True)
class Sheet:
    """The rows of one start: what its role holds (`base`), and what somebody changed of it."""

    planner: Planner
    start: str
    base: Mapping[str, str | None]

    def rows(self, competencies: Iterable[tuple[str, str]]) -> None:
        """A row for each competency, with a note behind its name; in two columns where there is room."""
        columns = st.columns(2)
        for number, (iri, note) in enumerate(competencies):
            with columns[number % 2]:
                self._row(iri, note)

    def another(self, shown: Collection[str]) -> None:
        """A field to add a competency that is not on the sheet."""
        graph = self.planner.graph
        names = {
            iri: f"{one.label} ({graph.label(one.framework)})"
            for iri, one in graph.all(Competency).items()
            if iri not in shown and self.planner.levels.levelled(iri)
        }
        st.selectbox(
            "Add something else that you bring",
            sorted(names, key=lambda iri: names[iri].casefold()),
            index=None,
            format_func=lambda iri: names.get(iri, iri),
            placeholder="Type or choose a competency",
            key=state.show("another", None),
            on_change=self._add,
        )

    def _row(self, iri: str, note: str) -> None:
        key, levels = f"level-{self.start}-{iri}", self._levels(iri)
        now = state.changes(self.start).get(iri, self._before(iri))
        label = markup.plain(self.planner.graph.label(iri)) + (f" ({markup.plain(note)})" if note else "")
        st.segmented_control(
            label,
            levels,
            required=True,
            format_func=lambda level: self._name(iri, level),
            key=state.show(key, now if now in levels else self._before(iri)),
            on_change=self._change,
            args=(iri, key),
        )

    def _before(self, iri: str) -> str:
        return (self.base[iri] or NOT_STATED) if iri in self.base else NOT_HELD

    def _levels(self, iri: str) -> list[str]:
        levels = [NOT_HELD, *(self.planner.levels.choices(iri) or [NOT_STATED])]
        return levels if self._before(iri) in levels else [*levels, self._before(iri)]

    def _name(self, iri: str, level: str) -> str:
        if level == NOT_HELD:
            return "Not yet"
        if level == NOT_STATED:
            return "Level not stated" if self.planner.levels.choices(iri) else "Held"
        return markup.plain(self.planner.graph.label(level))

    def _change(self, iri: str, key: str) -> None:
        mine, level = state.changes(self.start), st.session_state[key]
        if level == self._before(iri):
            mine.pop(iri, None)
        else:
            mine[iri] = level

    def _add(self) -> None:
        if iri := st.session_state["another"]:
            state.changes(self.start)[iri] = (self.planner.levels.choices(iri) or [NOT_STATED])[0]
