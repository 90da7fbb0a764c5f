"""Which training bridges this role to that one: the best plans, what stays open, and why.

The method is that of cost-optimal delete-free planning (see `choices` and `cover`): close all goals that any listed
training can close, then take the plan that is best by each preset, proven by the solver.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kmgraph.graph import Graph
from kmgraph.model import Record
from kmgraph.planner.choices import After, Choice, Gain, barred, choices, reachable, relevant
from kmgraph.planner.cover import Cover, Preset
from kmgraph.planner.gap import Need, Profile, gap, needs, role_of, role_profile
from kmgraph.planner.levels import Fact, Levels
from kmgraph.planner.plan import Plan, cannot_tell, in_order, links, rests_on, total
from kmgraph.planner.unmet import Open, Search


@dataclass(frozen=True)
class Switches:
    """How to answer: what may enter a plan.

    `open_to_all` leaves out what is known to be for some people, or some parts of the United Kingdom, only; where
    that is not known, a course stays in with a caution. `currency` is the ISO code in which the cheapest plan is
    counted; fees in another are unknown to it.
    """

    with_desirable: bool = False
    include_past: bool = False
    open_to_all: bool = False
    exclude: frozenset[str] = frozenset()
    currency: str = "GBP"


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
    """

    def __init__(self, graph: Graph, *, with_matches: bool = False):
        self.graph, self.with_matches = graph, with_matches
        self.levels = Levels(graph, with_matches=with_matches)
        self.choices = choices(graph, self.levels)

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
    ) -> Answer:
        """The best plans from a profile to a role, one for each preset, equal ones merged.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
        """
        switches = switches or Switches()
        all_needs = self.needs(profile, role, with_desirable=switches.with_desirable)
        start = self.start(profile)
        shut = self.barred(profile, switches)
        facts, entered = reachable(start, {iri: one for iri, one in self.choices.items() if iri not in shut})
        closable = [need for need in gap(all_needs) if need.fact in facts]
        search = Search(self.graph, self.levels, self.choices, shut, entered, facts)
        return Answer(
            profile,
            role,
            switches,
            tuple(all_needs),
            self._plans(profile, start, closable, {iri: self.choices[iri] for iri in entered}, switches, presets),
            tuple(search.open(need) for need in gap(all_needs) if need.fact not in facts),
        )

    def start(self, profile: Profile) -> set[Gain]:
        """All facts that hold at the start: levels held, what courses done taught, and what they open."""
        opened = {
            fact
            for iri in profile.courses & self.choices.keys()
            for fact in self.choices[iri].gains
            if isinstance(fact, After)
        }
        return self._held(profile) | opened

    def barred(self, profile: Profile, switches: Switches) -> dict[str, str]:
        """The courses that may not enter the plan, and why."""
        found = {
            iri: why
            for iri, choice in self.choices.items()
            if (
                why := barred(
                    choice,
                    include_past=switches.include_past,
                    open_to_all=switches.open_to_all,
                    exclude=switches.exclude,
                    not_among=profile.not_among,
                )
            )
        }
        return found | dict.fromkeys(profile.courses & self.choices.keys(), "you have done it")

    def _held(self, profile: Profile) -> set[Fact]:
        """All that follows from what the profile holds and from what its courses teach."""
        done = (self.choices[iri] for iri in profile.courses & self.choices.keys())
        taught = (self.levels.held(one.competency, one.level) for choice in done for one in choice.teaches)
        return profile.facts(self.levels) | self.levels.closure(taught)

    def _plans(
        self,
        profile: Profile,
        start: Collection[Gain],
        closable: Sequence[Need],
        entered: Mapping[str, Choice],
        switches: Switches,
        presets: Sequence[Preset],
    ) -> tuple[Plan, ...]:
        goals = {need.fact for need in closable}
        cover = Cover(relevant(goals, start, entered), start, goals, self.levels, switches.currency)
        won: dict[tuple[str, ...], dict[Preset, float]] = {}
        for preset in presets:
            chosen, solver_gap = cover.solve(preset)
            won.setdefault(tuple(choice.id for choice in chosen), {})[preset] = solver_gap
        return tuple(
            self._plan(profile, start, closable, [entered[iri] for iri in courses], gaps, switches.currency)
            for courses, gaps in won.items()
        )

    def _plan(
        self,
        profile: Profile,
        start: Collection[Gain],
        closable: Sequence[Need],
        chosen: Sequence[Choice],
        gaps: Mapping[Preset, float],
        currency: str,
    ) -> Plan:
        steps = in_order(chosen, start, closable, self.graph, self.levels)
        used = links(steps, closable, profile)
        first, *others = gaps
        return Plan(
            preset=first,
            also=tuple(others),
            steps=steps,
            closes=tuple(closable),
            total=total(steps),
            gap=max(gaps.values()),
            notes={preset: note for preset in gaps if (note := cannot_tell(preset, steps, currency))},
            links=tuple(used),
            rests_on=rests_on(used),
        )
