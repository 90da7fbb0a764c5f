"""Questions as plain values for the other solver, read off the records without the planner's or the checker's help.

    {"start": [fact], "goals": [fact], "courses": [{"id", "needs": [[fact, or fact]], "gains": [fact],
     "minutes": n | null, "pence": n | null, "evidence": {goal: strength}}]}

A fact is a text: `competency level`, `competency *` (at any level) or `done course`.
"""

from collections import defaultdict
from typing import Any

import networkx

from kmgraph.graph import Graph
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Level,
    LevelMatch,
    Mapping,
    Prerequisite,
    Requirement,
    Role,
    Teaches,
)
from kmgraph.planner import Profile, Switches
from kmgraph.vocabulary import Availability, CompetencyType, Evidence, Importance, Match, Status

OVER = {Availability.PLANNED, Availability.CLOSED, Availability.ENDED, Availability.HISTORIC}
STRENGTH = {
    Evidence.NONE: 0,
    Evidence.REPORT: 1,
    Evidence.BEFORE_AFTER: 2,
    Evidence.COMPARISON: 3,
    Evidence.REVIEW: 4,
}


class Instances:
    """Writes questions about one graph."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.follows = networkx.DiGraph()
        self.lowest: dict[str, str] = {}
        self._levels()
        self._facts: dict[tuple[str, str | None], set[str]] = {}
        self.same = networkx.Graph((one.subject, one.object) for one in self._counted(Mapping) if _joins(one))
        self.teaches = self._by_course(Teaches)
        self.expects = self._by_course(Expects)
        self.before: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
        for one, source in graph.stated(Prerequisite):
            if one.status is not Status.SUGGESTED:
                self.before[one.course][source, one.group or one.requires].append(f"done {one.requires}")
        self.courses = {iri: self._course(iri) for iri in graph.all(Course)}

    def instance(self, profile: Profile, role: str, switches: Switches) -> dict[str, Any]:
        """One question."""
        start = {fact for held in profile.levels.items() for fact in self._given(*held)}
        for done in profile.courses & self.courses.keys():
            start |= set(self.courses[done]["gains"])
        goals = {
            self._asked(one.competency, one.level)
            for one in self._counted(Requirement)
            if one.role == role and self._levelled(one.competency)
            if switches.with_desirable or one.importance is Importance.ESSENTIAL
        }
        goals = {goal for goal in goals if not any(goal in self._below(other) - {other} for other in goals)}
        allowed = [iri for iri in self.courses if self._allowed(iri, profile, switches)]
        return {
            "start": sorted(start),
            "goals": sorted(goals - start),
            "courses": [
                self.courses[iri]
                | {"pence": self._pence(iri, switches.currency), "evidence": self._evidence(iri, goals - start)}
                for iri in allowed
            ],
        }

    def _levels(self) -> None:
        on: dict[str, list[Level]] = defaultdict(list)
        for level in self.graph.all(Level).values():
            self.follows.add_node(level.id)
            on[level.scale].append(level)
        for scale, levels in on.items():
            levels.sort(key=lambda level: level.order)
            self.lowest[scale] = levels[0].id
            networkx.add_path(self.follows, [level.id for level in reversed(levels)])
        for one in self._counted(LevelMatch):
            self.follows.add_edges_from([(one.subject, one.object), (one.object, one.subject)])

    def _counted(self, kind: type) -> list[Any]:
        return [one for one, _ in self.graph.stated(kind) if one.status is not Status.SUGGESTED]

    def _by_course(self, kind: type) -> dict[str, list[Any]]:
        found = defaultdict(list)
        for one in self._counted(kind):
            if self._levelled(one.competency):
                found[one.course].append(one)
        return found

    def _levelled(self, competency: str) -> bool:
        known = self.graph.all(Competency).get(competency)
        return not (known and known.type is CompetencyType.ATTITUDE)

    def _name(self, competency: str) -> str:
        if competency not in self.same:
            return competency
        group = networkx.node_connected_component(self.same, competency)
        frameworks = [self.graph.all(Competency)[one].framework for one in group if one in self.graph.all(Competency)]
        return min(group) if len(frameworks) == len(set(frameworks)) else competency

    def _asked(self, competency: str, level: str | None) -> str:
        return f"{self._name(competency)} {level if level in self.follows else '*'}"

    def _given(self, competency: str, level: str | None) -> set[str]:
        if level not in self.follows:
            known = self.graph.all(Competency).get(competency)
            framework = self.graph.all(Framework).get(known.framework) if known else None
            level = self.lowest.get(framework.scale) if framework else None
        return self._below(f"{self._name(competency)} {level or '*'}")

    def _below(self, fact: str) -> set[str]:
        name, level = fact.split(" ")
        if level == "*":
            return {fact}
        return {f"{name} {one}" for one in ("*", level, *networkx.descendants(self.follows, level))}

    def _course(self, iri: str) -> dict[str, Any]:
        hours = self.graph.all(Course)[iri].effort_hours
        gains = {fact for one in self.teaches[iri] for fact in self._given(one.competency, one.level)}
        expected = [[self._asked(one.competency, one.level)] for one in self.expects[iri]]
        return {
            "id": iri,
            "needs": expected + list(self.before[iri].values()),
            "gains": sorted(gains | {f"done {iri}"}),
            "minutes": None if hours is None else round(hours * 60),
        }

    def _allowed(self, iri: str, profile: Profile, switches: Switches) -> bool:
        course = self.graph.all(Course)[iri]
        over = course.availability in OVER and not switches.include_past
        some_only = course.eligibility not in ("open", "unknown") or set(course.open_to) - {"GB", "world"} == set(
            course.open_to or ["-"]
        )
        if over or (switches.open_to_all and some_only) or self._for_others(iri, profile):
            return False
        return course.status is not Status.SUGGESTED and iri not in profile.courses | switches.exclude

    def _for_others(self, iri: str, profile: Profile) -> bool:
        """Whether only civil servants may join, and the role that somebody starts from is no government's."""
        role = self.graph.all(Role).get(profile.id or "")
        if self.graph.all(Course)[iri].eligibility != "civil servants" or not (role and role.sector):
            return False
        return not any("government" in part and "local" not in part for part in role.sector.split(" or "))

    def _pence(self, iri: str, currency: str) -> int | None:
        course = self.graph.all(Course)[iri]
        if course.fee == 0:
            return 0
        return None if course.fee is None or course.currency != currency else round(course.fee * 100)

    def _evidence(self, iri: str, goals: set[str]) -> dict[str, int]:
        brought = {fact for one in self.expects[iri] for fact in self._below(self._asked(one.competency, one.level))}
        found: dict[str, int] = {}
        for one in self.teaches[iri]:
            for goal in self._given(one.competency, one.level) & goals - brought:
                found[goal] = max(found.get(goal, 0), STRENGTH[one.evidence])
        return found


def _joins(one: Mapping) -> bool:
    return one.match is Match.EXACT and one.status is Status.REVIEWED
