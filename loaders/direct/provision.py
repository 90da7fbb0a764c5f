"""Who provides what: providers, learning resources, and the tools, languages and methodologies that skills use."""

from collections.abc import Generator, Iterator

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.load import Entry
from kmgraph.model import Approach, Course, Organisation
from kmgraph.vocabulary import ApproachType, Kind, Provision
from kmgraph.wording import listed, quoted
from loaders.direct.records import kept, made, name_of
from loaders.direct.tables import Folder
from loaders.foreign import Line

KINDS = {"tool": ApproachType.TOOL, "language": ApproachType.TOOL, "methodology": ApproachType.APPROACH}
TABLE, COLUMN = "tool_language_methodology", "tools_languages_methodologies"


def providers(folder: Folder) -> Iterator[Entry | Problem]:
    """Providers; some are authors of a book or a page, and are called by their names, as the licence asks."""
    for line in folder.lines("provider"):
        if isinstance(line, Problem):
            yield line
        else:
            yield from made(
                line, Organisation, id=name_of(Kind.ORGANISATION, line.cells["slug"]), label=line.cells["name"],
                url=line.get("url"), extra=kept(line, "ror", "description"),
            )  # fmt: skip


def resources(folder: Folder) -> Iterator[Entry | Problem]:
    """Learning resources; one that is in a single language is taken to be titled in it."""
    for line in folder.lines("learning_resource"):
        if isinstance(line, Problem):
            yield line
            continue
        by = line.get("provider")
        if by and "provider" in folder and not folder.described("provider", by):
            yield folder.dangling("provider", by, line.place, "provider")
        languages = tuple(line.parts("language", "|"))
        yield from made(
            line, Course, id=name_of(Kind.COURSE, line.cells["slug"]), label=line.cells["name"],
            type=Provision.RESOURCE, languages=languages, language=languages[0] if len(languages) == 1 else None,
            provider=name_of(Kind.ORGANISATION, by) if by and folder.described("provider", by) else None,
            summary=line.get("description"), url=line.get("url"), extra=kept(line, "doi"),
        )  # fmt: skip


class Tools:
    """Tools, languages and methodologies as rows, and the skills that they show."""

    def __init__(self, folder: Folder, rows: dict[str, Line]):
        self._folder = folder
        self._rows = rows
        self._skills: dict[str, list[str]] = {}
        self._undescribed: dict[str, None] = {}
        self._references = 0
        self._first: Place | None = None

    def show(self, skill: str, line: Line) -> list[str]:
        """Notes the tools that a skill names; those that nobody describes."""
        named = line.parts(COLUMN, "|")
        for tool in named:
            self._skills.setdefault(tool, []).append(skill)
        undescribed = [tool for tool in named if tool not in self._rows]
        if undescribed and TABLE not in self._folder:
            self._first = self._first or line.place
            self._references += len(undescribed)
            self._undescribed |= dict.fromkeys(undescribed)
        return undescribed

    def entries(self) -> Iterator[Entry | Problem]:
        """The tools; or, where their list is not there, how many references dangle."""
        for slug, line in self._rows.items():
            kind = line.get("kind") or ""
            if kind not in KINDS:
                message = f"{quoted(kind)} is not {listed(list(KINDS))}, so the row is left out."
                yield warning(line.place, message, "Look whether it matters to you.", column="kind", value=kind)
                continue
            yield from made(
                line, Approach, id=name_of(Kind.APPROACH, slug), label=line.cells["name"], type=KINDS[kind],
                summary=line.get("description"), url=line.get("url"), extra=kept(line, "kind", "learning_resources"),
                competencies=tuple(name_of(Kind.COMPETENCY, skill) for skill in self._skills.get(slug, ())),
            )  # fmt: skip
        if self._first:
            message = (
                f"There is no {TABLE}.csv, so {self._references:,} references of skills to "
                f"{len(self._undescribed):,} tools, languages and methodologies dangle: their short names are kept."
            )
            yield note(self._first, message, "Put that file into the folder to load them, too.", column=COLUMN)


def tools(folder: Folder) -> Generator[Entry | Problem, None, Tools]:
    """The rows of the list of tools, which are told once the skills are known that they show."""
    rows: dict[str, Line] = {}
    for line in folder.lines(TABLE):
        if isinstance(line, Problem):
            yield line
        else:
            rows[line.cells["slug"]] = line
    return Tools(folder, rows)
