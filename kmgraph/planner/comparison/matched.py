"""Where an answer takes one competency for another, and by which matches."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx

from kmgraph.model import Mapping, Record
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.levels import joins
from kmgraph.planner.plan import Plan


@dataclass(frozen=True)
class Matched:
    """A competency that counts as another in an answer.

    `by` are the matches that join the two, one after the other. `links` are what names the competency: what the role
    needs, what is brought, what a course of the plan teaches or expects; a person's profile names it without any.
    """

    competency: str
    counts_as: str
    by: tuple[Mapping, ...]
    links: tuple[Record, ...]


def matched(planner: Planner, answer: Answer, plan: Plan) -> list[Matched]:
    """The competencies that count as one that the role needs, or a course of the plan expects; by IRI."""
    used: dict[str, list[Record]] = defaultdict(list)
    for competency, link in _named(answer, plan):
        used[competency] += [link] if link else []
    meant = {planner.levels.canonical(one): one for one in _asked(answer, plan)}
    pairs = [(one, other) for one in sorted(used) if (other := meant.get(planner.levels.canonical(one), one)) != one]
    joins = _joins(planner) if pairs else networkx.Graph()
    return [Matched(one, other, _between(joins, one, other), _once(used[one])) for one, other in pairs]


def _named(answer: Answer, plan: Plan) -> Iterator[tuple[str, Record | None]]:
    """All competencies that an answer deals with, each with the link that names it, or None."""
    yield from ((link.competency, link) for need in answer.needs for link in need.basis)
    yield from ((link.competency, link) for link in answer.profile.basis)
    yield from ((competency, None) for competency in answer.profile.levels)
    for step in plan.steps:
        raised = {one.competency for one in step.raises}
        yield from ((link.competency, link) for link in step.choice.teaches if link.competency in raised)
        yield from ((link.competency, link) for link in step.choice.expects)


def _asked(answer: Answer, plan: Plan) -> Iterator[str]:
    """What courses expect, then what the role needs: of competencies joined, the last is what the others count as."""
    for step in plan.steps:
        yield from (link.competency for link in step.choice.expects)
    yield from (need.competency for need in answer.needs)


def _joins(planner: Planner) -> "networkx.Graph[str]":
    """The matches by which the planner joins competencies; of two that join the same ones, the one that is reviewed."""
    found: networkx.Graph[str] = networkx.Graph()
    for mapping, _ in sorted(planner.graph.stated(Mapping), key=lambda one: joins(one[0], with_matches=False)):
        one, other = (planner.levels.canonical(end) for end in (mapping.subject, mapping.object))
        if one == other and joins(mapping, with_matches=planner.with_matches):
            found.add_edge(mapping.subject, mapping.object, by=mapping)
    return found


def _between(joins: "networkx.Graph[str]", one: str, other: str) -> tuple[Mapping, ...]:
    way = networkx.shortest_path(joins, one, other)
    return tuple(joins.edges[here, there]["by"] for here, there in pairwise(way))


def _once(links: list[Record]) -> tuple[Record, ...]:
    return tuple({link.id: link for link in links}.values())
