"""Amounts in words: what is unknown is "not known", never 0."""

from collections.abc import Mapping

from kmgraph.model import Course
from kmgraph.planner import Preset, Total
from kmgraph.planner.phrases import amount as number
from kmgraph.vocabulary import NATIONS, Availability, Eligibility

UNKNOWN = "not known"
SIGNS = {"GBP": "£", "EUR": "€"}
TITLES = {
    Preset.FEWEST: "Fewest courses",
    Preset.CHEAPEST: "Cheapest",
    Preset.QUICKEST: "Quickest",
    Preset.EVIDENCED: "Best evidenced",
}
WHO = {
    Eligibility.OPEN: "anyone",
    Eligibility.MEMBERS: "members",
    Eligibility.STAFF: "staff of certain organisations",
    Eligibility.DOCTORAL: "people with a doctorate, or studying for one",
    Eligibility.CIVIL_SERVANTS: "civil servants",
    Eligibility.INVITED: "people who are invited",
    Eligibility.UNKNOWN: UNKNOWN,
}
RUNS = {
    Availability.OPEN: "open now",
    Availability.RECURRING: "runs again and again",
    Availability.PLANNED: "planned",
    Availability.CLOSED: "closed to new people",
    Availability.ENDED: "ended",
    Availability.HISTORIC: "long past",
    Availability.UNKNOWN: UNKNOWN,
}


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
