"""How far somebody is with the plan that they keep, and what is new since: the planner is asked again each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app import state
from app.catalogue import _, ngettext
from app.profile.plan import question_of
from app.question import Question
from kmgraph.model import slug_of
from kmgraph.planner import Planner, Preset, Profile
from kmgraph.planner.gap import gap
from kmgraph.planner.phrases import row
from kmgraph.profile import Kept


@dataclass(frozen=True)
class Follow:
    """A plan that somebody keeps, beside what they bring now; its question has a role at its end."""

    kept: Kept
    asked: Question
    planner: Planner
    profile: Profile

    @cached_property
    def left(self) -> list[str]:
        """The courses that are not done, in order."""
        return [iri for iri in self.kept.courses if iri not in self.profile.courses]

    @cached_property
    def now(self) -> int:
        """How many competencies there are to develop."""
        return self._to_develop(self.profile.courses)

    @cached_property
    def before(self) -> int:
        """How many there were without what is done of the plan."""
        return self._to_develop(self.profile.courses - set(self.kept.courses))

    @cached_property
    def after(self) -> int:
        """How many there are when all of the plan is done."""
        known = self.planner.choices.keys()
        return self._to_develop(self.profile.courses | (set(self.kept.courses) & known))

    @cached_property
    def best(self) -> tuple[str, ...]:
        """The courses of the plan that would be chosen now."""
        wanted = [Preset(self.asked.preset)]
        answer = self.planner.bridge(self.profile, self.asked.goal or "", self.asked.switches, wanted)
        return tuple(step.course.id for step in answer.plans[0].steps)

    def better(self) -> str:
        """Why another plan would be better now, in a sentence; "" where the one kept still serves."""
        gone = [self._label(iri) for iri in self.left if iri not in self.planner.choices]
        barred = {
            self._label(iri): why
            for iri in self.left
            if iri in self.planner.choices and (why := self.planner.why_not(iri, self.profile, self.asked.switches))
        }
        if gone:
            return _("These are no longer listed: {courses}.").format(courses=row(gone))
        if barred:
            told = _("{course} does not fit any more: {why}.")
            return " ".join(told.format(course=course, why=why) for course, why in barred.items())
        left_open = self._to_develop(self.profile.courses | set(self.best))
        if left_open < self.after:
            number = self.after - left_open
            return ngettext(
                "Another plan now closes {n} competency more.", "Another plan now closes {n} competencies more.", number
            ).format(n=number)
        if left_open == self.after and self.left and not self.best:
            return _("What you have done closes all that this plan can. The steps that are left are not needed.")
        if left_open == self.after and len(self.best) < len(self.left):
            told = _("A plan with fewer courses does the same now: {n} instead of {before}.")
            return told.format(n=len(self.best), before=len(self.left))
        return ""

    def news(self) -> tuple[list[str], list[str]]:
        """What the plan that would be chosen now has that this one has not, and what it does without."""
        fresh = [self._label(iri) for iri in self.best if iri not in self.kept.courses]
        without = [self._label(iri) for iri in self.left if iri not in self.best]
        return fresh, without

    def updated(self) -> Kept:
        """The plan that would be chosen now, after what is done of the one before."""
        done = [iri for iri in self.kept.courses if iri in self.profile.courses]
        return replace(self.kept, courses=(*done, *self.best), started=self.kept.started & set(self.best))

    def _label(self, iri: str) -> str:
        return self.planner.graph.label(iri) if self.planner.graph.get(iri) else slug_of(iri)

    def _to_develop(self, courses: Sequence[str] | frozenset[str] | set[str]) -> int:
        profile, desirable = replace(self.profile, courses=frozenset(courses)), self.asked.switches.with_desirable
        return len(gap(self.planner.needs(profile, self.asked.goal or "", with_desirable=desirable)))


def follow(kept: Kept) -> Follow | None:
    """How far somebody is with a plan; None where its question names no role that is known."""
    asked = question_of(kept)
    if asked.goal is None or (asked.start is None and kept.question.get("from")):
        return None
    planner = asked.planner()
    return Follow(kept, asked, planner, state.profile(planner, asked))
