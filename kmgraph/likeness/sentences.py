"""Sentences of an advert, each with its line, its part of the advert and how much it says that something matters."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kmgraph.likeness.document import Block
from kmgraph.likeness.sections import NOT_ASKED, Section, Sections, importance
from kmgraph.vocabulary import Importance

LONGEST = 600
"""Letters of a sentence; what is longer is cut where words end."""
END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bDr\.)\s+(?=[\"“‘(]?[A-Z0-9])|(?<=;)\s+|\n\n+")
MARK = re.compile(r"\s*((?:[A-Z][\w ]{0,20})?\b(?:essential|desirable|required|must[- ]haves?|nice[- ]to[- ]haves?"
                  r"|ideally|you(?:['’]ll| will)? need|we['’]d love it if you had|useful(?: but not essential)?)"
                  r"[\w ]{0,25}):\s*", re.IGNORECASE)  # fmt: skip
"""How a paragraph begins that is a list of what is essential, or desirable."""
GIVEN = re.compile(
    r"\b(?:we (?:offer|provide|give|will (?:teach|train|give|offer)|value|welcome|are proud|encourage|support)"
    r"|training (?:will be|is) (?:given|provided|offered)|you will (?:receive|get|be (?:given|trained))"
    r"|(?:a )?pension\b|closing date|interviews? (?:will|are|is|on)\b|send (?:your|a|us)\b"
    r"|to apply|apply (?:by|now|online|to|here)"
    r"|annual leave|informal (?:questions?|enquir|chat)|for more (?:on|about|information)|questions\?|equal opportunit"
    r"|days of (?:training|leave))",
    re.IGNORECASE,
)
"""Words of sentences on what an employer gives or how to apply."""
CONDITIONS = re.compile(
    r"\b(?:full[- ]time|part[- ]time|fixed[- ]term|(?:grade|band|scale) [A-Z]?\d+|pro rata|per annum"
    r"|hours (?:a|per) week)\b|£ ?\d",
    re.IGNORECASE,
)
FEW = 8
"""Words of a clause that says nothing else than on which conditions a post is held."""
OURSELVES = re.compile(
    r"(?:We are (?:an?|one|the|proud)\b|Our (?:\w+ ){1,3}(?:is|are|has|gives|pays|was)\b"
    r"|(?:The )?(?:[A-Z][\w'’-]+ ){1,5}(?:is an?|gives|was)\b)"
)
"""How sentences begin that say what an employer is."""
SPLIT = re.compile(r"[;:]\s+|,?\s+(?=\b(?:but|although|though|however)\b)")


class Sentence(NamedTuple):
    """A sentence of an advert, or an item of a list."""

    text: str
    line: int
    section: Section
    importance: Importance | None

    @property
    def asked(self) -> list[str]:
        """Its clauses, save those that say what is not asked for, or what somebody is given."""
        before, colon, _ = self.text.partition(":")
        if OURSELVES.match(self.text) or (colon and NOT_ASKED.search(before)):
            return []
        return [clause for clause in SPLIT.split(self.text) if not _aside(clause)]


def _aside(clause: str) -> bool:
    """Whether a clause says what is not asked for, what somebody is given, or on which conditions."""
    conditions = len(clause.split()) <= FEW and CONDITIONS.search(clause)
    return bool(conditions or NOT_ASKED.search(clause) or GIVEN.search(clause))


def sentences(found: Iterable[Block]) -> Iterator[Sentence]:
    """The sentences of an advert; headings are none."""
    sections = Sections()
    for block in found:
        if sections.heading(block):
            continue
        mark: Importance | None = importance(block.column or "")
        for text, line in _sentences(block):
            if begins := MARK.match(text):
                mark, text = importance(begins[1]), text[begins.end() :]
            if text:
                yield Sentence(text, line, sections.now, importance(text) or mark or sections.now.importance)


def _sentences(block: Block) -> Iterator[tuple[str, int]]:
    at, line = 0, block.line
    for piece in END.split(block.text):
        start = block.text.index(piece, at)
        line += block.text.count("\n", at, start)
        at = start
        text = " ".join(piece.split())
        yield from ((part, line) for part in _cut(text) if part)


def _cut(text: str) -> Iterator[str]:
    while len(text) > LONGEST:
        end = text.rfind(" ", 1, LONGEST)
        end = end if end > 0 else LONGEST
        yield text[:end].strip()
        text = text[end:].strip()
    yield text
