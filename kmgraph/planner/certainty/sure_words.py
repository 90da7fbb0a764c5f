"""How sure an answer is, in plain sentences and as JSON."""

from collections.abc import Sequence
from typing import Any

from kmgraph.model import Expects, Prerequisite, Record, Requirement, Teaches
from kmgraph.planner.certainty.hinge import Hinge, Share
from kmgraph.planner.certainty.readings import DROPPED, MOVED
from kmgraph.planner.certainty.sure import Sure, SureNeed, SureStep
from kmgraph.planner.comparison.state import State
from kmgraph.planner.explain import NOT_STATED, Words
from kmgraph.planner.phrases import amount, count, row
from kmgraph.vocabulary import Importance

OFTEN = 0.1
"""The share of runs from which on another course is told."""


class SureWords:
    """Says how an answer holds while its proposals change.

    Args:
        words: for the graph that the answer is from.
        sure: how sure it is.
    """

    def __init__(self, words: Words, sure: Sure):
        self._words, self._sure = words, sure

    def intro(self) -> str:
        """What was tried, and how often the courses were the same."""
        sure = self._sure
        if not sure.proposals:
            return "Nothing that could change this plan is only proposed: all of it is sourced or reviewed."
        what = count(sure.proposals, "proposal that could change it", "proposals that could change it")
        moved = f" and {MOVED:.0%} moved by one level" if sure.levels else ""
        came = "all" if sure.same == sure.runs else amount(sure.same)
        return (
            f"This question was asked {count(sure.runs, 'time', 'times')}, each time with other changes to the {what}: "
            f"about {DROPPED:.0%} of them left out{moved}, at random. "
            f"The courses are the same in {came} of {count(sure.runs, 'plan', 'plans')}."
        )

    def step(self, one: SureStep) -> str:
        """In how many plans a step is, and what that hinges on."""
        if one.times == self._sure.runs:
            return f"This step is in all {count(one.times, 'plan', 'plans')}."
        told = f"This step is in {amount(one.times)} of {count(self._sure.runs, 'plan', 'plans')}."
        return f"{told} {self._hinges('It hinges on', one.hinges) or 'No single proposal stands out.'}"

    def others(self) -> str | None:
        """Courses that are often in other plans, or None."""
        runs = self._sure.runs
        often = [f"{course.label} ({amount(times)})" for course, times in self._sure.others if times >= OFTEN * runs]
        return f"Other courses in some of the {amount(runs)} plans: {row(often)}." if often else None

    def whole(self) -> str | None:
        """What it hinges on whether all courses are the same, or None."""
        return self._hinges("Whether the courses stay the same hinges most on", self._sure.hinges)

    def caution(self) -> str:
        """What these numbers are not."""
        return (
            "How often proposals are left out or moved is a choice of this project: nobody has measured how often "
            "they are wrong."
        )

    def sentences(self) -> list[str]:
        """All that is to be said beside the steps and the needs."""
        if not self._sure.proposals:
            return [self.intro()]
        return [self.intro(), *filter(None, (self.others(), self.whole())), self.caution()]

    def proposal(self, record: Record) -> str:
        """What a proposal says, such as "Policy adviser needs Briefing at working"."""
        label = self._words.graph.label
        match record:
            case Requirement():
                wish = ", as desirable" if record.importance is Importance.DESIRABLE else ""
                return f"{label(record.role)} needs {self._at(record)}{wish}"
            case Teaches():
                return f"{label(record.course)} teaches {self._at(record)}"
            case Expects():
                return f"{label(record.course)} expects {self._at(record)} on entry"
            case Prerequisite():
                return f"{label(record.course)} asks for {label(record.requires)} first"
        return label(record.id)

    def _at(self, link: Requirement | Teaches | Expects) -> str:
        said = self._words.at(link.competency, link.level)
        return said if link.level or not self._words.levelled(link.competency) else f"{said} ({NOT_STATED})"

    def _hinges(self, begin: str, found: Sequence[Hinge]) -> str | None:
        if not found:
            return None
        told = "; ".join(
            f"that {self.proposal(one.proposal)} (in {_of(one.kept)} plans while that stands, "
            f"in {_of(one.changed)} when it is changed)"
            for one in found
        )
        return f"{begin} {'one proposal' if len(found) == 1 else 'two proposals'}: {told}."

    def json(self) -> dict[str, Any]:
        """`{"runs", "seed", "proposals", "odds", "same", "plans", "steps", "others", "needs", "hinges", "says"}`."""
        sure = self._sure
        return {
            "runs": sure.runs,
            "seed": sure.seed,
            "preset": str(sure.preset),
            "proposals": sure.proposals,
            "odds": {"dropped": DROPPED, "moved": MOVED},
            "same": sure.same,
            "plans": sure.plans,
            "steps": [
                {
                    "course": one.step.course.id,
                    "label": one.step.course.label,
                    "in": one.times,
                    "hinges": [self._hinge(hinge) for hinge in one.hinges],
                    "says": self.step(one),
                }
                for one in sure.steps
            ],
            "others": [{"course": course.id, "label": course.label, "in": times} for course, times in sure.others],
            "needs": [self._need(one) for one in sure.needs],
            "hinges": [self._hinge(one) for one in sure.hinges],
            "says": self.sentences(),
        }

    def _need(self, one: SureNeed) -> dict[str, Any]:
        need = one.need
        return {
            "competency": need.competency,
            "label": self._words.graph.label(need.competency),
            "required": self._words.level(need.level),
            **{state.name.lower(): one.times.get(state, 0) for state in State},
        }

    def _hinge(self, one: Hinge) -> dict[str, Any]:
        shares = {"kept": one.kept, "changed": one.changed}
        return {
            "link": one.proposal.id,
            "proposal": self.proposal(one.proposal),
            **{name: {"in": share.times, "of": share.of} for name, share in shares.items()},
        }


def _of(share: Share) -> str:
    return f"{amount(share.times)} of {amount(share.of)}"
