"""What a job advert proposes: the role that it is for, and the competencies that it asks for."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import DataError, Place, error
from kmgraph.likeness import roles
from kmgraph.likeness.competencies import Found, competencies
from kmgraph.likeness.confidence import Confidence
from kmgraph.likeness.document import blocks
from kmgraph.likeness.index import Index
from kmgraph.likeness.known import Vocabulary, labels, parted
from kmgraph.likeness.roles import Candidate
from kmgraph.likeness.sentences import sentences
from kmgraph.personal import Known, looks_personal


class Evidence(NamedTuple):
    """A sentence of an advert as it may be kept: without what points at a person."""

    text: str
    line: int


class Reading(NamedTuple):
    """What one advert proposes."""

    path: str
    title: str | None
    """What it calls the role, without the employer."""
    roles: tuple[Candidate, ...]
    found: tuple[Found, ...]
    evidence: dict[str, tuple[Evidence, ...]]
    """The sentences that support each competency, by its IRI, the surest first."""
    sentences: int
    """How many sentences were read."""


MOST = 2_000
"""Sentences that an advert may have; most have fewer than a hundred."""
SHOWN = 2
"""Sentences that are given for a competency."""


def read_adverts(known: Vocabulary, paths: Sequence[Path], least: Confidence = Confidence.FAIR) -> Iterator[Reading]:
    """What each advert proposes, at this confidence or a higher one.

    Raises:
        UsageError: a file cannot be read.
        DataError: a file is not text.
    """
    index, role_index = competency_index(known), roles.index_of(known)
    for path in paths:
        yield read_advert(known, path, least, index, role_index)


def competency_index(known: Vocabulary) -> Index:
    """The labels of competencies, those of smaller frameworks also in parts."""
    said = labels(known.competencies)
    small = [one for one in said if known.competencies[one.iri].framework not in known.large]
    return Index([*said, *parted(small)[len(small) :]])


def read_advert(known: Vocabulary, path: Path, least: Confidence, index: Index, role_index: Index) -> Reading:
    """What one advert proposes; the indexes are of the labels of competencies, and of roles.

    Raises:
        UsageError: the file cannot be read.
        DataError: it is not text, or far too long.
    """
    parts = blocks(path)
    read = list(islice(sentences(roles.body(parts)), MOST + 1))
    if len(read) > MOST:
        problem = error(Place(str(path)), f"The text has more than {MOST:,} sentences.", "Give each advert a file.")
        raise DataError("Nothing was read. Mend what is named here, then try again.", [problem])
    found = competencies(known, index, read, least)
    said = roles.title(parts)
    return Reading(
        str(path),
        roles.clean(said, roles.employers(parts)),
        tuple(roles.candidates(known, role_index, parts)),
        tuple(found),
        {one.competency: tuple(_evidence(known.familiar, one)) for one in found},
        len(read),
    )


def _evidence(familiar: Known, found: Found) -> Iterator[Evidence]:
    """The clauses that support a competency, none twice."""
    shown: set[str] = set()
    for support in found.surest:
        text = support.clause.strip()
        if looks_personal(text, familiar):
            text = support.said
        if text.casefold() in shown or looks_personal(text, familiar):
            continue
        shown.add(text.casefold())
        yield Evidence(text, support.line)
        if len(shown) == SHOWN:
            return
