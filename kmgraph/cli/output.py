"""What is printed: plain text that cannot steer a terminal, and what happens where it cannot be written."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from traceback import walk_tb
from typing import Any, TextIO

import click

from kmgraph.errors import KmgraphError, Problem, Severity

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal, turn the direction of what follows, or cannot be written as UTF-8."""
SORTS = {Severity.ERROR: "Error", Severity.WARNING: "Check", Severity.NOTE: "Note"}
"""How the line of a problem begins."""
PRINTERS = ("click", "rich")
"""Libraries that print."""


class OutputError(KmgraphError):
    """What was to be printed could not be written."""

    def __init__(self, why: str):
        super().__init__(f"The output could not be written ({why}). What the command did before that stays done.")


def visible(text: str) -> str:
    """Text with stand-ins such as <U+001B> for characters that steer a terminal; lines and tabs stay."""
    return STEERS.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)


def tell(text: str) -> None:
    """Prints a line for people to standard error; nothing where that cannot be written."""
    try:
        click.echo(visible(text), err=True)
    except OSError:
        mute("stderr")


def tell_problems(problems: Iterable[Problem]) -> None:
    """Prints doubts about data to standard error, a line each."""
    for problem in problems:
        tell(f"{SORTS[problem.severity]}: {problem}")


def out() -> TextIO:
    """Standard output.

    Raises:
        OutputError: it is closed.
    """
    if sys.stdout is None:
        raise OutputError("it is closed")
    return sys.stdout


def print_line(text: str) -> None:
    """Prints a line to standard output."""
    click.echo(visible(text), out())


def print_json(value: Any) -> None:
    """Prints a value as JSON, in UTF-8 whatever the terminal's encoding."""
    said = json.dumps(value, ensure_ascii=False, indent=2)
    said = STEERS.sub(lambda found: found.group() if found.group() == "\n" else f"\\u{ord(found.group()):04x}", said)
    to = out()
    to.flush()
    to.buffer.write(said.encode() + b"\n")
    to.buffer.flush()


def print_answer(said: Mapping[str, Any], store: str, began: float) -> None:
    """Prints an answer as JSON, with the store's name and the milliseconds since `began` (`time.perf_counter`)."""
    elapsed = round((time.perf_counter() - began) * 1000, 1)
    print_json({**said, "store": store, "elapsed_ms": elapsed})


def unwritten(failure: Exception) -> OutputError | None:
    """What to say of a failure that arose while something was printed; None of any other."""
    if not isinstance(failure, OSError):
        return None
    *_, (frame, _) = walk_tb(failure.__traceback__)
    module = frame.f_globals.get("__name__", "")
    if module != __name__ and module.split(".")[0] not in PRINTERS:
        return None
    mute("stdout")
    return OutputError(failure.strerror or str(failure))


def mute(stream: str) -> None:
    """Lets go of a standard stream, so that Python does not complain of it again while closing it."""
    with suppress(OSError):
        setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as the program


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int | None, str], None] | None]:
    """Progress on a terminal, told as `(done, total, what)`; None where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)
