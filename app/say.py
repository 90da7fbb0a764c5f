"""Amounts in words: what is unknown is "not known", never 0."""

from collections.abc import Mapping

from app.catalogue import _, ngettext
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
    Opinion,
    OrganisationType,
    Provision,
    Status,
)

UNKNOWN = _("not known")
LEVEL_UNKNOWN = _("level not stated")
OUR_ASSUMPTION = _("Our assumption")
ASSUMED = _("We think that a later course asks for this. No source says so.")
"""What is told of a step that stands in a plan only because this project assumes that a later one asks for it."""
SIGNS = {"GBP": "£", "EUR": "€"}
TITLES = {
    Preset.FEWEST: _("Fewest courses"),
    Preset.CHEAPEST: _("Cheapest"),
    Preset.QUICKEST: _("Quickest"),
    Preset.EVIDENCED: _("Best evidenced"),
}
WHO = {Eligibility.OPEN: _("anyone"), **ONLY_FOR, Eligibility.UNKNOWN: UNKNOWN}
PROVISION = {
    Provision.COURSE: _("Courses"),
    Provision.E_LEARNING: _("E-learning"),
    Provision.WORKSHOP: _("Workshops"),
    Provision.PROGRAMME: _("Programmes"),
    Provision.DEGREE: _("Degrees"),
    Provision.FELLOWSHIP: _("Fellowships"),
    Provision.PLACEMENT: _("Placements"),
    Provision.MENTORING: _("Mentoring"),
    Provision.COMMUNITY: _("Communities"),
    Provision.RESOURCE: _("Resources"),
}
ORGANISATIONS = {
    OrganisationType.UNIVERSITY: _("Universities"),
    OrganisationType.GOVERNMENT: _("Government"),
    OrganisationType.LEGISLATURE: _("Legislatures"),
    OrganisationType.WHAT_WORKS: _("What Works Centres"),
    OrganisationType.THINK_TANK: _("Think tanks"),
    OrganisationType.CHARITY: _("Charities"),
    OrganisationType.LEARNED_SOCIETY: _("Learned societies"),
    OrganisationType.FUNDER: _("Funders"),
    OrganisationType.NETWORK: _("Networks"),
    OrganisationType.PROVIDER: _("Providers"),
    OrganisationType.OTHER: _("Others"),
}
RUNS = {
    Availability.OPEN: _("open now"),
    Availability.RECURRING: _("regularly"),
    Availability.PLANNED: _("planned"),
    Availability.CLOSED: _("closed to new people"),
    Availability.ENDED: _("ended"),
    Availability.HISTORIC: _("long past"),
    Availability.UNKNOWN: UNKNOWN,
}
STATUSES = {
    Status.PROPOSED: _("proposed"),
    Status.SOURCED: _("sourced"),
    Status.REVIEWED: _("reviewed"),
    Status.SUGGESTED: _("suggested"),
}
MEANS = {
    Status.PROPOSED: _(
        "This project's considered view. It was written with reasons and sources, and waits for review."
    ),
    Status.SOURCED: _("A source says so."),
    Status.REVIEWED: _("People who know the field looked at it and agreed."),
    Status.SUGGESTED: _("A machine suggested it. It counts in no answer until somebody has reviewed it."),
}
OPINIONS = {
    Opinion.AGREE: _("agree"),
    Opinion.CHANGE: _("change to another level"),
    Opinion.DISAGREE: _("disagree"),
    Opinion.UNSURE: _("don't know"),
}
TYPES = {
    CompetencyType.KNOWLEDGE: _("knowledge"),
    CompetencyType.SKILL: _("skill"),
    CompetencyType.ATTITUDE: _("way of working"),
}
MATCHES = {
    Match.EXACT: _("the same"),
    Match.CLOSE: _("nearly the same"),
    Match.BROAD: _("the one there covers this and more"),
    Match.NARROW: _("the one there is a part of this"),
    Match.RELATED: _("they have something to do with each other"),
}
"""What a SKOS match says of the other end."""
TURNED = {Match.BROAD: Match.NARROW, Match.NARROW: Match.BROAD}
"""What a match says when it is read from its other end, where that differs."""
BASES = {
    Basis.CONSENTED: _("told by people who agreed to it"),
    Basis.IMPORTED: _("observed in data"),
    Basis.EXAMPLE: _("a published example (generalised), not an observed move"),
    Basis.SCHEME: _("what a scheme offers, not an observed move"),
    Basis.LADDER: _("the order of grades, not an observed move"),
}
ACTIVITIES = {
    Activity.ROLE: _("Works"),
    Activity.STUDY: _("Studies"),
    Activity.PLACEMENT: _("Goes on a placement"),
    Activity.BREAK: _("Takes a break"),
    Activity.VOLUNTEERING: _("Volunteers"),
    Activity.UNKNOWN: _("A step that is not known"),
}
EVIDENCE = {
    Evidence.NONE: _("no evidence stated"),
    Evidence.REPORT: _("people who took part say so"),
    Evidence.BEFORE_AFTER: _("measured before and after"),
    Evidence.COMPARISON: _("compared with people who did not take part"),
    Evidence.REVIEW: _("a review of studies"),
}
"""How well it is known that learning works."""


