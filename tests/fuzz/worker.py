"""The process in which the inputs of one format are tried one after the other; each outcome is a line of JSON."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.trial import Ground


def main(format: str, seed: int, numbers: Iterable[int], folder: Path, ground_of: type[Ground] = Ground) -> None:
    """Tries inputs; says before each that it begins, so that the one that ends the process is known."""
    with os.fdopen(os.dup(1), "w") as said:
        os.dup2(2, 1)  # whatever else prints does not disturb
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            ground = ground_of(format, Path(temporary))
            for number in numbers:
                print(json.dumps({"begins": number}), file=said, flush=True)
                outcome = ground.tried(seed, number)
                if outcome.failures:
                    name = f"{format}-{seed}-{number}"
                    Path(temporary, name).rename(folder / name)
                print(json.dumps(asdict(outcome)), file=said, flush=True)


def asked() -> tuple[str, int, list[int], Path]:
    """What the command line asks for: a format, a seed, the numbers of inputs, the folder for those that fail."""
    _, format, seed, numbers, folder = sys.argv
    return format, int(seed), json.loads(numbers), Path(folder)


if __name__ == "__main__":
    main(*asked())
