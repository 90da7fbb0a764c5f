"""What the page of a competency shows: what it means, who needs it and who teaches it."""

from collections import Counter, defaultdict
from urllib.parse import urlsplit

from app import markup, parts, say
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.records.entry import Entry
from app.records.frameworks import full_name
from app.records.matches import matched
from app.records.supply import Supply
from kmgraph.model import (
    Approach,
    Collection,
    Competency,
    Course,
    Level,
    LevelDescription,
    Practice,
    Relation,
    Requirement,
    Teaches,
)
from kmgraph.model import Mapping as Match
from kmgraph.planner.levels import Fact, counts
from kmgraph.planner.phrases import amount, capital, row
from kmgraph.vocabulary import NOT_CURRENT, Importance

CAUTION = _("None found here does not mean that none exists.")
RELY = _("How far to rely on it")


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
        (_("Also called"), ", ".join(record.alternative_labels)),
        (_("Framework"), full_name(entry.planner.graph, record.framework)),
        (_("Code there"), record.notation),
        (_("Classified under"), "; ".join(map(entry.label, record.groups))),
        (_("Kind"), say.TYPES[record.type] if record.type else say.UNKNOWN),
        (_("Belongs to"), row([one.label for one in entry.all(Collection)])),
    ]
    return [(name, value) for name, value in told if value]


def _levels(entry: Entry[Competency]) -> None:
    choices = entry.planner.levels.choices(entry.iri)
    if not choices:
        return
    parts.heading(_("What it looks like at each level"))
    described = {one.level: one for one in entry.stated(LevelDescription, "competency")}
    known = entry.planner.graph.all(Level)
    rows = [
        (
            capital(known[level].label),
            described[level].text if level in described else _("Nobody has put this level into words."),
            known[level].definition or say.UNKNOWN,
            entry.standing(described[level]) if level in described else "",
        )
        for level in choices
    ]
    head = (_("Level"), _("Somebody at this level"), _("What the level means in general"), RELY)
    parts.show(entry.table(_("Levels, the lowest first"), head, rows))


def _needed(entry: Entry[Competency]) -> None:
    needs = entry.stated(Requirement, "competency")
    parts.heading(_("Roles that need it"))
    if not needs:
        parts.show(parts.paragraph(_("No role here is said to need it.")))
        return
    needs.sort(key=lambda one: (-entry.rank(one.level), one.importance is not Importance.ESSENTIAL,
                                entry.label(one.role).casefold(), one.id))  # fmt: skip
    levelled = any(map(entry.levelled, needs))
    rows = [
        (
            entry.link(one.role),
            *([entry.levels(one)] if levelled else []),
            str(one.importance),
            one.context or _("anywhere"),
            entry.standing(one),
        )
        for one in needs
    ]
    number = len({one.role for one in needs})
    roles = ngettext("{number} role", "{number} roles", number).format(number=amount(number))
    head = (_("Role"), *([_("Level")] if levelled else []), _("Importance"), _("Where"), RELY)
    parts.show(parts.paragraph(f"{roles}. {_by_level(entry, needs)}" if levelled else f"{roles}."))
    caption = _("The highest level first") if levelled else _("Where it is essential first")
    parts.folded(entry.table(caption, head, rows), len(rows), _("See the {these}").format(these=roles))


def _by_level(entry: Entry[Competency], needs: list[Requirement]) -> str:
    """How many times it is needed at each level, in a sentence."""
    times = Counter(one.level for one in needs)
    told = [
        _("{number} at {level}").format(
            number=times[level], level=entry.level(level) if level else _("a level that is not stated")
        )
        for level in sorted(times, key=lambda level: -entry.rank(level))
    ]
    return f"{row(told)}."


