"""Damage to what stands where: files that are missing, links, pipes, devices, odd names, and the wrong path."""

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.fuzz.draft import Draft, Spoil, Unfit

NAMES = (
    "a\nb", "a\x1b[2Jb", "\udcff\udcfe", "\u202efdp", "x" * 240, " ", "-rf", "~", "é", "e\u0301", "README", ".hidden",
    "_draft", "con", "a'b", 'a"b', "100%", "{x}", "a;b", "a|b", "*", "?", "skills_en", "skills_fr", "dataset",
    "nul\u0000".rstrip("\0"), "\u200b", "…",
)  # fmt: skip
Make = Callable[[Path], None]


def _zero(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _circle(file: Path) -> None:
    file.symlink_to(file.name)


def _nowhere(file: Path) -> None:
    file.symlink_to("no such file")


def _above(file: Path) -> None:
    file.symlink_to("..")


def _beside(file: Path) -> None:
    file.symlink_to("../beside.txt")


def _folder(file: Path) -> None:
    file.mkdir()


def _full_folder(file: Path) -> None:
    file.mkdir()
    for name in ("a", "b.csv", "c.md", "d.json"):
        (file / name).write_text("a,b\n1,2\n")


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened, suppress(OSError):  # where the path is too long for one
        opened.bind(str(file))


def _vast(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(20_000_000_000)


def _large(file: Path) -> None:
    with file.open("wb") as opened:
        for _ in range(190):
            opened.write("é \n\t".encode() * 200_000)


MAKES: tuple[Make, ...] = (
    _zero,
    os.mkfifo,
    _circle,
    _nowhere,
    _above,
    _beside,
    _folder,
    _full_folder,
    _socket,
    _vast,
    _large,
)


def no_such_file(draft: Draft, rng: Random) -> None:
    """A file is missing."""
    name = draft.pick(rng)
    del draft.files[name]
    if draft.entry == name and rng.random() < 0.5:
        draft.entry = ""


def no_file_at_all(draft: Draft, rng: Random) -> None:
    """The folder is empty, or what is to be loaded does not exist."""
    draft.files.clear()


def something_else(draft: Draft, rng: Random) -> None:
    """A link, a pipe, a device, a folder or a vast file stands where a file should."""
    name, make = draft.pick(rng), rng.choice(MAKES)
    del draft.files[name]

    def act(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        make(folder / name)

    draft.acts.append(act)


def something_beside(draft: Draft, rng: Random) -> None:
    """A link, a pipe, a device or a folder stands beside the files, called much like them."""
    name, make = draft.pick(rng), rng.choice(MAKES)
    stem, dot, ending = name.rpartition(".")
    beside = f"{rng.choice(('a', stem + '2', 'zz'))}{dot}{ending}"
    if beside in draft.files:
        raise Unfit
    draft.acts.append(lambda folder: make(folder / beside))


def odd_name(draft: Draft, rng: Random) -> None:
    """A file has an odd name, or stands there again under one."""
    name = draft.pick(rng)
    new = rng.choice(NAMES) + rng.choice((name[name.rfind(".") :], name[name.rfind(".") :].upper(), "", ".txt"))
    if new in draft.files or "\0" in new:
        raise Unfit
    content = draft.files[name] if rng.random() < 0.5 else draft.files.pop(name)
    draft.files[new] = content
    if draft.entry and rng.random() < 0.7:
        draft.entry = new


def deep_folder(draft: Draft, rng: Random) -> None:
    """The files stand in folders within folders."""
    depth = rng.choice((1, 2, 12))
    place = "/".join(["a"] * depth) + "/"
    moved = [name for name in sorted(draft.files) if rng.random() < 0.5]
    for name in moved:
        draft.files[place + name] = draft.files.pop(name)


def many_files(draft: Draft, rng: Random) -> None:
    """There are hundreds of files more, empty or alike."""
    name = draft.pick(rng)
    ending = name[name.rfind(".") :]
    content = rng.choice((b"", b"\n", draft.files[name]))
    for number in range(rng.choice((30, 600 if len(content) < 3_000 else 60))):
        draft.files[f"{number}{ending}"] = content


def wrong_path(draft: Draft, rng: Random) -> None:
    """Another path is given: a file for the folder, the folder for a file, or one that is not there."""
    if not draft.files:
        raise Unfit
    choices = ["", draft.pick(rng), draft.pick(rng), "missing", f"{draft.pick(rng)}/", "..", "a\nb"]
    draft.entry = rng.choice([choice for choice in choices if choice != draft.entry])


SPOILS: tuple[Spoil, ...] = (
    no_such_file, something_else, something_beside, odd_name, deep_folder, many_files, wrong_path, something_else,
    no_file_at_all,
)  # fmt: skip
