"""What the pages of competencies show: all by framework, and of one what it means, who needs it and who teaches it."""

from collections import Counter, defaultdict
from collections.abc import Collection as Among
from urllib.parse import urlsplit

import streamlit as st

from app import markup, parts, say
from app.entry import Entry
from app.links import Links
from app.markup import Html, tag
from app.matches import matched
from app.records import index
from app.supply import Supply
from kmgraph.graph import Graph
from kmgraph.model import (
    Approach,
    Collection,
    Competency,
    Course,
    Framework,
    Level,
    LevelDescription,
    Practice,
    Relation,
    Requirement,
    Teaches,
)
from kmgraph.model import Mapping as Match
from kmgraph.planner import Planner
from kmgraph.planner.levels import Fact, counts
from kmgraph.planner.phrases import capital, row
from kmgraph.vocabulary import NOT_CURRENT, Importance

CAUTION = "None found here does not mean that none exists."


# --- all of them -----------------------------------------------------------------------------------------------


def core(graph: Graph, among: Among[str] | None = None) -> str | None:
    """The framework whose competencies the roles of this data need most, or None where they need none.

    Args:
        graph: the data.
        among: IRIs of the frameworks that are meant; all of them where nothing is said.
    """
    framework = dict(zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True))
    times = Counter(framework.get(iri) for iri in graph.column(Requirement, "competency"))
    needed = {iri: many for iri, many in times.items() if iri and (among is None or iri in among)}
    return min(needed, key=lambda iri: (-needed[iri], iri)) if needed else None


def overview(planner: Planner, links: Links) -> None:
    """All competencies, by framework: the one that the roles use first and open."""
    graph = planner.graph
    frameworks: dict[str, list[Competency]] = defaultdict(list)
    for one in graph.all(Competency).values():
        frameworks[one.framework].append(one)
    total = say.count(len(graph.all(Competency)), "competency", "competencies")
    parts.status(f"{total} in {say.count(len(frameworks), 'framework', 'frameworks')}.")
    first = core(graph)
    if first:
        parts.heading(_framework(graph, first))
        parts.show(_about(graph, first), _listed(links, frameworks.pop(first)))
    if not frameworks:
        return
    parts.heading("Other frameworks" if first else "Frameworks")
    for iri in sorted(frameworks, key=lambda one: (graph.label(one).casefold(), one)):
        with st.expander(f"{markup.plain(_framework(graph, iri))} ({len(frameworks[iri])})", key=f"framework-{iri}"):
            parts.show(_about(graph, iri), _listed(links, frameworks[iri]))


def _framework(graph: Graph, iri: str) -> str:
    record = graph.all(Framework).get(iri)
    return f"{record.label}, {record.version}" if record and record.version else graph.label(iri)


def _about(graph: Graph, iri: str) -> Html:
    record = graph.all(Framework).get(iri)
    if record is None:
        return parts.paragraph("No source that is loaded describes this framework.", "quiet")
    by = f" Published by {record.publisher}." if record.publisher else ""
    where = markup.join([" ", markup.link("See it there", record.url), "."]) if record.url else ""
    return parts.paragraph(markup.join([record.definition or "", by, where]))


def _listed(links: Links, competencies: list[Competency]) -> Html:
    competencies.sort(key=lambda one: (one.notation or "", one.label.casefold(), one.id))
    return index((links.to(one.id), _note(one), one.definition) for one in competencies)


def _note(one: Competency) -> str:
    return ", ".join(filter(None, (one.notation, say.TYPES[one.type] if one.type else None)))


# --- one of them -----------------------------------------------------------------------------------------------


def show(entry: Entry[Competency]) -> None:
    """One competency."""
    record = entry.record
    levelled = entry.planner.levels.levelled(record.id)
    definition = parts.paragraph(record.definition, "lead") if record.definition else ""
    parts.show(definition, markup.facts(_facts(entry)))
    if levelled:
        _levels(entry)
        _taught(entry)
    _used(entry)
    _needed(entry)
    _elsewhere(entry)
    _related(entry)


