"""Links of mappings: whether what a mapping names exists, and is called there what the source says that it is called.

    malformed  the IRI is none                                                  warning: left out
    dead       it does not exist, though its scheme is loaded                   warning: left out
    heading    it is a heading of a classification                              warning: left out
    wrong      none of its labels means what the linked text says               warning: left out
    doubtful   they are neither much alike nor much different                   warning: kept, to be checked
    unchecked  its scheme is not loaded                                         one warning a scheme: kept as a stub
    foreign    its scheme is loaded in another language                         one warning a scheme: kept

Texts are compared as sets of words (`token_set_ratio` of RapidFuzz), with every label of the concept. In the profiles
of Skills4EOSC, wrong links lie below 60 and typing slips above 92. Words that are only contained in a label prove
nothing ("plan" in "plan teacher training"), so they are doubtful; and a doubtful link is wrong where another concept
of the scheme is called what the text says.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from kmgraph.errors import Place, Problem, warning
from kmgraph.load.addresses import broken, namespace, shown
from kmgraph.load.problems import LISTED
from kmgraph.load.schemes import Concept, Schemes
from kmgraph.load.staged import Sourced, Staged
from kmgraph.model import Competency, Mapping, Record, Role, RoleMapping, label_of
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted

WRONG = 60
"""Likeness below which a label means something else."""
RIGHT = 92
"""Likeness above which a label means the same."""
CONTAINED = 80
"""Likeness that is not exceeded where the words of one text are only some of the other's."""
KNOWN_AS = {"http://data.europa.eu/esco/": "ESCO"}
"""What people call a scheme, by the beginning of its IRIs."""


class Verdict(Enum):
    """What is found of a link."""

    RIGHT = auto()
    MALFORMED = auto()
    DEAD = auto()
    HEADING = auto()
    WRONG = auto()
    DOUBTFUL = auto()
    UNCHECKED = auto()
    FOREIGN = auto()


MAPPINGS = (Kind.MAPPING, Kind.ROLE_MAPPING)
LEFT_OUT = frozenset({Verdict.MALFORMED, Verdict.DEAD, Verdict.HEADING, Verdict.WRONG})


class Link(NamedTuple):
    """A mapping to something that is not the source's own, and where it stands."""

    mapping: Mapping | RoleMapping
    place: Place
    subject: Record | None

    @property
    def iri(self) -> str:
        """What it names."""
        return self.mapping.object

    @property
    def text(self) -> str:
        """What the source calls what it names; without that, what it maps."""
        said = self.mapping.object_label or (label_of(self.subject) if self.subject else None)
        return said or self.mapping.subject


def tells(one: Staged, field: str) -> bool:
    """Whether it is said here, and nowhere else, that a reference names nothing that is loaded."""
    if field != "object" or one.kind not in MAPPINGS:
        return False
    return getattr(one.record, "object_label", None) is not None


def checked(source: Sourced, reader: Reader) -> tuple[Sequence[Staged], list[Problem]]:
    """What a source says without those links that lead nowhere or astray, and what is wrong with them."""
    if not source.by_kind.keys() & set(MAPPINGS):
        return source.said, []
    links = {at: link for at, one in enumerate(source.said) if (link := _link(source, one))}
    if not links:
        return source.said, []
    schemes = Schemes(reader, source.source.id, [link.iri for link in links.values()])
    verdicts = {at: _verdict(link, schemes) for at, link in links.items()}
    gone = {at for at, verdict in verdicts.items() if verdict in LEFT_OUT}
    gone |= {at for at in links if _said_in_another_file(source, source.said[at])}
    problems = list(_told([(link, verdicts[at]) for at, link in links.items()], schemes))
    return [one for at, one in enumerate(source.said) if at not in gone], problems


def _link(source: Sourced, one: Staged) -> Link | None:
    if one.kind not in MAPPINGS:
        return None
    mapping = one.record
    if not isinstance(mapping, Mapping | RoleMapping) or source.owns(mapping.object):
        return None
    if mapping.object in source.by_iri:
        return None
    subject = source.by_iri.get(mapping.subject)
    return Link(mapping, one.place, subject.record if subject else None)


def _said_in_another_file(source: Sourced, one: Staged) -> bool:
    """Whether a file before this one says the same, word for word."""
    first = source.by_iri[one.id]
    return first.body == one.body and first.place.source != one.place.source


def _verdict(link: Link, schemes: Schemes) -> Verdict:
    if broken(link.iri):
        return Verdict.MALFORMED
    concept = schemes.concept(link.iri)
    if concept is None:
        published = schemes.title(namespace(link.iri))
        if published:
            return Verdict.DEAD
        return Verdict.UNCHECKED if link.mapping.object_label else Verdict.RIGHT  # which the rule on stubs tells
    if concept.kind is Kind.GROUP:
        return Verdict.HEADING
    words = utils.default_process(link.mapping.object_label or "")
    if not words:
        return Verdict.RIGHT
    return _meaning(link, words, concept, schemes)


def _meaning(link: Link, words: str, concept: Concept, schemes: Schemes) -> Verdict:
    alike = max(likeness(words, label) for label in concept.labels)
    if alike > RIGHT:
        return Verdict.RIGHT
    if not _one_language(link.subject, concept):
        return Verdict.FOREIGN
    if alike < WRONG or schemes.called(words, link.iri, RIGHT):
        return Verdict.WRONG
    return Verdict.DOUBTFUL


