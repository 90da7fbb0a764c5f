"""How well frameworks are matched: what is proposed beside the matches of the starter data set."""

from collections.abc import Iterable
from typing import NamedTuple

from kmgraph.likeness import Confidence
from kmgraph.likeness.matching import ranked
from kmgraph.model import Competency, Mapping
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind, Match

CORE = "km-core"
MOST = 5


class Score(NamedTuple):
    """How the matches of one framework to others are found again."""

    known: int
    """Matches of the starter data set whose ends are both there."""
    proposed: int
    right: int
    same_kind: int
    """Of the right ones, those of which the same is said: close, broad, narrow or related."""
    among: int
    """Of the known ones, those whose object is among the first five for their subject."""
    chance: float
    """How many of these five picked blindly would hold."""

    def __str__(self) -> str:
        precision = self.right / self.proposed if self.proposed else 1.0
        recall, among = (part / self.known if self.known else 1.0 for part in (self.right, self.among))
        return (
            f"precision {precision:.2f}, recall {recall:.2f} ({self.right} right of {self.proposed} proposed and "
            f"{self.known} known; {self.same_kind} with the same kind of match), recall at {MOST} {among:.2f} "
            f"(picked blindly {self.chance / self.known if self.known else 1:.2f})"
        )


def records(reader: Reader) -> tuple[dict[str, Competency], list[Mapping]]:
    """All competencies by IRI, and the matches of the starter data set."""
    said = [one.record for one in reader.rows((Kind.COMPETENCY, Kind.MAPPING))]
    competencies = {one.id: one for one in said if isinstance(one, Competency)}
    return competencies, [one for one in said if isinstance(one, Mapping)]


def score(
    ours: dict[str, Competency], others: Iterable[dict[str, Competency]], known: Iterable[Mapping],
    *, least: Confidence, most: int, kinds: Iterable[Match] = tuple(Match),
) -> Score:  # fmt: skip
    """The score of matching a framework with each of the others."""
    chosen = set(kinds)
    wanted = {(one.subject, one.object): one.match for one in known if one.match in chosen}
    proposed = right = same = among = total = 0
    chance = 0.0
    for theirs in others:
        here = {ends: match for ends, match in wanted.items() if ends[0] in ours and ends[1] in theirs}
        near = ranked(ours, theirs, MOST)
        kept = [
            pair
            for pairs in near.values()
            for pair in pairs[:most]
            if pair.confidence and pair.confidence.rank <= least.rank
        ]
        hits = [pair for pair in kept if (pair.subject, pair.object) in here]
        total, proposed, right = total + len(here), proposed + len(kept), right + len(hits)
        same += sum(here[pair.subject, pair.object] is pair.match for pair in hits)
        chance += len(here) * min(1, MOST / len(theirs))
        among += sum(any(pair.object == ends[1] for pair in near[ends[0]]) for ends in here)
    return Score(total, proposed, right, same, among, chance)


def by_framework(competencies: dict[str, Competency]) -> dict[str, dict[str, Competency]]:
    """Competencies by the framework that they are of."""
    found: dict[str, dict[str, Competency]] = {}
    for iri, one in competencies.items():
        found.setdefault(one.framework, {})[iri] = one
    return found
