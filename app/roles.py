"""What the pages of roles show: all roles by group, and of one role what it needs and what is near it."""

from collections import defaultdict

from app import data, markup, parts, say
from app.entry import Entry
from app.journeys import journeys
from app.links import Links
from app.markup import Html, tag
from app.matches import matched
from app.near import Way
from app.records import index
from app.supply import Supply
from kmgraph.model import Competency, Course, Ladder, Requirement, Role, RoleMapping
from kmgraph.planner import Planner
from kmgraph.planner.phrases import capital
from kmgraph.vocabulary import Importance


def overview(planner: Planner, links: Links) -> None:
    """All roles, by group."""
    groups: dict[str, list[Role]] = defaultdict(list)
    for role in planner.graph.all(Role).values():
        groups[role.group or ""].append(role)
    total = say.count(len(planner.graph.all(Role)), "role", "roles")
    parts.status(f"{total} in {say.count(len(groups), 'group', 'groups')}." if len(groups) > 1 else f"{total}.")
    for group in sorted(groups, key=lambda name: (not name, name.casefold())):
        if len(groups) > 1:
            parts.heading(capital(group) if group else "In no group")
        roles = sorted(groups[group], key=lambda one: (one.label.casefold(), one.id))
        parts.show(index((links.to(one.id), _where(one), one.summary) for one in roles))


def _where(role: Role) -> str:
    return ", ".join(filter(None, (role.sector, role.grade)))


def show(entry: Entry[Role]) -> None:
    """One role."""
    role, bridge = entry.record, entry.links.bridge
    parts.show(parts.paragraph(role.summary, "lead") if role.summary else "", markup.facts(_facts(entry)))
    there, away = bridge("leads to this role", goal=role.id), bridge("leads from it", start=role.id)
    ways = markup.join(["See which learning ", there, ", or which ", away, " to another role."])
    parts.show(parts.paragraph(ways, "inset"))
    parts.heading("What this role needs")
    _needs(entry)
    _manners(entry)
    _ladders(entry)
    _nearest(entry)
    journeys(entry, "Journeys that pass through it")
    _elsewhere(entry)


def _facts(entry: Entry[Role]) -> list[tuple[str, str]]:
    role = entry.record
    told = [
        ("Also called", ", ".join(role.alternative_labels)),
        ("Group", role.group),
        ("Where", role.sector or say.UNKNOWN),
        ("Grade", role.grade),
        ("Code", role.notation),
        ("Classified under", "; ".join(map(entry.label, role.groups))),
    ]
    return [(name, value) for name, value in told if value]


def _needs(entry: Entry[Role]) -> None:
    levels, supply = entry.planner.levels, Supply(entry.planner)
    needs = [one for one in entry.stated(Requirement, "role") if levels.levelled(one.competency)]
    if not needs:
        parts.show(parts.paragraph("That is not known: no source that is loaded states it."))
        return
    needs.sort(key=lambda one: (_weight(one), -entry.rank(one.level), entry.label(one.competency).casefold(), one.id))
    learning = [supply.reaching(levels.needed(one.competency, one.level)) for one in needs]
    varies = {one.context for one in needs} != {entry.record.sector}
    levelled, told = any(map(entry.levelled, needs)), any(one.why for one in needs)
    rows = [
        (
            entry.link(one.competency),
            *([entry.levels(one)] if levelled else []),
            str(one.importance),
            *([one.context or "anywhere"] if varies else []),
            say.found(len(courses)),
            *([one.why or say.UNKNOWN] if levelled or told else []),
            entry.standing(one),
        )
        for one, courses in zip(needs, learning, strict=True)
    ]
    head = [
        "Competency",
        *(["Level"] if levelled else []),
        "Importance",
        *(["Where"] if varies else []),
        "Learning that goes so far" if levelled else "Learning that teaches it",
        *(["Why this level" if levelled else "Why"] if levelled or told else []),
        "How far to rely on it",
    ]
    parts.show(
        parts.paragraph(_summed(needs, {course.id for courses in learning for course in courses}, entry)),
        entry.table(
            f"{say.count(len(needs), 'competency', 'competencies')}, the most important first",
            head,
            rows,
        ),
    )


