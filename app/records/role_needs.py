"""What the page of a role says of its needs: each competency with its level in words, and ways of working."""

from app import data, markup, parts, say
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.records.entry import Entry
from app.records.supply import Supply
from kmgraph.model import Competency, Course, Requirement, Role
from kmgraph.planner.phrases import amount
from kmgraph.vocabulary import Importance

IMPORTANCE = {Importance.ESSENTIAL: _("essential"), Importance.DESIRABLE: _("desirable")}


def needs(entry: Entry[Role]) -> None:
    """The competencies that a role needs, the most important first."""
    levels, supply = entry.planner.levels, Supply(entry.planner)
    found = [one for one in entry.stated(Requirement, "role") if levels.levelled(one.competency)]
    if not found:
        parts.show(parts.paragraph(_("That is not known: no source that is loaded states it.")))
        return
    found.sort(key=lambda one: (_weight(one), -entry.rank(one.level), entry.label(one.competency).casefold(), one.id))
    learning = [supply.reaching(levels.needed(one.competency, one.level)) for one in found]
    described = data.sentences()
    varies = {one.context for one in found} != {entry.record.sector}
    levelled, told = any(map(entry.levelled, found)), any(one.why for one in found)
    rows = [
        (
            entry.link(one.competency),
            *([_level(entry, one, described.get((one.competency, one.level or "")))] if levelled else []),
            IMPORTANCE[one.importance],
            *([one.context or _("anywhere")] if varies else []),
            say.found(len(courses)),
            *([one.why or say.UNKNOWN] if levelled or told else []),
            entry.standing(one),
        )
        for one, courses in zip(found, learning, strict=True)
    ]
    head = [
        _("Competency"),
        *([_("Level")] if levelled else []),
        _("Importance"),
        *([_("Where")] if varies else []),
        _("Learning that goes so far") if levelled else _("Learning that teaches it"),
        *([_("Why this level") if levelled else _("Why")] if levelled or told else []),
        _("How far to rely on it"),
    ]
    caption = ngettext(
        "{count} competency, the most important first", "{count} competencies, the most important first", len(found)
    )
    parts.show(
        parts.paragraph(_summed(found, {course.id for courses in learning for course in courses}, entry)),
        entry.table(caption.format(count=amount(len(found))), head, rows),
    )


def _level(entry: Entry[Role], need: Requirement, means: str | None) -> Html:
    """The level that is asked for, and what it looks like in somebody."""
    return markup.join([entry.levels(need), tag("div", means, class_="km-quiet") if means else ""])


def _weight(need: Requirement) -> bool:
    """Essential ones stand before desirable ones."""
    return need.importance is not Importance.ESSENTIAL


def _summed(found: list[Requirement], helping: set[str], entry: Entry[Role]) -> str:
    essential = sum(one.importance is Importance.ESSENTIAL for one in found)
    courses = len(entry.planner.graph.all(Course))
    needed = ngettext(
        "{count} competency: {essential} essential, {desirable} desirable.",
        "{count} competencies: {essential} essential, {desirable} desirable.",
        len(found),
    ).format(count=amount(len(found)), essential=amount(essential), desirable=amount(len(found) - essential))
    said = ngettext(
        "Of the {count} training item listed here, {helped}.",
        "Of the {count} training items listed here, {helped}.",
        courses,
    )
    return f"{needed} {said.format(count=amount(courses), helped=_helped(found, helping, entry))}"


def _helped(found: list[Requirement], helping: set[str], entry: Entry[Role]) -> str:
    far = any(map(entry.levelled, found))
    if not helping:
        return _("none teaches any of them as far as this role needs") if far else _("none teaches any of them")
    number = len(helping)
    if far:
        told = ngettext(
            "{count} teaches at least one of them as far as this role needs",
            "{count} teach at least one of them as far as this role needs",
            number,
        )
    else:
        told = ngettext("{count} teaches at least one of them", "{count} teach at least one of them", number)
    return told.format(count=amount(number))


def manners(entry: Entry[Role]) -> None:
    """The ways of working that a role asks for; nothing where it asks for none."""
    levels = entry.planner.levels
    found = [one for one in entry.stated(Requirement, "role") if not levels.levelled(one.competency)]
    if not found:
        return
    parts.heading(_("Ways of working"))
    rows = [
        (entry.link(one.competency), _meaning(entry, one.competency), IMPORTANCE[one.importance], entry.standing(one))
        for one in sorted(found, key=lambda one: (_weight(one), entry.label(one.competency).casefold(), one.id))
    ]
    caption = ngettext("{count} way of working", "{count} ways of working", len(rows))
    parts.show(
        parts.paragraph(_("They have no levels, and no plan counts them.")),
        entry.table(
            caption.format(count=amount(len(rows))),
            (_("Way"), _("What it means"), _("Importance"), _("How far to rely on it")),
            rows,
        ),
    )


def _meaning(entry: Entry[Role], competency: str) -> str:
    record = entry.graph.all(Competency).get(competency)
    return (record and record.definition) or say.UNKNOWN
