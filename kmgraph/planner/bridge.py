"""Which training bridges this role to that one: the best plans, what stays open, and why.

The method is that of cost-optimal delete-free planning (see `choices` and `cover`): close all goals that any listed
training can close, then take the plan that is best by each preset, proven by the solver.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Practice, Record
from kmgraph.planner.choices import After, Choices, Gain
from kmgraph.planner.gap import Need, Profile, gap, needs, role_of, role_profile
from kmgraph.planner.levels import Fact, Levels, counts
from kmgraph.planner.optimum.network import Network, Reach
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.optimum.question import SECONDS, Question, Solved
from kmgraph.planner.plan import Plan, cannot_tell, in_order, links, rests_on, total
from kmgraph.planner.situation.allowed import Allowed
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import Open, Search
from kmgraph.vocabulary import Importance


@dataclass(frozen=True)
class Answer:
    """The bridge from a profile to a role."""

    profile: Profile
    role: str
    switches: Switches
    needs: tuple[Need, ...]
    """All that the role needs, held or not."""
    plans: tuple[Plan, ...]
    """At least one, which may have no steps; each is best by one preset or more."""
    open: tuple[Open, ...]
    """Needs that no plan closes, whatever it may come to."""
    unpinned: tuple[str, ...] = ()
    """Why courses that were to be in the plan cannot be, each in a sentence."""

    @property
    def links(self) -> list[Record]:
        """The stated links that the gap rests on, each once: what is needed, and what is held of it."""
        needed = {need.competency for need in self.needs}
        held = [link for link in self.profile.basis if link.competency in needed]
        return list({link.id: link for link in (*(link for need in self.needs for link in need.basis), *held)}.values())

    @property
    def gap(self) -> list[Need]:
        """The needs that the profile does not hold."""
        return gap(self.needs)


class Planner:
    """Answers questions about one graph; what every question shares is prepared once.

    Args:
        graph: what is known.
        with_matches: let close and unreviewed exact matches join competencies.
        strict: let what is held or taught without a level count for no level, not for the lowest.
    """

    def __init__(self, graph: Graph, *, with_matches: bool = False, strict: bool = False):
        self.graph, self.with_matches, self.strict = graph, with_matches, strict
        self.levels = Levels(graph, with_matches=with_matches, strict=strict)
        self.network = Network(graph, self.levels)
        self.choices = Choices(graph, self.levels, self.network)
        self.allowed = Allowed(graph, self.network.courses)

    @cached_property
    def practices(self) -> Mapping[str, tuple[Practice, ...]]:
        """What to practise for a competency, by its canonical IRI, in the order of labels."""
        found: dict[str, dict[str, Practice]] = {}
        every = (one for one in self.graph.all(Practice).values() if counts(one.status))
        for practice in sorted(every, key=lambda one: (one.label.casefold(), one.id)):
            for competency in practice.competencies:
                found.setdefault(self.levels.canonical(competency), {})[practice.id] = practice
        return {competency: tuple(by.values()) for competency, by in found.items()}

    def role_profile(self, role: str, *, with_desirable: bool = False) -> Profile:
        """What somebody in a role holds.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
        """
        role_of(self.graph, role)
        return role_profile(self.graph, self.levels, role, with_desirable=with_desirable)

    def needs(self, profile: Profile, role: str, *, with_desirable: bool = False) -> list[Need]:
        """What a role needs, beside what a profile holds, courses done included.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
        """
        role_of(self.graph, role)
        return needs(self.graph, self.levels, self._held(profile), role, with_desirable=with_desirable)

    def bridge(
        self,
        profile: Profile,
        role: str,
        switches: Switches | None = None,
        presets: Sequence[Preset] = tuple(Preset),
        *,
        seconds: float = SECONDS,
    ) -> Answer:
        """The best plans from a profile to a role, one for each preset, equal ones merged.

        Args:
            profile: what is brought.
            role: IRI of the role wanted.
            switches: filters, limits and what else counts.
            presets: what makes a plan the best.
            seconds: time that the solver has for each preset; past it the best plan found is told with its gap.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
            ValueError: the switches ask for levels to be read in another way than this planner reads them.
        """
        switches = switches or Switches(strict_levels=self.strict)
        if switches.strict_levels != self.strict:
            raise ValueError("strict_levels: ask a Planner that was made with it")
        all_needs = self.needs(profile, role, with_desirable=switches.with_desirable)
        missing = gap(all_needs)
        reach = self.reach(profile, switches)
        search = Search(self, profile, switches, reach)
        closable = [need for need in missing if search.reached(need.fact)]
        plans = self.plans(search, closable, presets, seconds)
        return Answer(
            profile,
            role,
            switches,
            tuple(all_needs),
            plans,
            tuple(search.open(need) for need in missing if need not in closable),
            tuple(search.cannot_pin({step.course.id for plan in plans for step in plan.steps})),
        )

    def reach(self, profile: Profile, switches: Switches) -> Reach:
        """What can be gained from what a profile brings, with the courses that may be taken."""
        return self.network.reach(self.network.numbers(self.start(profile)), self._may_take(profile, switches))

    def question(self, profile: Profile, switches: Switches, goals: Collection[Fact]) -> Question:
        """How to gain some facts, as the solver sees it; what cannot be gained, or is held, is left out."""
        return self._question(self.reach(profile, switches), switches, goals)

    def start(self, profile: Profile) -> set[Gain]:
        """All facts that hold at the start: levels held, what courses done taught, and what they open."""
        opened = {
            fact
            for iri in profile.courses & self.choices.keys()
            for fact in self.choices[iri].gains
            if isinstance(fact, After)
        }
        return self._held(profile) | opened

    def why_not(self, course: str, profile: Profile, switches: Switches) -> str | None:
        """Why a course may not enter the plan, in words that follow its name, or None."""
        if course in profile.courses:
            return "you have done it"
        if course in switches.exclude:
            return "you left it out"
        return self.allowed.why_not(course, switches, profile.not_among)

    def barred(self, profile: Profile, switches: Switches) -> dict[str, str]:
        """All courses that may not enter the plan, and why."""
        return {iri: why for iri in self.choices if (why := self.why_not(iri, profile, switches))}

    def _may_take(self, profile: Profile, switches: Switches) -> np.ndarray:
        mask = self.allowed.mask(switches, profile.not_among).copy()
        mask[self.network.course_numbers(profile.courses | switches.exclude)] = False
        return mask

    def _held(self, profile: Profile) -> set[Fact]:
        """All that follows from what the profile holds and from what its courses teach."""
        done = (self.choices[iri] for iri in profile.courses & self.choices.keys())
        taught = (self.levels.held(one.competency, one.level) for choice in done for one in choice.teaches)
        return profile.facts(self.levels) | self.levels.closure(taught)

    def _question(self, reach: Reach, switches: Switches, goals: Collection[Fact]) -> Question:
        network = self.network
        wanted = network.numbers(goals)
        pins = network.course_numbers(switches.pin)
        return Question(
            network, reach, wanted[reach.facts[wanted] & ~reach.start[wanted]], pins[reach.entered[pins]], switches
        )

    def plans(
        self, search: Search, closable: Sequence[Need], presets: Sequence[Preset], seconds: float = SECONDS
    ) -> tuple[Plan, ...]:
        """The plans that close what can be closed, best by these presets, equal ones merged."""
        question = self._question(search.reach, search.switches, {need.fact for need in closable})
        essential = {need.fact for need in closable if need.importance is Importance.ESSENTIAL}
        lesser = self.network.numbers({need.fact for need in closable} - essential)
        question = replace(question, desirable=lesser, seconds=seconds)
        won: dict[tuple[int, ...], dict[Preset, Solved]] = {}
        for preset in presets:
            solved = question.solve(preset)
            won.setdefault(solved.courses, {})[preset] = solved
        return tuple(self.plan(search, closable, courses, by) for courses, by in won.items())

    def plan(
        self, search: Search, closable: Sequence[Need], courses: Sequence[int], won: Mapping[Preset, Solved]
    ) -> Plan:
        """A plan of these courses, which are best by these presets."""
        chosen = [self.choices[self.network.courses[number]] for number in courses]
        start = self.start(search.profile)
        steps = in_order(chosen, start, closable, self.graph, self.levels)
        gained = start.union(*(choice.gains for choice in chosen))
        closes = [need for need in closable if need.fact in gained]
        used = links(steps, closes, search.profile)
        first, *others = won
        worst = max(won.values(), key=lambda one: (one.gap, one.all - one.among))
        return Plan(
            preset=first,
            also=tuple(others),
            steps=steps,
            closes=tuple(closes),
            beyond=tuple(search.beyond_limits(need) for need in closable if need.fact not in gained),
            total=total(steps),
            gap=worst.gap,
            among=(worst.among, worst.all),
            notes={preset: note for preset in won if (note := cannot_tell(preset, steps, search.switches.currency))},
            links=tuple(used),
            rests_on=rests_on(used),
        )