def _weight(need: Requirement) -> bool:
    """Essential ones stand before desirable ones."""
    return need.importance is not Importance.ESSENTIAL


def _summed(needs: list[Requirement], helping: set[str], entry: Entry[Role]) -> str:
    essential = sum(one.importance is Importance.ESSENTIAL for one in needs)
    needed = say.count(len(needs), "competency", "competencies")
    listed = say.count(len(entry.planner.graph.all(Course)), "training item", "training items")
    helped = f"{len(helping)} teach at least one of them" if helping else "none teaches any of them"
    far = " as far as this role needs" if any(map(entry.levelled, needs)) else ""
    return (
        f"{needed}: {essential} essential, {len(needs) - essential} desirable. Of the {listed} listed here, "
        f"{helped}{far}.{' Choose a competency to see them.' if helping else ''}"
    )


def _manners(entry: Entry[Role]) -> None:
    levels = entry.planner.levels
    manners = [one for one in entry.stated(Requirement, "role") if not levels.levelled(one.competency)]
    if not manners:
        return
    parts.heading("Ways of working")
    rows = [
        (entry.link(one.competency), _meaning(entry, one.competency), str(one.importance), entry.standing(one))
        for one in sorted(manners, key=lambda one: (_weight(one), entry.label(one.competency).casefold(), one.id))
    ]
    parts.show(
        parts.paragraph("They have no levels, and no plan counts them."),
        entry.table(
            say.count(len(rows), "way of working", "ways of working"),
            ("Way", "What it means", "Importance", "How far to rely on it"),
            rows,
        ),
    )


def _meaning(entry: Entry[Role], competency: str) -> str:
    record = entry.graph.all(Competency).get(competency)
    return (record and record.definition) or say.UNKNOWN


# --- what is near it -------------------------------------------------------------------------------------------


def _ladders(entry: Entry[Role]) -> None:
    ladders = entry.all(Ladder)
    if not ladders:
        return
    parts.heading("Where it stands on a career ladder")
    for ladder in ladders:
        rungs = [_rung(entry, iri) for iri in ladder.rungs]
        parts.show(
            parts.paragraph(
                markup.join([tag("strong", ladder.label), f". {ladder.summary}" if ladder.summary else ""])
            ),
            markup.listing(rungs, ordered=True),
            parts.paragraph(f"The lowest stands first. Status: {entry.standing(ladder)}.", "quiet"),
        )


def _rung(entry: Entry[Role], iri: str) -> Html:
    if iri == entry.iri:
        return tag("strong", f"{entry.label(iri)} (this role)")
    return entry.link(iri)


def _nearest(entry: Entry[Role]) -> None:
    found = data.nearest(entry.iri)
    if not found:
        return
    parts.heading("Roles that are near")
    bridge = entry.links.bridge
    rows = [
        (
            entry.link(near.role),
            str(near.shared),
            bridge(_way(near.there), start=entry.iri, goal=near.role),
            bridge(_way(near.back), start=near.role, goal=entry.iri),
        )
        for near in found
    ]
    parts.show(
        parts.paragraph(
            "Some of the same group first, then others. Counted from what the roles need, not from what people did. "
            "A number leads to the plan."
        ),
        entry.table(
            "Roles that are near", ("Role", "Competencies that both need", "To go there", "To come from there"), rows
        ),
    )


def _way(way: Way) -> str:
    if not way.all:
        return "nothing to develop"
    asked = [f"{way.new} new"] if way.new else []
    asked += [f"{way.higher} at a higher level"] if way.higher else []
    return ", ".join(asked)


def _elsewhere(entry: Entry[Role]) -> None:
    rows = [(one.name, one.words, entry.standing(one.by)) for one in matched(entry, RoleMapping)]
    if rows:
        parts.heading("In other schemes")
        head = ("Role or occupation there", "How they compare", "How far to rely on it")
        parts.show(entry.table("Matches", head, rows))
