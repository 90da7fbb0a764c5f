"""The questions of a survey: what each competency of a framework means, at which levels one may hold it or wish to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kmgraph.errors import NotKnown, UsageError
from kmgraph.find import names_in, resolve
from kmgraph.graph import Graph, graph_of
from kmgraph.model import Competency, Framework, Level, LevelDescription, Role, label_of, slug_of
from kmgraph.store.base import Reader
from kmgraph.vocabulary import NATIONS, CompetencyType, Counted, Kind, OrganisationType, Status
from kmgraph.wording import listed, quoted

KINDS = (
    Kind.SOURCE,
    Kind.FRAMEWORK,
    Kind.SCALE,
    Kind.LEVEL,
    Kind.COMPETENCY,
    Kind.LEVEL_DESCRIPTION,
    Kind.ROLE,
    Kind.REVIEW,
)
MOST = 300
"""Competencies that a questionnaire may ask about: nobody answers more."""
CONSENT, RESPONDENT, ROLE, NATION, ORGANISATION = "consent", "respondent", "role", "nation", "organisation"
"""The ids of the first questions."""
ASKS = {
    CONSENT: "I agree that my answers are kept without my name, and are published only as counts that show no "
    "group of fewer than five. I know that I can stop at any time, and that I can leave out any question.",
    RESPONDENT: "Leave this to the survey tool: a number that it gives to each set of answers, never a staff number.",
    ROLE: "Which of these types of role is nearest to yours? You need not say.",
    NATION: "In which nation do you work? You need not say.",
    ORGANISATION: "In what kind of organisation do you work? You need not say.",
}
"""The first questions, word for word, by id."""
YES, NO = "yes", "no"
NOT_HELD = "not at all"
"""The answer of somebody who does not hold a competency."""
PLACES = {code: place for code, place in NATIONS.items() if code.startswith("GB-")}
ABROAD = "elsewhere"
"""The answer of somebody who works outside the United Kingdom."""
HELD, WISHED = Counted.HELD, Counted.WISHED


@dataclass(frozen=True)
class Step:
    """A level as a question words it."""

    level: str
    label: str
    meaning: str | None = None


@dataclass(frozen=True)
class Asked:
    """A competency that the survey asks about."""

    competency: str
    label: str
    definition: str | None
    steps: tuple[Step, ...]
    """Its levels, lowest first."""

    @property
    def slug(self) -> str:
        """The end of the ids of its questions."""
        return slug_of(self.competency)

    def id(self, counts: Counted) -> str:
        """The id of what it asks: “held.facilitation” or “wished.facilitation”."""
        return f"{counts}.{self.slug}"

    def text(self, counts: Counted) -> str:
        """The question in words."""
        meaning = f" ({self.definition.rstrip('.')})" if self.definition and counts is HELD else ""
        if counts is HELD:
            return f"{self.label}{meaning}: which of these describes you best today?"
        return f"{self.label}: which level would you like to reach? Leave it empty if you wish for none."

    def choices(self, counts: Counted) -> list[str]:
        """The answers that it takes, without their meaning."""
        return [*([NOT_HELD] if counts is HELD else []), *(step.label for step in self.steps)]

    def as_json(self) -> dict[str, Any]:
        """What tables need of it, as plain values."""
        levels = [[step.level, step.label] for step in self.steps]
        return {"competency": self.competency, "label": self.label, "levels": levels}

    def meanings(self, counts: Counted) -> list[str]:
        """The answers that it takes, each with what it means, where that is known."""
        said = [f"{step.label}: {step.meaning}" if step.meaning else step.label for step in self.steps]
        return [*([NOT_HELD] if counts is HELD else []), *said]


@dataclass(frozen=True)
class Questionnaire:
    """The questions about a framework, and the role types from which a respondent may choose."""

    framework: str
    label: str
    asked: tuple[Asked, ...]
    roles: tuple[tuple[str, str], ...]
    """IRI and label of each role type."""
    attitudes: tuple[str, ...] = ()
    """Labels of competencies that it does not ask about, as they are attitudes, which nobody assesses by level."""

    @property
    def columns(self) -> list[str]:
        """The ids of all questions, in order."""
        return [*ASKS, *(one.id(counts) for one in self.asked for counts in (HELD, WISHED))]

    def choices(self, first: str) -> list[str]:
        """The answers that one of the first questions takes; none where it takes any."""
        choices: dict[str, list[str]] = {
            CONSENT: [YES, NO],
            ROLE: list(dict.fromkeys(label for _, label in self.roles)),
            NATION: [*PLACES.values(), ABROAD],
            ORGANISATION: [*map(str, OrganisationType)],
        }
        return choices.get(first, [])

    def as_json(self) -> dict[str, Any]:
        """What tables of its answers need, as plain values."""
        asked = [
            {
                "competency": one.competency,
                "label": one.label,
                "levels": [[step.level, step.label] for step in one.steps],
            }
            for one in self.asked
        ]
        return {"framework": self.framework, "label": self.label, "asked": asked}


def questionnaire(reader: Reader, framework: str | None = None) -> Questionnaire:
    """The questions about the competencies of a framework that have levels.

    Args:
        reader: of the store that holds the framework.
        framework: its name; may be left out where only one framework has levels.

    Raises:
        UsageError: no framework is called that, several could be meant, or it is too large to ask about.
        NotKnown: the framework has no competencies with levels.
    """
    found = questionnaires(reader, framework)
    if len(found) > 1:
        told = f"{len(found)} frameworks have levels: {listed([quoted(one.label) for one in found], 'and')}."
        raise UsageError(f"{told} Say which one with --framework.")
    return found[0]


def questionnaires(reader: Reader, framework: str | None = None) -> list[Questionnaire]:
    """The questions about a framework, or about each that has levels and is not too large, by label.

    Raises:
        UsageError: no framework is called that, or it is too large to ask about.
        NotKnown: no framework, or not this one, has competencies with levels.
    """
    graph = graph_of(reader.version(), reader.rows(KINDS))
    frameworks = graph.all(Framework)
    if framework is not None:
        return [_questions(graph, frameworks[resolve(names_in(graph, [Kind.FRAMEWORK]), framework, "framework").iri])]
    sizes = Counter(one.framework for one in graph.all(Competency).values() if _is_asked(one))
    levelled = [one for one in frameworks.values() if 0 < sizes[one.id] <= MOST and _steps(graph, one.scale)]
    if not levelled:
        raise NotKnown("No framework in the store has competencies with levels. Load one, then ask again.")
    return [_questions(graph, one) for one in sorted(levelled, key=lambda one: (one.label.casefold(), one.id))]


def _questions(graph: Graph, framework: Framework) -> Questionnaire:
    found = [one for one in graph.all(Competency).values() if one.framework == framework.id and _is_asked(one)]
    steps = _steps(graph, framework.scale)
    if not found or not steps:
        raise NotKnown(f"{quoted(framework.label)} has no competencies with levels, so there is nothing to ask about.")
    if len(found) > MOST:
        told = f"{quoted(framework.label)} has {len(found):,} competencies, more than anybody answers ({MOST})."
        raise UsageError(f"{told} Choose a smaller framework.")
    described = {(one.competency, one.level): one.text for one, _ in graph.stated(LevelDescription)}
    asked = [
        Asked(one.id, one.label, one.definition, tuple(_worded(one, step, described) for step in steps))
        for one in sorted(found, key=lambda one: (one.notation or "", one.label.casefold(), one.id))
    ]
    if len({one.slug.casefold() for one in asked}) < len(asked):
        raise UsageError(f"Two competencies of {quoted(framework.label)} have the same id. Give one of them another.")
    roles = sorted(
        ((iri, label_of(role)) for iri, role in graph.all(Role).items() if role.status is not Status.SUGGESTED),
        key=lambda role: (role[1].casefold(), role[0]),
    )
    attitudes = sorted(
        one.label
        for one in graph.all(Competency).values()
        if one.framework == framework.id and one.type is CompetencyType.ATTITUDE and one.status is not Status.SUGGESTED
    )
    return Questionnaire(framework.id, framework.label, tuple(asked), tuple(roles), tuple(attitudes))


def _is_asked(competency: Competency) -> bool:
    return competency.type is not CompetencyType.ATTITUDE and competency.status is not Status.SUGGESTED


def _steps(graph: Graph, scale: str | None) -> Sequence[Level]:
    return sorted((one for one in graph.all(Level).values() if scale and one.scale == scale), key=lambda one: one.order)


def _worded(competency: Competency, level: Level, described: dict[tuple[str, str], str]) -> Step:
    return Step(level.id, level.label, described.get((competency.id, level.id)) or level.definition)
