"""An answer in plain sentences: what it comes to, why each step, what to check, and what it rests on."""

from collections.abc import Collection, Sequence

from kmgraph.graph import Graph
from kmgraph.model import Competency, Record, Requirement, Role, Source, Teaches
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.choices import Choice, Gain
from kmgraph.planner.credit import credits
from kmgraph.planner.gap import Need, Standing
from kmgraph.planner.levels import Fact
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.phrases import NUMBERS, amount, capital, count, plural, row
from kmgraph.planner.plan import Plan, Raise, Step, Total
from kmgraph.planner.provision import provider
from kmgraph.planner.situation.cautions import cautions
from kmgraph.planner.situation.filters import ONLY_FOR, WIDE
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.situation.traits import Catalogue
from kmgraph.planner.standing import standing
from kmgraph.planner.unmet import Open
from kmgraph.reviewed import Outcome
from kmgraph.vocabulary import Status

NOT_STATED = "level not stated"
HELD, NOT_HELD, NEEDED = "held", "not held", "needed"
"""What is said of a competency whose framework has no levels: there is only to hold it or not."""
NAMED = 20
"""Competencies that a sentence names at most; of the others, only how many."""
BEST = {
    Preset.FEWEST: ("fewest courses", "fewest courses"),
    Preset.CHEAPEST: ("lowest price", "fewest prices that are not known"),
    Preset.QUICKEST: ("fewest hours", "fewest hours that are not known"),
    Preset.EVIDENCED: ("best evidence that it works", "best evidence that it works"),
}
"""What a plan that is best by a preset has: where all its amounts are known, and where some are not."""


