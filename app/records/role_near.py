"""What the page of a role says of other roles: its ladders, moves on record to it and from it, and roles near it."""

from collections.abc import Sequence

from app import data, markup, parts
from app.catalogue import _
from app.markup import Html, tag
from app.pathways.evidence import brief, evidence
from app.records.entry import Entry
from app.records.matches import matched
from app.records.near import Way
from kmgraph.model import Ladder, Role, RoleMapping
from kmgraph.planner.pathway.on_record import Record, on_record

MOST = 20
"""Moves on record that are shown each way."""


def ladders(entry: Entry[Role]) -> None:
    """Where a role stands on career ladders; nothing where it stands on none."""
    found = entry.all(Ladder)
    if not found:
        return
    parts.heading(_("Where it stands on a career ladder"))
    for ladder in found:
        rungs = [_rung(entry, iri) for iri in ladder.rungs]
        parts.show(
            parts.paragraph(
                markup.join([tag("strong", ladder.label), f". {ladder.summary}" if ladder.summary else ""])
            ),
            markup.listing(rungs, ordered=True),
            parts.paragraph(
                _("The lowest stands first. Status: {status}.").format(status=entry.standing(ladder)), "quiet"
            ),
        )


def _rung(entry: Entry[Role], iri: str) -> Html:
    if iri == entry.iri:
        return tag("strong", _("{role} (this role)").format(role=entry.label(iri)))
    return entry.link(iri)


def recorded(entry: Entry[Role]) -> None:
    """Moves on record to a role and from it, each with its evidence."""
    parts.heading(_("Moves on record"))
    every = on_record(entry.planner)
    away = [(after, record) for (before, after), record in every.items() if before == entry.iri]
    there = [(before, record) for (before, after), record in every.items() if after == entry.iri]
    if not away and not there:
        parts.show(
            parts.paragraph(_("No move to this role or from it is on record. That does not mean that nobody moves."))
        )
        return
    parts.show(
        _moves(entry, _("Next roles: where a move on record leads from here"), away, is_next=True),
        _moves(entry, _("Feeder roles: from where a move on record leads here"), there, is_next=False),
    )


def _moves(entry: Entry[Role], caption: str, found: Sequence[tuple[str, Record]], *, is_next: bool) -> Html:
    if not found:
        return Html("")
    rows = [
        (entry.link(other), evidence(record), _bridge(entry, other, is_next=is_next))
        for other, record in sorted(found, key=lambda one: (-len(one[1].observed), entry.label(one[0]).casefold()))
    ]
    return markup.table(caption, (_("Role"), _("What is on record"), _("What it takes")), rows[:MOST])


def _bridge(entry: Entry[Role], other: str, *, is_next: bool) -> Html:
    start, goal = (entry.iri, other) if is_next else (other, entry.iri)
    return entry.links.bridge(_("See the bridge"), start=start, goal=goal)


def nearest(entry: Entry[Role]) -> None:
    """The roles that share most with a role; nothing where none does."""
    found = data.nearest(entry.iri)
    if not found:
        return
    parts.heading(_("Roles that are near"))
    bridge, record = entry.links.bridge, on_record(entry.planner).of
    rows = [
        (
            entry.link(near.role),
            str(near.shared),
            bridge(_way(near.there), start=entry.iri, goal=near.role),
            bridge(_way(near.back), start=near.role, goal=entry.iri),
            brief(record(entry.iri, near.role)),
        )
        for near in found
    ]
    parts.show(
        parts.paragraph(
            _(
                "Some of the same group first, then others. Counted from what the roles need, not from what people "
                "did. A number leads to the plan."
            )
        ),
        entry.table(
            _("Roles that are near"),
            (
                _("Role"),
                _("Competencies that both need"),
                _("To go there"),
                _("To come from there"),
                _("On record, to go there"),
            ),
            rows,
        ),
    )


def _way(way: Way) -> str:
    if not way.all:
        return _("nothing to develop")
    asked = [_("{count} new").format(count=way.new)] if way.new else []
    asked += [_("{count} at a higher level").format(count=way.higher)] if way.higher else []
    return ", ".join(asked)


def elsewhere(entry: Entry[Role]) -> None:
    """What a role is like in other schemes; nothing where no match is stated."""
    rows = [(one.name, one.words, entry.standing(one.by)) for one in matched(entry, RoleMapping)]
    if rows:
        parts.heading(_("In other schemes"))
        head = (_("Role or occupation there"), _("How they compare"), _("How far to rely on it"))
        parts.show(entry.table(_("Matches"), head, rows))
