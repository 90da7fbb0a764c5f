"""Records in the making: what is known of each, what it still refers to, and where in the source all that stands."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kmgraph.errors import Problem, warning
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.mapped.money import Price
from loaders.mapped.rows import Row
from loaders.tables.columns import columns


class Reference(NamedTuple):
    """What a field names: the text of a table, or a record that the row itself makes."""

    text: str
    column: str
    by_label: bool
    iri: str | None = None
    line: int | None = None
    """Where the mapping itself says so, which makes it a slip of the mapping."""


@dataclass
class Draft:
    """A record of which everything is known but what its references mean."""

    kind: Kind
    called: str
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    refers: dict[str, list[Reference]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    """What its fields are called in the source."""
    repeats: bool = False
    price: Price | None = None
    """The fee as the source writes it, maybe with its currency."""

    @property
    def own(self) -> str | None:
        """Its IRI, where it has a name of its own."""
        found = self.values.get("id")
        return found if isinstance(found, str) else None

    def column(self, name: str) -> str:
        """What the source calls a field."""
        return self.columns.get(name, name)

    def lacking(self) -> list[str]:
        """The fields without which it is no record."""
        known = columns(self.kind).items()
        return [name for name, column in known if column.required and not (self.values.keys() | self.refers) & {name}]

    def left_out(self) -> Problem:
        """Says that it is not made, for want of what every record of its kind has."""
        lacking = self.lacking()
        message = f"This {self.kind} has no {listed(lacking, 'and no')}, so it is left out with all that hangs on it."
        where = self.column(lacking[0])
        return warning(self.row.place, message, f"Fill in {quoted(where)}, or mend it.", column=where)