def _taught(entry: Entry[Competency]) -> None:
    parts.heading(_("Learning that teaches it"))
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
    head = (_("Learning"), *([_("Leads to")] if levelled else []), _("Who can join"), _("Runs"), RELY)
    number = len({one.course for one in links})
    items = ngettext("{number} item", "{number} items", number).format(number=amount(number))
    order = (
        _("{items}, the highest level first, those that are over last")
        if levelled
        else _("{items}, those that are over last")
    )
    table = entry.table(order.format(items=items), head, rows)
    parts.folded(table, len(rows), _("See the {these}").format(these=items))


def known_gap(entry: Entry[Competency]) -> str:
    """Which levels that roles need nothing here teaches, in a sentence."""
    levels, supply = entry.planner.levels, Supply(entry.planner)
    asked: dict[Fact, set[str]] = defaultdict(set)
    for need in entry.stated(Requirement, "competency"):
        if counts(need.status):
            asked[levels.needed(need.competency, need.level)].add(need.role)
    open_facts = {fact: roles for fact, roles in asked.items() if not supply.reaching(fact)}
    if not asked:
        return _("Learning that could be joined now, as far as is known: {number}.").format(
            number=say.found(len(supply.courses(entry.iri)))
        )
    if not open_facts and all(levels.level(fact) is None for fact in asked) and levels.scale(entry.iri) is None:
        return _("Learning listed here teaches it.")
    if not open_facts:
        return _("Learning listed here reaches every level that the roles here need.")
    for_whom = [
        ngettext("{number} role needs {level}", "{number} roles need {level}", len(roles)).format(
            number=amount(len(roles)), level=_wanted(entry, levels.level(fact))
        )
        for fact, roles in sorted(open_facts.items(), key=lambda pair: pair[0].rank)
    ]
    highest = supply.highest(entry.iri)
    if highest:
        told = _("None found here above {level}, and {roles}.").format(level=entry.level(highest), roles=row(for_whom))
    else:
        told = _("None found here that teaches it, and {roles}.").format(roles=row(for_whom))
    return f"{told} {CAUTION}"


def _wanted(entry: Entry[Competency], level: str | None) -> str:
    """What roles need of it, as words that follow "needs"."""
    return entry.level(level) if level or entry.planner.levels.scale(entry.iri) else _("it")


def _used(entry: Entry[Competency]) -> None:
    practices, approaches = entry.all(Practice), entry.all(Approach)
    if practices:
        parts.heading(_("Ways to practise it without a course"))
        parts.show(markup.listing(_told(one.label, one.summary, entry.standing(one)) for one in practices))
    if approaches:
        parts.heading(_("Approaches and tools that draw on it"))
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
        (one.name, full_name(graph, competencies[one.iri].framework) if one.iri in competencies else _site(one.iri),
         one.words, entry.standing(one.by))
        for one in matched(entry, Match)
    ]  # fmt: skip
    if rows:
        parts.heading(_("In other frameworks"))
        head = (_("Competency there"), _("Framework"), _("How they compare"), RELY)
        parts.show(entry.table(_("Matches, the closest first"), head, rows))


def _site(iri: str) -> str:
    """Where a competency comes from that nobody here describes."""
    return urlsplit(iri).hostname or say.UNKNOWN


def _related(entry: Entry[Competency]) -> None:
    """Wider and narrower competencies, and how others of its framework bear on it."""
    narrower = [one.id for one in entry.all(Competency) if entry.iri in one.broader]
    rows = [(entry.link(iri), words) for iris, words in ((entry.record.broader, _("wider")), (narrower, _("narrower")))
            for iri in iris]  # fmt: skip
    for one in entry.stated(Relation, "subject"):
        rows.append(
            (entry.link(one.object), _("{kind} to it: {status}").format(kind=one.type, status=entry.standing(one)))
        )
    for one in entry.stated(Relation, "object"):
        rows.append(
            (
                entry.link(one.subject),
                _("it is {kind} to that: {status}").format(kind=one.type, status=entry.standing(one)),
            )
        )
    if rows:
        parts.heading(_("Wider, narrower and related"))
        parts.show(entry.table(_("In the same framework"), (_("Competency"), _("How they compare")), rows))
