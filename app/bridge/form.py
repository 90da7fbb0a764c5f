"""The fields in which somebody says their situation: what may be in a plan, what it may come to, and who they are.

The same fields say the situation of the question and another one beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from app import data, markup, parts
from app.bridge.options import ABOUT_YOU, WAYS
from app.catalogue import _
from app.finder import finder
from app.question import OTHER, Question, ask
from app.state import HELD, show
from kmgraph.errors import UsageError
from kmgraph.planner import Switches
from kmgraph.planner.situation.switches import LANGUAGES, LARGEST
from kmgraph.vocabulary import NATIONS, Eligibility, Kind

NOT_SAID, YES, NO = _("Not said"), _("Yes"), _("No")
SAYS = _(
    "Nothing here has to be filled in. What you say leaves out learning that is known not to fit. "
    "What is not known stays in, with a note on what to check."
)
PRIVATE = _(
    "{held} That goes for your access needs and your budget, too. They are in the link only where you put them there, "
    "under “Share or save this view”."
).format(held=HELD)


@dataclass(frozen=True)
class Form:
    """The fields of one situation of a question: of the other one, where `before` is OTHER."""

    asked: Question
    before: str = ""

    @property
    def switches(self) -> Switches:
        """The situation as it is now."""
        return (self.asked.beside or Switches()) if self.before == OTHER else self.asked.switches

    def fields(self) -> None:
        """All fields, in groups."""
        parts.show(parts.paragraph(SAYS))
        self._wrong()
        left, right = st.columns(2, gap="large")
        with left:
            _heading(_("How, where and when"))
            self._how()
            self._where()
        with right:
            _heading(_("About you"))
            self._who()
        left, right = st.columns(2, gap="large")
        with left:
            _heading(_("Most that a plan may take"))
            self._limits()
        with right:
            _heading(_("What else counts"))
            self._counts()
            self._providers()
        parts.show(parts.paragraph(PRIVATE, "quiet"))

    # groups

    def _how(self) -> None:
        self._any("modes", _("How you can take part: any of these"), list(WAYS), WAYS.__getitem__)
        self._any("languages", _("Languages in which you can learn: any of these"), data.options().languages, _language)

    def _where(self) -> None:
        self._one("nation", _("Where you live"), data.options().nations, _nation, placeholder=NOT_SAID)
        self._one(
            "region",
            _("Where you can be in person"),
            data.options().regions,
            str,
            placeholder=_("Anywhere: choose or type a place"),
            accept_new_options=True,
        )
        st.date_input(
            _("From which day you can begin"),
            format="DD/MM/YYYY",
            key=show(self._key("on"), self.switches.on),
            value=None,
            on_change=self._follow("on"),
        )

    def _who(self) -> None:
        for group, question in ABOUT_YOU.items():
            key = self._key(f"who-{group}")
            now = YES if group in self.switches.has else NO if group in self.switches.has_not else NOT_SAID
            st.segmented_control(
                question, (YES, NO, NOT_SAID), required=True, key=show(key, now), on_change=self._say, args=(group, key)
            )
        self._access()

    def _access(self) -> None:
        """Features that the data knows, to choose; others, to type."""
        known = [one for one in data.options().access if ";" not in one]
        if known:
            self._any("access", _("Access features that you need: all of these"), known, str)
        others = sorted(self.switches.access - set(known))
        st.text_input(
            _("Other access features that you need") if known else _("Access features that you need: all of these"),
            placeholder=_("Such as captions; step-free"),
            help=_("Put a semicolon between two of them."),
            max_chars=500,
            key=show(self._key("access-typed"), "; ".join(others)),
            on_change=self._type,
            args=(frozenset(known),),
        )

    def _limits(self) -> None:
        budget, currency = st.columns([1, 1])
        with budget:
            self._number("budget", _("Budget for all courses together"), step=50.0, format="%.2f")
        with currency:
            now, known = self.switches.currency, data.options().currencies
            st.segmented_control(
                _("Currency"),
                known if now in known else [*known, now],
                required=True,
                wrap=True,
                key=show(self._key("currency"), now),
                on_change=self._follow("currency"),
            )
        self._number("hours", _("Hours of work"), step=10.0, format="%g")
        self._number("weeks", _("Weeks, one course after the other"), step=1.0, format="%g")

    def _counts(self) -> None:
        self._tick("past", "include_past", _("Include past and planned learning"))
        self._tick("desirable", "with_desirable", _("Count desirable competencies too"))
        self._tick(
            "open-to-all",
            "open_to_all",
            _("Leave out what is for some people or places only"),
            _(
                "Some learning is only for members, certain staff, people with a doctorate, civil servants or one "
                "part of the United Kingdom. This leaves it out."
            ),
        )
        self._tick(
            "strict",
            "strict_levels",
            _("Count no level that is not stated"),
            _("Many courses do not say how far they lead. They count for the lowest level, unless you tick this."),
        )
        if self.before != OTHER:
            st.checkbox(
                _("Count competencies that are nearly the same"),
                key=show("matches", self.asked.matches),
                help=_("Close matches between frameworks, and such as nobody has reviewed, then count as the same."),
                on_change=lambda: ask(replace(self.asked, matches=st.session_state["matches"])),
            )

    def _providers(self) -> None:
        self._add("providers", _("Only learning from this provider"))
        self._add("not_providers", _("No learning from this provider"))

    # fields

    def _one(self, name: str, label: str, options: list[str], words: Callable[[str], str], **said: Any) -> None:
        now = getattr(self.switches, name)
        every = [*options, *([now] if now and now not in options else [])]
        st.selectbox(
            label,
            every,
            index=None,
            format_func=lambda one: markup.plain(words(one)),
            key=show(self._key(name), now),
            on_change=self._follow(name),
            **said,
        )

    def _any(self, name: str, label: str, options: list[Any], words: Callable[[Any], str]) -> None:
        now: frozenset[Any] = self.switches.ways if name == "modes" else getattr(self.switches, name)
        others = [] if name in ("modes", "access") else sorted(now - set(options))
        every = [*options, *others]
        st.pills(
            label,
            every,
            selection_mode="multi",
            wrap=True,
            format_func=lambda one: markup.plain(words(one)),
            key=show(self._key(name), [one for one in every if one in now]),
            on_change=self._choose,
            args=(name, frozenset(every)),
        )

    def _add(self, name: str, label: str) -> None:
        """A field that adds an organisation; a chip takes it off again."""
        finder(
            label,
            key=self._key(name),
            kinds=[Kind.ORGANISATION],
            chosen=None,
            placeholder=_("Type a name"),
            on_choose=lambda iri: self.change(**{name: getattr(self.switches, name) | {iri}}),
        )

    def _number(self, name: str, label: str, **said: Any) -> None:
        st.number_input(
            label,
            min_value=0.0,
            max_value=float(LARGEST),
            value=None,
            placeholder=_("No limit"),
            key=show(self._key(name), getattr(self.switches, name)),
            on_change=self._follow(name),
            **said,
        )

    def _tick(self, key: str, name: str, label: str, more: str | None = None) -> None:
        st.checkbox(
            label,
            key=show(self._key(key), getattr(self.switches, name)),
            help=more,
            on_change=self._follow(name, key),
        )

    # what changes

    def _key(self, name: str) -> str:
        return f"{self.before}{name}"

    def _follow(self, name: str, key: str | None = None) -> Callable[[], None]:
        return lambda: self.change(**{name: st.session_state[self._key(key or name)]})

    def _choose(self, name: str, offered: frozenset[Any]) -> None:
        others = getattr(self.switches, name) - offered if name == "access" else frozenset()
        self.change(**{name: others | set(st.session_state[self._key(name)])})

    def _type(self, known: frozenset[str]) -> None:
        typed = {" ".join(one.split()) for one in st.session_state[self._key("access-typed")].split(";")}
        self.change(access=(self.switches.access & known) | (typed - {""}))

    def _say(self, group: Eligibility, key: str) -> None:
        said, switches = st.session_state[key], self.switches
        self.change(
            has=switches.has | {group} if said == YES else switches.has - {group},
            has_not=switches.has_not | {group} if said == NO else switches.has_not - {group},
        )

    def change(self, **said: Any) -> None:
        """Puts changed switches into the question; where they make no sense, they are told and change nothing."""
        try:
            switches = replace(self.switches, **said)
        except UsageError as wrong:
            st.session_state["wrong"] = self.before, str(wrong)
        else:
            other = self.before == OTHER
            ask(replace(self.asked, beside=switches) if other else replace(self.asked, switches=switches))

    def _wrong(self) -> None:
        before, said = st.session_state.get("wrong", (None, ""))
        if before == self.before:
            del st.session_state["wrong"]
            st.error(markup.plain(said))


def _heading(text: str) -> None:
    st.html(markup.tag("h2", text, class_="km-small"))


def _nation(code: str) -> str:
    return NATIONS.get(code, code)


def _language(code: str) -> str:
    return LANGUAGES.get(code, code)
