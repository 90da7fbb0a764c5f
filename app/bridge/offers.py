"""The plans to choose from: those that are best at something, and where they are few, others beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app import data, say
from app.bridge.tradeoff import tradeoff
from app.catalogue import _
from app.question import Question
from app.waiting import patiently
from kmgraph.planner import Answer, Plan, Planner, Preset
from kmgraph.planner.audit.check import verify
from kmgraph.planner.explain import Words
from kmgraph.planner.others.alternatives import Alternative, Alternatives, alternatives
from kmgraph.planner.others.alternatives_words import AlternativesWords

ENOUGH = 3
"""Plans to choose from: where fewer are best at something, others are sought."""
OTHER = "other {number}"
"""What the question calls a plan that is best at nothing, but is really another one."""


@dataclass(frozen=True)
class Offer:
    """A plan to choose."""

    name: str
    """What the question calls it."""
    title: str
    plan: Plan
    also: tuple[str, ...]
    """What else it is best at."""
    tradeoff: str
    """What it is best at, and what that costs, in a sentence or two."""
    is_best: bool
    """Whether it is the best plan by some preset."""


@dataclass(frozen=True)
class Offers:
    """The plans to choose from, the first of them first, and why there are no more."""

    every: tuple[Offer, ...]
    why_few: tuple[str, ...]

    def chosen(self, asked: Question) -> Offer:
        """The plan that the question names, or the first."""
        return next((one for one in self.every if asked.preset in _names(one)), self.every[0])

    def knows(self, asked: Question) -> bool:
        """Whether the plan that the question names is there."""
        return asked.preset == Question.preset or any(asked.preset in _names(one) for one in self.every)


def _names(one: Offer) -> Sequence[str]:
    return [one.name, *map(str, one.plan.also)] if one.is_best else [one.name]


def offers(planner: Planner, answer: Answer) -> Offers:
    """The plans of an answer, and others beside them; sought once for each question of a session.

    Raises:
        Stopped: somebody stopped waiting for it.
    """
    about = (data.content(), planner.with_matches, answer.profile, answer.role, answer.switches)
    doing = _("Looking for other plans.")
    return patiently(lambda: offered(planner, answer), asked=about, doing=doing, keep="offers")


def offered(planner: Planner, answer: Answer) -> Offers:
    """The plans of an answer, and others beside them where they are few."""
    found = _others(planner, answer)
    untitled = _untitled(answer, found)
    best = [_best(planner, answer, plan, untitled) for plan in answer.plans]
    if found is None:
        return Offers(tuple(best), ())
    others = [_other(found, one, number, next(untitled)) for number, one in enumerate(_new(answer, found), 1)]
    few = len(best) + len(others) < ENOUGH
    why = AlternativesWords(planner, answer, found).sentences() if few else []
    return Offers((*best, *others), tuple(why))


def _others(planner: Planner, answer: Answer) -> Alternatives | None:
    """Plans that are really others, checked as the plans of the answer are; None where there are plans enough."""
    plans = answer.plans
    if len(plans) >= ENOUGH or not plans[0].steps:
        return None
    found = alternatives(planner, answer, count=ENOUGH - 1)
    for one in found.found:
        verify(planner, replace(answer, plans=(one.plan,)))
    return found


def _new(answer: Answer, found: Alternatives | None) -> list[Alternative]:
    """The others that are no plan of the answer, as many as there is room for."""
    known = {_courses(plan) for plan in answer.plans}
    others = [one for one in found.found if _courses(one.plan) not in known] if found else []
    return others[: ENOUGH - len(answer.plans)]


def _courses(plan: Plan) -> frozenset[str]:
    return frozenset(step.course.id for step in plan.steps)


def _untitled(answer: Answer, found: Alternatives | None) -> Iterator[str]:
    """Titles for plans that are known to be best at nothing, numbered where there are several."""
    many = sum(not known_best(plan) for plan in answer.plans) + len(_new(answer, found)) > 1
    for number in range(1, 2 * ENOUGH):
        yield _("Another way {number}").format(number=number) if many else _("Another way")


def known_best(plan: Plan) -> list[Preset]:
    """What a plan is known to be best at: where amounts are missing, nothing is claimed."""
    return [preset for preset in (plan.preset, *plan.also) if preset not in plan.notes]


def _best(planner: Planner, answer: Answer, plan: Plan, untitled: Iterator[str]) -> Offer:
    titles = [say.TITLES[preset] for preset in known_best(plan)] or [next(untitled)]
    said = Words(planner).tradeoff(plan, answer.plans)
    return Offer(str(plan.preset), titles[0], plan, tuple(titles[1:]), said, is_best=True)


def _other(found: Alternatives, one: Alternative, number: int, title: str) -> Offer:
    said = tradeoff(one.plan, found.first)
    return Offer(OTHER.format(number=number), title, one.plan, (), said, is_best=False)
