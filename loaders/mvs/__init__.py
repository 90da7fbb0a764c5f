"""Skills4EOSC Minimum Viable Skillsets: role profiles in Markdown, whose skill terms link to ESCO and other schemes.

A path is one profile, or a folder of them. A profile alone is a source of its own, so that profiles may be loaded one
by one; its records have the same names either way, so that a term in several profiles is one competency.

Essential, soft and transversal skills are essential: a profile is a minimum, the profile of the data steward lists
its soft skills under the essential ones, and that of the curator says that each of these asks for them. The skill
terms of other taxonomies "offer further information", so they are desirable, which is our reading (`proposed`).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, error
from kmgraph.load import Entry
from kmgraph.model import Framework
from loaders import foreign
from loaders.mvs.header import header_of, is_profile
from loaders.mvs.profile import Profile, profile_of
from loaders.mvs.records import SHORT, Records

__all__ = ["load", "recognises"]

LARGEST = 150_000
"""Characters of a profile; real ones have 30,000."""
FIRST = 4_000
"""Bytes in which a profile says what it is."""
TITLE = "Skills4EOSC Minimum Viable Skillsets"
CITATION = "Minimum Viable Skillsets of the Skills4EOSC project, licensed under CC BY 4.0."
NO_PROFILES = re.compile(r"readme|licen[cs]e|contributing|changelog|[_.]", re.IGNORECASE)
"""How the names of Markdown files begin that are no profiles."""


def recognises(path: Path) -> bool:
    """Whether a Markdown file, or one in a folder, is headed as a Minimum Viable Skillset."""
    if path.is_dir():
        return any(_is_profile(file) for file in _pages(path)[:100])
    return path.suffix.lower() == ".md" and _is_profile(path)


def _is_profile(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return is_profile(file.read(FIRST).decode("utf-8-sig", "replace"))


def _pages(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() == ".md" and not file.is_dir())


def load(path: Path) -> Iterator[Entry | Problem]:
    """The profiles as roles, their skills and skill terms as competencies, and what these link to."""
    if not path.is_dir():
        profile, problems = _read(path)
        yield from problems
        if profile:
            short = f"{SHORT}-{foreign.slug(profile.label)}"
            yield _source(short, Place(str(path)), f"{TITLE}: {profile.label}")
            yield from _records([profile], Place(str(path)))
        return
    yield _source(SHORT, Place(str(path)), TITLE)
    files = _pages(path)
    if not files:
        yield error(Place(str(path)), "There is no Markdown file in this folder.", "Give the folder of the profiles.")
    yield from _records(_profiles(files), Place(str(path)))


def _source(short: str, place: Place, title: str) -> Entry:
    return foreign.source(
        short,
        place,
        title=title,
        publisher="Skills4EOSC",
        url="https://www.skills4eosc.eu/",
        licence="CC BY 4.0",
        citation=CITATION,
    )


def _profiles(files: list[Path]) -> Iterator[Profile | Problem]:
    for file in files:
        if NO_PROFILES.match(file.name):
            continue
        profile, problems = _read(file)
        yield from problems
        if profile:
            yield profile


def _records(profiles: Iterable[Profile | Problem], place: Place) -> Iterator[Entry | Problem]:
    records = Records()
    yield Entry(foreign.named(Framework, SHORT, SHORT, label=TITLE, publisher="Skills4EOSC"), place)
    for profile in profiles:
        if isinstance(profile, Problem):
            yield profile
        else:
            yield from records.of(profile)


def _read(path: Path) -> tuple[Profile | None, list[Problem]]:
    text = foreign.text_of(path)
    if isinstance(text, Problem):
        return None, [text]
    if len(text) > LARGEST:
        message = f"The file has more than {LARGEST:,} characters, which no profile has."
        return None, [error(Place(str(path)), message, "Check that it is the right one.")]
    header = header_of(text, Place(str(path)))
    if isinstance(header, Problem):
        return None, [header]
    return profile_of(header, Place(str(path)))
