"""What a question about gaps is narrowed to, and what it asks besides, in a few words: for titles and file names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kmgraph.planner.situation.switches import home
from kmgraph.programme.asked import ROLES_ALONE, Asked, Order, Origin
from kmgraph.programme.commission_words import ran
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.what_if import Change

OUTCOMES = 5
"""Outcomes to commission, where nobody asks for another number."""


def about(asked: Asked, label: Callable[[str], str]) -> list[str]:
    """The group, sector, framework and places that are asked about, such as "people in Wales"; none where all are.

    Args:
        asked: the question.
        label: what to call a framework, by its IRI.
    """
    said = {"group": asked.group, "sector": asked.sector}
    named = [f"{what} {name}" for what, name in said.items() if name]
    framework = [label(asked.framework)] if asked.framework else []
    return [*named, *framework, *_places(asked)]


def besides(gaps: Gaps, *, outcomes: int = OUTCOMES, taught_only: bool = False) -> Iterator[str]:
    """How gaps are counted and chosen where it is not as usual, such as "every move between role types"."""
    weights = gaps.asked.weights
    if dict(weights) != dict(ROLES_ALONE):
        yield from (f"{origin} weigh {weights[origin]:g}" for origin in Origin if weights.get(origin))
    if gaps.planner.with_matches:
        yield "close matches too"
    if gaps.all_pairs:
        yield "every move between role types"
    if outcomes != OUTCOMES:
        yield f"{outcomes} outcomes to commission"
    if taught_only:
        yield "only levels that are taught"


def supposing(gaps: Gaps, changes: Sequence[Change]) -> list[str]:
    """What is supposed of courses, such as "if Policy writing were held online"."""
    return [f"if {gaps.planner.graph.label(one.course)} {ran(one)}" for one in changes]


def in_full(
    gaps: Gaps, *, outcomes: int = OUTCOMES, taught_only: bool = False, changes: Sequence[Change] = ()
) -> list[str]:
    """All that tells a question from the plainest one, shortest first: questions that differ differ here."""
    asked, label = gaps.asked, gaps.planner.graph.label
    within = replace(asked.switches, nation=None, region=None).words(label)
    return [
        *about(asked, label),
        *filter(None, [within]),
        *(["by need"] if asked.order is Order.NEED else []),
        *besides(gaps, outcomes=outcomes, taught_only=taught_only),
        *supposing(gaps, changes),
    ]


def _places(asked: Asked) -> list[str]:
    """Where people learn and where needs were counted; the place alone where both are the same."""
    learning = _where(asked.switches.nation, asked.switches.region)
    counted = _where(asked.nation, asked.region)
    if learning == counted:
        return learning
    return [*(f"people in {one}" for one in learning), *(f"counted in {one}" for one in counted)]


def _where(nation: str | None, region: str | None) -> list[str]:
    return [one for one in (region, nation and home(nation)) if one]
