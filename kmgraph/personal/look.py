"""Whether a text seems to name a person, or to say how to reach one."""

import re

from kmgraph.personal.names import Known, name_in
from kmgraph.wording import quoted

# Bounded repetition: a long text without any such address must not take quadratic time.
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
NUMBERS = re.compile(
    r"(?:https?://)?(?:orcid\.org/)?(?<![\dX-])\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\w-])"
    r"|(?<![\w/.-])\+\d(?:[ ()./-]{0,2}\d){8,14}(?!\w)"
)
SIGNS = ("@", "[at]", "(at)", "{at}", "+")
ORCID_SIGN = re.compile(r"-\d{4}-\d{4}-\d{3}[\dX](?![\w-])")
"""The end of an ORCID, which unlike the whole is found quickly; a UUID has none."""
SURE = re.compile(rf"{ADDRESS.pattern}|\b[\w.+-]{{1,64}} ?(?:\[at\]|\(at\)|\{{at\}}) ?[\w-]{{2,63}}|{NUMBERS.pattern}")
"""What reaches a person without doubt: e-mail addresses, ORCIDs and international telephone numbers."""
SHAPES = {
    "an e-mail address": (
        ADDRESS.pattern,
        r"\b[\w.+-]{1,64} ?(?:\[at\]|\(at\)|\{at\}) ?[\w-]{2,63}",
        r"\b[\w.+-]{1,64} at [\w-]{1,63} dot (?:ac|com?|edu|eu|gov|ie|net|org|uk)\b",
    ),
    "the ORCID of a person": (r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b",),
    "the web page of a person": (
        r"\b(?:linkedin\.com/(?:in|pub)|orcid\.org|(?:(?<![\w.])x|twitter|facebook|instagram)\.com|threads\.net"
        r"|bsky\.app/profile|researchgate\.net/profile|scholar\.google\.[a-z.]{2,6}/citations|academia\.edu)/[^\s/]",
        r"/(?:~\w|@\w|(?:people|person|staff|profiles?|users?|team|members?)/[\w-]*[a-z][._-][a-z])",
    ),
    "the handle of a person": (r"(?<![\w/.@])@[a-z_]\w{1,29}",),
    "a telephone number": (
        r"(?<![\w/.-])(?:\+|\(?0)\d?(?:[ ()./-]{0,2}\d){8,14}(?!\w)",
        r"(?<![\w/.-])7\d{9}(?!\w)",
        r"(?<![\w/.-])44[1237]\d{9}(?!\w)",
    ),
    "a National Insurance number": (r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",),
}
"""What reaches a person, and how it is written."""
REACHES = [(re.compile(shape, re.IGNORECASE), what) for what, shapes in SHAPES.items() for shape in shapes]
ORDINARY = Known()


def reaches(text: str) -> bool:
    """Whether a text holds what reaches a person without doubt (`SURE`); quick where it does not."""
    signed = any(sign in text for sign in SIGNS) or ORCID_SIGN.search(text)
    return bool(signed and SURE.search(text))


def looks_personal(text: str, known: Known = ORDINARY) -> str | None:
    """Why a text looks personal, such as "“Jane Smith” looks like the name of a person"; None where it does not.

    Args:
        text: what somebody wrote.
        known: the words of the data, which are no names.
    """
    for shape, what in REACHES:
        if found := shape.search(text):
            return f"{quoted(found.group())} looks like {what}"
    name = name_in(text, known)
    return f"{quoted(name)} looks like the name of a person" if name else None
