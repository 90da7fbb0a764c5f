"""A team's answer in plain sentences."""

from collections.abc import Iterable
from dataclasses import replace

from kmgraph.model import Competency, Record, Source
from kmgraph.planner.credit import credits
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import count, row
from kmgraph.planner.plan import Step
from kmgraph.planner.team.answer import Hold, Learning, TeamAnswer, TeamNeed
from kmgraph.planner.unmet import Open

LEFT_OUT = " is left out ("
"""How a reason begins to say which learning is left out, and why (`unmet`)."""


class TeamWords:
    """Says what a team's answer means.

    Args:
        words: for the graph that the answer is from.
        answer: what is told.
    """

    def __init__(self, words: Words, answer: TeamAnswer):
        self.words, self._answer = words, answer

    def asked(self) -> str | None:
        """What was asked for, such as "Asked for: online only."; None where nothing was."""
        told = self._answer.switches.words(self.words.graph.label)
        return f"Asked for: {told}." if told else None

    def headline(self) -> str:
        """What the answer comes to, in a few sentences."""
        needs, unheld = self._answer.needs, self._answer.unheld
        asked = count(len(needs), "competency", "competencies")
        roles = list(map(self.words.graph.label, self._answer.roles))
        first = f"{row(roles)} {'asks' if len(roles) == 1 else 'together ask'} for {asked}: {row(self._counts())}."
        return f"{first} {self._closing()}" if unheld else f"{first} There is nothing to develop."

    def _counts(self) -> list[str]:
        said = {
            Hold.SHARED: "held by two or more",
            Hold.ONE: "held by one member only",
            Hold.PARTLY: "held at a lower level only",
            Hold.MISSING: "not held by anybody",
        }
        states = [one.state for one in self._answer.needs]
        return [f"{states.count(state)} {told}" for state, told in said.items() if state in states]

    def _closing(self) -> str:
        unheld, closed, learning = self._answer.unheld, self._answer.closes, self._answer.learning
        shut = self._left_out()
        which = "that you allow" if shut else "listed here"
        why = f" {self.words.open(shut[0])}" if shut else ""
        if not closed:
            return f"No learning {which} can close {'it' if len(unheld) == 1 else 'any of those to develop'}.{why}"
        courses = count(sum(len(one.steps) for one in learning), "course", "courses")
        who = count(len(learning), "member", "members")
        of = "all" if len(closed) == len(unheld) else str(len(closed))
        what = f"{of} of the {len(unheld)} to develop" if len(unheld) > 1 else "what is to develop"
        return f"The learning {which} can close {what}, with {courses} for {who}.{why}"

    def _left_out(self) -> list[Open]:
        """What stays open because learning is left out, where filters were asked for."""
        return [one for one in self._answer.open if LEFT_OUT in one.reason] if self._answer.switches.words() else []

    def need(self, one: TeamNeed) -> str:
        """A need, such as "Knowledge synthesis at working"."""
        return self.words.at(one.need.competency, one.need.level)

    def held_by(self, one: TeamNeed) -> str:
        """Who holds what is needed; where nobody does, who is nearest to it."""
        if one.holders:
            return row(self.names(one.holders))
        told = "nobody"
        if one.nearest:
            told += f"; {row(self.names(one.nearest))} at {self.words.level(one.held) or 'a level that is not stated'}"
        if one.other_scale:
            told += f"; {row(self.names(one.other_scale))} on a scale that does not compare"
        return told

    def names(self, members: Iterable[int]) -> list[str]:
        """What members are called."""
        return [self._answer.members[number].label for number in members]

    def alone(self) -> list[str]:
        """What nobody holds any more when a member leaves, a sentence for each; nothing in a team of one."""
        if len(self._answer.members) == 1:
            return []
        return [
            f"{name} alone holds {row(list(map(self.need, held)))}. When they leave, nobody does."
            for number, name in enumerate(self.names(range(len(self._answer.members))))
            if (held := [one for one in self._answer.needs if one.holders == (number,)])
        ]

    def because(self, step: Step) -> str:
        """Why a member takes a step."""
        brought = [self.words.at(need.competency, need.level) for need in step.closes]
        reasons = [f"It brings {row(brought)} to the team."] if brought else []
        return " ".join(filter(None, [*reasons, self.words.because(replace(step, closes=(), repeats=()))]))

    def title(self, one: Learning) -> str:
        """What a member's part of the learning is called."""
        return f"Learning for {self._answer.members[one.member].label}"

    def total(self) -> str:
        """What all courses of all members come to; not their weeks, as members learn side by side."""
        return self.words.total(self._answer.total).partition("; time")[0] + "."

    def proof(self) -> str:
        """How far it is certain that fewer courses do not do, and whom ties fall to."""
        gap = self._answer.gap
        told = "The fewest courses from the learning listed here (proven optimal)."
        if gap:
            told = (
                f"The best that was found in time from the learning listed here (within {gap:.0%} of the best of all)."
            )
        if len(self._answer.members) > 1:
            told += (
                " Where several members could take a course just as well, it goes to the one with fewer courses, "
                "then to the one named first. Courses that need each other stay with one member."
            )
        return told

    def attributions(self) -> list[Source]:
        """The sources that the answer rests on, data sets first, then the documents that they cite."""
        answer, known = self._answer, self.words.graph.all(Competency)
        used: list[Record] = list(answer.links)
        used += [step.course for one in answer.learning for step in one.steps]
        used += [practice for one in answer.open for practice in one.practices]
        used += [known[one.need.competency] for one in answer.needs if one.need.competency in known]
        used += self.words.roles(*answer.roles, *(one.id for one in answer.members))
        return self.words.graph.attributed(used)

    def credits(self) -> list[str]:
        """Who is to be named for the answer, and who does not stand behind it."""
        return credits(self.attributions())
