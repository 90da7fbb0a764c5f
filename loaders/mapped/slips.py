"""Reads what a mapping says and collects what is wrong with it, each slip with its line and the nearest right word."""

from collections.abc import Collection, Mapping
from pathlib import Path

from kmgraph.errors import Place, Problem, error
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.mapped.document import Said

NOTHING = Said("", 0)
LONG = 12
"""Words to choose from that are listed where none is near."""


class Slips:
    """The slips of one mapping so far; each reading gives what it can, so that all are found in one go."""

    def __init__(self, path: Path):
        self.path = path
        self.problems: list[Problem] = []

    def place(self, line: int) -> Place:
        """A line of the mapping."""
        return Place(str(self.path), line)

    def add(self, line: int, message: str, hint: str, *, column: str | None = None, value: str | None = None) -> None:
        """Notes a slip."""
        self.problems.append(error(self.place(line), message, hint, column=column, value=value))

    def text(self, said: Said | None, what: str) -> str:
        """A text; an empty one where there is none, which is a slip."""
        if said is not None and isinstance(said.value, str) and said.value.strip():
            return said.value.strip()
        if said is not None:
            shape = "empty" if said.value in ("", [], {}) else "a list" if isinstance(said.value, list) else "entries"
            self.add(said.line, f"{quoted(what)} is {shape}, where one text belongs.", "Write one text.", column=what)
        return ""

    def texts(self, said: Said | None, what: str) -> tuple[str, ...]:
        """A text or a list of texts; blanks count, since they may stand between values."""
        items = said.value if said is not None and isinstance(said.value, list) else [said] if said else []
        for item in items:
            if not isinstance(item.value, str) or not item.value:
                hint = "Write one text or a list of texts."
                self.add(item.line, f"{quoted(what)} holds something else than texts.", hint, column=what)
        return tuple(item.value for item in items if isinstance(item.value, str) and item.value)

    def items(self, said: Said | None, what: str) -> list[Said]:
        """A list."""
        if said is not None and isinstance(said.value, list):
            return said.value
        if said is not None:
            hint = "Begin each entry on a line of its own, with a hyphen."
            self.add(said.line, f"{quoted(what)} is no list.", hint, column=what)
        return []

    def entries(self, said: Said | None, what: str) -> Mapping[str, Said]:
        """Names with what stands under them."""
        if said is not None and isinstance(said.value, dict):
            return said.value
        if said is not None:
            hint = "Write a name and a colon on each line, set in by two blanks."
            self.add(said.line, f"{quoted(what)} holds no entries.", hint, column=what)
        return {}

    def known(
        self, found: Mapping[str, Said], what: str, line: int, needed: Collection[str], others: Collection[str] = ()
    ) -> None:
        """Notes entries that are missing, and those that mean nothing."""
        choices = [*needed, *others]
        for name, said in found.items():
            if name not in choices:
                self.strange(name, said.line, f"{quoted(what)} has no entry {quoted(name)}.", choices)
        for name in needed:
            if name not in found:
                self.add(line, f"{quoted(what)} lacks {quoted(name)}.", f"Add “{name}:” to it.", column=name)

    def strange(self, word: str, line: int, message: str, choices: Collection[str]) -> None:
        """Notes a word that is none of the choices."""
        all_of_them = f"Write {listed(list(choices))}." if len(choices) <= LONG else "Look at docs/mapping.md."
        self.add(line, message, did_you_mean(word, choices) or all_of_them, column=word[:80], value=word)
