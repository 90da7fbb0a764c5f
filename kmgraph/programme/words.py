"""Gaps in plain sentences: one for each figure, and what all of them rest on."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount, capital, count, plural, row
from kmgraph.programme.asked import ROLES_ALONE, Asked, Order, Origin
from kmgraph.programme.coverage import WITHIN, Coverage
from kmgraph.programme.doubt import known_covered, known_within
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.practice import untaught
from kmgraph.programme.stopped import EVERY_PAIR, RULE
from kmgraph.programme.tally import only_below

THINGS = {
    Origin.ROLES: ("role type", "role types"),
    Origin.POSTS: ("post", "posts"),
    Origin.SURVEY: ("respondent", "respondents"),
    Origin.ADVERTS: ("job advert", "job adverts"),
}
ASK = {Origin.SURVEY: "would like", Origin.ADVERTS: "ask for"}
"""What is said of those that do not need it."""
EACH = "each a competency at a level"


class GapWords:
    """Says what gaps mean.

    Args:
        gaps: what is told.
    """

    def __init__(self, gaps: Gaps):
        self.words, self._gaps = Words(gaps.planner), gaps

    def outcome(self, outcome: Outcome) -> str:
        """A competency at a level, such as "Knowledge synthesis at practitioner"."""
        return self.words.at(outcome.competency, outcome.level)

    @cached_property
    def known(self) -> Mapping[Outcome, int]:
        """How many courses that reach each outcome are known to be within reach."""
        return known_within(self._gaps)

    @cached_property
    def unsure(self) -> frozenset[Outcome]:
        """The outcomes that count as within reach, although of no course that reaches them that is known."""
        within = (gap.outcome for gap in self._gaps.gaps if gap.coverage in WITHIN)
        return frozenset(outcome for outcome in within if not self.known[outcome])

    @cached_property
    def untaught(self) -> frozenset[str]:
        """The levels that no learning listed is known to reach, of any competency."""
        return untaught(self._gaps.planner)

    def headline(self) -> str:
        """What the whole comes to."""
        gaps = self._gaps
        by, every = gaps.by_coverage, len(gaps.gaps)
        told = row([f"{amount(by[state])} {_state(state, by[state])}" for state in Coverage if by[state]])
        needed = f"{count(every, 'outcome is', 'outcomes are')} needed, {EACH}"
        stopped = f"Gaps stop {amount(gaps.stopped)} of {count(gaps.moves.total, *self._moves())}."
        doubts = [self._doubt(), self._doubt_of_covered()]
        sentences = [f"{needed}: {told}.", *doubts, stopped if gaps.moves.total else ""]
        return " ".join(filter(None, sentences))

    def practice(self, levels: Collection[str | None]) -> str | None:
        """That no learning listed is known to reach some of these levels; None where there is no such level."""
        named = [label for level in self._gaps.demand.levels if level in levels and level in self.untaught
                 and (label := self.words.level(level))]  # fmt: skip
        if not named:
            return None
        return (
            f"No learning listed is known to reach {row(named)} in any competency: people may come to that by practice "
            "rather than by a course."
        )

    def gap(self, gap: Gap) -> str:
        """A gap: who asks for it, what there is, and what it stops, each figure named."""
        told = [row(self._asking(gap)), self._provided(gap)]
        if gap.moves:
            told.append(self._stops(gap))
        return f"{self.outcome(gap.outcome)}: {'; '.join(filter(None, told))}."

    def basis(self) -> list[str]:
        """What the figures rest on, and what they leave out, in sentences."""
        return [*self._counted(), *self._reach(), *self._rules()]

    def _doubt(self) -> str:
        """How much counts as within reach only because nothing is known against it."""
        if not self.unsure:
            return ""
        within = sum(gap.coverage in WITHIN for gap in self._gaps.gaps)
        counts = plural(len(self.unsure), "counts")
        return (
            f"Of the {amount(within)} with learning within reach, {amount(len(self.unsure))} {counts} so only because "
            "nothing is known against it: something, such as whether the learning still runs, is not known."
        )

    def _doubt_of_covered(self) -> str:
        """How many count as covered by what is known alone."""
        covered, known = self._gaps.by_coverage[Coverage.COVERED], known_covered(self._gaps)
        if known >= covered:
            return ""
        have = f"only {amount(known)} {'has' if known == 1 else 'have'}" if known else "none has"
        return f"Of the {amount(covered)} covered, {have} two providers whose courses are known to run and to fit."

    def _asking(self, gap: Gap) -> list[str]:
        found = []
        for origin, number in gap.demand.items():
            if origin is Origin.ROLES:
                of = self._gaps.demand.roles
                verb = plural(number, "needs") if of != 1 else "needs"
                found.append(f"{amount(number)} of {count(of, *THINGS[origin])} {verb} it")
            elif origin is Origin.POSTS:
                found.append(f"{count(number, *THINGS[origin])} {'is' if number == 1 else 'are'} of such role types")
            else:
                verb = ASK[origin] if number != 1 or origin is Origin.SURVEY else "asks for"
                found.append(f"{count(number, *THINGS[origin])} {verb} it")
        found += [f"the number of {THINGS[one][1]} is not shown" for one in Origin if one in gap.hidden]
        return found

    def _provided(self, gap: Gap) -> str:
        if gap.coverage is Coverage.NONE_FOUND:
            return "no learning found"
        if gap.coverage is Coverage.BELOW:
            below = count(only_below(self._gaps.provision, gap.outcome), "course teaches", "courses teach")
            return f"{below} it only below this level"
        if gap.coverage is Coverage.NOT_KNOWN:
            return "the learning found does not say whether it goes so far"
        if gap.coverage is Coverage.OUT_OF_REACH:
            return f"{count(gap.courses, 'course reaches', 'courses reach')} it, none of them within reach"
        thin = " (thin)" if gap.coverage is Coverage.THIN else ""
        reach = count(gap.courses, "course reaches", "courses reach")
        within = "" if gap.within == gap.courses else f", {amount(gap.within)} within reach"
        doubt = "; whether people can join is not certain" if gap.outcome in self.unsure else ""
        return f"{reach} it{within}{thin}{doubt}"

    def _stops(self, gap: Gap) -> str:
        told = f"it stops {count(gap.moves, *self._moves())}"
        if gap.people is None:
            return told
        return f"{told}, from roles with {count(gap.people, *THINGS[Origin.POSTS])}"

    def _moves(self) -> tuple[str, str]:
        kind = "" if self._gaps.all_pairs else "plausible "
        return f"{kind}move", f"{kind}moves"

    def _counted(self) -> Iterator[str]:
        demand, asked = self._gaps.demand, self._gaps.asked
        where = narrowed(asked)
        importance = "essential and desirable" if asked.with_desirable else "essential"
        roles = count(demand.roles, *THINGS[Origin.ROLES])
        yield (
            f"Based on {roles} described here{where}, not posts: what is {importance}, at the highest level asked. "
            "Of a range of levels the lower end counts."
        )
        for origin, counted in demand.counted.items():
            if not counted.held:
                yield f"No data on {THINGS[origin][1] if origin is not Origin.SURVEY else 'survey answers'} is held."
                continue
            yield f"{capital(origin)} are counted apart; a number is given only where one is held."
            if counted.hidden:
                few = count(counted.hidden, "count is not shown", "counts are not shown")
                yield f"{few}: fewer than five, or from which so few could be worked out."
        if set(demand.by) != {Origin.ROLES} or dict(asked.weights) != {Origin.ROLES: 1}:
            told = [f"{origin} {amount(weight)}" for origin, weight in asked.weights.items() if weight]
            yield f"The weights with which they are added: {row(told)}."
        if asked.nation or asked.region:
            yield "Role types are not of one nation or region, so they count everywhere."

    def _reach(self) -> Iterator[str]:
        said = self._gaps.asked.switches.words(self.words.graph.label)
        every = "All learning that is not known to be over, closed or planned counts as within reach."
        yield f"Within reach means: {said}." if said else every
        yield "What is not known of a course, such as whether it still runs, does not put it out of reach."
        yield "What courses expect on entry is not looked at."
        yield "One course, or several by one provider as far as known, count as thin."

    def _rules(self) -> Iterator[str]:
        if told := self.practice({gap.outcome.level for gap in self._gaps.uncovered}):
            yield told
        yield ranking_of(self._gaps)
        yield EVERY_PAIR if self._gaps.all_pairs else RULE
        yield (
            "A gap stops a move where the second role needs it, somebody in the first does not hold it, and no course "
            "within reach teaches it to that level."
        )


def narrowed(asked: Asked) -> str:
    """Whose needs count, such as " in the group impact"; "" where everybody's do."""
    told = [f"in the group {asked.group}"] if asked.group else []
    told += [f"in the sector {asked.sector}"] if asked.sector else []
    return f" ({row(told)})" if told else ""


