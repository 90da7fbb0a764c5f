"""How the work is organised, in sentences: what all groups or sectors ask for, and what only one of them does."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from kmgraph.planner.phrases import amount, capital, count, plural, row
from kmgraph.programme.demand import Demand
from kmgraph.programme.organised import By, Division, Organised
from kmgraph.wording import quoted

MOST_NAMED = 8
"""Competencies that a sentence names."""
HALF = 0.5


class Share(StrEnum):
    """How many of the role types of a group or sector ask for something."""

    ALL = "all"
    MOST = "most"
    SOME = "some"
    NONE = "none found"


class Asks(NamedTuple):
    """How a group or sector asks for a competency."""

    share: Share
    roles: int
    of: int
    adverts: int | None
    """Job adverts there that ask for it; None where none are counted."""


class OrganisedWords:
    """Sentences about how the work is organised."""

    def __init__(self, organised: Organised, by: By):
        self._organised, self._by = organised, by
        every = organised.groups if by is By.GROUP else organised.sectors
        self.divisions = tuple(one for one in every if one.roles)
        """The groups or sectors, without those of which it is not stated what any role type needs."""
        self.untold = tuple(one.name for one in every if not one.roles)
        """The groups or sectors that are left out for that."""

    @cached_property
    def competencies(self) -> tuple[str, ...]:
        """The IRIs of what is asked for: first what most groups or sectors ask for, then what most role types do."""
        label, asking = self._organised.planner.graph.label, self._asking
        roles = {iri: sum(one.asked[iri].roles for one in asking[iri]) for iri in asking}
        return tuple(sorted(asking, key=lambda iri: (-len(asking[iri]), -roles[iri], label(iri).casefold(), iri)))

    def asks(self, division: Division, competency: str) -> Asks:
        """How a group or sector asks for a competency."""
        said = division.asked.get(competency)
        roles = said.roles if said else 0
        return Asks(_share(roles, division.roles), roles, division.roles, said.adverts if said else None)

    def asked_by_all(self) -> str:
        """What every group or sector asks for."""
        found = [iri for iri in self.competencies if len(self._asking[iri]) == len(self.divisions)]
        if len(self.divisions) < 2:
            return f"Only one {self._by} is described here, so there is nothing to compare it with."
        if not found:
            return f"No competency is asked for in all {len(self.divisions)} {self._by}s."
        return f"All {len(self.divisions)} {self._by}s ask for {self._named(found)}."

    def asked_by_few(self) -> str:
        """What fewer than half of the groups or sectors ask for; "" where there is nothing to compare."""
        most = HALF * len(self.divisions)
        few = {iri: one for iri, one in self._asking.items() if 0 < len(one) < most}
        if not few:
            return ""
        label = self._organised.planner.graph.label
        rarest = sorted(few, key=lambda iri: (len(few[iri]), label(iri).casefold(), iri))[:MOST_NAMED]
        named = [f"{label(iri)} ({len(few[iri])})" for iri in rarest]
        told = f"Fewer than half of the {self._by}s ask for {count(len(few), 'competency', 'competencies')}"
        return f"{told} (in how many, in brackets): {_with_rest(named, len(few))}."

    def basis(self) -> list[str]:
        """What the figures rest on."""
        roles = Demand(self._organised.planner, self._organised.asked).roles
        told = f"Based on {count(roles, 'role type', 'role types')} described here, not posts."
        twice = "A role type that is found in several sectors counts in each." if self._by is By.SECTOR else ""
        counted = any(said.adverts is not None for one in self.divisions for said in one.asked.values())
        adverts = "" if counted else "No job adverts are counted here, so none are shown."
        left = f"It is not stated what role types need in {row(list(map(quoted, self.untold)))}." if self.untold else ""
        return [one for one in (told, twice, adverts, left) if one]

    def kinds(self) -> str:
        """How many kinds of organisation hold role types, and which hold most."""
        found = sorted(
            (one for one in self._organised.kinds if one.kind and one.roles), key=lambda one: -len(one.roles)
        )
        if not found:
            return "It is not known in which kinds of organisation the role types are found."
        told = f"{count(len(found), 'kind', 'kinds')} of organisation {plural(len(found), 'holds')} role types"
        return f"{capital(told)}; most are found in: {found[0].kind} ({amount(len(found[0].roles))})."

    @cached_property
    def _asking(self) -> dict[str, list[Division]]:
        """The groups or sectors in which role types ask for each competency; what adverts alone ask for has none."""
        found: dict[str, list[Division]] = {}
        for one in self.divisions:
            for iri, said in one.asked.items():
                found.setdefault(iri, []).extend([one] if said.roles else [])
        return found

    def _named(self, found: Sequence[str]) -> str:
        label = self._organised.planner.graph.label
        return _with_rest([label(iri) for iri in found[:MOST_NAMED]], len(found))


def _with_rest(named: list[str], every: int) -> str:
    more = every - len(named)
    return row([*named, f"{amount(more)} more"] if more > 0 else named)


def _share(roles: int, of: int) -> Share:
    if not roles:
        return Share.NONE
    if roles == of:
        return Share.ALL
    return Share.MOST if roles > HALF * of else Share.SOME
