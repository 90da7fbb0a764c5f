"""Damage to the bytes and the lines of any file."""

from random import Random

from tests.fuzz.draft import Draft, Spoil, Unfit

FILLERS = (
    "a", " ", "\n", "\t", ",", ";", '"', "'", "[", "{", "(", "<", ">", "*", "_", "`", "#", "|", "&", "\\", "-", ": ",
    "- ", "> ", "1", "é", "\r", "\0", "<a>", "<!--", "[[", "](", "![", "&a;", "*a ", "a.", "_:b ", "a|", "a\n\n", "'\"",
)  # fmt: skip
SIZES = (100_000, 1_000_000, 5_000_000, 30_000_000)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "shift-jis", "cp037")
MARKS = (b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"\x1f\x8b", b"PK\x03\x04",
         b"%PDF-1.7\n", b"<?xml version='1.0' encoding='utf-16'?>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # fmt: skip
ODD = (b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"\x1b[2J", b"\x85", b"\r",
       b"\xe2\x80\xa8", b"\xef\xbf\xbf", b"\xef\xbb\xbf", b"\x08")  # fmt: skip
"""What no text should hold, or hardly."""


def _file(draft: Draft, rng: Random) -> tuple[str, bytes]:
    name = draft.pick(rng)
    if not draft.files[name]:
        raise Unfit
    return name, draft.files[name]


def _span(content: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(content))
    return start, min(len(content), start + rng.choice((1, 2, 10, 100, 1_000)))


def flipped_bits(draft: Draft, rng: Random) -> None:
    """A few bits are others."""
    name, content = _file(draft, rng)
    spoilt = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    draft.files[name] = bytes(spoilt)


def bytes_cut_out(draft: Draft, rng: Random) -> None:
    """A piece is missing."""
    name, content = _file(draft, rng)
    start, end = _span(content, rng)
    draft.files[name] = content[:start] + content[end:]


def bytes_doubled(draft: Draft, rng: Random) -> None:
    """A piece stands again, there or elsewhere, once or often."""
    name, content = _file(draft, rng)
    start, end = _span(content, rng)
    at = rng.choice((end, rng.randrange(len(content) + 1)))
    draft.files[name] = content[:at] + content[start:end] * rng.choice((1, 2, 50)) + content[at:]


def truncated(draft: Draft, rng: Random) -> None:
    """The file ends too early."""
    name, content = _file(draft, rng)
    draft.files[name] = content[: rng.randrange(len(content))]


def emptied(draft: Draft, rng: Random) -> None:
    """There is nothing in the file, or next to nothing."""
    name, _ = _file(draft, rng)
    draft.files[name] = rng.choice((b"", b"\n", b" ", b"\xef\xbb\xbf", b"\0", b"null", b"---\n", b"\r\n\r\n"))


def odd_bytes(draft: Draft, rng: Random) -> None:
    """Bytes that no text should hold, in one place or several."""
    name, content = _file(draft, rng)
    for _ in range(rng.choice((1, 1, 5))):
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice(ODD) + content[at:]
    draft.files[name] = content


def noise(draft: Draft, rng: Random) -> None:
    """Anything at all, in the midst of the file or instead of it."""
    name, content = _file(draft, rng)
    at = rng.randrange(len(content) + 1)
    random = rng.randbytes(rng.choice((10, 1_000, 100_000)))
    draft.files[name] = rng.choice((random, content[:at] + random + content[at:]))


def other_encoding(draft: Draft, rng: Random) -> None:
    """The whole file is in an encoding that nobody asked for."""
    name = draft.pick(rng)
    draft.files[name] = draft.text(name).encode(rng.choice(ENCODINGS), "replace")


def half_in_other_encoding(draft: Draft, rng: Random) -> None:
    """From one line on, the file is in another encoding."""
    name, content = _file(draft, rng)
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    rest = b"\n".join(lines[at:]).decode("utf-8", "replace") + "é"
    draft.files[name] = b"\n".join([*lines[:at], rest.encode(rng.choice(ENCODINGS), "replace")])


def marked(draft: Draft, rng: Random) -> None:
    """The file begins as another kind of file does."""
    name = draft.pick(rng)
    draft.files[name] = rng.choice(MARKS) + draft.files[name]


def other_line_ends(draft: Draft, rng: Random) -> None:
    """Lines end as they do on other machines, or nowhere."""
    name = draft.pick(rng)
    ends = (b"\r\n", b"\r", b"\n\r", b"", b" ", "\u2028".encode(), b"\x85", b"\x0b", b"\n\n")
    draft.files[name] = draft.files[name].replace(b"\n", rng.choice(ends))


def lines_shuffled(draft: Draft, rng: Random) -> None:
    """The lines stand in another order, or some of them."""
    name, content = _file(draft, rng)
    lines = content.splitlines(keepends=True)
    start = rng.randrange(len(lines))
    some = lines[start : start + rng.choice((2, 5, len(lines)))]
    rng.shuffle(some)
    draft.files[name] = b"".join([*lines[:start], *some, *lines[start + len(some) :]])


def lines_of_other_files(draft: Draft, rng: Random) -> None:
    """A line has strayed from one file into another."""
    name, content = _file(draft, rng)
    _, other = _file(draft, rng)
    lines = content.splitlines(keepends=True)
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(other.splitlines(keepends=True)))
    draft.files[name] = b"".join(lines)


def twice_over(draft: Draft, rng: Random) -> None:
    """The whole file stands in itself twice or more."""
    name, content = _file(draft, rng)
    draft.files[name] = content * rng.choice((2, 3, 10))


def files_exchanged(draft: Draft, rng: Random) -> None:
    """Two files have each other's names."""
    one, other = draft.pick(rng), draft.pick(rng)
    if one == other:
        raise Unfit
    draft.files[one], draft.files[other] = draft.files[other], draft.files[one]


def endless(draft: Draft, rng: Random) -> None:
    """Somewhere the same is said without end: a line of tens of megabytes, or as many lines."""
    name, content = _file(draft, rng)
    filler = rng.choice(FILLERS).encode()
    size = rng.choice(SIZES)
    at = rng.choice((0, len(content), rng.randrange(len(content))))
    draft.files[name] = content[:at] + filler * (size // len(filler)) + content[at:]


SPOILS: tuple[Spoil, ...] = (
    flipped_bits, bytes_cut_out, bytes_doubled, truncated, emptied, odd_bytes, noise, other_encoding,
    half_in_other_encoding, marked, other_line_ends, lines_shuffled, lines_of_other_files, twice_over,
    files_exchanged,
)  # fmt: skip
HEAVY: tuple[Spoil, ...] = (endless, endless)
