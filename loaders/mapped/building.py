"""Drafts to records: fields that are not as they must be are left out, and what is said twice is kept once."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError

from kmgraph.errors import Problem, warning
from kmgraph.load import Entry
from kmgraph.model import RECORDS, Record, digest, keyed_iri, label_of
from kmgraph.vocabulary import Status
from kmgraph.wording import quoted
from loaders.mapped.drafts import Draft
from loaders.tables.columns import columns


class Made(NamedTuple):
    """A record that was made: a digest of what it says, and where it stands."""

    digest: str
    where: str


class Builder:
    """Makes the records of a source, each once."""

    def __init__(self, short: str):
        self._short = short
        self._made: dict[str, Made] = {}

    def built(self, draft: Draft) -> Iterator[Entry | Problem]:
        """The record, without the fields that are not as they must be; or why it is none."""
        yield from _priced(draft)
        for _ in columns(draft.kind):  # each round takes away a field, or is the last
            if draft.lacking():
                yield draft.left_out()
                return
            try:
                record = self._record(draft)
            except ValidationError as failure:
                yield from _without_the_refused(draft, failure)
            else:
                yield from self._once(record, draft)
                return

    def _record(self, draft: Draft) -> Record:
        record = RECORDS[draft.kind]
        values = {"status": Status.SOURCED, **draft.values}
        if record.key:
            values["id"] = keyed_iri(draft.kind, self._short, values)
        return record.model_validate(values)

    def _once(self, record: Record, draft: Draft) -> Iterator[Entry | Problem]:
        """The record; where its name was given before, what becomes of it."""
        said = digest(record)
        before = self._made.get(record.id)
        if before is None:
            self._made[record.id] = Made(said, draft.row.where)
            yield Entry(record, draft.row.place, draft.columns)
        elif before.digest == said:
            yield from () if draft.repeats else (_twice(draft, before),)
        elif draft.repeats:
            yield _differs(record, draft, before)
        else:  # two records of one name, which the rules of every load refuse
            yield Entry(record, draft.row.place, draft.columns)


def _twice(draft: Draft, before: Made) -> Problem:
    message = f"This {draft.kind} stands already in {before.where}, so it is kept once."
    hint = "Delete one of them, or write “repeats: expected” in the mapping."
    return warning(draft.row.place, message, hint, column=draft.row.at or None)


def _differs(record: Record, draft: Draft, before: Made) -> Problem:
    message = f"The {draft.kind} {quoted(label_of(record))} says something else than in {before.where}."
    hint = "The first is kept; mend one of them."
    return warning(draft.row.place, message, hint, column=draft.row.at or None)


def _priced(draft: Draft) -> Iterator[Problem]:
    """Holds the sign of a price against the currency; a currency without a price says nothing, and goes."""
    stated = draft.values.get("currency")
    meant = draft.price.currencies if draft.price and "fee" in draft.values else ()
    if meant and stated and stated not in meant:
        column, written = draft.column("fee"), draft.price.written if draft.price else ""
        message = f"The price {quoted(written)} is not in {stated}, the currency stated for it, so it is left out."
        yield warning(draft.row.place, message, "Mend one of the two.", column=column, value=written)
        del draft.values["fee"]
    elif len(meant) == 1 and not stated:
        draft.values["currency"] = meant[0]
    if "fee" not in draft.values:
        draft.values.pop("currency", None)


def _without_the_refused(draft: Draft, failure: ValidationError) -> Iterator[Problem]:
    """Takes away the fields of a draft that are not as they must be, and says so of each."""
    for doubt in failure.errors(include_url=False):
        name = str(doubt["loc"][0])
        field = columns(draft.kind).get(name)
        shape = field.shape if field else None
        message = f"{quoted(doubt['input'])} is not {shape or 'as expected'}, so it is left out."
        hint = "Mend the cell." if shape or not field else f"Write: {field.note}."
        value = str(doubt["input"])[:200]
        yield warning(draft.row.place, message, hint, column=draft.column(name), value=value)
        draft.values.pop(name, None)
        if name == "fee":
            draft.values.pop("currency", None)
