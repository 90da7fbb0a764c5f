"""Codes of languages (BCP 47), as far as records hold them."""

import re

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNDETERMINED = "und"
"""The code of ISO 639-2 for a language that nobody states."""


def language_of(*stated: str | None) -> str:
    """The first of these that is a code; that for an unknown language where none is."""
    return next((code for code in stated if code and CODE.fullmatch(code)), UNDETERMINED)
