"""How far the review of the proposals has come: who said how much, what follows, and where reviewers differ."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kmgraph.graph import Graph
from kmgraph.model import Review
from kmgraph.review.columns import INSTEAD, OPINIONS
from kmgraph.review.question import Question, questions
from kmgraph.reviewed import Agreement, Outcome, View
from kmgraph.vocabulary import Opinion, ReviewerType

DECIDED = (Outcome.AGREED, Outcome.CHANGED, Outcome.REJECTED)
"""Outcomes of proposals that count as reviewed."""


@dataclass(frozen=True)
class Conflict:
    """A proposal on which reviewers differ."""

    question: Question
    agreement: Agreement


@dataclass(frozen=True)
class Overview:
    """The state of the review."""

    proposals: int
    """Statements that people are asked about."""
    outcomes: Mapping[Outcome, int]
    """How many of them have each outcome; those of which nobody said anything are in none."""
    opinions: Mapping[ReviewerType, int]
    """How many opinions count, by kind of reviewer; "don't know" included."""
    stale: int
    """Opinions that no longer count, because the data has changed."""
    conflicts: tuple[Conflict, ...]
    reasons: tuple[tuple[Question, str], ...]
    """Each reason that reviewers gave, with what it is about."""

    @property
    def reviewed(self) -> int:
        """How many proposals reviewers have decided on."""
        return sum(self.outcomes.get(outcome, 0) for outcome in DECIDED)

    @property
    def share(self) -> float | None:
        """The part of the proposals that reviewers have decided on; None where there are none."""
        return self.reviewed / self.proposals if self.proposals else None


def overview(graph: Graph) -> Overview:
    """The state of the review, from all that `reviewable` brings."""
    asked = {one.about: one for one in questions(graph)}
    said = {iri: one for iri, one in graph.agreements.items() if one.people or one.unsure}
    opinions: Counter[ReviewerType] = Counter()
    for agreement in said.values():
        opinions.update({kind: sum(views.values()) for kind, views in agreement.by.items()})
    everything = sum(review.people for review in graph.all(Review).values())
    outcomes = Counter(said[iri].outcome for iri in asked if iri in said)
    return Overview(
        proposals=len(asked),
        outcomes={outcome: outcomes[outcome] for outcome in Outcome if outcome in outcomes},
        opinions={kind: opinions[kind] for kind in ReviewerType if kind in opinions},
        stale=everything - opinions.total(),
        conflicts=tuple(Conflict(one, said[iri]) for iri, one in asked.items() if iri in said and differ(said[iri])),
        reasons=tuple((one, reason) for iri, one in asked.items() if iri in said for reason in said[iri].reasons),
    )


def differ(agreement: Agreement) -> bool:
    """Whether reviewers differ: no view has more than half, or one kind of reviewer mostly holds another than most."""
    return agreement.outcome is Outcome.DIVIDED or bool(agreement.differing)


def called(graph: Graph, view: View) -> str:
    """A view in the words of a review sheet: agree, working instead, disagree, don't know."""
    if view.opinion is Opinion.CHANGE:
        return f"{graph.label(view.level or '')}{INSTEAD}"
    return next(column for column, opinion in OPINIONS.items() if opinion is view.opinion)


def as_json(graph: Graph, found: Overview) -> dict[str, Any]:
    """The state of the review as plain values."""
    return {
        "proposals": found.proposals,
        "reviewed": found.reviewed,
        "share": None if found.share is None else round(found.share, 4),
        "outcomes": {str(outcome): number for outcome, number in found.outcomes.items()},
        "opinions": {str(kind): people for kind, people in found.opinions.items()},
        "stale": found.stale,
        "conflicts": [
            {
                "about": one.question.about,
                "question": one.question.text,
                "outcome": str(one.agreement.outcome),
                "by": {
                    str(kind): {called(graph, view): people for view, people in views.items()}
                    for kind, views in one.agreement.by.items()
                },
            }
            for one in found.conflicts
        ],
        "reasons": [{"about": one.about, "question": one.text, "reason": reason} for one, reason in found.reasons],
    }