def _facts(entry: Entry[Competency]) -> list[tuple[str, str]]:
    record = entry.record
    told = [
        ("Also called", ", ".join(record.alternative_labels)),
        ("Framework", _framework(entry.planner.graph, record.framework)),
        ("Code there", record.notation),
        ("Classified under", "; ".join(map(entry.label, record.groups))),
        ("Kind", say.TYPES[record.type] if record.type else say.UNKNOWN),
        ("Belongs to", row([one.label for one in entry.all(Collection)])),
    ]
    return [(name, value) for name, value in told if value]


def _levels(entry: Entry[Competency]) -> None:
    choices = entry.planner.levels.choices(entry.iri)
    if not choices:
        return
    parts.heading("What it looks like at each level")
    described = {one.level: one for one in entry.stated(LevelDescription, "competency")}
    known = entry.planner.graph.all(Level)
    rows = [
        (
            capital(known[level].label),
            described[level].text if level in described else "Nobody has put this level into words.",
            known[level].definition or say.UNKNOWN,
            entry.standing(described[level]) if level in described else "",
        )
        for level in choices
    ]
    head = ("Level", "Somebody at this level", "What the level means in general", "How far to rely on it")
    parts.show(entry.table("Levels, the lowest first", head, rows))


def _needed(entry: Entry[Competency]) -> None:
    needs = entry.stated(Requirement, "competency")
    parts.heading("Roles that need it")
    if not needs:
        parts.show(parts.paragraph("No role here is said to need it."))
        return
    needs.sort(key=lambda one: (-entry.rank(one.level), one.importance is not Importance.ESSENTIAL,
                                entry.label(one.role).casefold(), one.id))  # fmt: skip
    levelled = any(map(entry.levelled, needs))
    rows = [
        (
            entry.link(one.role),
            *([entry.levels(one)] if levelled else []),
            str(one.importance),
            one.context or "anywhere",
            entry.standing(one),
        )
        for one in needs
    ]
    roles = say.count(len({one.role for one in needs}), "role", "roles")
    head = ("Role", *(["Level"] if levelled else []), "Importance", "Where", "How far to rely on it")
    parts.show(parts.paragraph(f"{roles}. {_by_level(entry, needs)}" if levelled else f"{roles}."))
    caption = "The highest level first" if levelled else "Where it is essential first"
    parts.folded(entry.table(caption, head, rows), len(rows), f"See the {roles}")


def _by_level(entry: Entry[Competency], needs: list[Requirement]) -> str:
    """How many times it is needed at each level, in a sentence."""
    times = Counter(one.level for one in needs)
    told = [
        f"{times[level]} at {entry.level(level) if level else 'a level that is not stated'}"
        for level in sorted(times, key=lambda level: -entry.rank(level))
    ]
    return f"{row(told)}."


def _taught(entry: Entry[Competency]) -> None:
    parts.heading("Learning that teaches it")
    links = entry.stated(Teaches, "competency")
    parts.show(parts.paragraph(known_gap(entry)))
    if not links:
        return
    courses = entry.graph.all(Course)
    past = {iri for iri, course in courses.items() if course.availability in NOT_CURRENT}
    links.sort(key=lambda one: (one.course in past, -entry.rank(one.level), entry.label(one.course).casefold(), one.id))
    levelled = any(map(entry.levelled, links))
    rows = [
        (
            entry.link(one.course),
            *([entry.reaches(one)] if levelled else []),
            say.WHO[course.eligibility] if course else say.UNKNOWN,
            say.RUNS[course.availability] if course else say.UNKNOWN,
            entry.standing(one),
        )
        for one in links
        for course in [courses.get(one.course)]
    ]
    head = ("Learning", *(["Leads to"] if levelled else []), "Who can join", "Runs", "How far to rely on it")
    items = say.count(len({one.course for one in links}), "item", "items")
    caption = f"{items}, {'the highest level first, ' if levelled else ''}those that are over last"
    parts.folded(entry.table(caption, head, rows), len(rows), f"See the {items}")


