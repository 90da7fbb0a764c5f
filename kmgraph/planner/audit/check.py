"""An independent check of an answer: its plans are carried out again, step by step, from the records as stated.

It reads the records through `rules`, not through what the planner made of them. That a plan is the best of all is
for tests to show; that it can be carried out, does what it claims, and is not beaten by another of the same answer
is shown here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import isclose

from kmgraph.errors import KmgraphError
from kmgraph.graph import Graph
from kmgraph.model import Requirement
from kmgraph.planner.audit.rules import Done, Held, Rule, Rules, Truth, measure
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Need, Profile, Standing
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Plan, Raise, Step
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import Importance, Status


def check(
    graph: Graph,
    profile: Profile,
    role: str,
    switches: Switches,
    answer: Answer,
    *,
    with_matches: bool = False,
    presets: Sequence[Preset] = tuple(Preset),
) -> list[str]:
    """What is wrong with an answer to this question, each in a sentence; empty where it is right."""
    rules = Rules(graph, with_matches=with_matches, strict=switches.strict_levels)
    return Checker(rules).check(profile, role, switches, answer, presets)


def verify(planner: Planner, answer: Answer) -> None:
    """Checks an answer before anybody is told it.

    Raises:
        KmgraphError: the answer is wrong, which is a fault of the planner.
    """
    presets = [preset for plan in answer.plans for preset in (plan.preset, *plan.also)]
    rules = Rules(planner.graph, with_matches=planner.with_matches, strict=planner.strict)
    wrong = Checker(rules).check(answer.profile, answer.role, answer.switches, answer, presets)
    if wrong:
        raise KmgraphError(f"The answer did not pass its own check and is not shown: {' '.join(wrong)} Report this.")


@dataclass(frozen=True)
class Checker:
    """Checks many answers about one graph."""

    rules: Rules

    def check(
        self,
        profile: Profile,
        role: str,
        switches: Switches,
        answer: Answer,
        presets: Sequence[Preset] = tuple(Preset),
    ) -> list[str]:
        """What is wrong with an answer to this question, each in a sentence; empty where it is right."""
        if (answer.profile, answer.role, answer.switches) != (profile, role, switches):
            return ["The answer is to another question."]
        return list(_Audit(self.rules, answer, presets).problems())


MANY = 3_000
"""Courses beyond which it is not tried what all of them together can reach, which takes seconds."""
Key = tuple[str, str, Importance]
"""What tells the needs of an answer apart."""


@dataclass(frozen=True)
class _Audit:
    """One answer, held against the records."""

    rules: Rules
    answer: Answer
    presets: Sequence[Preset]

    @cached_property
    def start(self) -> set[Truth]:
        return self.rules.start(self.answer.profile)

    @cached_property
    def goals(self) -> list[Held]:
        """What all plans have to reach: the gap without what the answer leaves open."""
        left_open = {_key(one.need) for one in self.answer.open}
        return [self._asked(need) for need in self.answer.gap if _key(need) not in left_open]

    def problems(self) -> Iterator[str]:
        yield from self._needs()
        yield from self._open()
        yield from self._pins()
        yield from self._presets()
        for plan in self.answer.plans:
            yield from (f"{plan.preset}: {problem}" for problem in self._plan(plan))

    def _asked(self, need: Need) -> Held:
        return self.rules.asked(need.competency, need.level)

    def _call(self, truth: Truth) -> str:
        label = self.rules.graph.label
        if isinstance(truth, Done):
            return label(truth.course)
        return f"{label(truth.competency)} at {label(truth.level) if truth.level else 'any level'}"

    # what the role needs

    def _needs(self) -> Iterator[str]:
        with_desirable = self.answer.switches.with_desirable
        stated = self.rules.requirements(self.answer.role, with_desirable=with_desirable)
        named = {link.id for need in self.answer.needs for link in need.basis}
        for one, _ in stated:
            asked = self._call(self.rules.asked(one.competency, one.level))
            if not any(self._covers(need, one) for need in self.answer.needs):
                yield f"That {asked} is {one.importance} is missing from the needs."
            if one.id not in named:
                yield f"No need names the requirement of {asked} ({one.id})."
        yield from _repeated("need", map(_key, self.answer.needs))
        for need in self.answer.needs:
            yield from (f"{self._call(self._asked(need))}: {wrong}" for wrong in self._need(need, stated))

    def _covers(self, need: Need, one: Requirement) -> bool:
        """Whether meeting a need meets a requirement, and the need is at least as important."""
        enough = self.rules.asked(one.competency, one.level) in self.rules.implied(self._asked(need))
        return enough and Importance.ESSENTIAL in (need.importance, _other(one.importance))

    def _need(self, need: Need, stated: Sequence[tuple[Requirement, str]]) -> Iterator[str]:
        asked = self._asked(need)
        if not any(
            self.rules.asked(one.competency, one.level) == asked and one.importance is need.importance
            for one, _ in stated
        ):
            yield f"nobody says that the role needs it so, as {need.importance}."
        basis = {link.id for link in need.basis}
        if {source for one, source in stated if one.id in basis} != set(need.sources):
            yield "its sources are not those of its requirements."
        held = {one for one in self.start if isinstance(one, Held) and one.competency == asked.competency}
        standing = Standing.HELD if asked in held else Standing.RAISE if held else Standing.NEW
        if need.standing is not standing:
            yield f"it is said to be {need.standing}, and is {standing}."
        if not self._is_highest(need.held, held, asked.level):
            yield "the level that is held of it is another."

    def _is_highest(self, claimed: str | None, held: Collection[Held], beside: str | None) -> bool:
        """Whether nothing that is held is higher: on the scale of the level `beside`, or where none is, on its own."""
        levels = {one.level for one in held if one.level}
        on_scale = {level for level in levels if beside and self.rules.same_scale(level, beside)}
        candidates = on_scale or levels
        if claimed is None:
            return not candidates
        rivals = {level for level in candidates if self.rules.same_scale(level, claimed)}
        return claimed in candidates and all(self.rules.order(claimed) >= self.rules.order(one) for one in rivals)

    # what stays open

    def _open(self) -> Iterator[str]:
        reached = self._reached()
        gap = {_key(need) for need in self.answer.gap}
        yield from _repeated("open need", (_key(one.need) for one in self.answer.open))
        for one in self.answer.open:
            called = self._call(self._asked(one.need))
            if _key(one.need) not in gap:
                yield f"{called} is said to stay open, and is not in the gap."
            if self._asked(one.need) in reached:
                yield f"{called} is said to stay open, and can be reached."
            if not one.reason:
                yield f"{called} stays open without a reason."
        for goal in self.goals:
            if goal not in reached:
                yield f"{self._call(goal)} cannot be reached, and is not among what stays open."

    def _reached(self) -> set[Truth]:
        """All that can be learned; in a graph of very many courses, only what the plans themselves show."""
        if len(self.rules.rules) > MANY:
            return self._after({course for plan in self.answer.plans for course in _courses(plan)}) | set(self.goals)
        return self.rules.reach(self.start, self.rules.allowed(self.answer.profile, self.answer.switches))

    def _pins(self) -> Iterator[str]:
        """Courses asked for that are in no plan without a word about them."""
        pinned = self.answer.switches.pin
        left_out = {course for course in pinned for plan in self.answer.plans if course not in _courses(plan)}
        if len(self.answer.unpinned) != len(left_out):
            yield "A course that was to be in the plan is not, or is, against what is said of it."

    # which plan is best by what

    def _presets(self) -> Iterator[str]:
        plans = self.answer.plans
        if sorted(preset for plan in plans for preset in (plan.preset, *plan.also)) != sorted(self.presets):
            yield "Each preset must stand once over the plans, and no other may."
        yield from _repeated("plan", (frozenset(_courses(plan)) for plan in plans))
        # What is best among a part of the courses, or in the time there was, may be beaten by another plan.
        for plan, other in permutations([plan for plan in plans if plan.proven], 2):
            for preset in (plan.preset, *plan.also):
                if self._measure(preset, other) < self._measure(preset, plan):
                    yield f"{preset}: the plan named {other.preset} is better."

    def _measure(self, preset: Preset, plan: Plan) -> list[int]:
        described = [course for course in _courses(plan) if course in self.rules.rules]
        missed = [need.need.importance for need in plan.beyond]
        unmet = [missed.count(Importance.ESSENTIAL), missed.count(Importance.DESIRABLE)]
        return [*unmet, *measure(self.rules, preset, described, self.goals, self.answer.switches.currency)]

    # a plan

    def _plan(self, plan: Plan) -> Iterator[str]:
        yield from _repeated("course", _courses(plan))
        yield from self._walk(plan)
        yield from self._closed(plan)
        yield from self._spare(plan)
        yield from self._limits(plan)
        yield from _sums(plan)
        yield from self._basis(plan)

    def _walk(self, plan: Plan) -> Iterator[str]:
        """What goes wrong when the steps are taken in their order."""
        state = set(self.start)
        for number, step in enumerate(plan.steps, 1):
            where = f"step {number} ({step.course.label})"
            if why := self.rules.shut(step.course.id, self.answer.profile, self.answer.switches):
                yield f"{where} may not be taken: {why}."
            if not (rule := self.rules.rules.get(step.course.id)):
                continue
            for condition in rule.entry:
                if not condition & state:
                    yield f"{where} cannot be entered without {' or '.join(sorted(map(self._call, condition)))}."
            after = state | rule.gives
            yield from (f"{where} {wrong}" for wrong in self._raises(step, rule, state))
            yield from (f"{where} {wrong}" for wrong in self._opens(step, plan.steps[number:], state, after))
            closed = {_key(n) for n in plan.closes if self._asked(n) in after and self._asked(n) not in state}
            if closed != {_key(need) for need in step.closes}:
                yield f"{where} closes other needs than it claims."
            state = after

    def _raises(self, step: Step, rule: Rule, state: Collection[Truth]) -> Iterator[str]:
        taught = {(one.competency, self.rules.given(one.competency, one.level)) for one in rule.teaches}
        claimed = {(one.competency, self._to(one)) for one in step.raises}
        yield from _repeated("raise", ((one.competency, one.to.scale) for one in step.raises))
        for competency, to in sorted(claimed, key=repr):
            if (competency, to) not in taught:
                yield f"does not teach {self._call(to)}."
            if to in state:
                yield f"raises nothing to {self._call(to)}: it is held already."
        for one in step.raises:
            if not self._begins(one, state):
                yield f"raises {self._call(self._to(one))} from another level than it says."
        for _, to in sorted(taught, key=repr):
            if to not in state and not any(to in self.rules.implied(other) for _, other in claimed):
                yield f"also raises {self._call(to)}, which it does not say."

    def _to(self, one: Raise) -> Held:
        return Held(self.rules.one(one.competency), self.rules.level_at(one.to.scale, one.to.rank))

    def _begins(self, one: Raise, state: Collection[Truth]) -> bool:
        to = self._to(one)
        held = {other for other in state if isinstance(other, Held) and other.competency == to.competency}
        if one.before is None:
            return not held
        before = self.rules.level_at(one.before.scale, one.before.rank)
        return bool(held) and self._is_highest(before, held, to.level)

    def _opens(
        self, step: Step, later: Sequence[Step], state: Collection[Truth], after: Collection[Truth]
    ) -> Iterator[str]:
        """Every later course that lacks a condition before the step, and no longer after it, is opened by it."""
        claimed = {course.id for course, _ in step.opens}
        opened = {
            other.course.id
            for other in later
            if (rule := self.rules.rules.get(other.course.id))
            and any(not one & set(state) and one & set(after) for one in rule.entry)
        }
        if claimed != opened:
            yield "opens other courses than it claims."

    def _closed(self, plan: Plan) -> Iterator[str]:
        left_open = {_key(one.need) for one in (*self.answer.open, *plan.beyond)}
        if plan.beyond and not self.answer.switches.limits():
            yield "it leaves needs open for limits, and nobody set any."
        if sorted(map(_key, plan.closes)) != sorted(_key(n) for n in self.answer.gap if _key(n) not in left_open):
            yield "what it closes and what stays open do not add up to the gap."
        reached = self._after(_courses(plan))
        for need in plan.closes:
            if self._asked(need) not in reached:
                yield f"it does not reach {self._call(self._asked(need))}."

    def _after(self, courses: Iterable[str]) -> set[Truth]:
        return self.rules.reach(self.start, [course for course in courses if course in self.rules.rules])

    def _spare(self, plan: Plan) -> Iterator[str]:
        """Steps that could be left out. Only the best evidenced plan may take one more for its evidence alone."""
        if plan.gap or (plan.preset is Preset.EVIDENCED and not plan.also):
            return
        courses, goals = _courses(plan), {self._asked(need) for need in plan.closes}
        for course in set(courses) - self.answer.switches.pin:
            rest = [other for other in courses if other != course]
            reached = self._after(rest)
            if reached.issuperset({Done(other) for other in rest}) and reached.issuperset(goals):
                yield f"{self._call(Done(course))} could be left out."

    def _limits(self, plan: Plan) -> Iterator[str]:
        """Limits that what is known of a plan goes beyond."""
        switches, records = self.answer.switches, [step.course for step in plan.steps]
        fees = [one.fee for one in records if one.currency == switches.currency]
        for what, most, parts, amounts in (
            ("budget", switches.budget, 100, fees),
            ("hours", switches.hours, 1000, [one.effort_hours for one in records]),
            ("weeks", switches.weeks, 1000, [one.elapsed_weeks for one in records]),
        ):
            if most is not None and sum(round((one or 0.0) * parts) for one in amounts) > round(most * parts):
                yield f"it goes beyond the limit of {what}."

    def _basis(self, plan: Plan) -> Iterator[str]:
        for link in plan.links:
            field = (link.ends or ("", ""))[0]
            stated = self.rules.graph.about(type(link), field, getattr(link, field))
            if not any(one == link for one, _ in stated):
                yield f"nobody states {link.id}, on which it is said to rest."
        yield from _repeated("link", (link.id for link in plan.links))
        statuses = [link.status for link in plan.links]
        if any(statuses.count(Status(status)) != count for status, count in plan.rests_on.items()):
            yield "it rests on another number of links than it says."
        if sum(plan.rests_on.values()) != len(statuses):
            yield "it rests on links whose status it does not say."


def _key(need: Need) -> Key:
    return need.competency, need.level or "", need.importance


def _other(importance: Importance) -> Importance:
    return Importance.DESIRABLE if importance is Importance.ESSENTIAL else Importance.ESSENTIAL


def _courses(plan: Plan) -> list[str]:
    return [step.course.id for step in plan.steps]


def _repeated(what: str, values: Iterable[object]) -> Iterator[str]:
    listed = list(values)
    if len(set(listed)) != len(listed):
        yield f"The same {what} stands twice."


def _sums(plan: Plan) -> Iterator[str]:
    """Wrong totals. Fees of two currencies are two sums; a price without its currency is as unknown as none."""
    total, courses = plan.total, [step.course for step in plan.steps]
    fees: dict[str, list[float]] = defaultdict(list)
    for one in courses:
        if one.fee is not None and one.currency:
            fees[one.currency].append(one.fee)
    if fees.keys() != total.fees.keys() or any(not isclose(total.fees[c], sum(fees[c])) for c in fees):
        yield "the fees come to another sum."
    if total.fee_unknown != sum(one.fee is None or bool(one.fee and not one.currency) for one in courses):
        yield "another number of fees is unknown."
    yield from _sum("hours", [one.effort_hours for one in courses], total.effort_hours, total.effort_unknown)
    yield from _sum("weeks", [one.elapsed_weeks for one in courses], total.elapsed_weeks, total.elapsed_unknown)


def _sum(what: str, amounts: Sequence[float | None], known: float | None, unknown: int) -> Iterator[str]:
    if unknown != amounts.count(None):
        yield f"another number of {what} is unknown."
    nothing_known = bool(amounts) and amounts.count(None) == len(amounts)
    if nothing_known != (known is None) or not isclose(known or 0.0, sum(one or 0.0 for one in amounts)):
        yield f"the {what} come to another sum."
