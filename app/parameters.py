"""The parameters of a link that say a situation: how each switch stands there, and how it is read back.

A link may come from anywhere. What makes no sense in it, or contradicts what it says before, is left out and told as
a puzzle; the rest counts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from app import data
from app.catalogue import _
from kmgraph.errors import UsageError
from kmgraph.planner import Switches
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

BETWEEN = " "
"""Stands between names in the link: no IRI holds a space."""
LONGEST = 4_000
"""Letters of a parameter that are read; a longer one is nobody's question."""
USUAL = Switches()
"""The situation of somebody who says nothing of theirs."""


class Part(NamedTuple):
    """A parameter of the link: the field of `Switches` that it says, and how its value is read and written."""

    name: str
    field: str
    label: str
    """What people see it called where they say their own situation."""
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    kind: Kind | None = None
    """The kind of the records that it names, or None where it names none."""
    personal: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(one.replace("%3B", ";").replace("%25", "%") for one in text.split(";") if one.strip())


def _joined(values: Collection[str]) -> str:
    return ";".join(sorted(str(one).replace("%", "%25").replace(";", "%3B") for one in values))


def flag(text: str) -> bool:
    """Whether a parameter is on.

    Raises:
        UsageError: it is neither on nor off.
    """
    if text not in ("0", "1"):
        raise UsageError(_("It is to be 1 for yes or 0 for no."))
    return text == "1"


def _on(_value: bool) -> str:
    return "1"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(_("{text} is no number.").format(text=quoted(text))) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(_("{text} is no date. Write it as 2027-01-31.").format(text=quoted(text))) from None


def _amount(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


PARTS = (
    Part("past", "include_past", _("Include past and planned learning"), flag, _on),
    Part("desirable", "with_desirable", _("Count desirable competencies too"), flag, _on),
    Part("open-to-all", "open_to_all", _("Leave out what is for some people or places only"), flag, _on),
    Part("strict", "strict_levels", _("Count no level that is not stated"), flag, _on),
    Part("without", "exclude", _("Left out"), str.split, BETWEEN.join, Kind.COURSE),
    Part("with", "pin", _("Kept"), str.split, BETWEEN.join, Kind.COURSE),
    Part("mode", "modes", _("How you can take part: any of these"), _words, _joined),
    Part("nation", "nation", _("Where you live"), str, str),
    Part("region", "region", _("Where you can be in person"), str, str),
    Part("language", "languages", _("Languages in which you can learn: any of these"), _words, _joined),
    Part("on", "on", _("From which day you can begin"), _date, date.isoformat),
    Part("provider", "providers", _("Only learning from this provider"), str.split, BETWEEN.join, Kind.ORGANISATION),
    Part(
        "not-provider", "not_providers", _("No learning from this provider"), str.split, BETWEEN.join, Kind.ORGANISATION
    ),
    Part("hours", "hours", _("Hours of work"), _number, _amount),
    Part("weeks", "weeks", _("Weeks, one course after the other"), _number, _amount),
    Part("currency", "currency", _("Currency"), str, str),
    Part("budget", "budget", _("Budget for all courses together"), _number, _amount, personal=True),
    Part("access", "access", _("Access features that you need: all of these"), _words, _joined, personal=True),
    Part("have", "has", _("About you"), _words, _joined, personal=True),
    Part("have-no", "has_not", _("About you"), _words, _joined, personal=True),
)
PERSONAL = tuple(part for part in PARTS if part.personal)


def read(
    link: Mapping[str, str], before: str, puzzles: list[str], labels: Mapping[str, str] = MappingProxyType({})
) -> Switches:
    """The situation that a link says in the parameters whose names begin so.

    Args:
        link: what it says, by parameter.
        before: how their names begin.
        puzzles: takes what makes no sense, each as a sentence.
        labels: what a page calls them, by parameter, where it does not call them as the fields of one's own situation.
    """
    return made({part.field: value for part, value in _read(link, before, puzzles, labels)}, puzzles)


def _read(
    link: Mapping[str, str], before: str, puzzles: list[str], labels: Mapping[str, str]
) -> Iterator[tuple[Part, Any]]:
    for part in PARTS:
        if not (text := link.get(before + part.name)):
            continue
        try:
            if len(text) > LONGEST:
                raise UsageError(_("It is longer than any that the explorer writes."))
            value = part.read(text)
            Switches(**{part.field: value})
        except UsageError as wrong:
            puzzles.append(
                _("The link says {text} under “{label}”, which is left out. {why}").format(
                    text=quoted(text), label=labels.get(part.name, part.label), why=wrong
                )
            )
            continue
        yield part, named(value, part.kind, puzzles) if part.kind else value


def named(short: Collection[str], kind: Kind, puzzles: list[str]) -> frozenset[str]:
    """The records of a kind that have these names in links; at most three that nobody has become puzzles."""
    names, wrong = data.links().names[kind], list[str]()
    found = set[str | None]()
    for one in sorted(set(short)):
        if len(wrong) < 3:  # looking for what was meant takes a while
            found.add(names.find(one, wrong, kind.lower()))
        elif iri := names.iri(one):
            found.add(iri)
    puzzles += wrong
    return frozenset(one for one in found if one)


def made(said: Mapping[str, Any], puzzles: list[str]) -> Switches:
    """Switches of these fields; of two that contradict each other the first counts, and the other is a puzzle."""
    switches = USUAL
    for name, value in said.items():
        try:
            switches = replace(switches, **{name: value})
        except UsageError as wrong:
            puzzles.append(_("The link contradicts itself, and the first of the two counts. {why}").format(why=wrong))
    return switches


def written(switches: Switches, before: str, *, shares: bool) -> Iterator[tuple[str, str]]:
    """What a link says of a situation: the switches that are on; those that are personal only where it `shares`."""
    for part in PARTS:
        value = getattr(switches, part.field)
        if value == getattr(USUAL, part.field) or (part.personal and not shares):
            continue
        if part.kind:
            value = sorted(map(data.links().names[part.kind].short, value))
        yield before + part.name, part.write(value)


def personal(switches: Switches) -> dict[str, Any]:
    """What of a situation is personal and on, by field."""
    said = {part.field: getattr(switches, part.field) for part in PERSONAL}
    return {name: value for name, value in said.items() if value != getattr(USUAL, name)}


def without_personal(switches: Switches) -> Switches:
    """A situation without what is personal."""
    return replace(switches, **{part.field: getattr(USUAL, part.field) for part in PERSONAL})
