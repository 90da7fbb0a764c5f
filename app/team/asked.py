"""What the page of a team is asked: which roles are in it, which it has to fill, and what may be learnt.

People are not part of this: their profiles live in the session (see `app.team.people`), never in the link.
"""

from dataclasses import dataclass, field, replace

import streamlit as st

from app import data, parameters
from app.catalogue import _
from app.team import roster
from kmgraph.planner import Switches
from kmgraph.planner.team import Hold
from kmgraph.vocabulary import Kind, Mode
from kmgraph.wording import quoted

MEMBERS, ROLES = 12, 6
"""Members of a team, and roles that it has to fill, at most."""
BETWEEN = " "
"""Stands between names in the link: no IRI holds a space."""
SITUATION = ("nation", "modes", "open_to_all")
"""The fields of a situation that are asked for a whole team."""
LABELS = {
    "nation": _("Where the members live"),
    "mode": _("Online only"),
    "open-to-all": _("Open to anyone in the United Kingdom only"),
}
"""What the page calls the parameters of a situation."""
ALL = "all"
SHOWS = {ALL: None, "shared": Hold.SHARED, "one": Hold.ONE, "partly": Hold.PARTLY, "missing": Hold.MISSING}
"""How a competency has to be held to be shown, by how the link says so."""
LINK = "team-link"
"""Where the session keeps what the link of this page last said."""


@dataclass(frozen=True)
class Wanted:
    """What the link asks for. Roles are IRIs."""

    members: tuple[str, ...] = ()
    """The role of each member who is no person; two members may be in the same role."""
    roles: tuple[str, ...] = ()
    """The roles to fill."""
    switches: Switches = field(default_factory=Switches)
    show: str = ALL
    puzzles: tuple[str, ...] = ()

    def with_member(self, role: str) -> "Wanted":
        """The same with one more member."""
        return replace(self, members=(*self.members, role))

    def with_role(self, role: str) -> "Wanted":
        """The same with one more role to fill."""
        return replace(self, roles=tuple(dict.fromkeys((*self.roles, role))))

    def reaching(self, *, nation: str | None, online: bool, everyone: bool) -> "Wanted":
        """The same for members who live elsewhere, or who can take part in other ways."""
        modes = frozenset({Mode.ONLINE} if online else ())
        return replace(self, switches=replace(self.switches, nation=nation, modes=modes, open_to_all=everyone))


def wanted() -> Wanted:
    """What the link asks for; what this data does not know is a puzzle.

    Where the page's menu, which carries no question, led here from another page, it is what was asked last.
    """
    _come_back()
    puzzles: list[str] = []
    members = _named("member", MEMBERS, _("The link names {count} members. A team has at most {most}."), puzzles)
    roles = _named("role", ROLES, _("The link names {count} roles to fill. There may be at most {most}."), puzzles)
    said = parameters.read(st.query_params, "", puzzles, LABELS)
    switches = Switches(**{name: getattr(said, name) for name in SITUATION})
    return Wanted(members, tuple(dict.fromkeys(roles)), switches, _show(puzzles), tuple(dict.fromkeys(puzzles)))


def ask(wanted: Wanted) -> None:
    """Writes what is asked to the link."""
    st.session_state[LINK] = link_of(wanted)
    st.query_params.from_dict(st.session_state[LINK])


def link_of(wanted: Wanted) -> dict[str, str]:
    """What the link says, by parameter."""
    short = data.links().names[Kind.ROLE].short
    said = {
        "member": BETWEEN.join(map(short, wanted.members)),
        "role": BETWEEN.join(map(short, wanted.roles)),
        "show": "" if wanted.show == ALL else wanted.show,
        **dict(parameters.written(wanted.switches, "", shares=False)),
    }
    return {name: text for name, text in said.items() if text}


def _come_back() -> None:
    before, last = st.session_state.get("page"), st.session_state.get(LINK)
    if before != "team":
        roster.forget()
    if not st.query_params and before != "team" and last:
        st.query_params.from_dict(last)
    st.session_state[LINK] = {
        name: BETWEEN.join(st.query_params.get_all(name)) if name in ("member", "role") else st.query_params[name]
        for name in st.query_params
    }


def _named(parameter: str, most: int, too_many: str, puzzles: list[str]) -> tuple[str, ...]:
    said = [name for text in st.query_params.get_all(parameter) for name in text.split(BETWEEN) if name]
    if len(said) > most:
        puzzles.append(too_many.format(count=f"{len(said):,}", most=most))
    names = data.links().names[Kind.ROLE]
    wrong = {name for name in said[:most] if names.iri(name) is None}
    for name in sorted(wrong)[:3]:  # looking for what was meant takes a while
        names.find(name, puzzles, "role")
    return tuple(iri for name in said[:most] if (iri := names.iri(name)))


def _show(puzzles: list[str]) -> str:
    said = st.query_params.get("show") or ALL
    if said in SHOWS:
        return said
    puzzles.append(_("The link asks to show {value}, which is nothing to choose here.").format(value=quoted(said)))
    return ALL
