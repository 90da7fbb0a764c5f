"""Damage to zips, and to the workbooks that are zips: members that lie, swell, stand outside or are no files."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from zlib import crc32

from tests.fuzz.bombs import DOCTYPES
from tests.fuzz.draft import Draft, Spoil, Unfit

ZIPS = (".zip", ".xlsx")
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
FIELDS = {6: 2, 8: 2, 14: 4, 18: 4, 22: 4, 26: 2, 28: 2}
"""Places and sizes of the fields of a local header: flags, method, checksum, both sizes, lengths of name and rest."""
NAMES = (
    "/etc/passwd.csv", "../../canary.csv", "..\\..\\x.csv", "C:\\x.csv", "", ".", "..", "a/../skills_en.csv",
    "x" * 60_000 + ".csv", "a\x1b[2Jb.csv", "skills_en.csv/", "skills_en.csv", "\u202efsc.csv", "con.csv",
    "__MACOSX/._skills_en.csv", "é.csv", "a//b.csv", "xl/../x.xml", "nested.zip",
)  # fmt: skip


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files, the same bytes each time."""
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, method)
    return held.getvalue()


def _members(draft: Draft, rng: Random, *endings: str) -> tuple[str, dict[str, bytes]]:
    name = draft.pick(rng, *(endings or ZIPS))
    try:
        with zipfile.ZipFile(io.BytesIO(draft.files[name])) as archive:
            return name, {part.filename: archive.read(part) for part in archive.infolist()}
    except Exception:  # spoilt already
        raise Unfit from None


def members_spoilt(draft: Draft, rng: Random) -> None:
    """The files in the zip are spoilt, or missing, and the zip is sound."""
    name, members = _members(draft, rng)
    from tests.fuzz import cells, octets

    inner = Draft(members, "")
    spoil = rng.choice((*cells.SPOILS, *octets.SPOILS) if name.endswith(".zip") else octets.SPOILS)
    if rng.random() < 0.2:
        del inner.files[inner.pick(rng)]
    else:
        spoil(inner, rng)
    draft.files[name] = zipped(inner.files)


