"""Which roles the link compares, and which rows it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from app import data, state
from app.catalogue import _
from app.question import OWN
from kmgraph.vocabulary import Kind

MOST, FEWEST = 3, 2
"""Roles side by side at most, and places that are offered at least."""
BETWEEN = " "
"""Stands between names in the link: no IRI holds a space."""
SHOWS = {"all": _("Everything"), "differs": _("What differs"), "shared": _("What is shared")}


@dataclass(frozen=True)
class Asked:
    """The roles to compare, by IRI, and whether what somebody brings stands beside them."""

    roles: tuple[str, ...] = ()
    mine: bool = False
    show: str = "all"
    puzzles: tuple[str, ...] = ()

    def with_role(self, place: int, role: str) -> "Asked":
        """The same with another role in a place; one that stands in two places changes sides."""
        roles = list(self.roles)
        if role in roles and place < len(roles):
            other = roles.index(role)
            roles[other], roles[place] = roles[place], role
        elif role not in roles:
            roles[place : place + 1] = [role]
        return replace(self, roles=tuple(roles))

    def without(self, role: str) -> "Asked":
        """The same without a role."""
        return replace(self, roles=tuple(one for one in self.roles if one != role))

    def swapped(self) -> "Asked":
        """The same with the order turned round."""
        return replace(self, roles=self.roles[::-1])


def asked() -> Asked:
    """What the link asks for; what this data does not know is a puzzle."""
    puzzles: list[str] = []
    said = [name for text in st.query_params.get_all("role") for name in text.split(BETWEEN) if name]
    names = data.links().names[Kind.ROLE]
    wanted = [one for one in dict.fromkeys(said) if one != OWN]
    known = [iri for one in wanted[: MOST + 1] if (iri := names.find(one, puzzles, "role"))]
    if len(wanted) > MOST:
        puzzles.append(_("The link names {count} roles. Three fit beside each other.").format(count=len(wanted)))
    show = st.query_params.get("show", "all")
    roles = tuple(dict.fromkeys(known))[:MOST]
    return Asked(roles, OWN in said, show if show in SHOWS else "all", tuple(puzzles))


def ask(wanted: Asked) -> None:
    """Writes what is compared to the link."""
    said = {"role": BETWEEN.join(names_of(wanted)), "show": "" if wanted.show == "all" else wanted.show}
    st.query_params.from_dict({name: text for name, text in said.items() if text})


def names_of(wanted: Asked) -> Sequence[str]:
    """How what is compared stands in the link."""
    names = data.links().names[Kind.ROLE]
    return [*map(names.short, wanted.roles), *([OWN] if wanted.mine else [])]


def brings_something() -> bool:
    """Whether somebody said what they bring."""
    return bool(state.changes(OWN) or state.done())
