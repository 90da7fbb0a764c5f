"""A source that is being spoilt: its files in memory, what is done to them, and the folder that comes of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

HERE = b"@HERE@"
"""What stands for the folder in which the folder of the source will stand."""
Act = Callable[[Path], None]
"""Something to be done in the folder, once the files are there."""


class Unfit(Exception):
    """The damage cannot be done to this source."""


@dataclass
class Draft:
    """Files by their names, and what of them is given to the loader; "" stands for the folder."""

    files: dict[str, bytes]
    entry: str
    acts: list[Act] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What was done, in order."""

    def copy(self) -> "Draft":
        """The same source, to be spoilt by itself."""
        return Draft(dict(self.files), self.entry)

    def pick(self, rng: Random, *endings: str) -> str:
        """The name of a file, with one of these endings.

        Raises:
            Unfit: there is none.
        """
        names = [name for name in self.files if not endings or name.lower().endswith(endings)]
        if not names:
            raise Unfit
        return rng.choice(names)

    def text(self, name: str) -> str:
        """The text of a file, as far as it is text."""
        return self.files[name].decode("utf-8", "replace")

    def write(self, folder: Path) -> Path:
        """Writes the files; what is to be loaded of them."""
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(os.fsencode(file), "wb") as opened:
                opened.write(content.replace(HERE, os.fsencode(folder.parent)))
        for act in self.acts:
            act(folder)
        return folder / self.entry if self.entry else folder


Spoil = Callable[[Draft, Random], None]
"""A way to spoil a draft; it raises Unfit where it cannot be done, having changed nothing."""
