"""Who can reach what, in plain sentences: one for each share, and what all of them rest on."""

from collections.abc import Iterator, Mapping

from kmgraph.planner import Planner
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount, capital, count, percent
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.reach import Comparison, InReach, Share
from kmgraph.programme.words import EACH, narrowed, needs

SHOWN = 5
"""Reasons, and things not known, that a sentence names at most."""


class ReachWords:
    """Says what a comparison of situations means.

    Args:
        planner: which made it.
        comparison: what is told.
    """

    def __init__(self, planner: Planner, comparison: Comparison):
        self.words, self._comparison = Words(planner), comparison

    def outcome(self, outcome: Outcome) -> str:
        """A competency at a level, such as "Knowledge synthesis at practitioner"."""
        return self.words.at(outcome.competency, outcome.level)

    def share(self, one: InReach) -> str:
        """The share within reach in a situation."""
        share, name = one.share, capital(one.situation.name)
        if not share.all:
            return f"{name}: nothing is needed, so there is nothing to reach."
        every = count(share.all, "outcome", "outcomes")
        if share.least is None:
            return f"{name}: none of {every} is known to be within reach.{self._well(share)}"
        is_known = "is" if share.known == 1 else "are"
        told = f"{amount(share.known)} of {every}, or {self._part(share.known_weight)}"
        return f"{name}: {told}, {is_known} known to be within reach.{self._well(share)}"

    def situation(self, one: InReach) -> str:
        """What a situation asks of a course: its sentence, or the filters that were asked for."""
        if one is not self._comparison.own:
            return one.situation.sentence
        return f"Asked for: {one.situation.words(self.words.graph.label)}."

    def lost(self, one: InReach) -> str:
        """What is lost beside anyone."""
        if not len(one.losing):
            return "Nothing that others may reach is known to be out of reach."
        part = self._part(sum(self._comparison.demand.total[one.losing].tolist()))
        few = count(len(one.losing), "outcome", "outcomes")
        is_lost = "is" if len(one.losing) == 1 else "are"
        return f"{few} that others may reach {is_lost} out of reach: {part}."

    def reasons(self, one: InReach) -> str | None:
        """Why courses fall out, or None where none does."""
        return f"Why courses fall out: {_listed(one.reasons)}." if one.reasons else None

    def unknowns(self, one: InReach) -> str | None:
        """What is not known of the courses that may be within reach, or None where all is known."""
        if not one.unsure:
            return None
        told = _listed({doubt.rstrip("."): number for doubt, number in one.unknowns.items()})
        return f"What to check of {count(len(one.unsure), 'course', 'courses')}: {told}."

    def nobody(self) -> str:
        """How much of what is needed no course listed reaches, whoever asks."""
        missing, demand = self._comparison.nobody, self._comparison.demand
        if not len(missing):
            return "Some course listed reaches each of the outcomes that are needed."
        part = self._part(sum(demand.total[missing].tolist()))
        return (
            f"No course that runs now, as far as known, reaches {count(len(missing), 'outcome', 'outcomes')}: {part}."
        )

    def basis(self) -> list[str]:
        """What the figures rest on, and what they leave out."""
        demand, asked = self._comparison.demand, self._comparison.asked
        importance = "essential and desirable" if asked.with_desirable else "essential"
        roles = count(demand.roles, "role type", "role types")
        weights = [f"{origin} {amount(weight)}" for origin, weight in asked.weights.items() if weight]
        return [
            f"Based on {roles} described here, not posts{narrowed(asked)}: what is {importance} to them, at the "
            "highest level asked.",
            f"What is needed is told in outcomes, {EACH}.",
            f"An outcome weighs as much as it is asked for: {', '.join(weights)}.",
            "Within reach means that some course teaches it to that level and no filter leaves that course out; what "
            "courses expect on entry is not looked at.",
            "A course of which something that is asked for is not known, such as whether it still runs, is told apart: "
            "it counts only if that turns out well.",
            "Where outcomes may be within reach and none is known to be, the share is not known.",
        ]

    def _part(self, weight: float) -> str:
        """A part of all demand, in numbers that add up and as a percentage."""
        every = self._comparison.everyone.share.all_weight
        return f"{amount(weight)} of {needs(every, self._comparison.asked)} ({percent(weight, every)})"

    def _well(self, share: Share) -> str:
        """What more is within reach if all that is not known turns out well, in a sentence."""
        if not share.perhaps:
            return ""
        more = f"{amount(share.perhaps)}{' more' if share.known else ''} {'is' if share.perhaps == 1 else 'are'}"
        both = amount(share.known_weight + share.perhaps_weight)
        in_all = f"{both} of {amount(share.all_weight)} ({most(share)}) in all"
        return f" If what is not known turns out well, {more}: {in_all}."


def least(share: Share) -> str:
    """The part of what is needed that is known to be within reach; "not known" where of nothing that is known."""
    return "not known" if share.least is None else percent(share.known_weight, share.all_weight)


def most(share: Share) -> str:
    """The part that is within reach if all that is not known turns out well."""
    if share.most is None:
        return "not known"
    return percent(share.known_weight + share.perhaps_weight, share.all_weight)


def _listed(counted: Mapping[str, int]) -> str:
    return "; ".join(_shown(counted))


def _shown(counted: Mapping[str, int]) -> Iterator[str]:
    every = list(counted.items())
    yield from (f"{said} ({count(number, 'course', 'courses')})" for said, number in every[:SHOWN])
    if len(every) > SHOWN:
        yield f"{amount(len(every) - SHOWN)} more"
