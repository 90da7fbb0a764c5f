"""An independent check of a team's answer: its learning is carried out again from the records as stated.

Like `planner.check` it reads the records through `rules`, not through what the planner made of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kmgraph.errors import KmgraphError
from kmgraph.planner.audit.rules import Held, Rules, Truth
from kmgraph.planner.bridge import Planner
from kmgraph.planner.team.answer import TeamAnswer, TeamNeed


def verify_team(planner: Planner, answer: TeamAnswer) -> None:
    """Checks an answer before anybody is told it.

    Raises:
        KmgraphError: the answer is wrong, which is a fault of the planner.
    """
    if wrong := check_team(Rules(planner.graph, with_matches=planner.with_matches), answer):
        raise KmgraphError(f"The answer did not pass its own check and is not shown: {' '.join(wrong)} Report this.")


def check_team(rules: Rules, answer: TeamAnswer) -> list[str]:
    """What is wrong with a team's answer, each in a sentence; empty where it is right.

    That no fewer courses would do is for tests to show.
    """
    return list(_Audit(rules, answer).problems())


@dataclass(frozen=True)
class _Audit:
    rules: Rules
    answer: TeamAnswer

    @cached_property
    def starts(self) -> list[set[Truth]]:
        return [self.rules.start(member) for member in self.answer.members]

    def problems(self) -> Iterator[str]:
        yield from self._needs()
        after = [set(start) for start in self.starts]
        for one in self.answer.learning:
            for step in one.steps:
                yield from self._step(one.member, step.course.id, after[one.member])
        for need in self.answer.needs:
            yield from (f"{self._call(need)}: {wrong}" for wrong in self._outcome(need, after))

    def _asked(self, one: TeamNeed) -> Held:
        return self.rules.asked(one.need.competency, one.need.level)

    def _call(self, one: TeamNeed) -> str:
        return f"{self.rules.graph.label(one.need.competency)} at {one.need.level or 'any level'}"

    def _needs(self) -> Iterator[str]:
        """Whether each requirement of each role is met by a need, and each need asked for so by a role."""
        stated = {
            (role, self.rules.asked(one.competency, one.level))
            for role in self.answer.roles
            for one, _ in self.rules.requirements(role, with_desirable=False)
        }
        for role, asked in sorted(stated, key=repr):
            if not any(
                asked in self.rules.implied(self._asked(one)) and role in one.roles for one in self.answer.needs
            ):
                yield f"{self.rules.graph.label(asked.competency)} is missing from the needs."
        for one in self.answer.needs:
            if self._asked(one) not in {asked for _, asked in stated}:
                yield f"{self._call(one)}: no role needs it so."

    def _step(self, member: int, course: str, state: set[Truth]) -> Iterator[str]:
        whose = self.answer.members[member]
        if why := self.rules.shut(course, whose, self.answer.switches):
            yield f"{whose.label} may not take {self.rules.graph.label(course)}: {why}."
        if not self.rules.rules[course].open_to(state):
            yield f"{whose.label} cannot enter {self.rules.graph.label(course)}."
        state |= self.rules.rules[course].gives

    def _outcome(self, one: TeamNeed, after: list[set[Truth]]) -> Iterator[str]:
        asked = self._asked(one)
        if tuple(number for number, start in enumerate(self.starts) if asked in start) != one.holders:
            yield "others hold it."
        closed, left_open = one in self.answer.closes, any(other.need.fact == one.fact for other in self.answer.open)
        if closed != (one.unheld and any(asked in state for state in after)):
            yield "whether the learning closes it is wrong."
        if left_open != (one.unheld and not closed):
            yield "it is neither held, closed nor open, or two of these."
        if left_open and any(asked in self._reached(number) for number in range(len(self.starts))):
            yield "it stays open, and somebody could come to hold it."

    def _reached(self, member: int) -> set[Truth]:
        allowed = self.rules.allowed(self.answer.members[member], self.answer.switches)
        return self.rules.reach(self.starts[member], allowed)
