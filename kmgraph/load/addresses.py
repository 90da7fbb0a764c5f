"""Addresses that links lead to: their namespace, and why one can lead nowhere."""

import re
from urllib.parse import quote, unquote

NAMESPACE = re.compile(r"(.*[/#:](?:[A-Za-z][A-Za-z0-9]*_(?=[0-9]+$))?)[^/#:]+[/#]?(?:\?.*)?", re.DOTALL)
"""All but the last part of an IRI; names of the OBO ontologies share a beginning as well: `T4FS_0000333`."""
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`/]+/[^\s<>\"{}|\\^`]*|urn:[^\s<>\"{}|\\^`]+")
"""What a link may lead to: an address in the Web, or a name without one."""
MALFORMED = "malformed:"
"""How an IRI begins that stands for an address that is none."""
LONGEST = 1_900
"""Characters of an address."""
GROUPS = (8, 4, 4, 4, 12)
"""How many hexadecimal digits stand between the hyphens of a UUID."""


def namespace(iri: str) -> str:
    """The beginning that an IRI shares with the others of its scheme."""
    found = NAMESPACE.fullmatch(iri)
    return found[1] if found else iri


def linked(address: str) -> str:
    """The IRI that an address is; where it is none, one that stands for it until the check leaves it out."""
    address = address.strip()
    if IRI.fullmatch(address) and len(address) <= LONGEST and not address.startswith(MALFORMED):
        return address
    return MALFORMED + (quote(address[: LONGEST // 12], safe="/:?#=&-._~", errors="replace") or quote(" "))


def shown(iri: str) -> str:
    """The address as it was written."""
    return unquote(iri.removeprefix(MALFORMED)) if iri.startswith(MALFORMED) else iri


def broken(iri: str) -> str | None:
    """Why an IRI can name nothing, or None where it can: it is none, or ends in what is almost a UUID."""
    if iri.startswith(MALFORMED):
        return "what it links to is no IRI, such as http://example.org/skill/1"
    name = re.split(r"[/#:]", iri)[-1]
    parts = name.split("-")
    if len(parts) != len(GROUPS) or not all(re.fullmatch(r"[0-9A-Za-z]+", part) for part in parts):
        return None
    right = [len(part) == length for part, length in zip(parts, GROUPS, strict=True)]
    if all(right) and (strange := re.search(r"[^0-9A-Fa-f-]", name)):
        return f"“{name}” is no UUID, for “{strange[0]}” is no hexadecimal digit"
    digits = sum(letter in "0123456789abcdefABCDEF-" for letter in name)
    if sum(right) == len(GROUPS) - 1 and digits == len(name):
        return f"“{name}” is no UUID, for it has too {'few' if len(name) < sum(GROUPS) + 4 else 'many'} digits"
    return None
