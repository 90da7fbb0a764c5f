"""Proposals as tables that people look through and load: a row each, `suggested`, with its grounds."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kmgraph.errors import UsageError
from kmgraph.likeness.advert import Reading
from kmgraph.likeness.confidence import Confidence
from kmgraph.likeness.known import Vocabulary
from kmgraph.likeness.matching import Pair
from kmgraph.likeness.roles import told
from kmgraph.model import SLUG, Competency, label_of
from kmgraph.personal import looks_personal
from kmgraph.vocabulary import BASE, Counted, Importance, Match, Status
from kmgraph.wording import listed, quoted

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
"""The rows of each table, by its name, each with the names of its columns."""
PREFIX = "suggested"
"""How the short names of such data sets begin, so that none replaces a data set of another kind."""


def short_name(folder: Path) -> str:
    """The short name of the data set that goes into a folder."""
    letters = unicodedata.normalize("NFKD", folder.resolve().name[:80]).encode("ascii", "ignore").decode().lower()
    return "-".join(filter(None, (PREFIX, re.sub(r"[^a-z0-9]+", "-", letters).strip("-"))))


def reference(iri: str) -> str:
    """How a cell names a record of another data set: shortly where that can be read back, else by its whole IRI."""
    owner, _, slug = iri.removeprefix(BASE).partition("/")[2].rpartition("/")
    short = iri.startswith(BASE) and SLUG.fullmatch(owner) and SLUG.fullmatch(slug)
    return f"{owner}/{slug}" if short else iri


def adverts_tables(known: Vocabulary, readings: Sequence[Reading], name: str) -> Tables:
    """The tables of what adverts propose: adverts as sources, roles that nobody knows yet, requirements and counts."""
    roles: dict[str, Row] = {}
    mappings: list[Row] = []
    needs: dict[tuple[str, str], list[tuple[int, Reading]]] = {}
    for number, reading in enumerate(readings, 1):
        role = _role(number, reading, roles, mappings) if reading.found else ""
        for one in reading.found:
            needs.setdefault((role, one.competency), []).append((number, reading))
    rows = [_requirement(known, role, iri, said) for (role, iri), said in needs.items()]
    return {
        "dataset": [_dataset(name, "Job adverts", known)],
        "sources": [_source(number, reading, known) for number, reading in enumerate(readings, 1)],
        "roles": list(roles.values()),
        "role_mappings": mappings,
        "requirements": rows,
        "observations": [_observation(role, iri, said, readings) for (role, iri), said in needs.items()],
    }


def _dataset(name: str, what: str, known: Vocabulary) -> Row:
    looked = listed([label_of(one) for one in known.frameworks.values()], "and")
    return {
        "id": name,
        "title": f"{what}: suggestions to review ({name})",
        "status": Status.SUGGESTED,
        "grounds": f"Words that are alike; looked for in {looked}",
        "why": "Found by a machine. Nothing of it counts until somebody has reviewed it",
    }


def _source(number: int, reading: Reading, known: Vocabulary) -> Row:
    return {
        "id": _advert(number),
        "title": f"Job advert {number}{f': {reading.title}' if reading.title else ''}",
        "status": Status.SUGGESTED,
        "grounds": f"The file {_file(reading, number)}; sentences read: {reading.sentences}",
        "why": f"Roles that its title is like: {told(known, reading.roles)}",
    }


def _advert(number: int) -> str:
    return f"advert-{number}"


def _file(reading: Reading, number: int) -> str:
    """What a file is called, save where that points at a person."""
    name = Path(reading.path).name
    return _advert(number) if not name.isprintable() or looks_personal(re.sub(r"[-_]", " ", name)) else name


def _role(number: int, reading: Reading, roles: dict[str, Row], mappings: list[Row]) -> str:
    """The role that an advert's requirements are of: the known one it is most like, or else a new one."""
    near = reading.roles
    if likely := _likely_role(reading):
        return likely
    slug = f"role-{number}"
    why = (
        "Its title is like no role that is known" if not near else "Its title is only a little like roles known so far"
    )
    roles[slug] = {
        "id": slug,
        "label": reading.title or f"Role of job advert {number}",
        "status": Status.SUGGESTED,
        "grounds": f"Title of the advert in {_file(reading, number)}",
        "why": why,
        "cites": _advert(number),
    }
    mappings += [
        {
            "subject": slug,
            "object": reference(one.role),
            "object_label": one.label,
            "match": Match.RELATED,
            "status": Status.SUGGESTED,
            "grounds": f"“{reading.title}” beside “{one.label}”",
            "why": f"Confidence {one.confidence}: their words are a little alike",
            "cites": _advert(number),
        }
        for one in near
    ]
    return slug


def _likely_role(reading: Reading) -> str | None:
    """The known role that an advert is for; None where it is like none, or only a little."""
    near = reading.roles
    return reference(near[0].role) if near and near[0].confidence is not Confidence.WEAK else None


