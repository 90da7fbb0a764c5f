"""What a file really is, told from its first bytes: people rename PDFs, web pages and old spreadsheets."""

import zipfile
from os import SEEK_END
from pathlib import Path
from typing import IO

WORKBOOK = "an Excel workbook"
SIGNATURES = {
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a SQLite database",
    b"PAR1": "a Parquet file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
}
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of old Office files, and of new ones that a password protects."""
PROTECTED = "EncryptedPackage".encode("utf-16-le")
ZIPPED = {
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "xl/": WORKBOOK,
    "word/": "a Word document",
    "ppt/": "a PowerPoint presentation",
    "META-INF/manifest.xml": "an OpenDocument file",
    "Index/": "a Numbers or Pages document",
}


def true_format(path: Path) -> str | None:
    """What a file is in words, such as “a PDF”; None where nothing speaks against plain text."""
    with path.open("rb") as file:
        return format_of(file)


def format_of(file: IO[bytes]) -> str | None:
    """What the bytes of a file are in words, as for `true_format`."""
    head = file.read(1024)
    if head.startswith(OLE):
        file.seek(max(0, file.seek(0, SEEK_END) - 1_000_000))
        return _old_office(head + file.read())
    if head.startswith(ZIP):
        return _zipped(file)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, what in SIGNATURES.items():
        if start[: len(signature)].lower() == signature.lower():
            return what
    return None


def _old_office(content: bytes) -> str:
    return "a workbook protected by a password" if PROTECTED in content else "an old Office file (such as .xls)"


def _zipped(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "a damaged workbook or ZIP archive"
    for part, what in ZIPPED.items():
        if any(name.startswith(part) for name in names):
            return what
    return "a ZIP archive"
