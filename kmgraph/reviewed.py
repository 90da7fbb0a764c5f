"""What reviewers make of proposals: opinions counted by kind of reviewer, and what follows from them.

The rule is a proposal of this project: as soon as `ENOUGH` people have a view of a statement, more than half of them
decide. They may agree (it is reviewed then), name one other level (it counts at that level), or disagree (it no
longer counts). Otherwise it stays as proposed, and who differs is told. "Don't know" is no view. An opinion on an
earlier wording of a statement does not count.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kmgraph.model import RECORDS, Record, Requirement, Review, digest_of, iri, label_of, substance
from kmgraph.vocabulary import Kind, Opinion, ReviewerType, Status

SOURCE = iri(Kind.SOURCE, "reviews", "reviews")
"""The source of all opinions that came back on sheets."""
ENOUGH = 3
"""People with a view without whom nothing changes."""


class Outcome(StrEnum):
    """What follows from the opinions on a statement."""

    FEW = "too few"
    AGREED = "agreed"
    CHANGED = "changed"
    REJECTED = "rejected"
    DIVIDED = "divided"


class View(NamedTuple):
    """One thing that reviewers say: an opinion, and the level that they would have instead."""

    opinion: Opinion
    level: str | None = None


@dataclass(frozen=True)
class Agreement:
    """What reviewers say of one statement."""

    about: str
    outcome: Outcome
    views: Mapping[View, int]
    """How many people hold each view; "don't know" is not among them."""
    by: Mapping[ReviewerType, Mapping[View, int]]
    """The same by kind of reviewer, "don't know" included."""
    unsure: int
    stale: int
    """People whose opinion was on an earlier wording."""
    was: str | None = None
    """The level that was proposed."""
    reasons: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many have a view."""
        return sum(self.views.values())

    @property
    def agree(self) -> int:
        """How many agree with what was proposed."""
        return self.views.get(View(Opinion.AGREE), 0)

    @property
    def leading(self) -> View | None:
        """The view of more than half, or None."""
        return _leading(self.views)

    @property
    def differing(self) -> tuple[ReviewerType, ...]:
        """The kinds of reviewers most of whom hold another view than most of all do; none where most hold none."""
        held = {kind: view for kind, views in self.by.items() if (view := _leading(_with_view(views)))}
        return tuple(kind for kind in ReviewerType if self.leading and held.get(kind, self.leading) != self.leading)


def _with_view(views: Mapping[View, int]) -> dict[View, int]:
    return {view: people for view, people in views.items() if view.opinion is not Opinion.UNSURE}


def _leading(views: Mapping[View, int]) -> View | None:
    most = max(views, key=lambda view: views[view], default=None)
    return most if most and 2 * views[most] > sum(views.values()) else None


def judged(record: Record, known: Callable[[str], Record | None]) -> str:
    """A short hash of what people judge: what a record says, and what the things that a link joins are called.

    Args:
        record: the record that people are asked about, as it was proposed.
        known: finds a record by its IRI.
    """
    ends, beside = RECORDS[record.kind].ends, []
    for name in (*ends, "level", "level_to") if ends else ():
        if (other := known(getattr(record, name, None) or "")) is not None:
            beside.append((name, label_of(other), *(getattr(other, said, None) for said in ("definition", "order"))))
    return digest_of(json.dumps([substance(record), beside]).encode())


def agreements(reviews: Iterable[Review], records: Mapping[str, Record]) -> dict[str, Agreement]:
    """What reviewers say of each of these records, as far as they say anything; by IRI.

    What a source says is not theirs to decide: only proposals are.
    """
    about: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.about in records and records[review.about].status is not Status.SOURCED:
            about[review.about].append(review)
    return {iri: _agreement(records[iri], said, judged(records[iri], records.get)) for iri, said in about.items()}


def _agreement(record: Record, said: list[Review], now: str) -> Agreement:
    by: dict[ReviewerType, Counter[View]] = defaultdict(Counter)
    for review in said:
        if review.seen == now:
            by[review.reviewers][View(review.opinion, review.level)] += review.people
    everybody = sum(by.values(), Counter[View]())
    views = _with_view(everybody)
    return Agreement(
        about=record.id,
        outcome=_outcome(views),
        views=views,
        by=by,
        unsure=everybody.total() - sum(views.values()),
        stale=sum(review.people for review in said if review.seen != now),
        was=getattr(record, "level", None),
        reasons=tuple(reason for review in said if review.seen == now for reason in review.reasons),
    )


def _outcome(views: Mapping[View, int]) -> Outcome:
    if sum(views.values()) < ENOUGH:
        return Outcome.FEW
    leading = _leading(views)
    if leading is None:
        return Outcome.DIVIDED
    follows = {Opinion.AGREE: Outcome.AGREED, Opinion.CHANGE: Outcome.CHANGED, Opinion.DISAGREE: Outcome.REJECTED}
    return follows[leading.opinion]


def applied(record: Record, agreement: Agreement) -> Record | None:
    """A record as reviewers would have it; None for a link that they reject."""
    if agreement.outcome is Outcome.AGREED:
        return record.model_copy(update={"status": Status.REVIEWED})
    if agreement.outcome is Outcome.CHANGED and agreement.leading:
        changed: dict[str, object] = {"status": Status.REVIEWED, "level": agreement.leading.level}
        if isinstance(record, Requirement):
            changed["level_to"] = None
        return record.model_copy(update=changed)
    if agreement.outcome is Outcome.REJECTED and RECORDS[record.kind].ends:
        return None
    return record
