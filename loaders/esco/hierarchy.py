"""What stands under what in both pillars, and the groups that only the hierarchy of skills describes."""

from collections.abc import Iterator

from kmgraph.errors import Place, Problem, warning
from kmgraph.wording import quoted
from loaders.esco.release import Release

PILLARS = ("broaderRelationsSkillPillar", "broaderRelationsOccPillar")
GROUPS = ("ISCOGroup", "SkillGroup")
"""Types of concept that are headings, no skill and no occupation."""
LABELS = ("conceptLabel", "broaderLabel")
LEVELS = range(4)


class Above:
    """What stands above a concept: others of its kind, and groups."""

    __slots__ = ("groups", "kin", "place")

    def __init__(self, place: Place):
        self.kin: list[str] = []
        self.groups: list[str] = []
        self.place = place


class Hierarchy:
    """Reads the broader relations first, since a concept carries what stands above it."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        """What groups are called, by IRI, as far as their tables have been read."""
        self._above: dict[str, Above] = {}
        self._headings: dict[str, tuple[str, str | None, str | None, Place]] = {}

    def read(self, release: Release) -> Iterator[Problem]:
        """Reads both pillars; yields what is doubtful about them."""
        for table in PILLARS:
            for line in release.lines(table, ("conceptUri", "broaderType", "broaderUri"), ("conceptType",), LABELS):
                if isinstance(line, Problem):
                    yield line
                else:
                    child, parent = line["conceptUri"], line["broaderUri"]
                    above = self._above.setdefault(child, Above(line.place))
                    known = above.groups if line["broaderType"] in GROUPS else above.kin
                    if parent not in known:
                        known.append(parent)
        yield from self._headings_of(release)

    def _headings_of(self, release: Release) -> Iterator[Problem]:
        """The groups of the table that spells out the hierarchy of skills, a row a group."""
        uris = [f"Level {level} URI" for level in LEVELS]
        used = [f"Level {level} {what}" for level in LEVELS for what in ("preferred term", "code")]
        used += [*uris[1:], "Description"]
        for line in release.lines("skillsHierarchy", (uris[0],), tuple(used), ("Scope note",)):
            if isinstance(line, Problem):
                yield line
                continue
            deepest = max((level for level in LEVELS if line.get(uris[level])), default=None)
            if deepest is not None and (label := line.get(f"Level {deepest} preferred term")):
                told = (label, line.get(f"Level {deepest} code"), line.get("Description"), line.place)
                self._headings.setdefault(line[uris[deepest]], told)

    def above(self, concept: str) -> Above | None:
        """What stands above a concept; each is asked for once, so that what is left has no concept."""
        return self._above.pop(concept, None)

    def headings(self) -> Iterator[tuple[str, tuple[str, str | None, str | None, Place]]]:
        """Groups by IRI, with label, code, description and place, as the hierarchy of skills tells them."""
        yield from self._headings.items()

    def left(self) -> Iterator[Problem]:
        """The relations of concepts that no table describes."""
        for concept, above in self._above.items():
            count = len(above.kin) + len(above.groups)
            left = "the broader relation of it is" if count == 1 else f"{count} broader relations of it are"
            yield warning(
                above.place,
                f"No table describes {quoted(concept, 100)}, so {left} left out.",
                "Look whether the release is whole.",
                column="conceptUri",
                value=concept,
            )
