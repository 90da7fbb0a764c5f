"""The role that an advert is for: what its title says, without the employer, and the known roles most like it."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from kmgraph.likeness.confidence import Confidence, confidence
from kmgraph.likeness.document import Block
from kmgraph.likeness.index import Index
from kmgraph.likeness.known import Label, Vocabulary, labels
from kmgraph.likeness.sections import says_what_follows
from kmgraph.likeness.words import stems, telling
from kmgraph.model import Role, slug_of
from kmgraph.personal import looks_personal
from kmgraph.personal.words import INSTITUTIONS

NAMED = re.compile(r"(?:job title|title|post|position|role|vacancy|job)\s*:\s*(.+)", re.IGNORECASE)
EMPLOYER = re.compile(r"(?:employer|organisation|organization|company|department|team)\s*:\s*(.+)", re.IGNORECASE)
HEAD = 12
"""Blocks at the top of an advert among which a title is looked for."""
WIDEST, DEEPEST = 300, 20_000
"""Letters of a line that may be the title, and of an advert that are held against what roles are."""
LONGEST = 16
"""Words of a title."""
BETWEEN = re.compile(r"\s+[-–—|•·]+\s+|[,;:]\s+|\s+at\s+(?=[A-Z]|the\b)|\s*\(|\)\s*|\s*\|\s*")
APART = re.compile(r"\b(?:ref(?:erence)?|vacancy|job id|grade|band|salary|full[- ]time|part[- ]time|fixed[- ]term"
                   r"|permanent|m/f|months?|fte|£|\d{3,})", re.IGNORECASE)  # fmt: skip
"""Parts of a title that say something else than the role."""
MOST = 3
"""Roles that are proposed."""
NEAR = 0.2
"""How much less alike than the likest a role may be that is still proposed."""
LATER = 0.97
"""What a later line counts that may be the title, beside the one before it."""
OTHER = 0.97
"""What an alternative label counts beside a preferred one."""
KIND, ABOUT = 0.1, 0.05
"""What it counts that an advert speaks of a role's kind of organisation, and of what the role does."""
KINDS = {
    "university": "university universities faculty academics vice-chancellor",
    "central government": "department departments ministry minister ministers civil service whitehall",
    "devolved government": "scottish welsh assembly government",
    "local government": "council councils councillors city authority",
    "legislature": "parliament committee committees members assembly inquiry",
    "charity": "charity trust trustees families children campaigns",
    "think tank": "think tank",
    "What Works Centre": "what works centre",
    "learned society": "society members academy fellows",
    "funder": "fund funder funders grants council",
    "network": "network members",
}
"""Words by which adverts give away the kind of organisation; this project's choice."""


class Candidate(NamedTuple):
    """A known role that an advert may be for."""

    role: str
    label: str
    confidence: Confidence
    likeness: float
    tied: bool = False
    """Whether another one is as likely as the first, and this is one of them."""


def title(blocks: Sequence[Block]) -> list[str]:
    """What may be the title of an advert, the likeliest first."""
    head = [" ".join(block.text[:WIDEST].split()) for block in blocks[:HEAD]]
    named = [found[1] for text in head if (found := NAMED.fullmatch(text))]
    headings = sorted(zip(blocks, head, strict=False), key=lambda one: one[0].of_page)
    marked = [text for block, text in headings if block.heading and not says_what_follows(text)]
    short = [text for text in head[:3] if len(text.split()) <= LONGEST]
    return list(dict.fromkeys([*named, *marked[:2], *short]))


LABELLED = re.compile(
    r"(?:job title|title|post|position|role|vacancy|job|employer|organi[sz]ation|company|department|team|grade|band"
    r"|salary|location|place|hours|contract|reports to|ref(?:erence)?|closing date|start date)\s*:.*",
    re.IGNORECASE,
)
"""Lines at the top of an advert that say what the post is, not what it asks for."""


def body(blocks: Sequence[Block]) -> list[Block]:
    """An advert without the lines that say what the post is called and who offers it; its title becomes a heading."""
    found = []
    for at, block in enumerate(blocks):
        line = " ".join(block.text[:WIDEST].split())
        if (
            at == 0
            and block.heading is None
            and not block.item
            and len(line.split()) <= LONGEST
            and not line.endswith(".")
        ):
            found.append(block._replace(heading=1, item=False))
        elif at >= HEAD or block.item or not LABELLED.fullmatch(line):
            found.append(block)
    return found


def employers(blocks: Sequence[Block]) -> frozenset[str]:
    """What an advert names as its employer."""
    said = (EMPLOYER.fullmatch(" ".join(block.text[:WIDEST].split())) for block in blocks[: 2 * HEAD])
    return frozenset(found[1].casefold() for found in said if found)