def ranking(asked: Asked) -> str:
    """What puts a gap first, and what the weights have to do with it."""
    alone = dict(asked.weights) == dict(ROLES_ALONE)
    need = "most role types need it" if alone else "the weighted need is largest"
    if asked.order is Order.NEED:
        return f"A gap comes first where {need}, then where it stops most moves between role types."
    told = f"A gap comes first where it stops most moves between role types, then where {need}"
    return f"{told}." if alone else f"{told}: weights reorder only gaps that stop equally many moves."


def ranking_of(found: Gaps) -> str:
    """What puts a gap first, and where the weights leave nothing to tell gaps apart by."""
    told = ranking(found.asked)
    if found.demand.total.any():
        return told
    return f"{told} No number that has a weight is known here, so all gaps are needed alike."


def needs(number: float, asked: Asked) -> str:
    """So much of what is asked for: needs of role types where they alone count, else demand by the weights."""
    if dict(asked.weights) == dict(ROLES_ALONE):
        return f"{amount(number)} {'need' if number == 1 else 'needs'} of role types"
    return f"{amount(number)} of weighted demand"


def _state(state: Coverage, number: int) -> str:
    """A state as it follows a number of outcomes."""
    said = {
        Coverage.NONE_FOUND: "no learning found",
        Coverage.BELOW: "only learning below the level needed",
        Coverage.NOT_KNOWN: "only learning that does not say how far it goes",
        Coverage.OUT_OF_REACH: "only learning out of reach",
        Coverage.THIN: "thin provision",
    }
    if state is Coverage.COVERED:
        return "is covered" if number == 1 else "are covered"
    return f"{'has' if number == 1 else 'have'} {said[state]}"
