"""What to check before relying on a course: what limits who may join, and what is not known of what was asked for."""

from collections.abc import Iterator

from kmgraph.model import Course
from kmgraph.planner.phrases import row
from kmgraph.planner.situation.filters import ONLY_FOR, WIDE, unsure
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.situation.traits import Traits
from kmgraph.vocabulary import NATIONS, NOT_CURRENT, Availability, Eligibility, Mode

PLAIN = frozenset({Eligibility.DOCTORAL, Eligibility.CIVIL_SERVANTS})
"""Groups of which one either is or is not; of the others it matters whose member, staff or guest one is."""


def cautions(course: Course, traits: Traits, switches: Switches) -> list[str]:
    """What to check of a course, whoever asks, then as filters and limits ask for; in sentences."""
    general = (*_runs(course), *_who(course, switches), *_where(course, switches))
    return [*general, *unsure(traits, switches), *_uncounted(course, switches)]


def _runs(course: Course) -> Iterator[str]:
    if course.availability in NOT_CURRENT:
        yield f"Not open now: {course.availability}."
    elif course.availability is Availability.UNKNOWN:
        yield "Check that it still runs."


def _who(course: Course, switches: Switches) -> Iterator[str]:
    group = course.eligibility
    if group is Eligibility.UNKNOWN:
        meant = f", and it is meant for {course.audience}" if course.audience else ""
        yield f"Check that you can apply: who may join is not known{meant}."
    elif group in ONLY_FOR and not (group in PLAIN & switches.has and not course.audience):
        meant = f" ({course.audience})" if course.audience else ""
        yield f"Only for {ONLY_FOR[group]}{meant}: check that this includes you."


def _where(course: Course, switches: Switches) -> Iterator[str]:
    """For whom and where it is; who says where they live is told by the filter."""
    if course.open_to and not WIDE & set(course.open_to) and not switches.nation:
        yield f"Only for people in {row([NATIONS.get(one, one) for one in course.open_to])}."
    if course.place and course.mode is not Mode.ONLINE:
        yield f"Place: {course.place}."


def _uncounted(course: Course, switches: Switches) -> Iterator[str]:
    """What is not known of a course, and so does not count towards a limit."""
    if switches.budget is not None and course.fee != 0:
        if course.fee is None or course.currency is None:
            yield "Its price is not known, so it is not counted in your budget."
        elif course.currency != switches.currency:
            yield f"Its price is in {course.currency}, so it is not counted in your budget."
    if switches.hours is not None and course.effort_hours is None:
        yield "Its hours are not known, so they are not counted in your limit of hours."
    if switches.weeks is not None and course.elapsed_weeks is None:
        yield "How many weeks it takes is not known, so they are not counted in your limit of weeks."
