"""Switches: how a question is to be answered, by filters, limits and what else counts, and how they are told."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from math import isclose

from kmgraph.errors import UsageError
from kmgraph.model import slug_of
from kmgraph.planner.phrases import amount, row
from kmgraph.vocabulary import NATIONS, Eligibility, Mode
from kmgraph.wording import listed, quoted

TOLD = {
    Eligibility.DOCTORAL: ("have a doctorate, or study for one", "have no doctorate and study for none"),
    Eligibility.STAFF: ("have an employer", "have no employer"),
    Eligibility.CIVIL_SERVANTS: ("are a civil servant", "are not one"),
    Eligibility.MEMBERS: ("are a member", "are no member"),
    Eligibility.INVITED: ("are invited", "are not invited"),
}
"""What askers may say of themselves, and of what they are not, in words that follow "you"."""
LANGUAGES = {"cy": "Welsh", "de": "German", "en": "English", "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic"}
"""Words for the languages in which learning is most often given here; other ISO 639 codes stand for themselves."""
WORD = re.compile(r"\w")
LARGEST = 10**9
"""The most that a limit may be, as amounts in the data."""


@dataclass(frozen=True)
class Switches:
    """How to answer: what may enter a plan, what it may come to, and what else counts.

    Filters leave out what is known not to fit; where that is not known, a course stays in with a caution. Limits
    hold for what a plan comes to as far as it is known. All of them are off as they stand here.

    Raises:
        UsageError: a value makes no sense, or two of them contradict each other.
    """

    with_desirable: bool = False
    strict_levels: bool = False
    """A course that does not state its level counts for no level at all, instead of for the lowest."""

    include_past: bool = False
    open_to_all: bool = False
    """Leave out what is known to be for some people, or some parts of the United Kingdom, only."""
    exclude: frozenset[str] = frozenset()
    """IRIs of courses that may not be in the plan."""
    pin: frozenset[str] = frozenset()
    """IRIs of courses that must be in the plan."""

    modes: frozenset[Mode] = frozenset()
    """How the asker can take part: any of these ways. Blended learning is in person, too."""
    nation: str | None = None
    """Where the asker lives, such as GB-WLS; "GB" where it is not said in which part of the United Kingdom."""
    region: str | None = None
    """Where the asker can be in person, as places are named in the data."""
    languages: frozenset[str] = frozenset()
    """ISO 639 codes of the languages in which the asker can learn."""
    access: frozenset[str] = frozenset()
    """Access features that the asker needs, all of them."""
    has: frozenset[Eligibility] = frozenset()
    """Groups to whom learning may be limited and to whom the asker belongs."""
    has_not: frozenset[Eligibility] = frozenset()
    """Such groups to whom the asker does not belong."""
    on: date | None = None
    """The first day on which the asker can begin to learn."""
    providers: frozenset[str] = frozenset()
    """IRIs of organisations: only learning that they, or parts of them, give."""
    not_providers: frozenset[str] = frozenset()
    """IRIs of organisations: no learning that they, or parts of them, give."""

    currency: str = "GBP"
    """ISO code in which the cheapest plan and the budget are counted; a fee in another counts as unknown."""
    budget: float | None = None
    """The most that all fees may come to, in `currency`."""
    hours: float | None = None
    """The most hours of work."""
    weeks: float | None = None
    """The most weeks, taking one course after the other."""

    def __post_init__(self) -> None:
        for one in fields(self):
            if str(one.type).startswith("frozenset"):
                object.__setattr__(self, one.name, _set(one.name, getattr(self, one.name)))
        given: object = self.on
        if isinstance(given, str):
            object.__setattr__(self, "on", _date(given))
        for wrong in _contradictions(self):
            raise UsageError(wrong)

    @property
    def ways(self) -> frozenset[Mode]:
        """`modes` where "online or in person" means both."""
        both = {Mode.ONLINE, Mode.IN_PERSON} if Mode.EITHER in self.modes else set()
        return (self.modes | both) - {Mode.EITHER}

    def words(self, label: Callable[[str], str] = slug_of) -> str:
        """What is switched on, in words such as "online only; in Wales; at most GBP 500"; "" where nothing is.

        Args:
            label: what to call the course or the organisation with an IRI.
        """
        return "; ".join((*_filters(self), *_named(self, label), *_limits(self), *_else(self)))

    def limits(self) -> str:
        """The limits in words, such as "at most GBP 500; at most 40 hours"; "" where there are none."""
        return "; ".join(_limits(self))


def day(when: date) -> str:
    """A date as people write it: 3 March 2026."""
    return f"{when.day} {when:%B %Y}"


def home(nation: str) -> str:
    """A nation in a sentence: Wales, the United Kingdom; a code that has no words here stands for itself."""
    return "the United Kingdom" if nation == "GB" else NATIONS.get(nation, nation)


def tongues(languages: frozenset[str]) -> str:
    """Languages in words: English or Welsh."""
    return listed(sorted(LANGUAGES.get(one, one) for one in languages))


def _filters(switches: Switches) -> Iterator[str]:
    if ways := [str(mode) for mode in Mode if mode in switches.ways]:
        yield f"{listed(ways)} only"
    if switches.nation:
        yield f"in {home(switches.nation)}"
    if switches.region:
        yield f"in person only in {switches.region}"
    if switches.languages:
        yield f"given in {tongues(switches.languages)}"
    if switches.access:
        yield f"with {row(sorted(switches.access))}"
    yield from (f"you {yes}" for group, (yes, _) in TOLD.items() if group in switches.has)
    yield from (_not(group) for group in TOLD if group in switches.has_not)
    if switches.on:
        yield f"from {day(switches.on)} on"
    if switches.open_to_all:
        yield "open to all"


def _not(group: Eligibility) -> str:
    return "you are not a civil servant" if group is Eligibility.CIVIL_SERVANTS else f"you {TOLD[group][1]}"


def _named(switches: Switches, label: Callable[[str], str]) -> Iterator[str]:
    def called(iris: frozenset[str], last: str) -> str:
        return listed(sorted(map(label, iris)), last)

    if switches.providers:
        yield f"given by {called(switches.providers, 'or')}"
    if switches.not_providers:
        yield f"not given by {called(switches.not_providers, 'or')}"
    if switches.pin:
        yield f"with {called(switches.pin, 'and')}"
    if switches.exclude:
        yield f"without {called(switches.exclude, 'and')}"


def _limits(switches: Switches) -> Iterator[str]:
    if switches.budget is not None:
        yield f"at most {switches.currency} {amount(switches.budget)}"
    if switches.hours is not None:
        yield f"at most {amount(switches.hours)} hours"
    if switches.weeks is not None:
        yield f"at most {amount(switches.weeks)} weeks one after the other"


def _else(switches: Switches) -> Iterator[str]:
    if switches.budget is None and switches.currency != Switches.currency:
        yield f"prices in {switches.currency}"
    if switches.with_desirable:
        yield "desirable competencies too"
    if switches.include_past:
        yield "planned, closed and ended learning too"
    if switches.strict_levels:
        yield "levels that are not stated count for none"


def _set(name: str, values: object) -> frozenset[object]:
    """A set of what was given as any collection, of words or of what they stand for."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise UsageError(f"{name} takes several values, such as {name}=[...]; it is {quoted(values)}.")
    known: dict[str, type[StrEnum]] = {"modes": Mode, "has": Eligibility, "has_not": Eligibility}
    if name not in known:
        return frozenset(values)
    choices = {str(one): one for one in known[name]}
    for one in values:
        if one not in choices:
            raise UsageError(f"{quoted(one)} is no choice here. Choose among: {'; '.join(choices)}.")
    return frozenset(choices[one] for one in values)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{quoted(text)} is no date. Write it as 2027-01-31.") from None


