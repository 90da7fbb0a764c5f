"""The records that profiles make, each competency and link once."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.load import Entry
from kmgraph.load.addresses import linked
from kmgraph.model import Competency, Mapping, Record, Requirement, Role, iri
from kmgraph.vocabulary import Importance, Kind, Match, Status
from kmgraph.wording import listed, quoted
from loaders import foreign
from loaders.mvs.profile import Profile, Skill
from loaders.mvs.terms import Term, concept_of, misspelt

SHORT = "skills4eosc-mvs"
"""What the data set is called in the IRIs of its records."""
FRAMEWORK = iri(Kind.FRAMEWORK, SHORT, SHORT)
WHY_DESIRABLE = (
    "It stands among the terms that match the essential skills to other schemes; the profile does not call it essential"
)


class Records:
    """Makes the records of one profile after the other, and knows what it made before."""

    def __init__(self) -> None:
        self._roles: dict[str, Place] = {}
        self._competencies: set[str] = set()
        self._mappings: dict[str, Record] = {}

    def of(self, profile: Profile) -> Iterator[Entry | Problem]:
        """The records of a profile."""
        name = foreign.slug(profile.label)
        if name in self._roles:
            message = f"The role {quoted(profile.label)} stands twice: also in {self._roles[name]}."
            yield error(profile.place, message, "Give one of the two another title, or move it elsewhere.")
            return
        self._roles[name] = profile.place
        role = iri(Kind.ROLE, SHORT, name)
        yield _made(
            Role, profile.place, id=role, label=profile.label, alternative_labels=tuple(profile.titles),
            summary=profile.summary, extra=profile.extra,
        )  # fmt: skip
        yield from self._needs(role, profile)
        yield from _repeated(profile)
        yield from self._links(profile)

    def _needs(self, role: str, profile: Profile) -> Iterator[Entry | Problem]:
        needs: dict[tuple[str, str | None], tuple[Skill | Term, list[str]]] = {}
        for one in profile.needs:
            _, sections = needs.setdefault((foreign.slug(one.label), one.context), (one, []))
            if one.section not in sections:
                sections.append(one.section)
        for (name, _), (one, sections) in needs.items():
            place = Place(profile.place.source, one.line)
            yield from self._competency(name, one, place)
            yield _requirement(role, name, one, sections, place)

    def _competency(self, name: str, one: Skill | Term, place: Place) -> Iterator[Entry | Problem]:
        if name in self._competencies:
            return
        self._competencies.add(name)
        says_more = one.text if isinstance(one, Skill) and one.text.strip(" .;") != one.label else None
        yield _made(
            Competency, place, id=iri(Kind.COMPETENCY, SHORT, name), label=one.label, framework=FRAMEWORK,
            definition=says_more, extra={"section": one.section},
        )  # fmt: skip

    def _links(self, profile: Profile) -> Iterator[Entry | Problem]:
        """What the terms link to; where an earlier profile says the same, it is said again at its place here."""
        here: set[str] = set()
        for term in profile.terms:
            if term.href is None:
                continue
            place = Place(profile.place.source, term.line)
            if meant := misspelt(term.href):
                message = f"The link of {quoted(term.label)} is malformed: its term is not named as its ontology."
                hint = f"It is left out. Did you mean {meant}?"
                yield warning(place, message, hint, column="object", value=concept_of(term.href))
                continue
            mapping = _made(
                Mapping, place, subject=iri(Kind.COMPETENCY, SHORT, foreign.slug(term.label)),
                object=linked(concept_of(term.href)), object_label=term.label, match=Match.CLOSE,
            )  # fmt: skip
            if isinstance(mapping, Problem):
                yield mapping
            elif mapping.record.id not in here:
                here.add(mapping.record.id)
                yield Entry(self._mappings.setdefault(mapping.record.id, mapping.record), place)


def _made(record_type: type[Record], place: Place, **values: Any) -> Entry | Problem:
    return foreign.entry(record_type, place, values, foreign.Unfit.SOURCE, short=SHORT, hint="Mend the profile.")


def _requirement(role: str, name: str, one: Skill | Term, sections: list[str], place: Place) -> Entry | Problem:
    term = isinstance(one, Term)
    return _made(
        Requirement, place,
        role=role, competency=iri(Kind.COMPETENCY, SHORT, name), context=one.context,
        importance=Importance.DESIRABLE if term else Importance.ESSENTIAL,
        status=Status.PROPOSED if term else Status.SOURCED,
        grounds=f"Listed under {listed(sections, 'and')}" if isinstance(one, Term) else one.text,
        why=WHY_DESIRABLE if term else None,
        extra={"sections": sections},
    )  # fmt: skip


def _repeated(profile: Profile) -> Iterator[Problem]:
    """What stands twice in one list, what shares a link, and titles of links that say something else."""
    first: dict[tuple[str, str, str | None], Skill | Term] = {}
    sharing: dict[tuple[str, str | None], dict[str, Term]] = {}
    for one in profile.needs:
        name = foreign.slug(one.label)
        place = Place(profile.place.source, one.line)
        if (name, one.section, one.context) in first:
            message = f"{quoted(one.label)} stands twice under {quoted(one.section)}; it is kept once."
            yield note(place, message, "Nothing is lost.", column=one.section, value=one.label)
        first.setdefault((name, one.section, one.context), one)
        if isinstance(one, Term) and one.href:
            sharing.setdefault((concept_of(one.href), one.context), {}).setdefault(name, one)
    for (address, _), terms in sharing.items():
        if len(terms) > 1:
            names = listed([quoted(term.label) for term in terms.values()], "and")
            place = Place(profile.place.source, next(iter(terms.values())).line)
            hint = "Mend a link, or make one term of them, if they mean the same."
            yield warning(place, f"{names} link to the same concept.", hint, column="object", value=address)
    yield from _titles(profile)


def _titles(profile: Profile) -> Iterator[Problem]:
    """Titles of links that give another address than the link itself."""
    differing = [
        term for term in profile.terms
        if term.href and (term.title or "").startswith("http") and concept_of(term.title or "") != concept_of(term.href)
    ]  # fmt: skip
    if differing:
        one = differing[0]
        many = f"{len(differing):,} links have titles" if len(differing) > 1 else "1 link has a title"
        yield note(
            Place(profile.place.source, one.line),
            f"{many} with another address than the link, the first of {quoted(one.label)}; the link counts.",
            "Write the same address twice, or leave out the title.",
            column="object",
            value=one.title,
        )
