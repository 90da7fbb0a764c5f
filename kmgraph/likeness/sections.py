"""Which part of an advert a sentence stands in, and whether that part says what the job asks for."""

import re
from typing import NamedTuple

from kmgraph.likeness.document import Block
from kmgraph.vocabulary import Importance

DESIRABLE = re.compile(
    r"\b(?:desirable|desired|preferabl[ey]|preferred|ideal(?:ly)?|advantage(?:ous)?|a bonus|bonus if|(?:a|big) plus"
    r"|nice[- ]to[- ]have|helpful|would help|useful|is welcome|would be welcome|beneficial"
    r"|would (?:love|like) it if)\b",
    re.IGNORECASE,
)
ESSENTIAL = re.compile(
    r"\b(?:essential|required|must|mandatory|(?:you|you['’]ll|you will) need|a need for|necessary|vital)\b",
    re.IGNORECASE,
)
NOT_ESSENTIAL = re.compile(r"\bnot (?:be )?(?:essential|required|necessary|mandatory)\b", re.IGNORECASE)
NOT_ASKED = re.compile(
    r"\b(?:(?:do|does|will|are|is|need|would) ?n[o'’]t (?:be )?(?:need(?:ed)?|ha(?:ve|s) to|expect(?:ed)?|require[d]?"
    r"|asked?|necessary|mandatory|matter)|not (?:required|needed|necessary|expected)\b|no (?:\w+ ){0,8}(?:is |are )?"
    r"(?:needed|required|necessary|expected)|no (?:prior |previous )?(?:experience|knowledge)\b"
    r"|(?:don|won|needn|isn)['’]t (?:need|have|be|necessary|required)"
    r"|without (?:any )?(?:experience|knowledge)|closed to)",
    re.IGNORECASE,
)  # fmt: skip
"""What is said not to be asked for."""
ASIDE = re.compile(
    r"\b(?:about (?!you\b|the (?:job|role|post|person)\b)|benefits?\b|we offer|what you(?:['’]ll| will) get|in return"
    r"|how to apply|apply(?:ing)?\b|application process|contacts?\b|equal(?:ity)?\b|diversity|salary|pay\b|rewards?\b"
    r"|our (?:values|mission|story|offer)|closing|interviews?\b|next steps|behaviours?\b|privacy|disclaimer"
    r"|who can apply|selection process|perks|background to|the organisation|working for us|why (?:join|work))",
    re.IGNORECASE,
)
"""Headings of parts that say what an employer is, gives or does."""
ASKS = re.compile(
    r"\b(?:you|role|job|post|dut(?:y|ies)|tasks?|responsibilit\w+|accountabilit\w+|person|specification|criteri\w+"
    r"|essential|desirable|skills?|experience|knowledge|requirements?|required|qualifications?|profile|purpose|needs?"
    r"|looking for|look for|essentials|desirables|overview|summary|day to day|work|abilit\w+|competenc\w+|must)\b",
    re.IGNORECASE,
)
"""Words of headings of parts that say what a job asks for."""
PARTS = re.compile(
    r"(?:(?:the|this|your|key|main|what|who|our|about|job|person|how|in|you|we)\b.*)?\b(?:dut(?:y|ies)|tasks?|role|job|post"
    r"|responsibilit\w+|specification|criteria|skills|profile|purpose|requirements?|overview|summary|us|you|are|do|bring"
    r"|offer|apply|benefits|accountabilities|day)",
    re.IGNORECASE,
)
"""Headings of parts of an advert."""
SHORT = 9
"""Words of a line that may be a heading though nothing marks it as one."""
UNMARKED = 7
"""The rank of such a heading: below all that are marked."""


class Section(NamedTuple):
    """What holds for the sentences under a heading."""

    heading: str = ""
    importance: Importance | None = None
    asks: bool = True
    """Whether it says what the job asks for."""


class Sections:
    """The section of each block, as an advert is read from top to bottom."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Section]] = []

    def heading(self, block: Block) -> bool:
        """Whether a block is a heading; what follows stands under it."""
        rank = block.heading or (UNMARKED if _seems_heading(block) else None)
        if rank is None:
            return False
        self._open = [(other, one) for other, one in self._open if other < rank]
        text = " ".join(block.text.split())
        asks = not ASIDE.search(text) or (bool(ASKS.search(text)) and not re.match(r"(?i)\W*about\b", text))
        self._open.append((rank, Section(text, importance(text), asks and not NOT_ASKED.search(text))))
        return True

    @property
    def now(self) -> Section:
        """What holds here: the nearest heading that says how much something matters, none of them aside."""
        said = next((one.importance for _, one in reversed(self._open) if one.importance), None)
        heading = self._open[-1][1].heading if self._open else ""
        return Section(heading, said, all(one.asks for _, one in self._open))


def says_what_follows(text: str) -> bool:
    """Whether a heading speaks of a part of an advert, not of the job."""
    return text.endswith(":") or bool(importance(text) or PARTS.fullmatch(text.strip()))


def importance(text: str) -> Importance | None:
    """What a text says of how much something matters; None where it says nothing, or both."""
    desirable = bool(DESIRABLE.search(text) or NOT_ESSENTIAL.search(text))
    essential = bool(ESSENTIAL.search(NOT_ESSENTIAL.sub(" ", text)))
    if desirable == essential:
        return None
    return Importance.DESIRABLE if desirable else Importance.ESSENTIAL


def _seems_heading(block: Block) -> bool:
    text = block.text.strip()
    if block.item or "\n" in text or len(text.split()) > SHORT or text.endswith((".", "!", ";", ",")):
        return False
    return text.endswith(":") or bool(ASKS.search(text) or ASIDE.search(text))
