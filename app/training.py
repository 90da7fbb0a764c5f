"""What the pages of training show: all learning by type, and of one item what it teaches, for whom, what to check."""

from collections import defaultdict
from typing import NamedTuple

from app import markup, parts, say
from app.courses import course_facts, more_facts, provider
from app.entry import Entry
from app.journeys import journeys
from app.links import Links
from app.records import index
from kmgraph.graph import Graph
from kmgraph.model import Course, Expects, Offering, Prerequisite, Requirement, Role, Teaches
from kmgraph.planner import Planner, Step
from kmgraph.planner.choices import Choice
from kmgraph.planner.explain import Words
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import row
from kmgraph.vocabulary import NOT_CURRENT, Eligibility, Importance, Provision, Status

HELPED = 8
"""Roles of which the page of an item says that it helps towards them."""


def overview(planner: Planner, links: Links) -> None:
    """All learning, by type; what cannot be joined now stands last."""
    types: dict[Provision, list[Course]] = defaultdict(list)
    courses = planner.graph.all(Course)
    for one in courses.values():
        types[one.type].append(one)
    past = sum(one.availability in NOT_CURRENT for one in courses.values())
    listed = f"{say.count(len(courses), 'item', 'items')} of {say.count(len(types), 'type', 'types')}"
    parts.status(f"{listed}; {past} of them over, closed or only planned.")
    for kind in Provision:
        if types[kind]:
            parts.heading(say.PROVISION[kind])
            ordered = sorted(
                types[kind], key=lambda one: (one.availability in NOT_CURRENT, one.label.casefold(), one.id)
            )
            parts.show(index((links.to(one.id), _note(planner.graph, one), one.summary) for one in ordered))


def _note(graph: Graph, course: Course) -> str:
    known = course.eligibility is not Eligibility.UNKNOWN
    who = f"for {say.WHO[course.eligibility]}" if known else f"who can join is {say.UNKNOWN}"
    past = say.RUNS[course.availability] if course.availability in NOT_CURRENT else None
    return ", ".join(filter(None, (provider(graph, course), who, past)))


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
    journeys(entry, "Journeys in which it made a step")


def _checks(entry: Entry[Course]) -> None:
    """What to check before relying on the item, as the steps of a plan say it."""
    bare = Choice(entry.record, frozenset(), frozenset(), (), (), ())
    step = Step(entry.planner.choices.get(entry.iri, bare), (), (), ())
    if checks := Words(entry.planner).cautions(step):
        parts.heading("Check before you rely on it")
        parts.show(markup.listing(checks))


def _taught(entry: Entry[Course]) -> None:
    parts.heading("What it teaches")
    links = entry.stated(Teaches, "course")
    if not links:
        parts.show(parts.paragraph("No source that is loaded says which competencies it teaches."))
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
    head = ["Competency", "Leads to", "Known to work", "Why this level", "How far to rely on it"]
    if levelled:
        parts.show(entry.table("Competencies, the highest level first", head, rows))
    else:
        head = ["Competency", "Known to work", "Why", "How far to rely on it"]
        parts.show(entry.table("Competencies", head, rows))


def _entry(entry: Entry[Course]) -> None:
    """What it expects of people who join."""
    parts.heading("What it expects when you start")
    rows = [
        (
            entry.link(one.competency),
            entry.reaches(one),
            "a source says so"
            if one.status in (Status.SOURCED, Status.REVIEWED)
            else "our assumption; no source says so",
            one.why or say.UNKNOWN,
            entry.standing(one),
        )
        for one in entry.stated(Expects, "course")
    ]
    first = [markup.join([entry.link(one.requires), f" ({entry.standing(one)})"])
             for one in entry.stated(Prerequisite, "course")]  # fmt: skip
    later = [entry.link(one.course) for one in entry.stated(Prerequisite, "requires")]
    if not rows and not first:
        parts.show(parts.paragraph("No entry condition is known."))
    head = ("Competency", "At least", "Who says so", "Why", "How far to rely on it")
    parts.show(
        entry.table("Competencies", head, rows) if rows else "",
        markup.join([parts.paragraph("Do first:"), markup.listing(first)]) if first else "",
        markup.join([parts.paragraph("It opens the way to:"), markup.listing(later)]) if later else "",
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
        parts.heading("Dates")
        parts.show(entry.table("Dated runs", ("From", "To", "Place", "How"), rows))


def _helps(entry: Entry[Course]) -> None:
    """The roles of whose needs it meets the greatest part."""
    met = helped(entry.planner, entry.iri)
    if not met:
        return
    parts.heading("Roles that it helps towards")
    most = sorted(met, key=lambda role: (-len(met[role].met) / met[role].needed, entry.label(role).casefold(), role))
    rows = [
        (
            entry.link(role),
            f"{len(met[role].met)} of {met[role].needed}",
            row(sorted(map(entry.label, met[role].met))),
        )
        for role in most[:HELPED]
    ]
    number = say.count(len(met), "role", "roles")
    parts.show(
        parts.paragraph(f"It goes as far as {number} here need in at least one essential competency."),
        markup.table("Those of whose needs it meets most", ("Role", "Essential needs met", "Which"), rows),
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
    for need, _ in graph.stated(Requirement):
        essential = need.importance is Importance.ESSENTIAL and counts(need.status)
        if essential and levels.levelled(need.competency) and need.role in graph.all(Role):
            needed[need.role].add(need.competency)
            if levels.needed(need.competency, need.level) in taught:
                met[need.role].add(need.competency)
    return {role: Met(found, len(needed[role])) for role, found in met.items()}
