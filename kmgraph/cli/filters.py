"""Options that say what may enter a plan and what it may come to, for every command that makes one."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Any, TypeVar

import click

from kmgraph.cli.options import NameOf
from kmgraph.errors import UsageError
from kmgraph.find import Name, resolve
from kmgraph.graph import Graph
from kmgraph.model import Course, Named, Organisation
from kmgraph.planner.situation.switches import LANGUAGES, Switches
from kmgraph.vocabulary import NATIONS, Eligibility, Kind, Mode
from kmgraph.wording import did_you_mean, listed, quoted

F = TypeVar("F", bound=Callable[..., Any])

MODES = {"online": Mode.ONLINE, "in-person": Mode.IN_PERSON, "blended": Mode.BLENDED}
HAVE = {
    "doctorate": Eligibility.DOCTORAL,
    "employer": Eligibility.STAFF,
    "civil-service": Eligibility.CIVIL_SERVANTS,
    "membership": Eligibility.MEMBERS,
    "invitation": Eligibility.INVITED,
}
"""What somebody may have that learning can be limited to."""
HOMES = {words.casefold(): code for code, words in NATIONS.items() if code != "world"} | {"uk": "GB", "britain": "GB"}
TONGUES = {words.casefold(): code for code, words in LANGUAGES.items()}

ONE_OF = click.Choice(list(HAVE), case_sensitive=False)
COURSE, ORGANISATION = NameOf(Kind.COURSE), NameOf(Kind.ORGANISATION)
ANY_PLAN = (
    click.option("--mode", multiple=True, type=click.Choice(list(MODES), case_sensitive=False),
                 help="Only learning held so, as far as known; may be given more than once."),
    click.option("--nation", help="Where you live, such as Wales: leaves out what is for people elsewhere only."),
    click.option("--region", help="Where you can be in person, such as London: leaves out what is held elsewhere."),
    click.option("--language", multiple=True, help="Only learning given in this language, as far as known."),
    click.option("--access", multiple=True, help="An access feature that you need, such as captions."),
    click.option("--have", multiple=True, type=ONE_OF, help="What you have that learning may be limited to."),
    click.option("--have-no", multiple=True, type=ONE_OF, help="What you do not have: leaves out what asks for it."),
    click.option("--from-date", metavar="DATE", help="First day you can begin, such as 2026-09-01."),
    click.option("--provider", multiple=True, type=ORGANISATION, help="Only what this organisation gives."),
    click.option("--not-provider", multiple=True, type=ORGANISATION, help="Nothing that this organisation gives."),
    click.option("--include-past", is_flag=True, help="Use planned, closed, ended and historic learning too."),
    click.option("--open-to-all", is_flag=True, help="Leave out what is known to be for some people or places only."),
    click.option("--without", multiple=True, metavar="COURSE", type=COURSE, help="Leave a course out."),
    click.option("--strict-levels", is_flag=True, help="Count no course for a level that it does not state."),
)  # fmt: skip
"""Options that say what may enter a plan, whoever it is for."""
ONE_PLAN = (
    click.option("--with-course", multiple=True, metavar="COURSE", type=COURSE, help="Keep a course in the plan."),
    click.option("--currency", default="GBP", show_default=True, help="Currency in which prices are counted."),
    click.option("--budget", metavar="NUMBER", help="The most that all courses may cost, as far as known."),
    click.option("--hours", metavar="NUMBER", help="The most hours of work, as far as known."),
    click.option("--weeks", metavar="NUMBER", help="The most weeks, one course after the other, as far as known."),
    click.option("--with-desirable", is_flag=True, help="Count desirable competencies too."),
)  # fmt: skip
"""Options about the plan of one person."""


def filter_options(command: F) -> F:
    """A command with all options of this module; it hands what it gets by keyword to `switches`."""
    return reduce(lambda made, option: option(made), reversed((*ANY_PLAN, *ONE_PLAN)), command)


def team_filter_options(command: F) -> F:
    """A command with the options that hold for a team: no limits, no courses to be kept, nothing desirable."""
    return reduce(lambda made, option: option(made), reversed(ANY_PLAN), command)


def switches(
    graph: Graph,
    *,
    mode: Iterable[str] = (),
    nation: str | None = None,
    region: str | None = None,
    language: Iterable[str] = (),
    access: Iterable[str] = (),
    have: Iterable[str] = (),
    have_no: Iterable[str] = (),
    from_date: str | None = None,
    provider: Iterable[str] = (),
    not_provider: Iterable[str] = (),
    include_past: bool = False,
    open_to_all: bool = False,
    without: Iterable[str] = (),
    with_course: Iterable[str] = (),
    currency: str = "GBP",
    budget: str | None = None,
    hours: str | None = None,
    weeks: str | None = None,
    with_desirable: bool = False,
    strict_levels: bool = False,
) -> Switches:
    """What the options of a command ask for, of the courses and organisations of a graph.

    Raises:
        UsageError: a value makes no sense, names nothing, or two of them contradict each other.
    """
    return Switches(
        with_desirable=with_desirable,
        strict_levels=strict_levels,
        include_past=include_past,
        open_to_all=open_to_all,
        exclude=_named(graph, Course, without),
        pin=_named(graph, Course, with_course),
        modes=frozenset(MODES[one.lower()] for one in mode),
        nation=None if nation is None else nation_code(nation),
        region=None if region is None else region.strip(),
        languages=frozenset(map(language_code, language)),
        access=frozenset(one.strip() for one in access),
        has=frozenset(HAVE[one.lower()] for one in have),
        has_not=frozenset(HAVE[one.lower()] for one in have_no),
        on=None if from_date is None else _date(from_date),
        providers=_named(graph, Organisation, provider),
        not_providers=_named(graph, Organisation, not_provider),
        currency=_currency(currency),
        budget=_number("--budget", budget),
        hours=_number("--hours", hours),
        weeks=_number("--weeks", weeks),
    )


def _currency(text: str) -> str:
    """A currency in capitals; what has no three letters stays as it was typed, to be refused so."""
    word = text.strip()
    return word.upper() if re.fullmatch("[A-Za-z]{3}", word) else word


def nation_code(text: str) -> str:
    """The code of a nation from its code or its name: GB-WLS from "Wales".

    Raises:
        UsageError: it is neither.
    """
    word = " ".join(text.split())
    code = HOMES.get(word.casefold().removeprefix("the ")) or word.upper()
    if f"GB-{code}" in NATIONS:
        return f"GB-{code}"
    if re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,3})?", code) and (code in NATIONS or not code.startswith("GB-")):
        return code
    meant = did_you_mean(word, [words for code, words in NATIONS.items() if code != "world"])
    known = listed([f"{words} ({code})" for code, words in NATIONS.items() if code != "world"])
    raise UsageError(
        f"{quoted(text)} is no nation. {meant or f'Choose {known}, or give the code of a country, such as IE.'}"
    )


def language_code(text: str) -> str:
    """The ISO 639 code of a language from its code or its name: cy from "Welsh".

    Raises:
        UsageError: it is neither.
    """
    word = " ".join(text.split())
    if word.casefold() in TONGUES:
        return TONGUES[word.casefold()]
    if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", word):
        return word.lower()
    known = listed([f"{words} ({code})" for code, words in LANGUAGES.items()])
    raise UsageError(f"{quoted(text)} is no language known here. Choose {known}, or give the code of another.")


def _date(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip(), re.ASCII):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise UsageError(f"{quoted(text)} is no date. Give the year, month and day, such as 2026-09-01.")


def _number(option: str, text: str | None) -> float | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", text.strip(), re.ASCII):
        raise UsageError(
            f"{option} is to be a number from 0 up, not {quoted(text)}. Give figures, such as 500 or 12.5."
        )
    return float(text)


def _named(graph: Graph, record_type: type[Named], texts: Iterable[str]) -> frozenset[str]:
    """The IRIs of the records of a type that these texts name."""
    asked = list(texts)
    known = [_name(one) for one in graph.all(record_type).values()] if asked else []
    return frozenset(resolve(known, text, record_type.kind.lower()).iri for text in asked)


def _name(record: Named) -> Name:
    return Name(record.id, record.kind, record.label, (*record.alternative_labels, *record.hidden_labels))
