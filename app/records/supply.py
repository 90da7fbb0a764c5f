"""What the learning listed teaches now, by competency; what is over, closed or only planned is left out."""

from collections import defaultdict

from kmgraph.model import Course
from kmgraph.planner import Planner
from kmgraph.planner.choices import Choice
from kmgraph.planner.levels import Fact
from kmgraph.vocabulary import NOT_CURRENT


class Supply:
    """The learning that anybody could take up now, as far as is known."""

    def __init__(self, planner: Planner):
        self._levels = planner.levels
        self._taught: dict[str, list[tuple[Choice, Fact]]] = defaultdict(list)
        for choice in planner.choices.values():
            if choice.course.availability not in NOT_CURRENT:
                for one in choice.teaches:
                    fact = self._levels.held(one.competency, one.level)
                    self._taught[fact.competency].append((choice, fact))

    def courses(self, competency: str) -> list[Course]:
        """The courses that teach a competency, at whatever level."""
        taught = self._taught[self._levels.canonical(competency)]
        return list({choice.id: choice.course for choice, _ in taught}.values())

    def reaching(self, fact: Fact) -> list[Course]:
        """The courses that teach a competency at a level, or above."""
        taught = self._taught[fact.competency]
        return list({choice.id: choice.course for choice, to in taught if fact in self._levels.implied(to)}.values())

    def highest(self, competency: str) -> str | None:
        """The highest level taught of a competency on its own scale; None where none is known."""
        here, scale = self._levels.canonical(competency), self._levels.scale(competency)
        facts = [fact for _, fact in self._taught[here] if fact.scale == scale]
        return self._levels.level(max(facts, key=lambda fact: fact.rank)) if facts else None
