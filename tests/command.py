"""The command line, run in the process of a test."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def well(self) -> str:
        """What it printed, where it ended well."""
        assert self.code == 0, self.err
        return self.out


Command = Callable[..., Ran]


def runner(capfd: pytest.CaptureFixture[str]) -> Command:
    """Something that runs the command line with these arguments."""
    from kmgraph.cli import main

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(map(str, arguments)))
        said = capfd.readouterr()
        return Ran(int(end.value.code or 0), said.out, said.err)

    return run
