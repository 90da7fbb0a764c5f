"""How many statements there are, how far they may be relied on, and what reviewers made of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kmgraph.model import Record, Review
from kmgraph.reviewed import Agreement, Outcome, agreements, applied
from kmgraph.store.base import Assertion
from kmgraph.vocabulary import Kind, Opinion, ReviewerType, Status


@dataclass(frozen=True)
class Census:
    """What a store holds, counted; statements that reviewers took out are not among the statuses."""

    statuses: Mapping[Kind, Mapping[Status, int]]
    agreements: Mapping[str, Agreement]
    checked: date | None
    """The last day on which somebody looked at a source."""
    changed: datetime | None
    """When a load last changed the store."""

    @property
    def by_status(self) -> Mapping[Status, int]:
        """How many statements have each status; reviews and sources are no statements of this kind."""
        about = (found for kind, found in self.statuses.items() if kind not in (Kind.REVIEW, Kind.SOURCE))
        return sum(map(Counter, about), Counter[Status]())

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many statements reviewers agreed with, changed, took out, or differ about."""
        return Counter(one.outcome for one in self.agreements.values())

    @property
    def opinions(self) -> Mapping[ReviewerType, Mapping[Opinion, int]]:
        """How many opinions each kind of reviewer gave."""
        found: dict[ReviewerType, Counter[Opinion]] = defaultdict(Counter)
        for one in self.agreements.values():
            for reviewers, views in one.by.items():
                for view, people in views.items():
                    found[reviewers][view.opinion] += people
        return found


def census(asserted: Iterable[Assertion], changed: datetime | None) -> Census:
    """The census of all that a store holds."""
    every = list(asserted)
    records: dict[str, Record] = {one.record.id: one.record for one in every}
    found = agreements((one for one in records.values() if isinstance(one, Review)), records)
    statuses: dict[Kind, Counter[Status]] = defaultdict(Counter)
    for _, record in every:
        kept = applied(record, found[record.id]) if record.id in found else record
        if kept is not None:
            statuses[record.kind][kept.status] += 1
    sources = (one.checked for one in records.values() if one.checked and not isinstance(one, Review))
    checked = max(sources, default=None)
    return Census(statuses, found, checked, changed)
