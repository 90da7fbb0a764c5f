"""For whom the learning listed is, where, how and when; and what was looked for here and not found."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from app import say
from app.catalogue import _
from app.records.frameworks import core
from app.records.supply import Supply
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Framework, Journey, Requirement, Role, Step
from kmgraph.planner import Planner
from kmgraph.planner.levels import Fact, counts
from kmgraph.planner.provision import NOT_KNOWN, UK, Counted, by_home, by_nation, counted, current, name, provider
from kmgraph.vocabulary import Availability, Basis, Eligibility, Mode, OrganisationType, Provision

OBSERVED = (Basis.CONSENTED, Basis.IMPORTED)
"""What a journey rests on where it is an observed move."""


class Shares(NamedTuple):
    """How many courses there are of each sort, the sorts in words, and of how many in all."""

    title: str
    sort: str
    counts: list[tuple[str, int]]
    whole: int


class Gap(NamedTuple):
    """What was looked for, and of which of it none was found."""

    sought: str
    missing: list[str]


def shares(graph: Graph) -> list[Shares]:
    """The learning that is listed, by what people ask first; what is over or planned is left out but for its dates."""
    now = current(graph)

    def told(title: str, sort: str, found: Counted, word: Callable[[str], str] = name) -> Shares:
        return Shares(title, sort, [(word(one), number) for one, number in found.by.items()], found.courses)

    return [
        told(_("Listed for people of which nation"), _("Nation"), by_nation(now)),
        told(_("Nation of who provides it"), _("Nation"), by_home(graph, now)),
        told(_("Who can join"), _("People"), counted(now, lambda one: [one.eligibility], Eligibility), _who),
        told(_("Price"), _("Price"), counted(now, _price, ("free", "known", NOT_KNOWN))),
        told(_("Hours of work"), _("Hours"), counted(now, _hours, ("known", NOT_KNOWN))),
        told(_("How"), _("Mode"), counted(now, lambda one: [one.mode or NOT_KNOWN], (*Mode, NOT_KNOWN))),
        told(_("Type"), _("Type"), counted(now, lambda one: [one.type], Provision)),
        told(
            _("Whether it runs, of all that is listed"),
            _("State"),
            counted(graph.all(Course).values(), lambda one: [one.availability], Availability),
            lambda state: say.RUNS[Availability(state)],
        ),
    ]


def _who(sort: str) -> str:
    return say.WHO[Eligibility(sort)]


def _price(course: Course) -> list[str]:
    return [NOT_KNOWN if course.fee is None else "known" if course.fee else "free"]


def _hours(course: Course) -> list[str]:
    return [NOT_KNOWN if course.effort_hours is None else "known"]


def gaps(planner: Planner, beside: Graph) -> Iterator[Gap]:
    """What was looked for here, each with what was not found, as the data has it now."""
    graph = planner.graph
    now = current(graph)
    joins, homes = by_nation(now), by_home(graph, now)
    yield Gap(_("Learning for the people of one nation alone"), [name(one) for one in UK if not joins.by[one]])
    yield Gap(_("Learning that organisations of one nation give"), [name(one) for one in UK if not homes.by[one]])
    yield Gap(_("Kinds of learning"), _unseen(Provision, {one.type for one in now}))
    yield Gap(_("Kinds of organisation that give learning"), _unseen(OrganisationType, _givers(graph, now)))
    yield Gap(_("Sectors that a journey passes through"), _unvisited(graph, beside))
    observed = {one.basis for one in beside.all(Journey).values()}
    yield Gap(_("Journeys that are observed moves"), [say.BASES[one] for one in OBSERVED if one not in observed])
    needing = {need.role for need, _ in graph.stated(Requirement)}
    yield Gap(_("What a role needs"), [one.label for iri, one in graph.all(Role).items() if iri not in needing])


def _unseen(every: type[Provision] | type[OrganisationType], seen: set[str]) -> list[str]:
    return [str(one) for one in every if one not in seen and one != OrganisationType.OTHER]


def _givers(graph: Graph, courses: list[Course]) -> set[str]:
    givers = (provider(graph, course) for course in courses)
    return {one.type for one in givers if one and one.type}


def _unvisited(graph: Graph, beside: Graph) -> list[str]:
    roles = graph.all(Role)
    steps = beside.all(Step).values()
    visited = {one.sector for one in steps} | {
        roles[one.role].sector for one in steps if one.role and one.role in roles
    }
    return sorted({one.sector for one in roles.values() if one.sector} - visited)


def untaught(planner: Planner) -> tuple[int, int]:
    """How many of the competencies that roles need nothing here teaches now, and how many they need in all."""
    levels, supply = planner.levels, Supply(planner)
    needed = {need.competency for need, _ in planner.graph.stated(Requirement) if counts(need.status)}
    needed = {iri for iri in needed if levels.levelled(iri)}
    return sum(not supply.courses(iri) for iri in needed), len(needed)


class CoreLevels(NamedTuple):
    """The core competencies, the levels of their scale, and how many roles need each where nothing here teaches it.

    None where something does.
    """

    competencies: list[str]
    levels: list[str]
    needing: dict[tuple[str, str], int | None]


def core_levels(planner: Planner) -> CoreLevels:
    """Whether learning goes as far as roles need, for each core competency at each level."""
    graph, levels, supply = planner.graph, planner.levels, Supply(planner)
    scheme = core(graph, [iri for iri, one in graph.all(Framework).items() if one.scale])
    members = [iri for iri, one in graph.all(Competency).items() if one.framework == scheme and levels.choices(iri)]
    members = [iri for iri in members if levels.levelled(iri)]
    asked: dict[Fact, set[str]] = defaultdict(set)
    for need, _source in graph.stated(Requirement):
        if counts(need.status):
            asked[levels.needed(need.competency, need.level)].add(need.role)
    facts = {(iri, level): levels.needed(iri, level) for iri in members for level in levels.choices(iri)}
    return CoreLevels(
        competencies=sorted(members, key=lambda iri: (graph.label(iri).casefold(), iri)),
        levels=levels.choices(members[0]) if members else [],
        needing={at: None if supply.reaching(fact) else len(asked[fact]) for at, fact in facts.items()},
    )
