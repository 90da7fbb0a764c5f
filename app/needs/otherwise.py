"""What if some courses ran otherwise: what is within reach, and which moves are open, now and with the change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import streamlit as st

from app import data, markup, parts, state
from app.catalogue import _
from app.needs.asked import Wanted, ask, called, look, needs_of
from app.needs.changes import MOST, change, written
from app.needs.changes import called as way_called
from app.needs.heat import state as found_for
from app.waiting import patiently
from kmgraph.model import Course, Teaches
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import amount
from kmgraph.programme.commission import Commission, commission
from kmgraph.programme.commission_words import CommissionWords, WhatIfWords
from kmgraph.programme.compared import TWO_BASES, figures
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.what_if import Way, WhatIf, what_if
from kmgraph.programme.words import GapWords
from kmgraph.vocabulary import NOT_CURRENT

FIRST = 30
"""Moves that are named; of the others only how many."""
WHY = _(
    "Suppose that a course ran online, or took in more people. Listed are the courses that are out of reach now and "
    "teach what is not covered. A course that no longer runs counts as running again."
)


def otherwise(wanted: Wanted, found: Gaps) -> None:
    """Which courses are supposed to run otherwise, and what that would do."""
    parts.heading(_("What if this ran otherwise?"))
    courses: list[str] = state.remembered(
        "out of reach", (needs_of(wanted), data.content()), lambda: out_of_reach(found)
    )
    if not courses and not wanted.changes:
        told = _("All learning that teaches what is not covered is within reach, so there is no course to change.")
        parts.show(parts.paragraph(told))
        return
    parts.show(parts.paragraph(WHY))
    _suppose(wanted, courses)
    _supposed(wanted)
    if wanted.changes:
        doing = _("Working out what would change.")
        _compared(wanted, patiently(supposed(wanted, found), asked=_about(wanted), doing=doing, keep="what if"))


def supposed(wanted: Wanted, found: Gaps) -> Callable[[], WhatIf]:
    """Works out what the changes would do: once for the page and all files of a question."""
    return state.remembered("supposed", _about(wanted), lambda: cache(lambda: what_if(found, wanted.changes)))


def _about(wanted: Wanted) -> tuple[object, ...]:
    return needs_of(wanted), wanted.changes, data.content()


def out_of_reach(found: Gaps) -> list[str]:
    """The courses that are out of reach now and teach a competency that is not wholly covered, by label."""
    planner, graph = found.planner, found.planner.graph
    needed = {gap.outcome.competency for gap in found.short}
    teaching = {
        one.course
        for one, _sources in graph.stated(Teaches)
        if counts(one.status) and planner.levels.canonical(one.competency) in needed
    }
    within = {planner.network.courses[number] for number in np.flatnonzero(found.provision.within).tolist()}
    known = teaching & graph.all(Course).keys()
    return sorted(known - within, key=lambda iri: (graph.label(iri).casefold(), iri))


def _suppose(wanted: Wanted, courses: Iterable[str]) -> None:
    if len(wanted.changes) >= MOST:
        parts.show(parts.paragraph(_("At most {n} changes are supposed together.").format(n=MOST)))
        return

    def add() -> None:
        held = st.session_state
        added = change(held["needs-if-course"], held["needs-if-way"])
        ask(replace(wanted, changes=tuple(dict.fromkeys((*wanted.changes, added)))))

    ways = [Way.ONLINE.value, Way.OPEN_TO_ALL.value, *data.options().nations]
    with st.container(horizontal=True, vertical_alignment="bottom", key="needs-if"):
        st.selectbox(_("Course"), list(courses), format_func=_course, key="needs-if-course", width=420)
        st.selectbox(_("Were it"), ways, format_func=way_called, key="needs-if-way", width=300)
        st.button(_("Suppose this"), key="needs-if-add", on_click=add)


def _course(iri: str) -> str:
    label, course = data.links().label(iri), data.planner().graph.all(Course)[iri]
    return _("{course} (not running now)").format(course=label) if _is_over(course) else label


def _is_over(course: Course) -> bool:
    return course.availability in NOT_CURRENT


def _supposed(wanted: Wanted) -> None:
    """A button for each change, which takes it away."""
    if not wanted.changes:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="needs-if-chips"):
        st.markdown(_("Supposed. Choose one to take it away:"), width="content")
        for one in wanted.changes:
            rest = tuple(other for other in wanted.changes if other != one)
            said = _("{course}: {way}").format(
                course=data.links().label(one.course), way=way_called(one.nation or one.way)
            )
            st.button(
                markup.plain(said),
                key=f"needs-if-{written([one])}",
                icon=":material/close:",
                on_click=ask,
                args=(replace(wanted, changes=rest),),
            )


def _compared(wanted: Wanted, then: WhatIf) -> None:
    words = WhatIfWords(then)
    parts.show(parts.paragraph(f"{words.supposed()} {words.outcomes()}", "inset"))
    head = [_("What is counted"), _("Now"), _("With the change"), _("Difference")]
    rows = [[one.label, amount(one.now), amount(one.then), one.change] for one in figures(then)]
    parts.show(markup.table(_("Now, and with the change"), head, rows))
    parts.show(parts.paragraph(TWO_BASES if then.closed else words.sentences()[-1], "quiet"))
    _outcomes(wanted, then)
    _moves(then)
    about = needs_of(wanted), wanted.changes, wanted.most, wanted.by, wanted.taught_only, data.content()
    best: Commission = state.remembered(
        "commission then",
        about,
        lambda: commission(then.after, wanted.most, wanted.by, taught_only=wanted.taught_only),
    )
    parts.show(parts.paragraph(CommissionWords(then.after, best, changed=True).headline()))


def _outcomes(wanted: Wanted, then: WhatIf) -> None:
    """What is found for each outcome of which that changes."""
    head = [_("Competency"), _("Level"), _("Now"), _("With the change")]
    rows: list[list[str]] = [
        [
            data.links().to(gap.outcome.competency),
            look(called(gap.outcome.level), replace(wanted, show="gaps"), gap.outcome),
            found_for(then.before, gap),
            found_for(then.after, after),
        ]
        for gap in then.before.gaps
        if (after := then.after.by_outcome.get(gap.outcome)) and after.coverage is not gap.coverage
    ]
    if not rows:
        parts.show(parts.paragraph(_("What is found changes for none of the needs.")))
        return
    table = markup.table(_("Needs for which it changes what is found"), head, rows)
    parts.folded(table, len(rows), _("Needs for which it changes what is found ({n})").format(n=f"{len(rows):,}"))


def _moves(then: WhatIf) -> None:
    """The moves that would no longer be stopped, or would be stopped anew."""
    rows = list(_changed(then))
    if not rows:
        parts.show(parts.paragraph(_("No move between roles would open or close.")))
        return
    head = [_("Move"), _("Now"), _("With the change")]
    table = markup.table(_("Moves that open or close"), head, rows[:FIRST])
    parts.folded(table, len(rows), _("Moves that open or close ({n})").format(n=f"{len(rows):,}"))
    if len(rows) > FIRST:
        told = _("The first {first} of {n} are shown.").format(first=FIRST, n=f"{len(rows):,}")
        parts.show(parts.paragraph(told, "quiet"))


def _changed(then: WhatIf) -> Iterator[list[str]]:
    now, after = stopped(then.before), stopped(then.after)
    to, words = data.links(), GapWords(then.before)
    for start, goal in sorted(now.keys() ^ after.keys(), key=lambda move: (to.label(move[0]), to.label(move[1]))):
        said = _("{start} to {goal}").format(start=to.label(start), goal=to.label(goal))
        yield [
            to.bridge(said, start=start, goal=goal),
            _stopped_by(words, now.get((start, goal), [])),
            _stopped_by(words, after.get((start, goal), [])),
        ]


def stopped(gaps: Gaps) -> Mapping[tuple[str, str], list[Outcome]]:
    """The plausible moves that are stopped, by the roles from and to which they lead, each with what stops it."""
    table, roles, outcomes = gaps.moves.stops(gaps.mask), gaps.demand.needs.roles, gaps.demand.outcomes
    start, goal = gaps.moves.pairs
    return {
        (roles[start[move]], roles[goal[move]]): [
            outcomes[place] for place in table.indices[table.indptr[move] : table.indptr[move + 1]].tolist()
        ]
        for move in np.flatnonzero(np.diff(table.indptr)).tolist()
    }


def _stopped_by(words: GapWords, outcomes: Iterable[Outcome]) -> str:
    told = "; ".join(map(words.outcome, outcomes))
    return _("stopped by {what}").format(what=told) if told else _("nothing stops it")
