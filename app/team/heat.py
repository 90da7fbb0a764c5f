"""The heat table of a team: what its roles need, how each member stands to it, and what that comes to."""

from collections import Counter

import streamlit as st

from app import data, markup, parts, state
from app.catalogue import _
from app.markup import Html, tag
from app.team.asked import ALL, SHOWS, Wanted, ask
from app.team.cells import WORDS, Cell, Cells, Place, said
from kmgraph.planner import Planner
from kmgraph.planner.team import Hold, TeamAnswer, TeamNeed
from kmgraph.planner.team.words import TeamWords

VERDICTS = {
    Hold.SHARED: _("shared"),
    Hold.ONE: _("one only"),
    Hold.PARTLY: _("partly"),
    Hold.MISSING: _("missing"),
}
MEANS = {
    Hold.SHARED: _("two members or more hold it at the level needed."),
    Hold.ONE: _("one member holds it. When they leave, nobody does."),
    Hold.PARTLY: _("nobody holds it at the level needed, and somebody holds it below that."),
    Hold.MISSING: _("nobody is known to hold it."),
}
CELLS = {
    Place.HOLDS: _("at the level needed, or above. The word after it is the level."),
    Place.BELOW: _("at a lower level."),
    Place.NOT_HELD: _("the role, or the profile, does not say it."),
    Place.NOT_KNOWN: _("it is held, but the level is not stated or stands on a scale that does not compare."),
}
MOST = 150
"""Rows that the page shows; the files hold all."""


def table(planner: Planner, words: TeamWords, answer: TeamAnswer, wanted: Wanted) -> None:
    """Chips by how things are held, the table, and what its words mean."""
    parts.heading(_("Who holds what"))
    _chips(answer, wanted)
    wants = SHOWS[wanted.show]
    needs = [one for one in answer.needs if wants in (None, one.state)]
    if not needs:
        parts.show(parts.paragraph(_("There is nothing to show of that kind.")))
    else:
        parts.show(_table(planner, words, answer, needs))
    parts.show(_legend())


def _verdict(words: TeamWords, one: TeamNeed) -> str:
    """How the team holds something; where one member does, who that is."""
    told = VERDICTS[one.state]
    return f"{told}: {words.held_by(one)}" if one.state is Hold.ONE else told


def _chips(answer: TeamAnswer, wanted: Wanted) -> None:
    counts = Counter(one.state for one in answer.needs)

    def called(show: str) -> str:
        hold = SHOWS[show]
        word, number = (_("all"), len(answer.needs)) if hold is None else (VERDICTS[hold], counts[hold])
        return f"{word.capitalize()} ({number:,})"

    st.segmented_control(
        _("Show what is"),
        [show for show, hold in SHOWS.items() if show in (ALL, wanted.show) or counts[hold or Hold.SHARED]],
        format_func=called,
        required=True,
        key=state.show("team-show", wanted.show),
        on_change=lambda: ask(_showing(wanted)),
    )


def _showing(wanted: Wanted) -> Wanted:
    return Wanted(wanted.members, wanted.roles, wanted.switches, st.session_state["team-show"])


def _table(planner: Planner, words: TeamWords, answer: TeamAnswer, needs: list[TeamNeed]) -> Html:
    cells, several = Cells(planner, answer), len(answer.roles) > 1
    head = [_("Competency"), _("Level needed"), *(one.label for one in answer.members), _("The team")]
    rows = (
        [
            data.links().to(one.need.competency),
            _needed(words, one, several=several),
            *map(_cell, cells.row(one)),
            _shaded(_verdict(words, one), one.state.name),
        ]
        for one in needs[:MOST]
    )
    made = markup.table(_("What the roles need, and how each member stands to it"), head, rows, kind="words km-team")
    if len(needs) <= MOST:
        return made
    more = _("{n} more are not shown here. The files below hold all.").format(n=f"{len(needs) - MOST:,}")
    return markup.join([made, parts.paragraph(more, "quiet")])


def _needed(words: TeamWords, one: TeamNeed, *, several: bool) -> Html:
    level = markup.html(words.words.needed(one.need))
    if not several:
        return level
    roles = ", ".join(map(words.words.graph.label, one.roles))
    return markup.join([level, tag("span", _("for {roles}").format(roles=roles), class_="km-note")], " ")


def _cell(cell: Cell) -> Html:
    return _shaded(said(cell), cell.place.name)


def _shaded(text: str, shade: str) -> Html:
    return tag("span", text, class_=f"km-stand km-stand-{shade.lower()}")


def _legend() -> Html:
    members = [(_shaded(WORDS[one], one.name), told) for one, told in CELLS.items()]
    team = [(_shaded(VERDICTS[one], one.name), told) for one, told in MEANS.items()]
    return tag(
        "details",
        tag("summary", _("What the words mean")),
        parts.paragraph(_("Of a member:")),
        markup.facts(members),
        parts.paragraph(_("Of the team:")),
        markup.facts(team),
    )
