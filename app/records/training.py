"""What the page of a training item shows: what it teaches, for whom, what to check."""

from collections import defaultdict
from typing import NamedTuple

from app import markup, parts, say
from app.catalogue import _, ngettext
from app.records.courses import course_facts, more_facts
from app.records.entry import Entry
from app.records.journeys import journeys
from kmgraph.model import Course, Expects, Offering, Prerequisite, Requirement, Role, Teaches
from kmgraph.planner import Planner, Step
from kmgraph.planner.choices import Choice
from kmgraph.planner.explain import Words
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import amount, row
from kmgraph.vocabulary import Importance, Status

RELY = _("How far to rely on it")
HELPED = 8
"""Roles of which the page of an item says that it helps towards them."""


def show(entry: Entry[Course]) -> None:
    """One training item."""
    course = entry.record
    parts.show(
        parts.paragraph(course.summary, "lead") if course.summary else "",
        markup.facts([*course_facts(entry.graph, course), *more_facts(course)]),
    )
    _checks(entry)
    _taught(entry)
    _entry(entry)
    _runs(entry)
    _helps(entry)
    journeys(entry, _("Journeys in which it made a step"))


def _checks(entry: Entry[Course]) -> None:
    """What to check before relying on the item, as the steps of a plan say it."""
    bare = Choice(entry.record, frozenset(), frozenset(), (), (), ())
    step = Step(entry.planner.choices.get(entry.iri, bare), (), (), ())
    if checks := Words(entry.planner).cautions(step):
        parts.heading(_("Check before you rely on it"))
        parts.show(markup.listing(checks))


def _taught(entry: Entry[Course]) -> None:
    parts.heading(_("What it teaches"))
    links = entry.stated(Teaches, "course")
    if not links:
        parts.show(parts.paragraph(_("No source that is loaded says which competencies it teaches.")))
        return
    links.sort(key=lambda one: (-entry.rank(one.level), entry.label(one.competency).casefold(), one.id))
    levelled = any(map(entry.levelled, links))
    rows = [
        (
            entry.link(one.competency),
            *([entry.reaches(one)] if levelled else []),
            say.EVIDENCE[one.evidence],
            one.why or say.UNKNOWN,
            entry.standing(one),
        )
        for one in links
    ]
    if levelled:
        head: tuple[str, ...] = (_("Competency"), _("Leads to"), _("Known to work"), _("Why this level"), RELY)
        parts.show(entry.table(_("Competencies, the highest level first"), head, rows))
    else:
        head = (_("Competency"), _("Known to work"), _("Why"), RELY)
        parts.show(entry.table(_("Competencies"), head, rows))


def _entry(entry: Entry[Course]) -> None:
    """What it expects of people who join."""
    parts.heading(_("What it expects when you start"))
    rows = [
        (
            entry.link(one.competency),
            entry.reaches(one),
            _("a source says so")
            if one.status in (Status.SOURCED, Status.REVIEWED)
            else _("our assumption; no source says so"),
            one.why or say.UNKNOWN,
            entry.standing(one),
        )
        for one in entry.stated(Expects, "course")
    ]
    first = [markup.join([entry.link(one.requires), f" ({entry.standing(one)})"])
             for one in entry.stated(Prerequisite, "course")]  # fmt: skip
    later = [entry.link(one.course) for one in entry.stated(Prerequisite, "requires")]
    if not rows and not first:
        parts.show(parts.paragraph(_("No entry condition is known.")))
    head = (_("Competency"), _("At least"), _("Who says so"), _("Why"), RELY)
    parts.show(
        entry.table(_("Competencies"), head, rows) if rows else "",
        markup.join([parts.paragraph(_("Do first:")), markup.listing(first)]) if first else "",
        markup.join([parts.paragraph(_("It opens the way to:")), markup.listing(later)]) if later else "",
    )


def _runs(entry: Entry[Course]) -> None:
    rows = [
        (
            one.starts.isoformat() if one.starts else say.UNKNOWN,
            one.ends_on.isoformat() if one.ends_on else say.UNKNOWN,
            one.place or say.UNKNOWN,
            one.mode or say.UNKNOWN,
        )
        for one in sorted(entry.all(Offering), key=lambda one: (str(one.starts), one.id))
    ]
    if rows:
        parts.heading(_("Dates"))
        parts.show(entry.table(_("Dated runs"), (_("From"), _("To"), _("Place"), _("How")), rows))


def _helps(entry: Entry[Course]) -> None:
    """The roles of whose needs it meets the greatest part."""
    met = helped(entry.planner, entry.iri)
    if not met:
        return
    parts.heading(_("Roles that it helps towards"))
    most = sorted(met, key=lambda role: (-len(met[role].met) / met[role].needed, entry.label(role).casefold(), role))
    rows = [
        (
            entry.link(role),
            _("{some} of {all}").format(some=len(met[role].met), all=met[role].needed),
            row(sorted(map(entry.label, met[role].met))),
        )
        for role in most[:HELPED]
    ]
    told = ngettext(
        "It meets an essential need of {number} role here.",
        "It meets an essential need of {number} roles here.",
        len(met),
    )
    head = (_("Role"), _("Essential needs met"), _("Which"))
    parts.show(
        parts.paragraph(told.format(number=amount(len(met)))),
        markup.table(_("Those of whose needs it meets most"), head, rows),
    )


class Met(NamedTuple):
    """The essential competencies of a role that a course teaches far enough, and how many the role needs in all."""

    met: set[str]
    needed: int


def helped(planner: Planner, course: str) -> dict[str, Met]:
    """The roles of which a course meets essential needs, by IRI."""
    if course not in planner.choices:
        return {}
    levels, graph = planner.levels, planner.graph
    met, needed = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    taught = levels.closure(levels.held(one.competency, one.level) for one in planner.choices[course].teaches)
    for need, _source in graph.stated(Requirement):
        essential = need.importance is Importance.ESSENTIAL and counts(need.status)
        if essential and levels.levelled(need.competency) and need.role in graph.all(Role):
            needed[need.role].add(need.competency)
            if levels.needed(need.competency, need.level) in taught:
                met[need.role].add(need.competency)
    return {role: Met(found, len(needed[role])) for role, found in met.items()}
