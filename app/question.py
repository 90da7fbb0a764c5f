"""The question of the pages that plan: which part of it the link says, and which only the session knows.

The link is the one place of what is not personal: widgets show what it says, and a change of a widget is written to
it before anything is drawn. Access needs, what somebody has or has not, and the budget are personal: they live in the
session, and stand in the link only where somebody wants them there (`shares`). So is what somebody brings (`brings`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import streamlit as st

from app import data, parameters
from app.catalogue import _
from app.links import Names
from app.parameters import LONGEST
from kmgraph.errors import UsageError
from kmgraph.planner import Planner, Preset, Switches
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

OWN = "~own"
"""Stands in the link for somebody who starts from no role that is listed; no role can be called so."""
VIEWS = ("picture", "list", "table")
PLAN = re.compile(r"other \d{1,2}")
"""What a plan is called that is best by no preset."""
OTHER = "other-"
"""Begins the names of what the link says of the other situation."""
NOTHING = "-"
"""Stands in the link for bringing what the role in From brings, no more and no less."""


@dataclass(frozen=True)
class Question:
    """What is asked. Roles are IRIs; `start` may also be `OWN`."""

    start: str | None = None
    goal: str | None = None
    preset: str = Preset.FEWEST.value
    view: str = VIEWS[0]
    switches: Switches = field(default_factory=Switches)
    matches: bool = False
    """Whether close and unreviewed matches join competencies."""
    beside: Switches | None = None
    """Another situation in which the same is asked, or None."""
    shares: bool = False
    """Whether the link says what is personal in the situations, too."""
    brings: str | None = None
    """What the link says that somebody brings (see `app.brought`), or None where it says nothing of it."""
    puzzles: tuple[str, ...] = ()
    """What the link says that this data does not know, each as a sentence."""
    drawn: "Question | None" = field(default=None, compare=False, repr=False)
    """The question as the page was drawn for it, from which one with a change is made; None for one of no page."""

    def with_switches(self, **changed: Any) -> "Question":
        """The same question with some switches changed.

        Raises:
            UsageError: they make no sense, or contradict others.
        """
        return replace(self, switches=replace(self.switches, **changed))

    def planner(self, switches: Switches | None = None) -> Planner:
        """The planner that reads the graph as the question wants it read, in its situation or in another one."""
        return data.planner(with_matches=self.matches, strict=(switches or self.switches).strict_levels)


# --- the question of this page ---------------------------------------------------------------------------------


def question(page: str) -> Question:
    """The question that the link of this page asks, with what is personal from the session.

    Where the page's menu, which carries no question, led here from another page, it is the question asked last.
    """
    _come_back(page)
    return _now()


def _now() -> Question:
    """The question that the link and the session ask now."""
    puzzles = _twice()
    start, goal = _role("from", puzzles), _role("to", puzzles)
    asked = Question(
        start=start,
        goal=goal,
        preset=_plan(puzzles),
        view=_view(puzzles),
        switches=_situation("", puzzles),
        matches=_flag("matches", _("Count competencies that are nearly the same"), puzzles),
        beside=_situation(OTHER, puzzles) if _flag("beside", _("Same move, another situation"), puzzles) else None,
        shares=_shares(),
        brings=_brings(puzzles),
        puzzles=tuple(dict.fromkeys(puzzles)),
    )
    return replace(asked, drawn=asked)


def _come_back(page: str) -> None:
    before, last = st.session_state.get("page"), st.session_state.get("link")
    if not st.query_params and before != page and last:
        st.query_params.from_dict(last)
    st.session_state["page"], st.session_state["link"] = page, st.query_params.to_dict()


def _twice() -> list[str]:
    """A puzzle for each parameter that the link says more than once."""
    told = _("The link says “{name}” more than once. The last one counts.")
    known = [name for name in st.query_params if name in ("from", "to", "plan", "view") or _of_a_situation(name)]
    return [told.format(name=_label(name)) for name in known if len(st.query_params.get_all(name)) > 1]


def _labels(before: str) -> dict[str, str]:
    """What people see the parameters of a situation called: of the other one, where `before` is OTHER."""
    told = _("{label} (the other situation)") if before == OTHER else "{label}"
    return {part.name: told.format(label=part.label) for part in parameters.PARTS}


def _label(name: str) -> str:
    before = OTHER if name.startswith(OTHER) else ""
    return _labels(before).get(name.removeprefix(before), name)


def _of_a_situation(name: str) -> bool:
    return name.removeprefix(OTHER) in {part.name for part in parameters.PARTS}


def _role(name: str, puzzles: list[str]) -> str | None:
    asked = st.query_params.get(name)
    if not asked or (asked == OWN and name == "from"):
        return asked or None
    roles: Names = data.links().names[Kind.ROLE]
    return roles.find(asked, puzzles, "role")


def _plan(puzzles: list[str]) -> str:
    asked = st.query_params.get("plan", Question.preset).replace("-", " ")
    if asked in list(Preset) or PLAN.fullmatch(asked):
        return asked
    puzzles.append(_("The link asks for the plan {name}. There is none of that name.").format(name=quoted(asked)))
    return Question.preset


def _view(puzzles: list[str]) -> str:
    asked = st.query_params.get("view", Question.view)
    if asked in VIEWS:
        return asked
    puzzles.append(_("The link asks for the view {name}. There is none of that name.").format(name=quoted(asked)))
    return Question.view


def _flag(name: str, label: str, puzzles: list[str]) -> bool:
    try:
        return parameters.flag(st.query_params.get(name) or "0")
    except UsageError as wrong:
        puzzles.append(_("The link says “{name}” in a way that is not clear. {why}").format(name=label, why=wrong))
        return False


def _brings(puzzles: list[str]) -> str | None:
    text = st.query_params.get("bring")
    if text and len(text) > LONGEST:
        puzzles.append(_("What the link says that you bring is too long to be read."))
        return None
    if not text:  # a link of the menu does not say it
        return "" if st.session_state.get("tells") else None
    return "" if text == NOTHING else text


def _shares() -> bool:
    told = any(before + part.name in st.query_params for part in parameters.PERSONAL for before in ("", OTHER))
    return told or bool(st.session_state.get("shares"))


def _situation(before: str, puzzles: list[str]) -> Switches:
    """A situation from the link, and what is personal from the session where the link says nothing of that."""
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault("personal", {})
    said = parameters.read(st.query_params, before, puzzles, _labels(before))
    told = parameters.personal(said)
    if told and st.session_state.get("forgot"):  # an address of before, to which Back led
        said = replace(said, **{name: getattr(parameters.USUAL, name) for name in told})
        puzzles.append(
            _("You forgot your data here, so what this link says of you does not count. A new window takes it up.")
        )
    elif told:
        kept[before] = told
    return still_to_do(replace(said, **kept.get(before, {})))


def still_to_do(switches: Switches) -> Switches:
    """A situation that wants no course kept which somebody says they have done: a link of before may say both."""
    return replace(switches, pin=switches.pin - st.session_state.get("done", frozenset()))


def ask(asked: Question) -> None:
    """Writes a question to the link, and what is personal in it to the session."""
    asked = merged(asked, _now())
    st.session_state["shares"], st.session_state["tells"] = asked.shares, asked.brings is not None
    kept: dict[str, dict[str, Any]] = st.session_state.setdefault("personal", {})
    for before, switches in (("", asked.switches), (OTHER, asked.beside)):
        if switches is not None:
            kept[before] = parameters.personal(switches)
    said = link_of(asked)
    st.session_state["link"] = said
    st.query_params.from_dict(said)


def merged(asked: Question, now: Question) -> Question:
    """What somebody changed of the question that a page was drawn for, in the question that is asked by now.

    Who chooses something before the page is drawn anew chooses on the page before: that must not undo the choice which
    the page is drawn anew for.
    """
    if asked.drawn is None or asked.drawn == now:
        return asked
    changed = {name: getattr(asked, name) for name in _changed(asked, asked.drawn) if name != "drawn"}
    for name in {"switches", "beside"} & changed.keys():
        every = [getattr(one, name) for one in (asked, asked.drawn, now)]
        changed[name] = every[0] if None in every else _merged(*every)
    return replace(now, **changed)


def _merged(asked: Switches, drawn: Switches, now: Switches) -> Switches:
    changed = {name: getattr(asked, name) for name in _changed(asked, drawn)}
    for name, value in changed.items():
        if isinstance(value, frozenset):
            before: frozenset[Any] = getattr(drawn, name)
            changed[name] = (getattr(now, name) - (before - value)) | (value - before)
    try:
        return replace(now, **changed)
    except UsageError:  # the two choices contradict each other: the last one counts
        return asked


def _changed(one: Question | Switches, other: Question | Switches) -> list[str]:
    return [each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)]


def forget() -> None:
    """Forgets what is personal in the question, in the session and in the link."""
    for name in ("personal", "shares", "tells"):
        st.session_state.pop(name, None)
    personal = {"bring", *(before + part.name for part in parameters.PERSONAL for before in ("", OTHER))}
    for link in (st.query_params, st.session_state.get("link", {})):
        for name in personal & link.keys():
            del link[name]


def link_of(asked: Question) -> dict[str, str]:
    """What the link of a question says, by parameter."""
    roles: Names = data.links().names[Kind.ROLE]
    said = {
        "from": asked.start if asked.start in (None, OWN) else roles.short(asked.start),
        "to": asked.goal and roles.short(asked.goal),
        "plan": "" if asked.preset == Question.preset else asked.preset.replace(" ", "-"),
        "view": "" if asked.view == Question.view else asked.view,
        "matches": "1" if asked.matches else "",
        "bring": None if asked.brings is None else asked.brings or NOTHING,
        **dict(parameters.written(asked.switches, "", shares=asked.shares)),
    }
    if asked.beside is not None:
        said |= {"beside": "1", **dict(parameters.written(asked.beside, OTHER, shares=asked.shares))}
    return {name: text for name, text in said.items() if text}


def follow(asked: Question, key: str, name: str) -> Callable[[], None]:
    """What to do when the widget with this key changes: its value becomes a field of the question."""
    return lambda: ask(replace(asked, **{name: st.session_state[key]}))