def _contradictions(switches: Switches) -> Iterator[str]:
    """What makes no sense, each in a sentence that says what to do."""
    for name in ("budget", "hours", "weeks"):
        value = getattr(switches, name)
        if value is not None and not 0 <= value <= LARGEST:
            yield f"{quoted(value)} is no limit of the {name}. Give a number from 0 to {LARGEST:,}, or leave it out."
        elif name == "budget" and value is not None and not isclose(value, round(value, 2), rel_tol=1e-13):
            yield f"{quoted(value)} is no sum of money. Give the budget with two decimals at most, such as 12.50."
    if not re.fullmatch("[A-Z]{3}", switches.currency):
        yield f"{quoted(switches.currency)} is no currency. Give its three letters, such as GBP or EUR."
    if switches.nation is not None and not re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,3})?", switches.nation):
        yield f"{quoted(switches.nation)} is no code of a nation. Give one such as GB-WLS, GB or IE."
    for code in sorted(switches.languages):
        if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
            yield f"{quoted(code)} is no language. Give a code such as en, cy or fr."
    for text in (*switches.access, *([] if switches.region is None else [switches.region])):
        if not WORD.search(text):
            yield f"{quoted(text)} names no region and no access feature. Write it in words, or leave it out."
    if wrong := sorted((switches.has | switches.has_not) - TOLD.keys()):
        yield f"{quoted(wrong[0])} is nothing that somebody has. Choose one of {listed(list(map(str, TOLD)))}."
    if both := sorted(switches.has & switches.has_not):
        yield f"You cannot both have and not have the same: {row(both)}. Say one of the two, or neither."
    for one, other, what in (
        (switches.pin, switches.exclude, "The same course cannot be both in the plan and left out"),
        (switches.providers, switches.not_providers, "The same provider cannot be both chosen and left out"),
    ):
        if named := sorted(map(slug_of, one & other)):
            yield f"{what}: {row(named)}. Say one of the two, or neither."
