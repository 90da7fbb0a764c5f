"""Needs that no plan can meet: why each stays open, and which practice helps without a provider."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kmgraph.graph import Graph
from kmgraph.model import Practice
from kmgraph.planner.choices import After, Choice, Gain
from kmgraph.planner.gap import Need
from kmgraph.planner.levels import ANY_SCALE, Fact, Levels, counts


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
    """What was found while looking for a way: all courses, those barred and why, those entered, facts reached."""

    graph: Graph
    levels: Levels
    choices: Mapping[str, Choice]
    barred: Mapping[str, str]
    entered: Collection[str]
    facts: Collection[Gain]

    def open(self, need: Need) -> Open:
        """Why a need stays open, and what to practise instead."""
        reason, courses = self._reason(need)
        practices = [
            practice
            for practice in self.graph.all(Practice).values()
            if counts(practice.status) and need.fact.competency in map(self.levels.canonical, practice.competencies)
        ]
        practices.sort(key=lambda practice: (practice.label.casefold(), practice.id))
        return Open(need, reason, tuple(sorted(courses)), tuple(practices))

    def _reason(self, need: Need) -> tuple[str, Collection[str]]:
        if need.other_scale:
            return "It is held on another scale, and nothing says how the two scales compare.", ()
        teaching = {iri: self._rank(choice, need.fact) for iri, choice in self.choices.items()}
        about = {iri: rank for iri, rank in teaching.items() if rank is not None}
        reaching = [iri for iri in about if self._reaches(self.choices[iri], need.fact)]
        if not about:
            return "No learning listed here teaches it.", ()
        if not reaching:
            return self._too_low(need.fact, about)
        shut = {iri: self.barred[iri] for iri in reaching if iri in self.barred}
        if len(shut) == len(reaching):
            named = "; ".join(f"{self.graph.label(iri)}: {why}" for iri, why in sorted(shut.items()))
            return f"The only learning that reaches this level is left out ({named}).", shut
        return self._no_entry([iri for iri in reaching if iri not in shut and iri not in self.entered])

    def _too_low(self, goal: Fact, about: Mapping[str, int]) -> tuple[str, Collection[str]]:
        best = max(about.values())
        by = [iri for iri, rank in about.items() if rank == best]
        if best < 0:
            return (
                f"How far this learning goes is not stated, or on another scale: {listed(self.graph, by)}.",
                by,
            )
        level = self.graph.label(self.levels.level(Fact(goal.competency, goal.scale, best)) or "")
        return f"No learning listed here goes above {level} ({listed(self.graph, by)}).", by

    def _no_entry(self, blocked: Collection[str]) -> tuple[str, Collection[str]]:
        conditions = []
        for iri in blocked:
            unmet = sorted(self.say(fact) for fact in self.choices[iri].needs if fact not in self.facts)
            conditions.append(f"{self.graph.label(iri)} expects {' and '.join(unmet)}")
        return (
            f"Nothing listed here leads up to what would teach it: {'; '.join(sorted(conditions))}.",
            blocked,
        )

    def _rank(self, choice: Choice, goal: Fact) -> int | None:
        """The rank that a course reaches of the goal's competency, -1 on another scale; None teaches it not at all."""
        ranks = [
            fact.rank if fact.scale == goal.scale != ANY_SCALE else -1
            for one in choice.teaches
            for fact in self.levels.implied(self.levels.held(one.competency, one.level))
            if fact.competency == goal.competency
        ]
        return max(ranks, default=None)

    def _reaches(self, choice: Choice, goal: Fact) -> bool:
        return any(goal in self.levels.implied(self.levels.held(one.competency, one.level)) for one in choice.teaches)

    def say(self, fact: Gain) -> str:
        """A condition in words, such as "Knowledge synthesis at working"."""
        if isinstance(fact, After):
            return " or ".join(sorted(map(self.graph.label, fact.courses)))
        level = self.levels.level(fact)
        label = self.graph.label(fact.competency)
        return f"{label} at {self.graph.label(level)}" if level else label


def listed(graph: Graph, iris: Sequence[str], most: int = 3) -> str:
    """Labels in a row, the first few of them."""
    labels = sorted(map(graph.label, iris))
    more = f" and {len(labels) - most} more" if len(labels) > most else ""
    return ", ".join(labels[:most]) + more
