"""What is known to work for each competency: how many courses have which evidence, and what the strongest rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kmgraph.model import Teaches
from kmgraph.planner.bridge import Planner
from kmgraph.planner.choices import STRENGTH
from kmgraph.planner.credit import source_json
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import count, row
from kmgraph.planner.provision import current
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.outcome import Outcome
from kmgraph.vocabulary import Evidence

GRADES = {
    Evidence.NONE: "no evidence stated",
    Evidence.REPORT: "participants' reports",
    Evidence.BEFORE_AFTER: "a comparison of before and after",
    Evidence.COMPARISON: "a comparison with others",
    Evidence.REVIEW: "a review of studies",
}
"""Strengths of evidence in a sentence, weakest first."""


@dataclass(frozen=True)
class Works:
    """What is known of how well learning works for one competency."""

    competency: str
    """The one that stands for all that matches join."""
    courses: Mapping[Evidence, int]
    """How many current courses that teach it have this evidence as their strongest; every strength, weakest first."""
    strongest: Evidence | None
    """None where no current course teaches it."""
    basis: tuple[Teaches, ...]
    """The statements that the strongest rests on; none where no evidence is stated."""
    coverage: Mapping[Outcome, Coverage]
    """How each level that is needed of it is covered, where that was worked out."""


def evidence(
    planner: Planner, competencies: Iterable[str] = (), coverage: Mapping[Outcome, Coverage] | None = None
) -> list[Works]:
    """What is known to work, by competency, in the order of labels.

    Args:
        planner: which knows what courses teach.
        competencies: IRIs of competencies to tell of even where no course teaches them, such as those needed.
        coverage: of outcomes, to be told beside.
    """
    graph, canonical = planner.graph, planner.levels.canonical
    offered = {one.id for one in current(graph)}
    graded: dict[str, dict[str, Evidence]] = {}
    stated: dict[str, list[Teaches]] = {}
    for one, _ in graph.stated(Teaches):
        if one.course in offered and counts(one.status) and planner.levels.levelled(one.competency):
            competency = canonical(one.competency)
            known = graded.setdefault(competency, {})
            known[one.course] = max(known.get(one.course, Evidence.NONE), one.evidence, key=STRENGTH.__getitem__)
            stated.setdefault(competency, []).append(one)
    beside: dict[str, dict[Outcome, Coverage]] = {}
    for outcome, word in (coverage or {}).items():
        beside.setdefault(canonical(outcome.competency), {})[outcome] = word
    every = graded.keys() | beside.keys() | set(map(canonical, competencies))
    return [
        _works(one, graded.get(one, {}), stated.get(one, []), beside.get(one, {}))
        for one in sorted(every, key=lambda iri: (graph.label(iri).casefold(), iri))
    ]


def _works(
    competency: str, graded: Mapping[str, Evidence], stated: Iterable[Teaches], coverage: Mapping[Outcome, Coverage]
) -> Works:
    strongest = max(graded.values(), key=STRENGTH.__getitem__, default=None)
    told = strongest not in (None, Evidence.NONE)
    many = Counter(graded.values())
    return Works(
        competency,
        {one: many[one] for one in Evidence},
        strongest,
        tuple(one for one in stated if told and one.evidence is strongest),
        coverage,
    )


def evidence_words(planner: Planner, works: Works) -> str:
    """What is known to work for a competency, in a sentence."""
    label, total = planner.graph.label(works.competency), sum(works.courses.values())
    if works.strongest is None:
        return f"{label}: no current course teaches it, so nothing is known of what works."
    taught = count(total, "current course teaches", "current courses teach")
    if works.strongest is Evidence.NONE:
        return f"{label}: {taught} it; no evidence is stated that {'it works' if total == 1 else 'they work'}."
    strong = works.courses[works.strongest]
    cited = row(sorted({one.title for one in planner.graph.attributed(works.basis)}))
    said = f" ({cited})" if cited else ""
    return f"{label}: {taught} it; the strongest evidence is {GRADES[works.strongest]}, for {strong} of them{said}."


def evidence_json(planner: Planner, found: Iterable[Works]) -> list[dict[str, Any]]:
    """What is known to work for each competency.

    [{"competency", "label", "courses": {strength: number}, "strongest": strength | null,
      "basis": [{"course", "label", "grounds", "sources": [...]}], "coverage": [{"level", "coverage"}], "sentence"}]
    """
    graph = planner.graph
    return [
        {
            "competency": one.competency,
            "label": graph.label(one.competency),
            "courses": {str(strength): number for strength, number in one.courses.items()},
            "strongest": None if one.strongest is None else str(one.strongest),
            "basis": [
                {
                    "course": stated.course,
                    "label": graph.label(stated.course),
                    "grounds": stated.grounds,
                    "sources": [source_json(source) for source in graph.attributed([stated])],
                }
                for stated in one.basis
            ],
            "coverage": [{"level": outcome.level, "coverage": str(word)} for outcome, word in one.coverage.items()],
            "sentence": evidence_words(planner, one),
        }
        for one in found
    ]
