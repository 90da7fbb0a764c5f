"""What the comparison says: each cell in a sign and in words, and what roles share in a sentence or two."""

from app.catalogue import _, ngettext
from app.compare.sheet import Kinship, Place, Row, Sheet
from kmgraph.planner import Standing
from kmgraph.planner.explain import Words
from kmgraph.vocabulary import Importance

SIGNS = {
    Place.SAME: ("=", _("the same")),
    Place.HIGHER: ("▲", _("higher")),
    Place.LOWER: ("▼", _("lower")),
    Place.UNLIKE: ("≠", _("on another scale")),
    Place.ONLY: ("◆", _("only here")),
    Place.NONE: ("–", _("not asked for")),
}
"""A sign and a word for how a role's need compares; the word always stands beside the sign."""
MINE = {
    Standing.HELD: ("✓", _("you bring it")),
    Standing.RAISE: ("↑", _("you bring some of it")),
    Standing.NEW: ("+", _("new to you")),
}
IMPORTANCE = {Importance.ESSENTIAL: _("essential"), Importance.DESIRABLE: _("desirable")}
KINSHIPS = {
    Kinship.SAME: _("shared, at the same level"),
    Kinship.LEVELS: _("shared, at different levels"),
    Kinship.SOME: _("shared by some"),
    Kinship.ONE: _("one role only"),
}


def asks(words: Words, row: Row, place: int) -> str:
    """What a role asks for of a competency: level and importance; "" where it asks for nothing."""
    return "; ".join(
        _("{level}, {importance}").format(
            level=words.needed(need, _("any level")), importance=IMPORTANCE[need.importance]
        )
        for need in row.cells[place]
    )


def brings(words: Words, row: Row) -> str:
    """The level that somebody brings of a competency; "" where they bring none."""
    held = next((need for cell in row.cells for need in cell if need.standing is not Standing.NEW), None)
    return words.held(held) if held else ""


def summary(words: Words, found: Sheet) -> list[str]:
    """What roles share and what differs, in plain sentences."""
    if len(found.roles) < 2 or not found.rows:
        return []
    by = {kinship: [row for row in found.rows if row.kinship is kinship] for kinship in Kinship}
    every = len(by[Kinship.SAME]) + len(by[Kinship.LEVELS])
    whole = len(found.rows)
    said = [
        ngettext(
            "Together they ask for {count} competency.", "Together they ask for {count} competencies.", whole
        ).format(count=f"{whole:,}"),
        _shared(every, len(found.roles)),
    ]
    if higher := [_higher(words, found, place) for place in range(len(found.roles)) if _raised(found, place)]:
        said += higher
    said += filter(None, (_alone(words, found, place) for place in range(len(found.roles))))
    return said


def _shared(every: int, roles: int) -> str:
    if not every:
        return _("They share none.") if roles == 2 else _("No competency is asked for by all of them.")
    if roles == 2:
        return ngettext("They share {count}.", "They share {count}.", every).format(count=f"{every:,}")
    return ngettext("All three share {count}.", "All three share {count}.", every).format(count=f"{every:,}")


def _raised(found: Sheet, place: int) -> int:
    return sum(row.places[place] is Place.HIGHER for row in found.rows)


def _higher(words: Words, found: Sheet, place: int) -> str:
    number = _raised(found, place)
    return ngettext(
        "{role} asks for {count} at a higher level.", "{role} asks for {count} at a higher level.", number
    ).format(role=words.graph.label(found.roles[place]), count=number)


def _alone(words: Words, found: Sheet, place: int) -> str:
    role = words.graph.label(found.roles[place])
    if found.roles[place] in found.not_known:
        return _("It is not known what {role} needs.").format(role=role)
    number = sum(row.places[place] is Place.ONLY for row in found.rows)
    if not number:
        return ""
    return ngettext("Only {role} asks for {count}.", "Only {role} asks for {count}.", number).format(
        role=role, count=f"{number:,}"
    )


def brought(words: Words, found: Sheet, place: int) -> str:
    """How far what somebody brings goes for a role."""
    role, needs = words.graph.label(found.roles[place]), found.needs(place)
    if not needs:
        return _("{role}: it is not known what it needs.").format(role=role)
    held = sum(need.standing is Standing.HELD for need in needs)
    some = sum(need.standing is Standing.RAISE for need in needs)
    return _("{role}: you bring {held} of {all}; {some} at too low a level; {new} are new to you.").format(
        role=role,
        held=held or _("none"),
        all=len(needs),
        some=some or _("none"),
        new=len(needs) - held - some or _("none"),
    )
