"""A mapping in the making: what is proposed for each column, how sure that is, and why."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kmgraph.vocabulary import Kind
from kmgraph.wording import visible

DAYS_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.][0-9]{4}")
PLAIN = re.compile(r"[A-Za-z0-9][\w./()+-]*(?: [\w./()+-]+)*")
"""What YAML takes for a text without quotation marks."""
RESERVED = ("null", "yes", "no", "true", "false", "on", "off")
SURE, LIKELY, GUESS = "sure", "likely", "a guess"


def days(texts: Iterable[str]) -> str | None:
    """How a column writes its dates; None where it writes them year first, as the graph does."""
    parts = [found.groups() for text in texts if (found := DAYS_FIRST.fullmatch(text))]
    if not parts:
        return None
    return "month/day/year" if any(int(second) > 12 for _, second in parts) else "day/month/year"


def scalar(text: str) -> str:
    """A text as YAML writes it."""
    if PLAIN.fullmatch(text) and text.casefold() not in RESERVED and text.isascii():
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in quoted)


def flow(entries: dict[str, str]) -> str:
    """Entries on one line; the values are YAML already."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in entries.items()) + "}"


def noted(line: str, note: str) -> str:
    """A line with a comment after it."""
    return f"{line}  # {' '.join(visible(note).split())}" if note else line


@dataclass
class Proposed:
    """A record that each row makes."""

    name: str
    kind: Kind
    note: str
    each: str = ""
    """The YAML of the cell of which each value makes one; none where the row makes one."""
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The YAML of each field, and why."""
    extra: dict[str, str] = field(default_factory=dict)
    """Columns that are kept beside the record, and why."""
    repeats: bool = False

    def set(self, name: str, yaml: str, sureness: str, why: str) -> None:
        """Proposes where a field comes from."""
        self.fields.setdefault(name, (yaml, f"{sureness}: {why}"))

    def lines(self) -> Iterator[str]:
        """The record as YAML, without its indentation."""
        yield f"{self.name}:"
        yield noted(f"  kind: {self.kind.value}", self.note)
        if self.each:
            yield f"  each: {self.each}"
        for name, (yaml, why) in self.fields.items():
            yield noted(f"  {name}: {yaml}", why)
        if self.extra:
            yield "  extra:"
            for column, why in self.extra.items():
                yield noted(f"    - {scalar(column)}", why)
        if self.repeats:
            yield noted("  repeats: expected", "several rows tell of the same")


@dataclass
class Sketch:
    """What is proposed for one table."""

    file: str
    at: str = ""
    records: list[Proposed] = field(default_factory=list)
    journeys: dict[str, tuple[str, str]] = field(default_factory=dict)
    constants: dict[Kind, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Records that the mapping states itself, by kind and id."""
    ignore: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """What keeps the mapping from being loaded, in sentences."""

    def state(self, kind: Kind, name: str, **fields: str) -> None:
        """Proposes a record that the mapping states itself."""
        self.constants.setdefault(kind, {})[name] = {"id": name, **fields}

    def lines(self) -> Iterator[str]:
        """The table as YAML, a list item."""
        yield f"  - file: {scalar(self.file)}"
        if self.at:
            yield f"    at: {scalar(self.at)}"
        for sentence in self.missing:
            yield f"    # MISSING: {' '.join(visible(sentence).split())}"
        if self.records:
            yield "    records:"
            for record in self.records:
                yield from _indented(record.lines(), 6)
        if self.journeys:
            yield "    journeys:"
            for name, (yaml, why) in self.journeys.items():
                yield noted(f"      {name}: {yaml}", why)
        if self.ignore:
            yield "    ignore:"
            for column, why in self.ignore.items():
                yield f"      {scalar(column)}: {scalar(' '.join(visible(why).split()))}"


def _indented(lines: Iterable[str], by: int) -> Iterator[str]:
    return (" " * by + line for line in lines)


def constant_lines(sketches: Iterable[Sketch]) -> Iterator[str]:
    """The records that the mapping states itself, as YAML."""
    stated: dict[Kind, dict[str, dict[str, str]]] = {}
    for sketch in sketches:
        for kind, records in sketch.constants.items():
            stated.setdefault(kind, {}).update(records)
    if stated:
        yield "records:"
    for kind, records in stated.items():
        yield f"  {kind.value}:"
        for fields in records.values():
            yield f"    - {flow({name: scalar(text) for name, text in fields.items()})}"
    if stated:
        yield ""
