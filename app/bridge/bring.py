"""What you bring: the levels that the role in From would hold, which anybody can change to fit themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from app import markup, parts, state
from app.catalogue import _, ngettext
from app.finder import finder
from app.profile.fit import fit
from app.question import OWN, Question
from app.state import NOT_HELD, NOT_STATED
from kmgraph.planner import Answer, Need, Planner, Profile, Standing
from kmgraph.planner.explain import NEEDED, Words
from kmgraph.vocabulary import Kind

SAYS = _(
    "Count everything: unpaid and voluntary work, caring, lived experience and work outside universities "
    "count as much as a paid job. {held} It is in the link only where you put it there, under “Share or save this "
    "view”."
).format(held=state.HELD)


def bring(planner: Planner, asked: Question, profile: Profile, answer: Answer) -> None:
    """How much of what the role needs is brought, and on demand all levels brought, each of which can be changed."""
    changed = bool(state.changes(asked.start or OWN) or state.done())
    name = ngettext("What you bring: {n} competency", "What you bring: {n} competencies", len(profile.levels))
    name = _("{what}, with your changes").format(what=name) if changed else name
    with st.expander(name.format(n=len(profile.levels)), key="bring", on_change="rerun") as part:
        if part.open:
            _sheet(planner, asked, profile, answer)


def _sheet(planner: Planner, asked: Question, profile: Profile, answer: Answer) -> None:
    start = asked.start or OWN
    sheet = Sheet(planner, start, state.base(planner, asked).levels)
    words = Words(planner)
    needed = {need.competency: _note(words, need) for need in answer.needs}
    others = (sheet.base.keys() | state.changes(start).keys()) - needed.keys()
    parts.show(parts.paragraph(SAYS))
    _heading(_("What {role} needs").format(role=planner.graph.label(answer.role)))
    sheet.rows(needed.items())
    if others:
        _heading(_("What you bring besides"))
        sheet.rows((iri, "") for iri in sorted(others, key=planner.graph.label))
    sheet.another()
    _buttons(start, profile)


def share_of(answer: Answer) -> str:
    """How much of what the role needs is brought, in a sentence."""
    held = sum(need.standing is Standing.HELD for need in answer.needs)
    lower = sum(need.standing is Standing.RAISE for need in answer.needs)
    number, much = len(answer.needs), fit(answer.needs)
    if lower and not held:
        return ngettext(
            "You bring {much}: the role needs only {n} competency.",
            "You bring {much}: {lower} of the {n} competencies that the role needs.",
            number,
        ).format(much=much, lower=lower, n=number)
    told = ngettext(
        "You bring {much}: the role needs {n} competency.",
        "You bring {much}: {held} of the {n} competencies that the role needs, at the level that it needs.",
        number,
    ).format(much=much, held=held, n=number)
    also = _("You bring {n} of them at a lower level.").format(n=lower)
    return f"{told} {also}" if lower else told


def _buttons(start: str, profile: Profile) -> None:
    with st.container(horizontal=True):
        if start != OWN:
            st.button(
                _("Keep as my profile"),
                key="keep-profile",
                help=_("Your profile is then what stands here. See it under My profile, and use it for other moves."),
                on_click=_keep,
                args=(profile,),
            )
        if mine := state.changes(start):
            st.button(_("Forget my changes"), key="forget-changes", on_click=mine.clear)


def _keep(profile: Profile) -> None:
    """Makes what is brought here the profile, beside what somebody said there of other competencies."""
    state.changes(OWN).update({iri: level or NOT_STATED for iri, level in profile.levels.items()})
    st.toast(_("Kept. You find it under My profile, until you close or reload the page."))


def _heading(text: str) -> None:
    st.html(markup.tag("h2", text, class_="km-small"))  # an h3 would skip a level here


def _note(words: Words, need: Need) -> str:
    level = words.needed(need, _("any level"))
    wanted = level if level == NEEDED else _("needs {level}").format(level=level)
    if need.standing is Standing.HELD:
        wanted = _("{needs}, which you bring").format(needs=wanted)
    looked_at = any(link.id in words.graph.agreements for link in need.basis)
    return f"{wanted}; {words.standing(need.basis)}" if looked_at else wanted


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

    def another(self) -> None:
        """A field to add a competency that is not on the sheet."""
        finder(
            _("Add something else that you bring"),
            key="another",
            kinds=[Kind.COMPETENCY],
            chosen=None,
            placeholder=_("Type a competency, such as writing"),
            on_choose=self.add,
        )

    def _row(self, iri: str, note: str) -> None:
        key = f"level-{self.start}-{iri}"
        label = markup.plain(self.planner.graph.label(iri)) + (f" ({markup.plain(note)})" if note else "")
        st.segmented_control(
            label,
            self._levels(iri),
            required=True,
            format_func=lambda level: self._name(iri, level),
            key=state.show(key, self._now(iri)),
            on_change=self._change,
            args=(iri, key),
        )

    def _before(self, iri: str) -> str:
        return (self.base[iri] or NOT_STATED) if iri in self.base else NOT_HELD

    def _now(self, iri: str) -> str:
        return state.changes(self.start).get(iri, self._before(iri))

    def _levels(self, iri: str) -> list[str]:
        levels = [NOT_HELD, *(self.planner.levels.choices(iri) or [NOT_STATED])]
        return list(dict.fromkeys([*levels, self._before(iri), self._now(iri)]))

    def _name(self, iri: str, level: str) -> str:
        if level == NOT_HELD:
            return _("Not yet")
        if level == NOT_STATED:
            return _("Level not stated") if self.planner.levels.choices(iri) else _("Held")
        return markup.plain(self.planner.graph.label(level))

    def _change(self, iri: str, key: str) -> None:
        mine, level = state.changes(self.start), st.session_state[key]
        if level == self._before(iri):
            mine.pop(iri, None)
        else:
            mine[iri] = level

    def add(self, iri: str) -> None:
        """Counts a competency as brought, its level not stated, where it is not brought yet."""
        if not self.planner.levels.levelled(iri):
            st.toast(_("That is a way of working. It has no levels, so no plan counts it."))
        elif self._now(iri) == NOT_HELD:
            state.changes(self.start)[iri] = NOT_STATED
