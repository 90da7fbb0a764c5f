"""Web addresses in what others publish, and short names of sources that are made of them or of files."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from kmgraph.personal import looks_personal
from loaders.foreign.making import slug

LONGEST = 60
"""Letters of the address, or of the name of a file, in the short name of a source."""
ESCO_ROLES = ("http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/isco/")
"""How the IRIs begin of what are roles in ESCO, and groups of roles."""


def address(text: str) -> bool:
    """Whether a text is a web address."""
    host = text.partition("://")[2].split("/")[0]
    return text.startswith(("http://", "https://")) and "." in host.strip(".") and not set(' <>"{}|\\^`') & set(text)


def short_of(format: str, address: str) -> str | None:
    """The short name of a source by the address of what it is about: its format, host and path, and a digest.

    The format keeps it from the names of other sources, such as starter or esco; the digest of the address as it is
    written tells apart what the dots between host and path do not, such as v1/2 and v1.2.
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # half of a bracket in the host
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    whole = f"{parts.hostname.removeprefix('www.')}/{parts.path}/{parts.query}/{parts.fragment}".lower()
    plain = re.sub(r"[^a-z0-9.]+", "-", ".".join(filter(None, whole.split("/"))))
    plain = re.sub(r"[-.]*\.[-.]*", ".", plain)[:LONGEST].strip("-.")
    return "-".join(filter(None, (format, plain, _digest(address, 6))))


def short_of_file(format: str, path: Path, stem: str) -> str:
    """The short name of a source that does not say what it is called: that of its file, `stem` without the ending.

    The digest is that of the folder as well, for many files are called index.html.
    """
    plain = slug(impersonal(stem, "file"))[:LONGEST].strip("-")
    return f"{format}-{plain}-{_digest(str(path.resolve().parent / stem), 6)}"


def impersonal(file_name: str, otherwise: str) -> str:
    """The name of a file as a title; another where it seems to name a person."""
    return otherwise if looks_personal(re.sub(r"[_.-]+", " ", file_name)) else file_name


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()
