"""The roles that people most often meet, and moves among them: the first examples."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import permutations

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Journey, Ladder, Role, Step
from kmgraph.planner import Answer, Planner
from kmgraph.vocabulary import Basis

COMMON, SOME = 6, 3
"""Roles among which moves are looked at before some are offered to try, and how many are offered."""


def roles(graph: Graph) -> list[str]:
    """One role of each group: first of those to which most journeys lead, of the largest among equals."""
    named = Counter(_named(graph))
    groups = defaultdict[str, list[Role]](list)
    for role in graph.all(Role).values():
        groups[role.group or role.id].append(role)

    def often(group: str) -> tuple[int, int, str]:
        return -sum(named[role.id] for role in groups[group]), -len(groups[group]), group.casefold()

    return [
        min(groups[group], key=lambda one: (-named[one.id], one.label.casefold(), one.id)).id
        for group in sorted(groups, key=often)
    ]


def _named(graph: Graph) -> Iterator[str]:
    """The roles to which journeys lead, and those with which ladders begin: a rung is no aim of its own."""
    last = {step.journey: step for step in sorted(graph.all(Step).values(), key=lambda one: one.order)}
    climbs = {iri for iri, one in graph.all(Journey).items() if one.basis is Basis.LADDER}
    yield from (step.role for journey, step in last.items() if step.role and journey not in climbs)
    yield from (ladder.rungs[0] for ladder in graph.all(Ladder).values())


def moves(planner: Planner, among: Sequence[str]) -> list[tuple[str, str]]:
    """A few moves among roles, of which no two name the same: those with the least that stays open."""
    answers = {pair: answer for pair in permutations(among[:COMMON], 2) if (answer := _answer(planner, *pair))}
    shown: list[tuple[str, str]] = []
    for pair in sorted(answers, key=lambda pair: (len(answers[pair].open), -len(answers[pair].gap), pair)):
        back = answers.get((pair[1], pair[0]))
        leads_up = back is None or len(answers[pair].gap) >= len(back.gap)
        if leads_up and answers[pair].plans[0].steps and not {*pair} & {role for one in shown for role in one}:
            shown.append(pair)
    return shown[:SOME]


def _answer(planner: Planner, start: str, goal: str) -> Answer | None:
    with suppress(NotKnown):
        return planner.bridge(planner.role_profile(start), goal)
    return None
