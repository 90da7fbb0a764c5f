"""Filters: why a course may not enter a plan, and what to check where it is not known whether it may.

A filter reads the traits of a course and nothing else, so that courses with equal traits are judged once. What is
not known never bars: it is a doubt, to be told beside the course. What was excluded by name, or done already, is
not a matter of traits.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from kmgraph.planner.phrases import row
from kmgraph.planner.situation.switches import TOLD, Switches, day, home, tongues
from kmgraph.planner.situation.traits import Traits, tongue
from kmgraph.vocabulary import NOT_CURRENT, Availability, Eligibility, Mode
from kmgraph.wording import listed

ONLY_FOR = {
    Eligibility.MEMBERS: "members",
    Eligibility.STAFF: "staff of certain organisations",
    Eligibility.DOCTORAL: "people with a doctorate or the like, or studying for one",
    Eligibility.CIVIL_SERVANTS: "civil servants",
    Eligibility.INVITED: "people who are invited",
}
"""Whom learning may be limited to, in words."""
WIDE = frozenset({"GB", "world"})
"""What `open_to` names where people all over the United Kingdom may join."""
WAYS = {
    Mode.ONLINE: frozenset({Mode.ONLINE}),
    Mode.IN_PERSON: frozenset({Mode.IN_PERSON}),
    Mode.BLENDED: frozenset({Mode.BLENDED, Mode.IN_PERSON}),
    Mode.EITHER: frozenset({Mode.ONLINE, Mode.IN_PERSON}),
}
"""What a course is that is held so: blended learning is in person, but not online, as some of it is elsewhere."""
HELD = {
    Mode.ONLINE: "online only",
    Mode.IN_PERSON: "in person only",
    Mode.BLENDED: "partly in person",
    Mode.EITHER: "online or in person, not blended",
}


class Verdict(NamedTuple):
    """What a filter says of a course that it does not simply pass."""

    says: str
    """In words that follow the name of the course where it bars, else a sentence: what to check."""
    bars: bool


def barred(traits: Traits, switches: Switches, not_among: Collection[Eligibility] = ()) -> str | None:
    """Why a course may not enter a plan, in words that follow its name, or None.

    Args:
        traits: of the course.
        switches: which filters are on.
        not_among: groups to whom the asker is taken not to belong, unless `switches.has` says otherwise.
    """
    for one in _set(switches):
        verdict = one.judge(traits, switches)
        if verdict and verdict.bars:
            return verdict.says
    if traits.eligibility in not_among and traits.eligibility not in switches.has:
        return f"only for {traits.eligibility}, and the role you start from is elsewhere"
    return None


def unsure(traits: Traits, switches: Switches) -> list[str]:
    """What to check before relying on a course that is not barred, as far as filters are set; in sentences."""
    verdicts = (one.judge(traits, switches) for one in _set(switches))
    return [verdict.says for verdict in verdicts if verdict and not verdict.bars]


def read(switches: Switches) -> tuple[str, ...]:
    """The traits that `barred` and `unsure` read under these switches: courses that agree in them fare alike."""
    used = {"eligibility"}.union(*(one.reads for one in _set(switches)))
    return tuple(name for name in Traits._fields if name in used)


def _past(traits: Traits, _: Switches) -> Verdict | None:
    return Verdict(str(traits.availability), True) if traits.availability in NOT_CURRENT else None


def _mode(traits: Traits, switches: Switches) -> Verdict | None:
    if traits.mode is None:
        wanted = listed([str(mode) for mode in Mode if mode in switches.ways])
        return Verdict(f"How it is held is not known: check that it is {wanted}.", False)
    return None if WAYS[traits.mode] & switches.ways else Verdict(HELD[traits.mode], True)


def _nation(traits: Traits, switches: Switches) -> Verdict | None:
    """Whether people of the asker's nation may join; who says "GB" alone may be of any part of it."""
    nation = switches.nation or ""
    if not traits.open_to:
        return Verdict(f"Who may join from where is not known: check that people in {home(nation)} can.", False)
    if traits.open_to & {nation, nation.partition("-")[0], "world"}:
        return None
    only = _only_in(traits.open_to)
    if any(one.startswith(f"{nation}-") for one in traits.open_to):
        return Verdict(f"{only[0].upper()}{only[1:]}: check that this includes you.", False)
    return Verdict(only, True)


def _region(traits: Traits, switches: Switches) -> Verdict | None:
    """Whether learning in person is in the asker's region: its place names it, or who gives it is there."""
    region = switches.region or ""
    if traits.mode is Mode.ONLINE or (traits.mode is Mode.EITHER and _can_be_online(switches)):
        return None
    if traits.place is None:
        return Verdict(f"Where it is held is not known: check that it is in {region}.", False)
    if any(place and _names(place, region) for place in (traits.place, traits.region)):
        return None
    if traits.mode is None:
        return Verdict(f"How it is held is not known: check that you can take part from {region}.", False)
    return Verdict(f"in person in {traits.place}", True)


