"""How well adverts are read: what is proposed beside what a person would propose."""

import csv
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from kmgraph.likeness import Confidence, Reading, frameworks, read_adverts, vocabulary
from kmgraph.load import load
from kmgraph.model import slug_of
from kmgraph.store import connect

FOLDER = Path(__file__).parent
FRAMEWORK = "km-core"


class Expected(NamedTuple):
    """What a person would propose for an advert."""

    role: str | None
    competencies: dict[str, tuple[str, str]]
    """Importance and level of each, "" where the advert states none."""


class Counts(NamedTuple):
    """What was proposed rightly, wrongly, and not at all."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __str__(self) -> str:
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"precision {self.precision:.2f}, recall {self.recall:.2f} ({counts})"


def expected() -> dict[str, Expected]:
    """What a person would propose, by the name of the advert's file."""
    found: dict[str, Expected] = {}
    with (FOLDER / "expected.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one = found.setdefault(row["advert"], Expected(row["role"] or None, {}))
            if row["competency"]:
                one.competencies[row["competency"]] = row["importance"], row["level"]
    return found


def half(names: Collection[str], *, held_out: bool) -> list[str]:
    """The adverts on which rules were made (odd numbers), or those that were held out (even ones)."""
    return [name for name in sorted(names) if (int(name[:2]) % 2 == 0) is held_out]


def read(least: Confidence = Confidence.WEAK) -> dict[str, Reading]:
    """What is proposed for each advert, by the name of its file."""
    names = sorted(expected())
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        known = store.read(lambda reader: vocabulary(reader, [one.iri for one in frameworks(reader, [FRAMEWORK])]))
    return {Path(one.path).name: one for one in read_adverts(known, [FOLDER / name for name in names], least)}


def competencies(readings: dict[str, Reading], names: Sequence[str], least: Confidence) -> Counts:
    """Competencies of these adverts, at a confidence or a higher one."""
    right = wrong = missed = 0
    for name in names:
        found = {slug_of(one.competency) for one in readings[name].found if one.confidence.rank <= least.rank}
        wanted = expected()[name].competencies.keys()
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    return Counts(right, wrong, missed)


def roles(readings: dict[str, Reading], names: Sequence[str], most: int) -> Counts:
    """Roles of these adverts: right where the role is among the first so many."""
    right = wrong = missed = 0
    for name in names:
        found = [slug_of(one.role) for one in readings[name].roles[:most]]
        wanted = expected()[name].role
        right += wanted in found
        wrong += bool(found) and wanted not in found
        missed += wanted is not None and wanted not in found
    return Counts(right, wrong, missed)


def stated(readings: dict[str, Reading], names: Sequence[str], field: int) -> tuple[int, int, int]:
    """Of the competencies found rightly: stated importance (0) or levels (1) that were read rightly, those that adverts
    state, and those that were read where adverts state none.
    """
    right = of = invented = 0
    for name in names:
        for one in readings[name].found:
            if (wanted := expected()[name].competencies.get(slug_of(one.competency))) is None:
                continue
            said = str(one.importance or "") if field == 0 else slug_of(one.level.id) if one.level else ""
            right += bool(wanted[field]) and said == wanted[field]
            of += bool(wanted[field])
            invented += not wanted[field] and bool(said)
    return right, of, invented
