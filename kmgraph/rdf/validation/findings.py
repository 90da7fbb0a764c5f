"""What a validation finds: what is wrong, where, and what to do. The first of each sort are kept, all are counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from kmgraph.errors import Severity

LISTED = 20
"""How many findings of one sort are listed; the rest is counted."""
Sort = tuple[Severity, str, str | None]
"""What findings of one sort have alike: severity, rule and property."""
ORDER = {severity: place for place, severity in enumerate(Severity)}


class Finding(NamedTuple):
    """Something to mend, or to look at."""

    severity: Severity
    rule: str
    """The local name of the shape, or the clause of SKOS."""
    iri: str
    """What it is about; "" where it is about the whole."""
    message: str
    remedy: str
    property: str | None = None
    """The IRI of the property at which it is."""
    value: str | None = None
    graph: str = ""
    """The named graph in which it stands; "" is the default graph."""
    label: str | None = None
    line: int | None = None


@dataclass
class Findings:
    """Findings of any number in little memory. `most` of each rule and property are kept, or all where it is None."""

    most: int | None = LISTED
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[Sort] = field(default_factory=Counter)
    _words: dict[Sort, str | None] = field(default_factory=dict)
    """The message of all of a sort; None where they differ."""

    def add(self, finding: Finding) -> None:
        """Counts a finding, and keeps it where few of its sort are kept."""
        sort = _sort(finding)
        self.counts[sort] += 1
        if self._words.setdefault(sort, finding.message) != finding.message:
            self._words[sort] = None
        if self.most is None or self.counts[sort] <= self.most:
            self.kept.append(finding)

    def number(self, severity: Severity) -> int:
        """How many there are of a severity."""
        return sum(count for (one, *_), count in self.counts.items() if one is severity)

    def count(self, finding: Finding) -> int:
        """How many there are of the sort of a finding."""
        return self.counts[_sort(finding)]

    def varied(self, finding: Finding) -> bool:
        """Whether the messages of its sort differ."""
        return self._words[_sort(finding)] is None

    def listed(self) -> list[Finding]:
        """Those that are kept: errors first, then rule by rule."""
        rank = {sort: place for place, sort in enumerate(self.counts)}
        return sorted(self.kept, key=lambda one: (ORDER[one.severity], rank[_sort(one)]))

    def by_sort(self) -> list[list[Finding]]:
        """Those that are kept, sort by sort, in the order of `listed`."""
        return [list(some) for _, some in groupby(self.listed(), _sort)]

    def uncounted(self) -> Iterator[tuple[Finding, int]]:
        """The last finding that is listed of each sort of which there are more, and how many more."""
        listed = {_sort(one): one for one in self.listed()}
        for sort, last in listed.items():
            if self.most is not None and self.counts[sort] > self.most:
                yield last, self.counts[sort] - self.most


def _sort(finding: Finding) -> Sort:
    return finding.severity, finding.rule, finding.property
