"""Which journeys the link asks for: one by name, or those of a basis, a role and a kind of organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from app import data
from app.journeys.trails import Trail
from kmgraph.vocabulary import Basis, Kind

BETWEEN = ";"


@dataclass(frozen=True)
class Asked:
    """What is asked for; nothing chosen means all."""

    journey: str | None = None
    role: str | None = None
    bases: tuple[Basis, ...] = ()
    sectors: tuple[str, ...] = ()
    puzzles: tuple[str, ...] = ()

    def wants(self, trail: Trail, *, but: str = "") -> bool:
        """Whether a journey is asked for; `but` names a choice that is left aside, so that all of it is counted."""
        return (
            (but == "basis" or not self.bases or trail.journey.basis in self.bases)
            and (self.role is None or self.role in trail.roles)
            and (but == "sector" or not self.sectors or bool(trail.sectors.intersection(self.sectors)))
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.role or self.bases or self.sectors)


def asked(every: Sequence[Trail]) -> Asked:
    """What the link asks for; what it says that this data does not know is a puzzle."""
    puzzles: list[str] = []
    names = data.links().names
    journey, role = st.query_params.get("journey"), st.query_params.get("role")
    known = {sector for one in every for sector in one.sectors}
    return Asked(
        journey=names[Kind.JOURNEY].find(journey, puzzles, "journey") if journey else None,
        role=names[Kind.ROLE].find(role, puzzles, "role") if role else None,
        bases=tuple(one for one in Basis if one.replace(" ", "-") in _said("basis")),
        sectors=tuple(sorted(known.intersection(_said("sector")))),
        puzzles=tuple(puzzles),
    )


def _said(name: str) -> list[str]:
    return st.query_params.get(name, "").split(BETWEEN)


def ask(chosen: Asked) -> None:
    """Writes what is asked for to the link."""
    names = data.links().names
    said = {
        "role": names[Kind.ROLE].short(chosen.role) if chosen.role else "",
        "basis": BETWEEN.join(one.replace(" ", "-") for one in chosen.bases),
        "sector": BETWEEN.join(chosen.sectors),
    }
    st.query_params.from_dict({name: text for name, text in said.items() if text})


def narrow(chosen: Asked, **changed: object) -> None:
    """Writes what is asked for to the link, with something chosen otherwise."""
    ask(replace(chosen, **changed))  # type: ignore[arg-type]
