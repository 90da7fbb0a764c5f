"""What to commission, and what changes of courses would do, in plain sentences."""

from collections.abc import Sequence

from kmgraph.model import Course
from kmgraph.planner.phrases import amount, capital, count, percent, row
from kmgraph.planner.situation.switches import home
from kmgraph.programme.commission import Aim, Commission, Turn
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.met import met_by
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.unchanged import why_unchanged
from kmgraph.programme.what_if import MOST_ROLES, Change, Way, WhatIf
from kmgraph.programme.words import GapWords, needs
from kmgraph.vocabulary import NOT_CURRENT

MOST_NAMED = 5
"""Outcomes that are named in one sentence; of more, the number is told."""
ONE_LEVEL = (
    "Teaching a competency to a level also meets lower levels of it on the same scale, so one level of each is chosen "
    "at most."
)
ALL_NEEDED = "A move is unlocked once every outcome that stops it is taught within reach."
TAUGHT_ONLY = "Chosen from the levels that some learning listed is known to reach, in any competency."
CHOSEN_THEN = "What to commission is chosen for the world with the change."


class CommissionWords:
    """Says what a choice means.

    Args:
        gaps: which it was made for.
        chosen: the choice.
        changed: whether it was made for a world in which courses are changed.
    """

    def __init__(self, gaps: Gaps, chosen: Commission, *, changed: bool = False):
        self._words, self._gaps, self._chosen, self._changed = GapWords(gaps), gaps, chosen, changed

    def headline(self) -> str:
        """What the outcomes do together."""
        chosen, when = self._chosen, "With the change, " if self._changed else ""
        if not chosen.turns:
            what = "meets a need" if chosen.by is Aim.DEMAND else "unlocks a move"
            none = (
                f"{when}no choice of {count(chosen.most, 'outcome', 'outcomes')} {what} that is not met within reach."
            )
            return capital(none)
        outcomes = count(len(chosen.turns), "outcome", "outcomes")
        return (
            f"{when}{outcomes} would meet {amount(chosen.closes)} of the {needs(chosen.demand, self._gaps.asked)} that "
            f"nothing within reach meets, and unlock {amount(chosen.unlocks)} of {self._moves(chosen.stopped)} that "
            "gaps stop."
        )

    def turn(self, turn: Turn) -> str:
        """An outcome: what there is, what it adds to those before it, and whether any learning goes so far."""
        when, coverage = "then" if self._changed else "now", self._gaps.by_outcome[turn.outcome].coverage
        split = f" ({told})" if (told := self.split(turn)) else ""
        met = f"{needs(turn.closes, self._gaps.asked)}{split}"
        adds = f"it meets {met} and unlocks {self._moves(turn.unlocks)}"
        return " ".join([f"{self.outcome(turn)} ({when}: {coverage}): {adds}.", *filter(None, [self.practice(turn)])])

    def split(self, turn: Turn) -> str:
        """How much of what an outcome meets is asked for at which level; "" where all is at its own."""
        met = [gap for gap in met_by(self._gaps, turn.outcome) if gap.weighted]
        if [gap.outcome for gap in met] == [turn.outcome]:
            return ""
        return row([f"{amount(gap.weighted)} at {self._level(gap.outcome)}" for gap in met])

    def practice(self, *turns: Turn) -> str | None:
        """That no learning listed is known to reach the level of some outcomes; None where it is for each."""
        return self._words.practice({turn.outcome.level for turn in turns})

    def proof(self) -> str:
        """How far it is certain that no other choice does more."""
        chosen = self._chosen
        among = " from levels that are taught somewhere" if chosen.taught_only else ""
        if not chosen.gap:
            told = f"No other choice{among} does more (proven)."
            return f"{told} This holds for all of them together, not for their order."
        does = chosen.closes if chosen.by is Aim.DEMAND else float(chosen.unlocks)
        return (
            f"The best choice{among} found in time: whether another does more is not known, but none does more than "
            f"{amount(chosen.at_most)} ({percent(chosen.at_most - does, max(1.0, does))} more)."
        )

    def basis(self) -> list[str]:
        """What the figures rest on, in sentences."""
        chosen = self._chosen
        fewer = (
            [f"Fewer than {count(chosen.most, 'outcome', 'outcomes')} are named, as more would add nothing."]
            if 0 < len(chosen.turns) < chosen.most and not chosen.gap
            else []
        )
        then = [CHOSEN_THEN] if self._changed else []
        among = [TAUGHT_ONLY] if chosen.taught_only else []
        return [*then, *among, *fewer, ONE_LEVEL, ALL_NEEDED, *self._words.basis()]

    def outcome(self, turn: Turn) -> str:
        """What is to be taught, such as "Knowledge synthesis at practitioner"."""
        return self._words.outcome(turn.outcome)

    def _level(self, outcome: Outcome) -> str:
        return self._words.words.level(outcome.level) or "any level"

    def _moves(self, number: int) -> str:
        kind = "" if self._gaps.all_pairs else "plausible "
        return count(number, f"{kind}move", f"{kind}moves")


