"""What lists tell of a record: words that tell it from others, and a sentence."""

from app import say
from app.catalogue import _
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Journey, Named, Organisation, Record, Role
from kmgraph.planner.provision import provider
from kmgraph.vocabulary import NATIONS, NOT_CURRENT, Eligibility, Kind

KINDS = {
    Kind.ROLE: _("Roles"),
    Kind.COMPETENCY: _("Competencies"),
    Kind.COURSE: _("Training"),
    Kind.JOURNEY: _("Journeys"),
    Kind.FRAMEWORK: _("Frameworks"),
    Kind.APPROACH: _("Approaches and tools"),
    Kind.PRACTICE: _("Ways to practise"),
    Kind.COMMITMENT: _("Commitments of institutions"),
    Kind.COLLECTION: _("Collections"),
    Kind.ORGANISATION: _("Organisations"),
}
"""What the kinds of records that are found are called, in the order in which people look for them."""
ONE = {
    Kind.ROLE: _("Role"),
    Kind.COMPETENCY: _("Competency"),
    Kind.COURSE: _("Training"),
    Kind.JOURNEY: _("Journey"),
    Kind.FRAMEWORK: _("Framework"),
    Kind.APPROACH: _("Approach or tool"),
    Kind.PRACTICE: _("Way to practise"),
    Kind.COMMITMENT: _("Commitment of an institution"),
    Kind.COLLECTION: _("Collection"),
    Kind.ORGANISATION: _("Organisation"),
}
"""What one record of a kind is called."""


def apart(graph: Graph, record: Record) -> str:
    """A few words that tell a record from others of its name."""
    match record:
        case Role():
            return record.sector or record.group or ""
        case Competency():
            return graph.label(record.framework)
        case Course():
            found = provider(graph, record)
            return found.label if found else ""
        case Journey():
            return say.BASES[record.basis]
        case Organisation():
            return NATIONS.get(record.nation or "", record.nation or "")
    return ""


def note(graph: Graph, record: Named) -> str:
    """What a list of records of one kind says beside each."""
    match record:
        case Role():
            return ", ".join(filter(None, (record.sector, record.grade)))
        case Competency():
            return ", ".join(filter(None, (record.notation, say.TYPES[record.type] if record.type else None)))
        case Course():
            known = record.eligibility is not Eligibility.UNKNOWN
            who = _("for {whom}").format(whom=say.WHO[record.eligibility]) if known else _("who can join is not known")
            past = say.RUNS[record.availability] if record.availability in NOT_CURRENT else None
            known_of_it = ", ".join(filter(None, (apart(graph, record), who, past)))
            return " \u00b7 ".join((known_of_it, record.mode or _("mode not known"), _price(record)))
    return ""


def _price(course: Course) -> str:
    return _("price not known") if course.fee is None else say.money(course.fee, course.currency)


def sentence(record: Record) -> str:
    """What a record is, as its source says; nothing where it says nothing."""
    return getattr(record, "summary", None) or getattr(record, "definition", None) or ""
