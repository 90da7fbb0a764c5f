"""Courses, their runs and occupations in schema.org: JSON-LD in files of its own or in web pages, or a folder of them.

Texts that name skills become competencies of a framework that is made for the source. Persons are never kept.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, Severity, error, note, warning
from kmgraph.load import Entry
from kmgraph.vocabulary import TERMS
from kmgraph.wording import listed
from loaders import foreign
from loaders.linked import short
from loaders.schemaorg.courses import courses
from loaders.schemaorg.occupations import occupations
from loaders.schemaorg.pages import ENDINGS, documents
from loaders.schemaorg.reading import MOST_NODES, Reading
from loaders.schemaorg.skills import Skills
from loaders.schemaorg.terms import LICENCE, PERSON, READ

__all__ = ["load", "recognises"]

HEAD = 1_000_000
"""Bytes in which the signs of the format must stand."""
SIGNS = (b"schema.org", re.compile(rb'"(schema:|https?://schema\.org/)?(Course|CourseInstance|Occupation|'
                                   rb'EducationalOccupationalProgram)"'))  # fmt: skip
OTHERS = re.compile(rb"purl\.org/ctdl|credreg\.net|" + re.escape(TERMS).encode())
WANTED = "Course, CourseInstance, EducationalOccupationalProgram or Occupation"


def recognises(path: Path) -> bool:
    """Whether a path holds JSON-LD of schema.org about courses or occupations, or is a folder with such a file."""
    if path.is_dir():
        return any(_ours(file) for file in sorted(path.iterdir()) if file.is_file())
    return path.is_file() and _ours(path)


def _ours(file: Path) -> bool:
    if file.suffix.lower() not in ENDINGS:
        return False
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    return SIGNS[0] in head and bool(SIGNS[1].search(head)) and not OTHERS.search(head)


def load(path: Path) -> Iterator[Entry | Problem]:
    """The records of all courses and occupations, and every doubt about them."""
    reading = Reading(path)
    failed = False
    for found in documents(path):
        for problem in [found] if isinstance(found, Problem) else reading.add(found):
            yield problem
            failed = failed or problem.severity is Severity.ERROR
        if len(reading.graph.nodes) > MOST_NODES:
            yield error(Place(str(path)), f"There are more than {MOST_NODES:,} things described.", "Load it in parts.")
            return
    if failed:
        return
    if not any(reading.graph.of(*READ)):
        types = listed([f"{times:,} {name[:60]}" for name, times in _types(reading).most_common(5)], "and")
        message = f"There is no {WANTED} here{f', only {types}' if types else ''}."
        yield error(Place(str(path)), message, "Check that it is the right file.")
        return
    yield from _entries(reading)


def _entries(reading: Reading) -> Iterator[Entry | Problem]:
    licences = {text for node in reading.graph.of(*READ) for text in [*node.texts(LICENCE), *node.iris(LICENCE)]}
    yield foreign.source(
        reading.short,
        Place(reading.path),
        title=reading.title or reading.file,
        url=reading.address,
        licence=licences.pop() if len(licences) == 1 else None,
    )
    skills = Skills(reading)
    yield from courses(reading, skills)
    yield from occupations(reading, skills)
    yield from skills.entries()
    yield from reading.notes.told()
    yield from _left(reading)


def _types(reading: Reading) -> Counter[str]:
    """The classes of the nodes that nothing was made of, nor is kept with a record."""
    done = reading.used | reading.graph.written
    nodes = (node for node in reading.graph.nodes.values() if node.iri not in done and PERSON not in node.types)
    return Counter(short(min(node.types)).removeprefix("schema:") for node in nodes if node.types)


def _left(reading: Reading) -> Iterator[Problem]:
    types = _types(reading)
    posts = types.pop("JobPosting", 0)
    if posts:
        message = f"There are {posts:,} adverts (JobPosting), each of one post and so no type of role: not loaded."
        yield warning(Place(reading.path), message, "Read their text with: kmgraph extract", column="schema:JobPosting")
    if types:
        most = [f"{times:,} {name[:60]}" for name, times in types.most_common(8)]
        words = listed([*most, *(["others"] if len(types) > 8 else [])], "and")
        message = f"What is no course or occupation is left out: {words}."
        yield note(Place(reading.path), message, f"Nothing is to be done, unless it should be a {WANTED}.")