class WhatIfWords:
    """Says what changes of courses would do.

    Args:
        found: what is known now beside what would be.
    """

    def __init__(self, found: WhatIf):
        self._found, self._words = found, GapWords(found.before)

    def sentences(self) -> list[str]:
        """What is supposed, then what that would do to outcomes, stopped moves and what learning closes."""
        return [self.supposed(), self.outcomes(), self._stopped(), *self._closed()]

    def supposed(self) -> str:
        """What is supposed, such as "If Policy writing were held online:"."""
        by: dict[str, list[Change]] = {}
        for one in self._found.changes:
            by.setdefault(one.course, []).append(one)
        return f"If {row([f'{self._course(iri)} {row(list(map(ran, many)))}' for iri, many in by.items()])}:"

    def _course(self, iri: str) -> str:
        course = self._found.before.planner.graph.all(Course)[iri]
        return f"{course.label} (not running now) ran, and" if course.availability in NOT_CURRENT else course.label

    def outcomes(self) -> str:
        """How many outcomes nothing within reach meets, now and with the change, which change sides, or why none."""
        before, after = self._found.before, self._found.after
        told = [
            f"{what} {self._named(outcomes)}"
            for what, outcomes in (
                ("the change would bring within reach", self._found.covered),
                ("the change would put out of reach", self._found.uncovered),
            )
            if outcomes
        ]
        left = (
            f"{count(len(before.uncovered), 'outcome has', 'outcomes have')} no learning within reach now, "
            f"and {amount(len(after.uncovered))} would have none with the change"
        )
        return " ".join(filter(None, [capital(f"{'; '.join([left, *told])}."), why_unchanged(self._found)]))

    def _named(self, outcomes: Sequence[Outcome]) -> str:
        if len(outcomes) > MOST_NAMED:
            return count(len(outcomes), "outcome", "outcomes")
        return row([self._words.outcome(one) for one in outcomes])

    def _stopped(self) -> str:
        before, after = self._found.before, self._found.after
        kind = "moves" if before.all_pairs else "plausible moves"
        if before.stopped == after.stopped:
            return f"Gaps would stop as many {kind} as now: {self._of(before.stopped, before.moves.total)}."
        return (
            f"Gaps stop {self._of(before.stopped, before.moves.total)} {kind} now, and would stop "
            f"{self._of(after.stopped, after.moves.total)} with the change."
        )

    def _closed(self) -> list[str]:
        if self._found.closed is None:
            return [f"What learning closes of each move is not counted with more than {MOST_ROLES} role types."]
        now, then = self._found.closed
        if not now.pairs:
            return []
        if now == then:
            return [
                f"Learning would close as many moves between all role types as now: {self._of(now.closed, now.pairs)}."
            ]
        return [
            f"Of all moves between role types, learning closes {self._of(now.closed, now.pairs)} wholly and "
            f"{amount(now.partly)} in part now, and would close {self._of(then.closed, then.pairs)} wholly and "
            f"{amount(then.partly)} in part with the change."
        ]

    def _of(self, part: int, whole: int) -> str:
        return f"{amount(part)} of {amount(whole)}" + (f" ({percent(part, whole)})" if whole else "")


def ran(change: Change) -> str:
    """How a course is changed, in words that follow its name."""
    if change.way is Way.ONLINE:
        return "were held online"
    if change.way is Way.OPEN_TO_ALL:
        return "were open to all in the United Kingdom"
    return f"could be joined by people in {home(change.nation or '')}"