def _can_be_online(switches: Switches) -> bool:
    return not switches.ways or Mode.ONLINE in switches.ways


def _language(traits: Traits, switches: Switches) -> Verdict | None:
    if not traits.languages:
        wanted = tongues(switches.languages)
        return Verdict(f"The language in which it is given is not known: check that it is {wanted}.", False)
    if traits.languages & set(map(tongue, switches.languages)):
        return None
    return Verdict(f"given in {tongues(traits.languages)}", True)


def _access(traits: Traits, switches: Switches) -> Verdict | None:
    if not traits.access:
        return Verdict(f"Its access features are not known: ask about {row(sorted(switches.access))}.", False)
    for need in sorted(switches.access):
        if not any(_names(feature, need) for feature in traits.access):
            return Verdict(f"{need}: not listed among its access features", True)
    return None


def _has_not(traits: Traits, switches: Switches) -> Verdict | None:
    group = traits.eligibility
    if group not in switches.has_not:
        return None
    return Verdict(f"only for {ONLY_FOR[group]}, and you said that you {TOLD[group][1]}", True)


def _open_to_all(traits: Traits, _: Switches) -> Verdict | None:
    if traits.eligibility in ONLY_FOR:
        return Verdict(f"only for {ONLY_FOR[traits.eligibility]}", True)
    return Verdict(_only_in(traits.open_to), True) if traits.open_to and not WIDE & traits.open_to else None


def _date(traits: Traits, switches: Switches) -> Verdict | None:
    """Whether it begins once the asker can. That what recurs began earlier says nothing of when it begins next."""
    last, earliest = traits.last_start, switches.on
    if last is None or earliest is None:
        when = day(earliest) if earliest else "then"
        return Verdict(f"When it next begins is not known: check that you can begin from {when} on.", False)
    if last >= earliest:
        return None
    if traits.availability is Availability.RECURRING:
        return Verdict(f"Its last listed run is dated {day(last)}: check when it runs again.", False)
    return Verdict(f"its last listed run is dated {day(last)}", True)


def _providers(traits: Traits, switches: Switches) -> Verdict | None:
    if not traits.chain:
        return Verdict("Who gives it is not known: check that it is a provider that you chose.", False)
    return None if switches.providers & set(traits.chain) else Verdict("given by another provider", True)


def _not_providers(traits: Traits, switches: Switches) -> Verdict | None:
    if not traits.chain:
        return Verdict("Who gives it is not known: check that it is no provider that you left out.", False)
    if switches.not_providers.isdisjoint(traits.chain):
        return None
    return Verdict("given by a provider that you left out", True)


class Filter(NamedTuple):
    """One filter: the traits that it reads, whether it is on, and what it says of a course."""

    reads: frozenset[str]
    on: Callable[[Switches], object]
    judge: Callable[[Traits, Switches], Verdict | None]


FILTERS = (
    Filter(frozenset({"availability"}), lambda switches: not switches.include_past, _past),
    Filter(frozenset({"eligibility"}), lambda switches: switches.has_not, _has_not),
    Filter(frozenset({"eligibility", "open_to"}), lambda switches: switches.open_to_all, _open_to_all),
    Filter(frozenset({"open_to"}), lambda switches: switches.nation, _nation),
    Filter(frozenset({"mode"}), lambda switches: switches.modes, _mode),
    Filter(frozenset({"mode", "place", "region"}), lambda switches: switches.region, _region),
    Filter(frozenset({"languages"}), lambda switches: switches.languages, _language),
    Filter(frozenset({"access"}), lambda switches: switches.access, _access),
    Filter(frozenset({"availability", "last_start"}), lambda switches: switches.on, _date),
    Filter(frozenset({"chain"}), lambda switches: switches.providers, _providers),
    Filter(frozenset({"chain"}), lambda switches: switches.not_providers, _not_providers),
)
"""All filters, in the order in which their reasons are told."""


def _set(switches: Switches) -> list[Filter]:
    return [one for one in FILTERS if one.on(switches)]


def _only_in(open_to: Iterable[str]) -> str:
    return f"only for people in {row([home(one) for one in sorted(open_to)])}"


def _names(text: str, wanted: str) -> bool:
    """Whether whole words of a text are those wanted, whatever their case: "Bath" is in "City of Bath"."""
    said, asked = (" ".join(re.findall(r"\w+", one.casefold())) for one in (text, wanted))
    return f" {asked} " in f" {said} "
