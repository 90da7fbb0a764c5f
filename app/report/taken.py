"""An answer as somebody takes it away: with one of its plans, whole or without what is personal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from app.bridge.nearby import Nearby
from app.catalogue import _
from app.parameters import personal, without_personal
from app.picture.bridge import picture
from app.picture.layout import Picture
from app.question import OWN, Question
from app.report.licences import licences, under
from app.report.telling import Discreet, Telling
from kmgraph.model import Source, slug_of
from kmgraph.planner import Answer, Plan, Planner, Profile

MAKER = "kmgraph"
"""What makes the files."""


def is_personal(answer: Answer, asked: Question) -> bool:
    """Whether an answer holds what somebody said of themselves."""
    return answer.profile.id is None or bool(personal(asked.switches))


@dataclass(frozen=True)
class Taken:
    """An answer with one of its plans, and how to ask for it again.

    Where it is not `whole`, it is told as to anybody who starts from that role: nothing of what somebody brings.
    """

    planner: Planner
    answer: Answer
    plan: Plan
    asked: Question
    whole: bool
    address: str | None
    """Where the explorer shows the same, or None where that is not known."""
    day: date
    sure: str = ""
    """How often the plan holds while proposals change, in a sentence; "" where nobody worked that out."""
    holds: Mapping[str, str] = field(default_factory=dict)
    """How often each step holds, in words, by its course; nothing where nobody worked that out."""

    @cached_property
    def words(self) -> Telling:
        """Who says what it means."""
        return Telling(self.planner) if self.whole else Discreet(self.planner)

    @cached_property
    def told(self) -> Answer:
        """The answer, as far as it is told."""
        if self.whole:
            return self.answer
        profile = replace(self.answer.profile, label=self._start)
        return replace(self.answer, profile=profile, switches=without_personal(self.answer.switches))

    @property
    def is_best(self) -> bool:
        """Whether the plan is the best by something, not just another way."""
        return self.plan in self.answer.plans

    @property
    def with_plan(self) -> Answer:
        """The answer, as far as it is told, with the plan among its plans."""
        return self.told if self.is_best else replace(self.told, plans=(*self.told.plans, self.plan))

    @cached_property
    def nearby(self) -> Nearby:
        """The learning near what stays open; where what somebody brings is not told, for anybody who brings nothing."""
        anybody = replace(self.told, profile=Profile(self._start, {}))
        return Nearby(self.planner, self.told if self.whole or self.answer.profile.id else anybody)

    @property
    def _start(self) -> str:
        """What the start is called where nothing of what somebody brings is told."""
        if self.asked.start in (None, OWN):
            return _("your own profile")
        role = self.planner.graph.label(self.asked.start or "")
        return role if self.answer.profile.id else _("{role} (with your changes)").format(role=role)

    @property
    def title(self) -> str:
        """The question in a few words."""
        goal = self.planner.graph.label(self.answer.role)
        return _("From {start} to {goal}").format(start=self.told.profile.label, goal=goal)

    @property
    def picture(self) -> Picture:
        """The plan as a picture."""
        return picture(self.words, self.told, self.plan)

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.planner.graph.version)

    @cached_property
    def sources(self) -> Sequence[Source]:
        """The sources that it rests on, data sets first."""
        return self.words.attributions(self.with_plan)

    @cached_property
    def licences(self) -> str:
        """The licences of the data sets that it rests on, and the attributions that its sources ask for."""
        return licences(self.planner.graph, self.sources)

    @property
    def about(self) -> str:
        """Where it comes from, its question, its version, its licences and attributions, in one line."""
        return f"{self._from}. {self.licences}"

    def foot(self, sources: Sequence[Source]) -> str:
        """Where it comes from, its question, its version and the licences of sources, without their attributions."""
        return f"{self._from}. {under(self.planner.graph, sources)}"

    @property
    def _from(self) -> str:
        version = _("data version {version}").format(version=self.version)
        return f"{self.title}. {MAKER}, {version}"

    def file_name(self, ending: str) -> str:
        """A name for a file that holds it: the question, by the names of roles in links, and nothing personal."""
        start = "my-profile" if self.asked.start in (None, OWN) else slug_of(self.asked.start or "")
        return f"{start}-to-{slug_of(self.answer.role)}.{ending}"
