"""The shelves of roles, competencies and training: their order, and what they can be narrowed by."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from app import say
from app.catalogue import _
from app.finding.shelf import UNKNOWN, Facet, Shelf
from app.links import Names
from app.records import frameworks
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Framework, Named, Organisation, Role
from kmgraph.planner.phrases import capital
from kmgraph.vocabulary import NATIONS, NOT_CURRENT, Availability, CompetencyType, Eligibility, Kind, Mode, Provision

N = TypeVar("N", bound=Named)
NOW = "now"
RUNS = {NOW: _("Open or runs regularly"), UNKNOWN: _("Not known"), "past": _("Over, closed or only planned")}
PRICE = {"free": _("Free"), "known": _("Price known"), UNKNOWN: _("Price not known")}


def shelf(graph: Graph, kind: Kind) -> Shelf:
    """The shelf of the records of a kind."""
    return MADE[kind](graph)


def _in_order(records: Collection[N], *keys: Callable[[N], Any]) -> list[N]:
    """The records, ordered by what these keys say of each and then by label."""
    return sorted(records, key=lambda one: (*(key(one) for key in keys), one.label.casefold(), one.id))


def _facet(name: str, title: str, said: Iterable[Any], words: Callable[[str], str] | Mapping[str, str]) -> Facet:
    """A facet of a shelf; what is not stated is not known.

    Args:
        name: the parameter of the link.
        title: what it is called.
        said: what each record says, in their order: a value, several, or None.
        words: what each value is called; a mapping also gives their order, else they stand by their words.
    """
    values = [_several(one) for one in said]
    used = {value for some in values for value in some}
    if isinstance(words, Mapping):
        known = {value: words[value] for value in words if value in used}
    else:
        known = dict(sorted(((one, words(one)) for one in used - {UNKNOWN}), key=lambda pair: pair[1].casefold()))
    if UNKNOWN in used:
        known[UNKNOWN] = known.pop(UNKNOWN, _("Not known"))
    return Facet(name, title, known, values)


def _several(said: Any) -> tuple[str, ...]:
    if said is None or said == ():
        return (UNKNOWN,)
    return tuple(map(str, said)) if isinstance(said, tuple) else (str(said),)


# --- roles -----------------------------------------------------------------------------------------------------


def _roles(graph: Graph) -> Shelf:
    """Roles by group; those of no group stand last."""
    roles = _in_order(graph.all(Role).values(), lambda one: not one.group, lambda one: (one.group or "").casefold())
    return Shelf(
        [one.id for one in roles],
        [
            _facet("group", _("Group"), [one.group for one in roles], capital),
            _facet("sector", _("Where people work"), [one.sector for one in roles], capital),
            _facet("grade", _("Grade"), [one.grade for one in roles], capital),
        ],
    )


# --- competencies ----------------------------------------------------------------------------------------------


def _competencies(graph: Graph) -> Shelf:
    """Competencies by framework, the one that the roles use first; within one by its own codes."""
    every = graph.all(Competency).values()
    ordered = frameworks.in_order(graph, {one.framework for one in every})
    place = {iri: number for number, iri in enumerate(ordered)}
    competencies = _in_order(every, lambda one: place[one.framework], lambda one: one.notation or "")
    short = _short(graph, Framework, ordered)
    names = {short[iri]: frameworks.full_name(graph, iri) for iri in ordered}
    types: dict[str, str] = {one: capital(say.TYPES[one]) for one in CompetencyType}
    return Shelf(
        [one.id for one in competencies],
        [
            _facet("framework", _("Framework"), [short[one.framework] for one in competencies], names),
            _facet("type", _("Kind"), [one.type for one in competencies], types),
        ],
    )


def _short(graph: Graph, record_type: type[Named], iris: Iterable[str]) -> dict[str, str]:
    """What records are called in links; what nobody describes keeps its IRI."""
    known = graph.all(record_type)
    names = Names(known)
    return {iri: names.short(iri) if iri in known else iri for iri in iris}


# --- training --------------------------------------------------------------------------------------------------


def _training(graph: Graph) -> Shelf:
    """Training by type; what cannot be joined now stands last."""
    kinds = list(Provision)
    courses = _in_order(
        graph.all(Course).values(), lambda one: one.availability in NOT_CURRENT, lambda one: kinds.index(one.type)
    )
    short = _short(graph, Organisation, {one.provider for one in courses if one.provider})
    label = {name: graph.label(iri) for iri, name in short.items()}
    who: dict[str, str] = {one: capital(say.WHO[one]) for one in Eligibility}
    return Shelf(
        [one.id for one in courses],
        [
            _facet("type", _("Type"), [one.type for one in courses], {one: say.PROVISION[one] for one in Provision}),
            _facet("mode", _("How"), [one.mode for one in courses], {one: capital(one) for one in Mode}),
            _facet("who", _("Who can join"), [one.eligibility for one in courses], who),
            _facet("price", _("Price"), [_priced(one.fee) for one in courses], PRICE),
            _facet(
                "nation", _("For people in"), [one.open_to for one in courses],
                lambda nation: capital(NATIONS.get(nation, nation)),
            ),
            _facet("runs", _("Runs"), [_runs(one.availability) for one in courses], RUNS),
            _facet(
                "provider", _("Provider"), [short.get(one.provider or "") for one in courses],
                lambda name: label[name],
            ),
        ],
    )  # fmt: skip


def _priced(fee: float | None) -> str:
    return UNKNOWN if fee is None else "known" if fee else "free"


def _runs(availability: Availability) -> str:
    if availability in NOT_CURRENT:
        return "past"
    return UNKNOWN if availability is Availability.UNKNOWN else NOW


MADE: Mapping[Kind, Callable[[Graph], Shelf]] = {
    Kind.ROLE: _roles,
    Kind.COMPETENCY: _competencies,
    Kind.COURSE: _training,
}