def known_gap(entry: Entry[Competency]) -> str:
    """Which levels that roles need nothing here teaches, in a sentence."""
    levels, supply = entry.planner.levels, Supply(entry.planner)
    asked: dict[Fact, set[str]] = defaultdict(set)
    for need in entry.stated(Requirement, "competency"):
        if counts(need.status):
            asked[levels.needed(need.competency, need.level)].add(need.role)
    open_facts = {fact: roles for fact, roles in asked.items() if not supply.reaching(fact)}
    if not asked:
        return f"Learning that could be joined now, as far as is known: {say.found(len(supply.courses(entry.iri)))}."
    if not open_facts and all(levels.level(fact) is None for fact in asked) and levels.scale(entry.iri) is None:
        return "Learning listed here teaches it."
    if not open_facts:
        return "Learning listed here reaches every level that the roles here need."
    for_whom = [
        f"{say.count(len(roles), 'role needs', 'roles need')} {_wanted(entry, levels.level(fact))}"
        for fact, roles in sorted(open_facts.items(), key=lambda pair: pair[0].rank)
    ]
    highest = supply.highest(entry.iri)
    above = f"above {entry.level(highest)}" if highest else "that teaches it"
    return f"None found here {above}, and {row(for_whom)}. {CAUTION}"


def _wanted(entry: Entry[Competency], level: str | None) -> str:
    """What roles need of it, as words that follow "needs"."""
    return entry.level(level) if level or entry.planner.levels.scale(entry.iri) else "it"


def _used(entry: Entry[Competency]) -> None:
    practices, approaches = entry.all(Practice), entry.all(Approach)
    if practices:
        parts.heading("Ways to practise it without a course")
        parts.show(markup.listing(_told(one.label, one.summary, entry.standing(one)) for one in practices))
    if approaches:
        parts.heading("Approaches and tools that draw on it")
        parts.show(
            markup.listing(
                _told(markup.link(one.label, one.url), one.summary, f"{one.type}; {entry.standing(one)}")
                for one in approaches
            )
        )


def _told(name: str, summary: str | None, note: str) -> Html:
    return markup.join([tag("strong", name), f": {summary}" if summary else "", f" ({note})"])


def _elsewhere(entry: Entry[Competency]) -> None:
    graph, competencies = entry.planner.graph, entry.graph.all(Competency)
    rows = [
        (one.name, _framework(graph, competencies[one.iri].framework) if one.iri in competencies else _site(one.iri),
         one.words, entry.standing(one.by))
        for one in matched(entry, Match)
    ]  # fmt: skip
    if rows:
        parts.heading("In other frameworks")
        head = ("Competency there", "Framework", "How they compare", "How far to rely on it")
        parts.show(entry.table("Matches, the closest first", head, rows))


def _site(iri: str) -> str:
    """Where a competency comes from that nobody here describes."""
    return urlsplit(iri).hostname or say.UNKNOWN


def _related(entry: Entry[Competency]) -> None:
    """Wider and narrower competencies, and how others of its framework bear on it."""
    narrower = [one.id for one in entry.all(Competency) if entry.iri in one.broader]
    rows = [(entry.link(iri), words) for iris, words in ((entry.record.broader, "wider"), (narrower, "narrower"))
            for iri in iris]  # fmt: skip
    for one in entry.stated(Relation, "subject"):
        rows.append((entry.link(one.object), f"{one.type} to it: {entry.standing(one)}"))
    for one in entry.stated(Relation, "object"):
        rows.append((entry.link(one.subject), f"it is {one.type} to that: {entry.standing(one)}"))
    if rows:
        parts.heading("Wider, narrower and related")
        parts.show(entry.table("In the same framework", ("Competency", "How they compare"), rows))
