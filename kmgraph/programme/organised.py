"""How a sector organises the work: who asks for what, which organisations hold which role types, and what they use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from kmgraph.model import Approach, Named, Organisation, Role
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.programme.demand import Asked, Demand, Origin
from kmgraph.vocabulary import ApproachType, OrganisationType

N = TypeVar("N", bound=Named)


class By(StrEnum):
    """What role types are divided by."""

    GROUP = "group"
    SECTOR = "sector"


@dataclass(frozen=True)
class AskedFor:
    """How often a competency is asked for, at any level."""

    roles: int
    """Role types that need it."""
    adverts: int | None
    """Job adverts that ask for it; None where none are counted, or too few to be shown."""


@dataclass(frozen=True)
class Division:
    """A group or a sector, and what is asked for there."""

    name: str
    roles: int
    """How many role types of it are described, of which it is stated what they need."""
    asked: Mapping[str, AskedFor]
    """By competency, what most role types need first."""


@dataclass(frozen=True)
class KindOfOrganisation:
    """A kind of organisation, with the role types found there and the organisations listed."""

    kind: OrganisationType | None
    """None for role types of which the sector is not known, or is none of the kinds, and organisations without one."""
    roles: tuple[Role, ...]
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class InUse:
    """The approaches and tools that draw on one competency, each by label."""

    competency: str
    approaches: tuple[Approach, ...]
    tools: tuple[Approach, ...]


@dataclass(frozen=True)
class Organised:
    """How the work is organised, as far as the graph says.

    Args:
        planner: which knows role types and what they need.
        asked: whose needs count.
    """

    planner: Planner
    asked: Asked

    @cached_property
    def groups(self) -> tuple[Division, ...]:
        """What role types and adverts ask for, by role group."""
        return self._divided(By.GROUP, {one.group for one in self._roles if one.group})

    @cached_property
    def sectors(self) -> tuple[Division, ...]:
        """The same by sector; a role type that names several counts in each."""
        return self._divided(By.SECTOR, {part for one in self._roles for part in sectors_of(one)})

    @cached_property
    def kinds(self) -> tuple[KindOfOrganisation, ...]:
        """Kinds of organisation of which a role type or an organisation is listed; what is of none comes last."""
        known = [one for one in self.planner.graph.all(Organisation).values() if counts(one.status)]
        every = (*OrganisationType, None)
        found = (
            KindOfOrganisation(
                kind,
                tuple(one for one in self._roles if kind in kinds_of(one)),
                _by_label(one for one in known if one.type is kind),
            )
            for kind in every
        )
        return tuple(one for one in found if one.roles or one.organisations)

    @cached_property
    def in_use(self) -> tuple[InUse, ...]:
        """Approaches and tools by competency, in the order of its label."""
        graph, canonical = self.planner.graph, self.planner.levels.canonical
        found: dict[str, dict[str, Approach]] = {}
        for one in graph.all(Approach).values():
            for competency in one.competencies if counts(one.status) else ():
                found.setdefault(canonical(competency), {})[one.id] = one
        return tuple(
            InUse(
                iri,
                _by_label(one for one in found[iri].values() if one.type is ApproachType.APPROACH),
                _by_label(one for one in found[iri].values() if one.type is ApproachType.TOOL),
            )
            for iri in sorted(found, key=lambda one: (graph.label(one).casefold(), one))
        )

    @cached_property
    def _roles(self) -> tuple[Role, ...]:
        return _by_label(one for one in self.planner.graph.all(Role).values() if counts(one.status))

    def _divided(self, by: By, names: Iterable[str]) -> tuple[Division, ...]:
        every = {name.casefold(): name for name in sorted(names)}
        return tuple(self._division(by, name) for _, name in sorted(every.items()))

    def _division(self, by: By, name: str) -> Division:
        asked = replace(self.asked, group=name) if by is By.GROUP else replace(self.asked, sector=name)
        demand = Demand(self.planner, replace(asked, weights={Origin.ROLES: 1, Origin.ADVERTS: 1}))
        roles, adverts = dict[str, int](), dict[str, int]()
        for place, (competency, _) in enumerate(demand.outcomes):
            roles[competency] = roles.get(competency, 0) + int(demand.by[Origin.ROLES][place])
            if Origin.ADVERTS in demand.by and demand.known[Origin.ADVERTS][place]:
                adverts[competency] = adverts.get(competency, 0) + int(demand.by[Origin.ADVERTS][place])
        label = self.planner.graph.label
        order = sorted(roles, key=lambda one: (-roles[one], -adverts.get(one, 0), label(one).casefold(), one))
        return Division(name, demand.roles, {one: AskedFor(roles[one], adverts.get(one)) for one in order})


def sectors_of(role: Role) -> list[str]:
    """The sectors in which a role type is found: it may name several, such as "charity or think tank"."""
    return [part.strip() for part in (role.sector or "").split(" or ") if part.strip()]


def kinds_of(role: Role) -> set[OrganisationType | None]:
    """The kinds of organisation in which a role type is found: those with whose words a sector of it ends."""
    kinds: set[OrganisationType | None] = set()
    for sector in sectors_of(role):
        kinds |= {kind for kind in OrganisationType if f" {sector}".casefold().endswith(f" {kind}".casefold())}
    return kinds or {None}


def organised_json(organised: Organised) -> dict[str, Any]:
    """How the work is organised.

    {"groups": [D], "sectors": [D],
     "kinds": [{"kind": word | null, "roles": [{"role", "label"}], "organisations": [{"organisation", "label"}]}],
     "in_use": [{"competency", "label", "approaches": [{"approach", "label"}], "tools": [{"approach", "label"}]}]}

    where D is {"name", "role_types", "competencies": [{"competency", "label", "role_types", "adverts"}]}; "adverts" is
    null where none are counted.
    """
    label = organised.planner.graph.label
    return {
        "groups": [_division_json(organised, one) for one in organised.groups],
        "sectors": [_division_json(organised, one) for one in organised.sectors],
        "kinds": [
            {
                "kind": None if one.kind is None else str(one.kind),
                "roles": _named(one.roles, "role"),
                "organisations": _named(one.organisations, "organisation"),
            }
            for one in organised.kinds
        ],
        "in_use": [
            {
                "competency": one.competency,
                "label": label(one.competency),
                "approaches": _named(one.approaches, "approach"),
                "tools": _named(one.tools, "approach"),
            }
            for one in organised.in_use
        ],
    }


def _division_json(organised: Organised, one: Division) -> dict[str, Any]:
    label = organised.planner.graph.label
    asked = one.asked.items()
    return {
        "name": one.name,
        "role_types": one.roles,
        "competencies": [
            {"competency": iri, "label": label(iri), "role_types": said.roles, "adverts": said.adverts}
            for iri, said in asked
        ],
    }


def _named(records: Iterable[Role | Organisation | Approach], what: str) -> list[dict[str, str]]:
    return [{what: one.id, "label": one.label} for one in records]


def _by_label(records: Iterable[N]) -> tuple[N, ...]:
    return tuple(sorted(records, key=lambda one: (one.label.casefold(), one.id)))
