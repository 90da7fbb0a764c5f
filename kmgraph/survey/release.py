"""A release: the tables that are published about the answers that came in since the one before.

Each answer is counted in one release only, so that no release can be subtracted from another; and what a release says
never changes, because its tables are kept as they were published.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from kmgraph.errors import NotKnown, UsageError
from kmgraph.sheets import unformulated
from kmgraph.survey.kept import Kept, Release
from kmgraph.survey.question import PLACES
from kmgraph.survey.suppression import FEWEST, is_small
from kmgraph.survey.tables import BREAKDOWNS, Respondent, counted, tables
from kmgraph.vocabulary import OrganisationType
from kmgraph.wording import quoted

NAME = re.compile(r"[a-z0-9](-?[a-z0-9]){0,59}")
NOT_SHOWN = "not shown"
GRAPH = "graph"
"""The folder of a release that can be loaded into the graph."""
OBSERVATIONS = (
    "counts", "competency", "level", "organisation_type", "nation", "number", "of", "period", "status", "grounds",
)  # fmt: skip
NOTES = (
    "Groups of fewer than five people are not shown, nor are figures from which such a group could be worked out. "
    "“not shown” is never nought.",
    "Nations, kinds of organisation and role types that fewer than ten respondents chose stand together under “other "
    "or not said”.",
    "People who answered no question about a competency are counted in no figure; where most people left out most "
    "questions, they are counted as “not answered”.",
    "A wish is counted as it was stated, even for a level that the person holds already. Without such wishes, the "
    "figures of who holds a level would tell who wishes for one.",
    "A release counts only answers that no release before it counted, so that no two of them can be subtracted. It is "
    "never computed anew.",
    "Levels are what respondents say of themselves. Whoever answered chose to, so the figures say nothing about "
    "people who did not.",
    "Not protected against: what respondents know of one another, a figure that all of a group share, such as "
    "“nobody” or “everybody”, and releases made anew from a second file of the same answers and others.",
)
"""What is to be known of every release."""


def release(kept: Kept, name: str) -> Release:
    """The release of this name: as it was published, or newly made of the answers that none has counted.

    Raises:
        UsageError: the name is none, or the path of the answers is no file of answers.
        NotKnown: there are too few new answers.
    """
    if not NAME.fullmatch(name):
        told = "Use small letters, digits and single hyphens, such as 2027-spring."
        raise UsageError(f"{quoted(name)} is no name of a release. {told}")
    if known := kept.release(name):
        return known
    every, questions = kept.unreleased(), kept.questions()
    people = counted(every)
    if len(people) < FEWEST:
        told = f"Only {len(people)} new people answered about a competency; {FEWEST} are the fewest for a release."
        raise NotKnown(f"{told} Load more, then ask again.")
    made = [table.as_json() for table in tables(questions["asked"], people, _draw(people))]
    labels = {one["competency"]: one["label"] for one in questions["asked"]}
    labels |= {level: label for one in questions["asked"] for level, label in one["levels"]}
    about = {"framework": questions["label"], "respondents": len(people), "labels": labels, "tables": made}
    return kept.freeze(name, every, {**about, "notes": [*_uncounted(len(every) - len(people)), *NOTES]})


def _uncounted(people: int) -> Iterator[str]:
    """How many consented and answered nothing else, unless they are a small group."""
    if people and not is_small(people):
        yield f"{people} more people agreed, and answered no question about a competency."


def _draw(people: Sequence[Respondent]) -> Random:
    """What decides which figures are hidden to protect others: the same for the same answers, whoever asks how often.

    Hidden in another way each time, they could be laid over one another.
    """
    said = "\n".join(sorted(json.dumps(one, sort_keys=True) for one in people))
    return Random(hashlib.blake2b(said.encode(), person=b"hidden figures").digest())


def release_json(one: Release) -> dict[str, Any]:
    """A release as plain values; a figure that is not shown is null."""
    return {"release": one.name, "released": one.released, "digest": one.digest, **one.tables}


def write_release(one: Release, folder: Path) -> list[str]:
    """Writes a release to a new folder; the names of its files.

    Raises:
        UsageError: the folder is there already, or cannot be written.
    """
    files = {f"{table['name']}.csv": _csv(_rows(one, table)) for table in one.tables["tables"]}
    files[f"{GRAPH}/dataset.csv"] = _csv(
        [["id", "title"], [f"survey-{one.name}-{one.digest[:8]}", f"Survey, release {one.name}"]]
    )
    files[f"{GRAPH}/observations.csv"] = _csv([OBSERVATIONS, *(map(_cell, row) for row in observations(one))])
    files["notes.txt"] = "\n\n".join(_about(one)) + "\n"
    refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".release-", dir=folder.parent) as beside:  # so that there is all or nothing
            made = Path(beside, "release")
            (made / GRAPH).mkdir(parents=True)
            for name, text in files.items():
                (made / name).write_text(text, encoding="utf-8-sig" if name.endswith(".csv") else "utf-8", newline="")
            made.rename(folder)
    except OSError as failure:
        raise UsageError(f"{quoted(folder, 200)} cannot be written: {failure.strerror or failure}.") from None
    return list(files)


def refuse_existing(folder: Path) -> None:
    """Refuses a folder that is there already.

    Raises:
        UsageError: it is, or it cannot be looked at.
    """
    try:
        there = folder.exists()
    except OSError as failure:
        raise UsageError(f"{quoted(folder, 200)} cannot be written: {failure.strerror or failure}.") from None
    if there:
        told = "A release is written once: choose another folder, or read what is there."
        raise UsageError(f"{quoted(folder, 200)} exists already. {told}")


def observations(one: Release) -> Iterator[tuple[str | int | None, ...]]:
    """The figures about competencies as rows of the table `observations`, in the order of `OBSERVATIONS`."""
    by_name = {table["name"]: table for table in one.tables["tables"]}
    grounds = f"Survey, release {one.name}; self-assessed"
    last = (one.name, "sourced", grounds)
    for counts in ("held", "wished"):
        for competency, level, number in _cells(by_name[counts]):
            if ":" in level:
                yield (counts, competency, level, None, None, number, one.tables["respondents"], *last)
    sizes = _sizes(by_name["respondents-by-nation"])
    for competency, nation, number in _cells(by_name["held-by-nation"]):
        if nation in PLACES:
            yield ("held", competency, None, None, nation, number, sizes[nation], *last)
    sizes = _sizes(by_name["respondents-by-organisation"])
    for competency, kind, number in _cells(by_name["wished-by-organisation"]):
        if kind in list(OrganisationType):
            yield ("wished", competency, None, kind, None, number, sizes[kind], *last)


def _cells(table: Mapping[str, Any]) -> Iterator[tuple[str, str, int | None]]:
    for row, cells in zip(table["rows"], table["cells"], strict=True):
        for column, number in zip(table["columns"], cells, strict=True):
            yield row, column, number


def _sizes(table: Mapping[str, Any]) -> dict[str, int]:
    return {name: cells[0] for name, cells in zip(table["rows"], table["cells"], strict=True)}


def _rows(one: Release, table: Mapping[str, Any]) -> Iterator[list[str]]:
    yield [_head(table["name"]), *(_word(one, name) for name in table["columns"])]
    for name, cells in zip(table["rows"], table["cells"], strict=True):
        yield [_word(one, name), *(NOT_SHOWN if number is None else str(number) for number in cells)]


def _head(table: str) -> str:
    """What stands in the first column of a table."""
    return BREAKDOWNS.get(table.removeprefix("respondents-by-"), "competency")


def _word(one: Release, name: str) -> str:
    known = one.tables["labels"].get(name) or PLACES.get(name)
    return unformulated(known or name)


def _cell(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _csv(rows: Iterator[list[str]] | Sequence[Any]) -> str:
    written = StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _about(one: Release) -> list[str]:
    told = f"Answers of {one.tables['respondents']} people about “{one.tables['framework']}”."
    titles = [f"{table['name']}.csv: {table['title']}." for table in one.tables["tables"]]
    return [f"Survey release {one.name}, {one.released}. {told}", *titles,
            f"{GRAPH}: the same figures as tables that “kmgraph load” takes.", *one.tables["notes"]]  # fmt: skip