def _observation(role: str, iri: str, said: Sequence[tuple[int, Reading]], readings: Sequence[Reading]) -> Row:
    """How many of the adverts for a role ask for a competency; one for a new role stands alone."""
    return {
        "counts": Counted.ADVERTS,
        "role": role,
        "competency": reference(iri),
        "number": str(len(said)),
        "of": str(max(len(said), sum(_likely_role(one) == role for one in readings))),
        "status": Status.SUGGESTED,
        "grounds": f"Job adverts read: {len(readings)}",
        "why": "Counted by a machine, by words that are alike",
        "cites": "|".join(_advert(number) for number, _ in said),
    }


def _requirement(known: Vocabulary, role: str, iri: str, said: Sequence[tuple[int, Reading]]) -> Row:
    found = [next(one for one in reading.found if one.competency == iri) for _, reading in said]
    surest = min(found, key=lambda one: one.confidence.rank)
    stated = any(one.importance for one in found)
    essential = any(one.needed is Importance.ESSENTIAL for one in found)
    level = max((one.level for one in found if one.level), key=lambda one: one.order, default=None)
    why = [
        f"Confidence {surest.confidence}: “{surest.supports[0].label}”, {surest.supports[0].how}",
        "" if stated else "Importance is not stated; desirable until somebody says more",
        *_as_likely(role, [reading for _, reading in said]),
        f"Level as stated: “{next(s.level_said for o in found for s in o.supports if s.level == level)}”"
        if level
        else "",
        f"Adverts that ask for it: {len(said)}" if len(said) > 1 else "",
    ]
    return {
        "role": role,
        "competency": reference(iri),
        "level": reference(level.id) if level else "",
        "importance": Importance.ESSENTIAL if essential else Importance.DESIRABLE,
        "status": Status.SUGGESTED,
        "grounds": "; ".join(_quote(number, reading, iri) for number, reading in said),
        "why": ". ".join(filter(None, why)),
        "cites": "|".join(_advert(number) for number, _ in said),
    }


def _as_likely(role: str, readings: Iterable[Reading]) -> Iterator[str]:
    """The other roles that a requirement may as well be of, where it was given to a known one."""
    near = dict.fromkeys(reference(one.role) for reading in readings for one in reading.roles if one.tied)
    yield from (f"As likely a role: {other}" for other in near if role in near and other != role)


def _quote(number: int, reading: Reading, iri: str) -> str:
    shown = " and ".join(f"“{one.text}” (line {one.line})" for one in reading.evidence[iri])
    return f"{_file(reading, number)}: {shown or 'a sentence that is not shown, as it may name a person'}"


def mapping_tables(known: Vocabulary, pairs: Iterable[Pair], name: str) -> Tables:
    """The tables of competencies that are called alike."""
    said = known.competencies
    return {
        "dataset": [_dataset(name, "Matches of frameworks", known)],
        "mappings": [
            {
                "subject": reference(pair.subject),
                "object": reference(pair.object),
                "object_label": said[pair.object].label,
                "match": pair.match,
                "status": Status.SUGGESTED,
                "grounds": f"{_described(said[pair.subject])} beside {_described(said[pair.object])}",
                "why": f"Confidence {pair.confidence}: alike are “{pair.subject_label}” and “{pair.object_label}”",
            }
            for pair in pairs
        ],
    }


DEFINITION = 160
"""Letters of a definition that stand in the grounds of a match."""


def _described(record: Competency) -> str:
    said = f": {quoted(record.definition, DEFINITION)}" if record.definition else ""
    return f"“{record.label}”{said}"


README = """# Suggestions to review

A machine found these rows, by words that are alike. It does not understand what it reads: some rows are wrong, and
much is missing.

1. Look through the tables. `grounds` quotes what supports a row; `why` says how sure it is and how it was found.
2. Delete the rows that you do not want. Mend what is nearly right.
3. Load what is left: `kmgraph load {folder}`. It stands in the store as `suggested`, which counts in no answer.
4. `kmgraph review export FILE --suggested` asks other people. A row counts once three have a view and most agree.
   What you have checked yourself may become `proposed`: change the column `status` and load the folder again.
"""


def refuse_existing(folder: Path | None) -> None:
    """Refuses a folder that holds something.

    Raises:
        UsageError: with the reason.
    """
    try:
        if folder and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{quoted(folder, 200)} exists already. Choose another folder; nothing was overwritten.")
    except OSError as failure:
        raise UsageError(f"{quoted(folder, 200)} cannot be written: {failure.strerror or failure}.") from None


def write_tables(tables: Tables, folder: Path) -> None:
    """Writes tables into a new folder, and how to go on.

    Raises:
        UsageError: something is there already, or it cannot be written.
    """
    refuse_existing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            if rows:
                _write(folder / f"{name}.csv", rows)
        (folder / "README.md").write_text(README.format(folder=folder.name), encoding="utf-8")
    except OSError as failure:
        raise UsageError(f"{quoted(folder, 200)} cannot be written: {failure.strerror or failure}.") from None


def _write(path: Path, rows: Sequence[Row]) -> None:
    # The mark tells spreadsheet programs that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows({name: _safe(cell) for name, cell in row.items()} for row in rows)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula, of letters that can be seen."""
    text = "".join(letter if letter.isprintable() else " " for letter in cell).strip()
    return f"’{text}" if text[:1] in "=+-@" and text else text