class Words:
    """Says what a planner's answers mean."""

    def __init__(self, planner: Planner):
        self.graph: Graph = planner.graph
        self._levels = planner.levels
        self._catalogue = Catalogue(planner.graph)

    def level(self, level: str | None) -> str | None:
        """The label of a level, or None where none is stated."""
        return self.graph.label(level) if level else None

    def levelled(self, competency: str) -> bool:
        """Whether the framework of a competency has levels; one without them is held or not held."""
        return self._levels.scale(competency) is not None

    def held(self, need: Need) -> str:
        """What is held of what a role needs, in a word or two."""
        if need.standing is Standing.NEW:
            return "new" if self.levelled(need.competency) else NOT_HELD
        return self.level(need.held) or (NOT_STATED if self.levelled(need.competency) else HELD)

    def needed(self, need: Need, unstated: str = NOT_STATED) -> str:
        """How much of a competency a role needs, in a word or two.

        Args:
            need: what is needed.
            unstated: what to say where there are levels, and none is stated.
        """
        return self.level(need.level) or (unstated if self.levelled(need.competency) else NEEDED)

    def at(self, competency: str, level: str | None) -> str:
        """A competency at a level, such as "Knowledge synthesis at working"."""
        label = self.graph.label(competency)
        return f"{label} at {self.level(level)}" if level else label

    def ask(self, answer: Answer) -> str:
        """What the move asks for, in a sentence."""
        start, goal, gap = answer.profile.label, self.graph.label(answer.role), answer.gap
        if not gap:
            held = f"{capital(start)} brings every competency that {goal} needs, as described here."
            return f"{held} There is nothing to develop."
        return f"The move from {start} to {goal} asks you to develop {count(len(gap), 'competency', 'competencies')}."

    def headline(self, answer: Answer) -> str:
        """What the answer comes to, in a few sentences: within limits, by its first plan."""
        gap, left = answer.gap, [*answer.open, *(answer.plans[0].beyond if answer.plans else ())]
        first, closed, within = self.ask(answer), len(gap) - len(left), answer.switches.limits()
        if not gap:
            return first
        limits = f", within your limits ({within})," if within else ""
        if not left:
            all_of = "it" if len(gap) == 1 else "all of them"
            return f"{first} The learning listed here can{limits} close {all_of}."
        stay = f"{NUMBERS[len(left)] if len(left) < len(NUMBERS) else len(left)} {plural(len(left), 'stays')} open"
        can = f"The learning listed here can{limits} close {closed} of them. "
        beyond = bool(answer.plans and answer.plans[0].beyond)
        none = f"No learning here closes any{' within your limits' if beyond else ''}. "
        if len(left) == 1:
            return f"{first} {can if closed else ''}{stay}, {self.open(left[0])}"
        more = [f"{amount(len(left) - NAMED)} more"] if len(left) > NAMED else []
        names = row([*(self.at(one.need.competency, one.need.level) for one in left[:NAMED]), *more])
        return f"{first} {can if closed else none}{stay}: {names}."

    def need(self, need: Need) -> str:
        """What is asked of somebody for one need, beside what they bring."""
        if need.standing is Standing.HELD:
            return f"You bring {self.at(need.competency, need.held)}."
        if need.standing is Standing.NEW:
            return f"The role needs {self.at(need.competency, need.level)}; it is new to you."
        wanted = self.level(need.level) or "any level"
        if need.held is None and not self.levelled(need.competency):
            return f"You hold {self.graph.label(need.competency)}; the role needs it at {wanted}."
        held = self.level(need.held) or "a level that is not stated"
        return f"You hold {self.graph.label(need.competency)} at {held}; the role needs {wanted}."

    def raised(self, one: Raise) -> str:
        """What a step does for one competency."""
        label, to = self.graph.label(one.competency), self.level(self._levels.level(one.to))
        before = self.fact_level(one.before)
        if to is None and not self.levelled(one.competency):
            return f"{label}: new"
        if one.before is None:
            return f"{label}: new, to {to or NOT_STATED}"
        return f"{label}: from {before or NOT_STATED} to {to or NOT_STATED}"

    def fact_level(self, fact: Fact | None) -> str | None:
        """The label of a fact's level, or None."""
        return self.level(self._levels.level(fact)) if fact else None

    def because(self, step: Step, answer: Answer | None = None) -> str:
        """Why a step stands in the plan; of one that is there only because `answer` asks for it, that."""
        reasons = [self.need(need) for need in step.closes]
        reasons += [self._opened(later, met) for later, met in step.opens]
        if not reasons and step.repeats:
            also = [self.at(need.competency, need.level) for need in step.repeats]
            reasons = [f"It teaches {row(also)} as well, and how well it works is better known."]
        if not reasons and answer and step.course.id in answer.switches.pin:
            reasons = ["You asked for it.", self._short(step, answer)]
        return " ".join(reasons)

    def _short(self, step: Step, answer: Answer) -> str:
        """What a step that closes no need does for those of an answer."""
        raised = {(one.to.competency, one.to.scale) for one in step.raises}
        near = [
            self.at(need.competency, need.level)
            for need in answer.gap
            if (need.fact.competency, need.fact.scale) in raised
        ]
        if not near:
            return "It teaches nothing that the role still needs."
        levels = "the level" if len(near) == 1 else "the levels"
        return f"It brings you nearer to {row(near)} but not to {levels} needed."

    def _opened(self, later: Choice, met: Sequence[Gain]) -> str:
        """The entry condition of a later course that a step meets, and whether anybody states it."""
        facts = {one for one in met if isinstance(one, Fact)}
        if not facts:
            return f"{later.course.label} asks for this first."
        expected = row(sorted(self.at(one.competency, self._levels.level(one)) for one in facts))
        if self._stated(later, facts):
            return f"{later.course.label} expects {expected} on entry."
        return f"We assume that {later.course.label} expects {expected} on entry; no source says so."

    def assumed(self, step: Step) -> bool:
        """Whether a step stands in the plan only because this project assumes that a later course asks for it."""
        return not step.closes and bool(step.opens) and not any(self._stated(*one) for one in step.opens)

    def _stated(self, later: Choice, met: Collection[Gain]) -> bool:
        """Whether somebody states the entry condition of a later course that is met, or all that is met is a course."""
        facts = {one for one in met if isinstance(one, Fact)}
        links = [one for one in later.expects if self._levels.needed(one.competency, one.level) in facts]
        return not facts or any(one.status in (Status.SOURCED, Status.REVIEWED) for one in links)

    def cautions(self, step: Step, switches: Switches | None = None) -> list[str]:
        """What to check before relying on a step, as an answer's switches ask; without them, whoever asks."""
        course, switches = step.course, switches or Switches()
        unstated = any(one.level is None and self.levelled(one.competency) for one in step.choice.teaches)
        counted = "not counted" if switches.strict_levels else "counted as the lowest"
        found = [f"Level not stated by {course.label}: {counted}."] if unstated else []
        found += cautions(course, self._catalogue.traits(course), switches)
        return found + [self._joined(one) for one in step.raises if self._levels.joined(one.competency)]

    def _joined(self, one: Raise) -> str:
        return f"{self.graph.label(one.competency)} counts as {self.graph.label(one.to.competency)} by a match."

    def standing(self, links: Sequence[Record]) -> str:
        """How far links may be relied on: each status once, and what reviewers say of them."""
        return row(list(dict.fromkeys(standing(self.graph, link) for link in links)))

    def taught_by(self, step: Step, one: Raise) -> list[Teaches]:
        """The links by which a step raises a competency."""
        return [link for link in step.choice.teaches if link.competency == one.competency]

    def reach(self, step: Step, one: Raise) -> str:
        """Why a step is said to raise a competency so far, such as which legislature it is about; "" where unsaid."""
        return "; ".join(dict.fromkeys(link.why for link in self.taught_by(step, one) if link.why))

    def reviewed(self, step: Step) -> list[str]:
        """What reviewers say of what a step raises; nothing where nobody looked at it."""
        return [
            f"{self.graph.label(link.competency)}: {standing(self.graph, link)}."
            for one in step.raises
            for link in self.taught_by(step, one)
            if link.id in self.graph.agreements
        ]

    def left_out(self, answer: Answer) -> list[str]:
        """What the role was said to need, or to be taught of what is needed, and reviewers disagreed with."""
        gap, found = {need.competency for need in answer.gap}, []
        for link in self.graph.before.values():
            if self.graph.agreements[link.id].outcome is not Outcome.REJECTED:
                continue
            if isinstance(link, Requirement) and link.role == answer.role:
                found.append(f"{self.at(link.competency, link.level)} is left out: {standing(self.graph, link)}.")
            if isinstance(link, Teaches) and link.competency in gap:
                taught = f"{self.graph.label(link.course)} as a way to {self.at(link.competency, link.level)}"
                found.append(f"{taught} is left out: {standing(self.graph, link)}.")
        return found

    def total(self, total: Total) -> str:
        """What a plan comes to: known sums, and how many steps are unknown."""
        fees = [f"{currency} {amount(fee)}" for currency, fee in sorted(total.fees.items())]
        fees = fees or ([] if total.fee_unknown else ["none"])
        hours = [] if total.effort_hours is None else [f"{amount(total.effort_hours)} hours"]
        weeks = [] if total.elapsed_weeks is None else [f"{amount(total.elapsed_weeks)} weeks one after the other"]
        return (
            "; ".join(
                f"{what} {' and '.join(known) or 'not known'}{_and_unknown(unknown) if known else ''}"
                for what, known, unknown in (
                    ("fees", fees, total.fee_unknown),
                    ("effort", hours, total.effort_unknown),
                    ("time", weeks, total.elapsed_unknown),
                )
            )
            + "."
        )

    def access(self, plan: Plan) -> str | None:
        """How many steps of a plan are known to be for some people only, or None."""
        narrow = [
            step
            for step in plan.steps
            if step.course.eligibility in ONLY_FOR or (step.course.open_to and not WIDE & set(step.course.open_to))
        ]
        if not narrow:
            return None
        are = "is" if len(narrow) == 1 else "are"
        return f"{len(narrow)} of {count(len(plan.steps), 'step', 'steps')} {are} for some people only."

    def rests(self, links: Sequence[Record]) -> str:
        """How far links may be relied on: those of a plan, or of a gap."""
        if not links:
            return "It rests on no link at all."
        proposed = [link for link in links if link.status is Status.PROPOSED]
        reviewed = sum(link.status is Status.REVIEWED for link in links)
        if not proposed and not reviewed:
            return f"Sources state all of what it rests on ({count(len(links), 'link', 'links')}); none reviewed yet."
        by = sorted({self.graph.label(source) for link in proposed for source in self.graph.asserting(link)})
        told = f"{len(proposed)} of the {len(links)} links it rests on are proposals"
        return f"{told}{f' ({row(by)})' if by else ''}, {f'{reviewed} reviewed' if reviewed else 'none reviewed yet'}."

    def proof(self, plan: Plan) -> str:
        """How far a plan is known to be the best."""
        looked_at, every = plan.among
        among = f" It was sought among {amount(looked_at)} of {amount(every)} courses." if looked_at < every else ""
        if plan.gap:
            return f"The best plan found in the time there was: another may be up to {plan.gap:.0%} better.{among}"
        return f"Best choice from the learning listed here (proven {'there' if among else 'optimal'}).{among}"

    def title(self, plan: Plan) -> str:
        """What a plan is called: what it is best at, as far as that can be told."""
        best = self._best(plan)
        return f"Plan with the {row(best)}" if best else "Another plan"

    @staticmethod
    def _best(plan: Plan) -> list[str]:
        unknown = {Preset.CHEAPEST: plan.total.fee_unknown, Preset.QUICKEST: plan.total.effort_unknown}
        presets = [preset for preset in (plan.preset, *plan.also) if preset not in plan.notes]
        return [BEST[preset][bool(unknown.get(preset))] for preset in presets]

    def tradeoff(self, plan: Plan, plans: Sequence[Plan]) -> str:
        """What a plan is best at, and what that costs beside the plan with the fewest courses.

        A preset that cannot tell plans apart is no praise: only its note speaks of it.
        """
        best = self._best(plan)
        praise = f"{capital(row(best))}." if best else "As good as the others in what is known of prices and hours."
        fewest = next((one for one in plans if Preset.FEWEST in (one.preset, *one.also)), plan)
        if fewest is plan:
            return praise
        beside = self._beside(plan.total, len(plan.steps), fewest)
        return f"{praise} {capital(row(beside))} than the plan with the fewest courses." if beside else praise

    @staticmethod
    def _beside(total: Total, courses: int, other: Plan) -> list[str]:
        """How a plan differs from another in courses, hours and prices, where both are known."""
        more = courses - len(other.steps)
        found = [f"{count(abs(more), 'course', 'courses')} {'more' if more > 0 else 'fewer'}"] if more else []
        pairs = [
            ("hours", total.effort_hours, other.total.effort_hours, total.effort_unknown + other.total.effort_unknown)
        ]
        unknown = total.fee_unknown + other.total.fee_unknown
        for currency in sorted({*total.fees, *other.total.fees}):
            pairs.append((currency, total.fees.get(currency, 0.0), other.total.fees.get(currency, 0.0), unknown))
        for what, here, there, not_known in pairs:
            if here is not None and there is not None and here != there and not not_known:
                found.append(f"{amount(abs(here - there))} {what} {'more' if here > there else 'less'}")
        return found

    def open(self, one: Open) -> str:
        """What stays open, and why."""
        return f"{self.at(one.need.competency, one.need.level)}: {one.reason}"

    def provider(self, step: Step) -> str | None:
        """Who gives a course, or None where that is not known."""
        given_by = provider(self.graph, step.course)
        return given_by.label if given_by else None

    def attributions(self, answer: Answer, also: Collection[Record] = ()) -> list[Source]:
        """The sources that an answer rests on, data sets first, then the documents that they cite.

        Args:
            answer: the answer.
            also: what else is told beside it.
        """
        used: list[Record] = [*answer.links, *also]
        used += [link for plan in answer.plans for link in plan.links]
        used += [step.course for plan in answer.plans for step in plan.steps]
        used += [practice for one in answer.open for practice in one.practices]
        used += [r for need in answer.needs if (r := self.graph.all(Competency).get(need.competency))]
        used += self.roles(answer.profile.id, answer.role)
        return self.graph.attributed(used)

    def roles(self, *iris: str | None) -> list[Role]:
        """The roles among these IRIs that somebody describes."""
        known = self.graph.all(Role)
        return [known[iri] for iri in iris if iri and iri in known]

    def credits(self, answer: Answer) -> list[str]:
        """Who is to be named for an answer, and who does not stand behind it."""
        return credits(self.attributions(answer))


def _and_unknown(unknown: int) -> str:
    return f" (not known for {count(unknown, 'step', 'steps')})" if unknown else ""
