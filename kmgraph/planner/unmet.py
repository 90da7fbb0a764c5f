"""Needs that no plan can meet: why each stays open, and which practice helps without a provider."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Practice
from kmgraph.planner.choices import After, Gain
from kmgraph.planner.gap import Need, Profile
from kmgraph.planner.levels import ANY_SCALE, Fact
from kmgraph.planner.optimum.links import Numbers
from kmgraph.planner.optimum.network import Reach
from kmgraph.planner.situation.switches import Switches

if TYPE_CHECKING:
    from kmgraph.planner.bridge import Planner

UNTAUGHT = "No learning listed here teaches it."
PAST = "over, closed or only planned"
"""What is left out unless the past is included."""
NAMED = 12
"""Courses of which a reason is told; of more than these, only how many."""


@dataclass(frozen=True)
class Open:
    """A need that no plan can meet, with the reason in a sentence."""

    need: Need
    reason: str
    courses: tuple[str, ...]
    """IRIs of the courses that the reason names."""
    practices: tuple[Practice, ...]


@dataclass(frozen=True)
class Search:
    """What was found while looking for a way from a profile: what can be reached with the learning allowed."""

    planner: "Planner"
    profile: Profile
    switches: Switches
    reach: Reach

    def reached(self, fact: Gain) -> bool:
        """Whether a fact that some course needs or gives holds at the start, or can be gained."""
        number = self.planner.network.number(fact)
        return number is not None and bool(self.reach.facts[number])

    def open(self, need: Need) -> Open:
        """Why a need stays open, and what to practise instead."""
        reason, courses = self._reason(need)
        return Open(need, reason, tuple(sorted(courses)), self.planner.practices.get(need.fact.competency, ()))

    def beyond_limits(self, need: Need) -> Open:
        """That a need could be closed, though not within the limits asked for as well as what the plan closes."""
        reason = f"Closing it as well goes beyond your limits ({self.switches.limits()})."
        return Open(need, reason, (), self.planner.practices.get(need.fact.competency, ()))

    def cannot_pin(self, taken: Collection[str]) -> Iterator[str]:
        """Why courses that were to be in the plan cannot be, in sentences.

        Args:
            taken: courses of the plans.
        """
        network, label = self.planner.network, self.planner.graph.label
        for iri in sorted(self.switches.pin - set(taken)):
            if iri not in network.place:
                yield f"{label(iri)} cannot be in the plan: it teaches nothing that counts here."
            elif why := self.planner.why_not(iri, self.profile, self.switches):
                yield f"{label(iri)} cannot be in the plan: {why}."
            elif not self.reach.entered[network.place[iri]]:
                yield f"{label(iri)} cannot be in the plan: {self._no_entry([iri])[0]}"
            else:
                yield f"{label(iri)} cannot be in the plan within your limits ({self.switches.limits()})."

    def _reason(self, need: Need) -> tuple[str, Collection[str]]:
        network = self.planner.network
        if need.other_scale:
            return "It is held on another scale, and nothing says how the two scales compare.", ()
        about = network.teaching(need.fact.competency)
        if not about:
            return UNTAUGHT, ()
        reaching = self._giving(need.fact)
        if not len(reaching):
            return self._too_low(need.fact, about)
        open_to_asker = reaching[self.reach.allowed[reaching]]
        if not len(open_to_asker):
            which = "teaches it" if need.fact.scale == ANY_SCALE else "reaches this level"
            return f"The only learning that {which} is left out ({self._shut(reaching)}).", self._iris(reaching)
        blocked = self._iris(open_to_asker)
        return self._no_entry(blocked[:NAMED])[0], blocked

    def _giving(self, fact: Gain) -> Numbers:
        """The courses that give a fact, allowed or not."""
        number = self.planner.network.number(fact)
        givers = self.planner.network.givers
        return givers.gather(np.array([] if number is None else [number], dtype=np.int64))

    def _iris(self, courses: Numbers) -> list[str]:
        return [self.planner.network.courses[number] for number in courses]

    def _shut(self, courses: Numbers) -> str:
        """Why courses are left out: those that have the same reason together."""
        by: dict[str, list[str]] = {}
        for iri in self._iris(courses[:NAMED]):
            why = self.planner.why_not(iri, self.profile, self.switches) or ""
            by.setdefault(why, []).append(iri)
        told = [
            f"{listed(self.planner.graph, iris)}: {why}" for why, iris in sorted(by.items(), key=lambda one: one[1])
        ]
        return "; ".join([*told, *([f"and {len(courses) - NAMED} more"] if len(courses) > NAMED else [])])

    def _too_low(self, goal: Fact, about: Sequence[str]) -> tuple[str, Collection[str]]:
        """That what teaches a competency stays below a level; of learning that is over, only that it is there."""
        levels, graph = self.planner.levels, self.planner.graph
        current = self._current(about)
        if not current:
            return f"The only learning listed here that teaches it is {PAST} ({listed(graph, about)}).", about
        below = [goal._replace(rank=rank) for rank in reversed(range(goal.rank))] if goal.scale != ANY_SCALE else []
        further = False
        for fact in below:
            giving = self._iris(self._giving(fact))
            if by := self._current(giving):
                goes = f"goes above {graph.label(levels.level(fact) or '')} ({listed(graph, by)})"
                return f"{f'Save for what is {PAST}, no' if further else 'No'} learning listed here {goes}.", by
            further = further or bool(giving)
        return f"How far this learning goes is not stated, or on another scale: {listed(graph, current)}.", current

    def _current(self, courses: Sequence[str]) -> list[str]:
        """Those of some courses that count: what is over, closed or planned only where the past is included."""
        network, switches = self.planner.network, Switches(include_past=self.switches.include_past)
        mask = self.planner.allowed.mask(switches, frozenset())
        return [iri for iri in courses if mask[network.place[iri]]]

    def _no_entry(self, blocked: Collection[str]) -> tuple[str, Collection[str]]:
        conditions = []
        for iri in blocked:
            unmet = [fact for fact in self.planner.choices[iri].needs if not self.reached(fact)]
            told = sorted(self.say(fact) for fact in unmet)
            conditions.append(f"{self.planner.graph.label(iri)} expects {' and '.join(told)}{self._left_out(unmet)}")
        return f"Nothing listed here leads up to what would teach it: {'; '.join(sorted(conditions))}.", blocked

    def _left_out(self, unmet: Collection[Gain]) -> str:
        """That courses would meet entry conditions, were they not left out; "" where there are none."""
        giving = [self._giving(fact) for fact in unmet]
        shut = np.unique(np.concatenate([one[~self.reach.allowed[one]] for one in giving]))
        return f", and what would lead there is left out ({self._shut(shut)})" if len(shut) else ""

    def say(self, fact: Gain) -> str:
        """A condition in words, such as "Knowledge synthesis at working"."""
        if isinstance(fact, After):
            return " or ".join(sorted(map(self.planner.graph.label, fact.courses)))
        level = self.planner.levels.level(fact)
        label = self.planner.graph.label(fact.competency)
        return f"{label} at {self.planner.graph.label(level)}" if level else label


def listed(graph: Graph, iris: Sequence[str], most: int = 3) -> str:
    """Labels in a row, the first few of them."""
    labels = sorted(map(graph.label, iris))
    more = f" and {len(labels) - most} more" if len(labels) > most else ""
    return ", ".join(labels[:most]) + more