def odd_members(draft: Draft, rng: Random) -> None:
    """The zip holds files with names that lead out of it, that mean nothing, or that stand twice."""
    name, members = _members(draft, rng)
    for _ in range(rng.choice((1, 3))):
        content = rng.choice((b"", b"Stowaway.", rng.choice(list(members.values()) or [b""])))
        members[rng.choice(NAMES)] = content
    draft.files[name] = zipped(members, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def members_twice(draft: Draft, rng: Random) -> None:
    """A name stands twice in the zip, with another content."""
    name, members = _members(draft, rng)
    held = io.BytesIO(draft.files[name])
    with warnings.catch_warnings(), zipfile.ZipFile(held, "a") as archive:
        warnings.simplefilter("ignore")
        for member in rng.sample(sorted(members), min(len(members), rng.choice((1, 3)))):
            archive.writestr(zipfile.ZipInfo(member, (2024, 1, 1, 0, 0, 0)), rng.choice(list(members.values())))
    draft.files[name] = held.getvalue()


def packed_otherwise(draft: Draft, rng: Random) -> None:
    """The zip is packed by other methods, or is in another zip."""
    name, members = _members(draft, rng)
    if rng.random() < 0.4:
        inner = zipped(members)
        for _ in range(rng.choice((1, 2, 40))):
            inner = zipped({name: inner, "inner.csv": b""}, zipfile.ZIP_STORED)
        draft.files[name] = inner
    else:
        draft.files[name] = zipped(members, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def headers_that_lie(draft: Draft, rng: Random) -> None:
    """The headers of the zip say another size, method, checksum, name or place than is true, or that it is locked."""
    name = draft.pick(rng, *ZIPS)
    content = bytearray(draft.files[name])
    locals_ = [found.start() for found in re.finditer(LOCAL, content)]
    centrals = [found.start() for found in re.finditer(CENTRAL, content)]
    if not locals_ or len(locals_) != len(centrals):
        raise Unfit
    at = rng.randrange(len(locals_))
    field = rng.choice(list(FIELDS))
    value = rng.choice((0, 1, 9, 12, 14, 99, 0x41, 0xFFFF, 0xFFFFFFFF, rng.randrange(1 << 31))) & (
        (1 << 8 * FIELDS[field]) - 1
    )
    packed = struct.pack("<H" if FIELDS[field] == 2 else "<I", value)
    where = rng.choice(("both", "local", "central"))
    if where != "central":
        content[locals_[at] + field : locals_[at] + field + FIELDS[field]] = packed
    if where != "local":
        content[centrals[at] + field + 2 : centrals[at] + field + 2 + FIELDS[field]] = packed
    if rng.random() < 0.15:
        content[centrals[at] + 42 : centrals[at] + 46] = struct.pack("<I", rng.randrange(1 << 32))
    draft.files[name] = bytes(content)


def ends_that_lie(draft: Draft, rng: Random) -> None:
    """The end of the zip counts its files wrongly, or the zip has something before it or after it."""
    name = draft.pick(rng, *ZIPS)
    content = draft.files[name]
    at = content.rfind(END)
    if at < 0:
        raise Unfit
    lying = bytearray(content)
    place = at + rng.choice((4, 8, 10, 12, 16, 20))
    lying[place : place + 2] = rng.choice((b"\0\0", b"\xff\xff", b"\1\0"))
    draft.files[name] = rng.choice(
        (bytes(lying), b"a,b\n" * 100 + content, content + b"\0" * 70_000, content + content)
    )


def _bomb(name: str, block: bytes, times: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as file:
        for _ in range(times):
            file.write(block)
    return held.getvalue()


def swelling(draft: Draft, rng: Random) -> None:
    """A file in the zip unpacks to hundreds of megabytes, whatever the headers say."""
    name, members = _members(draft, rng)
    member = rng.choice(sorted(members))
    block = (
        rng.choice((b"\0", b"\n", b"a", b",", b"a,b\n", b" ", members[member].partition(b"\n")[0] + b"\n")) * 100_000
    )
    bomb = _bomb(member, block, rng.choice((30_000_000, 150_000_000)) // len(block))
    if rng.random() < 0.4:  # it says that it is small
        size = struct.pack("<I", rng.choice((10, 1_000_000)))
        at = bomb.rfind(CENTRAL)
        bomb = bomb[: at + 24] + size + bomb[at + 28 :]
    draft.files[name] = bomb


def many_members(draft: Draft, rng: Random) -> None:
    """The zip holds a hundred thousand files."""
    name, members = _members(draft, rng)
    ending = rng.choice((".csv", ".xml", ".txt", ""))
    locals_, centrals = io.BytesIO(), io.BytesIO()
    sound = dict(members)
    for number in range(rng.choice((20_000, 100_000))):
        sound[f"{number}{ending}"] = b""
    for member, content in sound.items():
        called = member.encode()
        rest = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 0, 0, 33, crc32(content), len(content), len(content), len(called), 0
        )
        centrals.write(
            CENTRAL + struct.pack("<H", 20) + rest + struct.pack("<HHHII", 0, 0, 0, 0, locals_.tell()) + called
        )
        locals_.write(LOCAL + rest + called + content)
    count = min(len(sound), 0xFFFF)
    size, start = centrals.tell(), locals_.tell()
    tail = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, len(sound), len(sound), size, start)
    tail = b"PK\x06\x06" + tail + b"PK\x06\x07" + struct.pack("<IQI", 0, start + size, 1)
    end = END + struct.pack("<HHHHIIH", 0, 0, count, count, size, start, 0)
    draft.files[name] = locals_.getvalue() + centrals.getvalue() + (tail if len(sound) > 0xFFFE else b"") + end


Edit = Callable[[str, Random], str]
PLACES = ("XFD1048576", "A0", "A-1", "ZZZZ9", "1", "", "A99999999999")
TYPES = ("s", "d", "b", "e", "n", "str", "inlineStr", "x", "")
NUMBERS = ("-1", "999999", "x", "", "1e999", "9" * 400)
TARGETS = ("../../canary.txt", "http://198.51.100.7/", "", "/")
TEXTS = ("=1+1", "_x0000_", "&#1;", "\u202e", "a" * 200_000, "@x")
MERGED = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def _each(pattern: str, before: str, values: Sequence[object], after: str = "") -> Edit:
    """An edit of all places of a pattern, each with a value of its own."""
    return lambda text, rng: re.sub(pattern, lambda _: f"{before}{rng.choice(values)}{after}", text)


EDITS: tuple[Edit, ...] = (
    lambda text, rng: text.replace("?>", "?>" + rng.choice(DOCTYPES)(rng), 1).replace("</t>", "&x;</t>", 5),
    _each(r'r="[A-Z]+\d+"', 'r="', PLACES, '"'),
    _each(r't="s"', 't="', TYPES, '"'),
    _each(r"<v>[^<]*</v>", "<v>", NUMBERS, "</v>"),
    _each(r"<v>", "<f>HYPERLINK(&quot;http://e.org&quot;)</f><v>", ("",)),
    _each(r"</sheetData>", MERGED, ("",)),
    _each(r"</row>", "", ("", "</row>" * 2, "</row>" * 30)),
    _each(r"<row ", '<row r="', (0, -1, 1, 10**9, "x"), '" '),
    _each(r'dimension ref="[^"]*"', 'dimension ref="A1:XFD1048576"', ("",)),
    _each(r'Target="[^"]*"', 'Target="', TARGETS, '"'),
    _each(r"<si>", "<si>", ("<r><t>a</t></r>", "<r><t>a</t></r>" * 1_000)),
    lambda text, rng: text[: len(text) // 2],
    _each(r"UTF-8", "", ("UTF-16", "x", "US-ASCII")),
    lambda text, rng: re.sub(r"<t[^>]*>", lambda found: found[0] + rng.choice(TEXTS), text, count=3),
    _each(r"</c>", "</c>", ("<c/>", "<c/>" * 500)),
)


def workbook_parts(draft: Draft, rng: Random) -> None:
    """A part of a workbook says what no spreadsheet program would write."""
    name, members = _members(draft, rng, ".xlsx")
    for _ in range(rng.choice((1, 2))):
        sheets = [member for member in members if "sheet" in member or "Strings" in member]
        member = rng.choice(sheets if sheets and rng.random() < 0.7 else sorted(members))
        members[member] = rng.choice(EDITS)(members[member].decode("utf-8", "replace"), rng).encode("utf-8", "replace")
    draft.files[name] = zipped(members)


SPOILS: tuple[Spoil, ...] = (
    members_spoilt, odd_members, members_twice, packed_otherwise, headers_that_lie, ends_that_lie, members_spoilt,
    headers_that_lie, workbook_parts, workbook_parts, workbook_parts,
)  # fmt: skip
HEAVY: tuple[Spoil, ...] = (swelling, many_members)