def parts(said: str, employers: Collection[str] = ()) -> list[str]:
    """The parts of a title that may name the role: no employer, grade, place or person."""
    found = []
    for part in BETWEEN.split(said):
        part = (part or "").strip(" .*_#")
        plain = part.casefold()
        employer = plain in employers or (
            _institution(part) and not re.search(r"\b(?:officer|manager|head|lead)\b", plain)
        )
        if part and not employer and not APART.search(part) and len(part.split()) <= LONGEST:
            found.append(part)
    return found


def _institution(part: str) -> bool:
    words = {word.casefold() for word in re.findall(r"\w+", part)}
    return bool(words & (INSTITUTIONS - {"policy", "board", "campaign", "project", "press", "network", "committee"}))


def clean(said: Sequence[str], employers: Collection[str] = ()) -> str | None:
    """What to call a role that nobody knows yet: the first part of a title, without the employer."""
    for one in said:
        for part in parts(one, employers):
            # In small letters, as titles have capitals that make no name.
            if not looks_personal(part.lower()) and telling(stems(part)):
                return part[:1].upper() + (part[1:].lower() if part.isupper() else part[1:])
    return None


def candidates(known: Vocabulary, index: Index, blocks: Sequence[Block]) -> list[Candidate]:
    """The known roles most like the title of an advert, the likest first; `index` is `index_of` them."""
    said = [(part, LATER**at) for at, one in enumerate(title(blocks)) for part in (*parts(one, employers(blocks)), one)]
    text = " ".join(block.text for block in blocks)[:DEEPEST].casefold()
    found = _by_title(index, said)
    best = max(found.values(), default=0.0)
    if confidence(best) is None:
        return []
    body = set(telling(stems(text)))
    # A role that is called just that comes before all that have it as another name.
    ranked = sorted(
        (likeness < 1, -round(likeness + _fits(known.roles[iri], text, body), 6), known.roles[iri].label, iri)
        for iri, likeness in found.items()
        if likeness >= best - NEAR
    )
    ties = sum(one[:2] == ranked[0][:2] for one in ranked[:MOST])
    proposed = ((at, iri, label, confidence(found[iri])) for at, (_, _, label, iri) in enumerate(ranked[:MOST]))
    return [
        Candidate(iri, label, word, found[iri], ties > 1 and at < ties) for at, iri, label, word in proposed if word
    ]


def told(known: Vocabulary, near: Sequence[Candidate]) -> str:
    """Candidates in words: what each is called, its short name, who states it and how sure it is; and ties."""
    if not near:
        return "none that is known"
    each = [
        f"{one.label} ({', '.join((slug_of(one.role), *map(slug_of, known.sources_of(one.role))))}; {one.confidence})"
        for one in near
    ]
    ties = sum(one.tied for one in near)
    return "; ".join(each) + (f"; the first {ties} are equally likely" if ties else "")


def _by_title(index: Index, said: Sequence[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for alike in index.alike([text for text, _ in said], 0.3):
        label = index.labels[alike.label]
        text, weight = said[alike.text]
        score = weight * _likeness(text, label.text, alike.cosine) * (1.0 if label.preferred else OTHER)
        found[label.iri] = max(found.get(label.iri, 0.0), score)
    return found


def _likeness(said: str, label: str, cosine: float) -> float:
    one, other = stems(said), stems(label)
    if one == other:
        return 1.0
    bag, words = set(telling(other)), set(telling(one))
    within = len(bag) > 1 and bag <= words
    score = 0.5 * cosine + 0.5 * fuzz.token_sort_ratio(" ".join(one), " ".join(other)) / 100
    return max(score, 0.8 + 0.1 * len(bag) / len(words)) if within else score


def _fits(role: Role, text: str, body: set[str]) -> float:
    """How well an advert fits a role beside its title: its kind of organisation, and what people do there."""
    kinds = [one for one in KINDS if one.casefold() in (role.sector or "").casefold()]
    fit = max((_share(KINDS[kind].split(), text) for kind in kinds), default=0.0)
    does = set(telling(stems(f"{role.summary or ''} {role.group or ''}")))
    return KIND * fit + ABOUT * (len(does & body) / len(does) if does else 0.0)


def _share(words: Sequence[str], text: str) -> float:
    """How many of these words stand in a text; two are enough."""
    return min(1.0, sum(bool(re.search(rf"\b{re.escape(word)}\b", text)) for word in words) / 2)


def _without_parentheses(found: Sequence[Label]) -> Iterator[Label]:
    for label in found:
        yield label
        if (short := re.sub(r"\s*\([^)]*\)", "", label.text).strip()) and short != label.text:
            yield label._replace(text=short)


def index_of(known: Vocabulary) -> Index:
    """The index of all that roles are called."""
    return Index(list(_without_parentheses(labels(known.roles))))