def found(amount: int) -> str:
    """How many there are; what was not found may well exist."""
    return number(amount) if amount else _("none found")


def more(amount: int) -> str:
    """How many more there are than are shown; nothing where all are."""
    if amount <= 0:
        return ""
    return ngettext("{number} more is not shown.", "{number} more are not shown.", amount).format(number=number(amount))


def count(amount: int, one: str, many: str) -> str:
    """So many of something: 1 course, 2 courses."""
    return f"{number(amount)} {one if amount == 1 else many}"


def money(amount: float, currency: str | None) -> str:
    """A price: £120, free, or 300 CHF."""
    if amount == 0:
        return _("free")
    if not currency:
        return _("{amount} (currency not known)").format(amount=number(amount))
    said = number(amount) if amount == int(amount) else f"{amount:,.2f}"
    return f"{SIGNS[currency]}{said}" if currency in SIGNS else f"{said} {currency}"


def price(course: Course) -> str:
    """What a course costs, and when that was seen."""
    if course.fee is None:
        return UNKNOWN
    price = money(course.fee, course.currency)
    return _("{price} (seen {day})").format(price=price, day=course.fee_as_of) if course.fee_as_of else price


def hours(amount: float | None) -> str:
    """Hours of work."""
    return UNKNOWN if amount is None else _many(ngettext("{number} hour", "{number} hours", _form(amount)), amount)


def weeks(amount: float | None) -> str:
    """Weeks from start to end."""
    return UNKNOWN if amount is None else _many(ngettext("{number} week", "{number} weeks", _form(amount)), amount)


def _form(amount: float) -> int:
    """The whole number that takes the same form of a word: a part of an hour takes the plural."""
    return int(amount) if amount == int(amount) else 2


def _many(text: str, amount: float) -> str:
    return text.format(number=number(amount))


def effort(course: Course) -> str:
    """Hours of work, and over how many weeks where that is known."""
    if course.elapsed_weeks is None:
        return hours(course.effort_hours)
    return _("{hours}, over {weeks}").format(hours=hours(course.effort_hours), weeks=weeks(course.elapsed_weeks))


def nations(course: Course) -> str:
    """Where the people who may join live or work."""
    return ", ".join(NATIONS.get(one, one) for one in course.open_to) or UNKNOWN


def known_and_not(known: str | None, unknown: int) -> str:
    """A known sum and how many amounts are missing from it."""
    if known is None:
        return UNKNOWN
    return known if not unknown else _("{known} and {number} not known").format(known=known, number=unknown)


def total_price(total: Total) -> str:
    """What a plan costs: known sums by currency, and how many prices are not known."""
    return known_and_not(_sums(total.fees), total.fee_unknown)


def total_hours(total: Total) -> str:
    """Hours of work of a plan, and of how many courses they are not known."""
    known = None if total.effort_hours is None else hours(total.effort_hours)
    return known_and_not(known, total.effort_unknown)


def _sums(fees: Mapping[str, float]) -> str | None:
    return " + ".join(money(amount, currency) for currency, amount in sorted(fees.items())) or None