def likeness(words: str, label: str) -> float:
    """How far two texts say the same, 0 to 100; both without capitals and punctuation."""
    alike = fuzz.token_set_ratio(words, label)
    contained = alike > CONTAINED and fuzz.token_sort_ratio(words, label) < WRONG
    return CONTAINED if contained else alike


def _one_language(subject: Record | None, concept: Concept) -> bool:
    if not isinstance(subject, Competency | Role):
        return True
    return subject.language.split("-")[0] in concept.languages


def _told(links: Sequence[tuple[Link, Verdict]], schemes: Schemes) -> Iterator[Problem]:
    listed_so_far: Counter[tuple[str, Verdict]] = Counter()
    for link, verdict in links:
        if verdict in MESSAGES:
            sort = (link.place.source, verdict)
            listed_so_far[sort] += 1
            wanted = verdict is not Verdict.DOUBTFUL and listed_so_far[sort] <= LISTED
            near = _nearest(link, schemes, links) if wanted else ""
            message, hint = MESSAGES[verdict](link, schemes)
            yield warning(link.place, message, f"{near} {hint}".strip(), column="object", value=shown(link.iri))
    yield from _unchecked(links)


def _unchecked(links: Sequence[tuple[Link, Verdict]]) -> Iterator[Problem]:
    """One problem for each scheme, in however many files it is named."""
    by_scheme: dict[tuple[str, Verdict], list[Link]] = {}
    for link, verdict in links:
        if verdict in (Verdict.UNCHECKED, Verdict.FOREIGN):
            by_scheme.setdefault((_scheme(link.iri), verdict), []).append(link)
    for (scheme, verdict), some in by_scheme.items():
        if verdict is Verdict.FOREIGN:
            yield _not_checked(scheme, some, "its scheme is loaded in another language", "kept")
        else:
            kept = "kept as stubs" if len(some) > 1 else "kept as a stub"
            yield _not_checked(scheme, some, "the scheme is not loaded", kept)


def _scheme(iri: str) -> str:
    """What people call the scheme of a concept; its namespace where they have no word for it."""
    return next((name for start, name in KNOWN_AS.items() if iri.startswith(start)), namespace(iri))


def _nearest(link: Link, schemes: Schemes, links: Sequence[tuple[Link, Verdict]]) -> str:
    """The question whether one of the concepts was meant that are called most like the linked text."""
    scheme = namespace(link.iri)
    if not schemes.title(scheme):  # a malformed one: what it may mean is where the others of its file lead
        around = Counter(namespace(other.iri) for other, _ in links if other.place.source == link.place.source)
        scheme = next((space for space, _ in around.most_common() if schemes.title(space)), scheme)
    texts = [link.text, *([label_of(link.subject)] if link.subject else ())]
    found = schemes.nearest(texts, scheme, apart=link.iri)
    if found:
        return f"Did you mean {listed([str(name) for name in found])}?"
    return "Nothing there is called so." if schemes.title(scheme) else ""


def _malformed(link: Link, schemes: Schemes) -> tuple[str, str]:
    why = broken(link.iri)
    return f"The link of {quoted(link.text)} is malformed: {why}. It is left out.", "Mend the address."


def _dead(link: Link, schemes: Schemes) -> tuple[str, str]:
    title = schemes.title(namespace(link.iri))
    message = f"The link of {quoted(link.text)} names nothing that is in {quoted(title)} as loaded; it is left out."
    return message, "Mend the link, or load the version of the scheme that has it, then load this again."


def _heading(link: Link, schemes: Schemes) -> tuple[str, str]:
    concept = schemes.concept(link.iri)
    name = quoted(concept.label if concept else link.iri)
    what = "role" if isinstance(link.mapping, RoleMapping) else "competency"
    message = f"{quoted(link.text)} links to {name}, a heading and no {what}; the link is left out."
    return message, "Link to what stands under it."


def _wrong(link: Link, schemes: Schemes) -> tuple[str, str]:
    concept = schemes.concept(link.iri)
    name = quoted(concept.label if concept else link.iri)
    return (
        f"{quoted(link.text)} links to {name}, and none of its labels says so; the link is left out.",
        "Mend the link.",
    )


def _doubtful(link: Link, schemes: Schemes) -> tuple[str, str]:
    concept = schemes.concept(link.iri)
    name = quoted(concept.label if concept else link.iri)
    return f"{quoted(link.text)} links to {name}, which may mean something else; the link is kept.", "Check it."


MESSAGES: dict[Verdict, Callable[[Link, Schemes], tuple[str, str]]] = {
    Verdict.MALFORMED: _malformed, Verdict.DEAD: _dead, Verdict.HEADING: _heading,
    Verdict.WRONG: _wrong, Verdict.DOUBTFUL: _doubtful,
}  # fmt: skip


def _not_checked(scheme: str, links: Sequence[Link], why: str, kept: str) -> Problem:
    files = len({link.place.source for link in links})
    within = f" in {files:,} files" if files > 1 else ""
    many = f"{len(links):,} links to {scheme}{within} are" if len(links) > 1 else f"1 link to {scheme} is"
    them = "they name" if len(links) > 1 else "it names"
    what = scheme if scheme in KNOWN_AS.values() else f"the source that describes what {them}"
    return warning(
        links[0].place,
        f"{many} not checked, as {why}, and {kept}.",
        f"Load {what} first, then load this again.",
        column="object",
        value=links[0].iri,
    )
