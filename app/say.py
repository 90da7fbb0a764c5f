"""Amounts in words: what is unknown is "not known", never 0."""

from collections.abc import Mapping

from kmgraph.model import Course
from kmgraph.planner import Preset, Total
from kmgraph.planner.phrases import amount as number
from kmgraph.planner.situation.filters import ONLY_FOR
from kmgraph.vocabulary import (
    NATIONS,
    Activity,
    Availability,
    Basis,
    CompetencyType,
    Eligibility,
    Evidence,
    Match,
    OrganisationType,
    Provision,
    Status,
)

UNKNOWN = "not known"
LEVEL_UNKNOWN = "level not stated"
SIGNS = {"GBP": "£", "EUR": "€"}
TITLES = {
    Preset.FEWEST: "Fewest courses",
    Preset.CHEAPEST: "Cheapest",
    Preset.QUICKEST: "Quickest",
    Preset.EVIDENCED: "Best evidenced",
}
WHO = {Eligibility.OPEN: "anyone", **ONLY_FOR, Eligibility.UNKNOWN: UNKNOWN}
PROVISION = {
    Provision.COURSE: "Courses",
    Provision.E_LEARNING: "E-learning",
    Provision.WORKSHOP: "Workshops",
    Provision.PROGRAMME: "Programmes",
    Provision.DEGREE: "Degrees",
    Provision.FELLOWSHIP: "Fellowships",
    Provision.PLACEMENT: "Placements",
    Provision.MENTORING: "Mentoring",
    Provision.COMMUNITY: "Communities",
    Provision.RESOURCE: "Resources",
}
ORGANISATIONS = {
    OrganisationType.UNIVERSITY: "Universities",
    OrganisationType.GOVERNMENT: "Government",
    OrganisationType.LEGISLATURE: "Legislatures",
    OrganisationType.WHAT_WORKS: "What Works Centres",
    OrganisationType.THINK_TANK: "Think tanks",
    OrganisationType.CHARITY: "Charities",
    OrganisationType.LEARNED_SOCIETY: "Learned societies",
    OrganisationType.FUNDER: "Funders",
    OrganisationType.NETWORK: "Networks",
    OrganisationType.PROVIDER: "Providers",
    OrganisationType.OTHER: "Others",
}
RUNS = {
    Availability.OPEN: "open now",
    Availability.RECURRING: "regularly",
    Availability.PLANNED: "planned",
    Availability.CLOSED: "closed to new people",
    Availability.ENDED: "ended",
    Availability.HISTORIC: "long past",
    Availability.UNKNOWN: UNKNOWN,
}
MEANS = {
    Status.PROPOSED: "This project's considered view. It was written with reasons and sources, and waits for review.",
    Status.SOURCED: "A source says so.",
    Status.REVIEWED: "People who know the field looked at it and agreed.",
    Status.SUGGESTED: "A machine suggested it. It counts in no answer until somebody has reviewed it.",
}
TYPES = {
    CompetencyType.KNOWLEDGE: "knowledge",
    CompetencyType.SKILL: "skill",
    CompetencyType.ATTITUDE: "way of working",
}
MATCHES = {
    Match.EXACT: "the same",
    Match.CLOSE: "nearly the same",
    Match.BROAD: "the one there covers this and more",
    Match.NARROW: "the one there is a part of this",
    Match.RELATED: "they have something to do with each other",
}
"""What a SKOS match says of the other end."""
TURNED = {Match.BROAD: Match.NARROW, Match.NARROW: Match.BROAD}
"""What a match says when it is read from its other end, where that differs."""
BASES = {
    Basis.CONSENTED: "told by people who agreed to it",
    Basis.IMPORTED: "observed in data",
    Basis.EXAMPLE: "a published example (generalised), not an observed move",
    Basis.SCHEME: "what a scheme offers, not an observed move",
    Basis.LADDER: "the order of grades, not an observed move",
}
ACTIVITIES = {
    Activity.ROLE: "Works",
    Activity.STUDY: "Studies",
    Activity.PLACEMENT: "Goes on a placement",
    Activity.BREAK: "Takes a break",
    Activity.VOLUNTEERING: "Volunteers",
    Activity.UNKNOWN: "A step that is not known",
}
EVIDENCE = {
    Evidence.NONE: "no evidence stated",
    Evidence.REPORT: "people who took part say so",
    Evidence.BEFORE_AFTER: "measured before and after",
    Evidence.COMPARISON: "compared with people who did not take part",
    Evidence.REVIEW: "a review of studies",
}
"""How well it is known that learning works."""


def found(amount: int) -> str:
    """How many there are; what was not found may well exist."""
    return number(amount) if amount else "none found"


def more(amount: int) -> str:
    """How many more there are than are shown; nothing where all are."""
    return f"{number(amount)} more are not shown." if amount > 0 else ""


def count(amount: int, one: str, many: str) -> str:
    """So many of something: 1 course, 2 courses."""
    return f"{number(amount)} {one if amount == 1 else many}"


def money(amount: float, currency: str | None) -> str:
    """A price: £120, free, or 300 CHF."""
    if amount == 0:
        return "free"
    if not currency:
        return f"{number(amount)} (currency not known)"
    said = number(amount) if amount == int(amount) else f"{amount:,.2f}"
    return f"{SIGNS[currency]}{said}" if currency in SIGNS else f"{said} {currency}"


def price(course: Course) -> str:
    """What a course costs, and when that was seen."""
    if course.fee is None:
        return UNKNOWN
    seen = f" (seen {course.fee_as_of})" if course.fee_as_of else ""
    return money(course.fee, course.currency) + seen


def hours(amount: float | None) -> str:
    """Hours of work."""
    return UNKNOWN if amount is None else f"{number(amount)} {'hour' if amount == 1 else 'hours'}"


def weeks(amount: float | None) -> str:
    """Weeks from start to end."""
    return UNKNOWN if amount is None else f"{number(amount)} {'week' if amount == 1 else 'weeks'}"


def effort(course: Course) -> str:
    """Hours of work, and over how many weeks where that is known."""
    if course.elapsed_weeks is None:
        return hours(course.effort_hours)
    return f"{hours(course.effort_hours)}, over {weeks(course.elapsed_weeks)}"


def nations(course: Course) -> str:
    """Where the people who may join live or work."""
    return ", ".join(NATIONS.get(one, one) for one in course.open_to) or UNKNOWN


def known_and_not(known: str | None, unknown: int) -> str:
    """A known sum and how many amounts are missing from it."""
    if known is None:
        return UNKNOWN
    return known if not unknown else f"{known} and {unknown} {UNKNOWN}"


def total_price(total: Total) -> str:
    """What a plan costs: known sums by currency, and how many prices are not known."""
    return known_and_not(_sums(total.fees), total.fee_unknown)


def total_hours(total: Total) -> str:
    """Hours of work of a plan, and of how many courses they are not known."""
    known = None if total.effort_hours is None else hours(total.effort_hours)
    return known_and_not(known, total.effort_unknown)


def _sums(fees: Mapping[str, float]) -> str | None:
    return " + ".join(money(amount, currency) for currency, amount in sorted(fees.items())) or None
