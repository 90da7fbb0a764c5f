"""References settled when all rows are read: each finds its record, or is told and left out."""

from collections.abc import Iterator

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.mapped.building import Builder
from loaders.mapped.drafts import Draft, Reference
from loaders.mapped.references import Index
from loaders.tables.columns import Column, columns


class Settling:
    """The drafts that wait until everything is known that they may refer to."""

    def __init__(self, index: Index, builder: Builder, mapping: str):
        self._index = index
        self._builder = builder
        self._mapping = mapping
        self._waiting: list[Draft] = []
        self._slips: set[tuple[int, str]] = set()
        """Lines of the mapping that were told, with what they name."""

    def wait(self, draft: Draft) -> None:
        """Takes a draft that refers to others."""
        self._waiting.append(draft)

    def settled(self) -> Iterator[Entry | Problem]:
        """The records that waited, and the references that mean nothing."""
        self._drop_the_unfounded()
        for draft in self._waiting:
            yield from self._settle(draft)
            if not draft.lacking():  # otherwise what it lacks was told
                yield from self._builder.built(draft)
        self._waiting.clear()

    def _drop_the_unfounded(self) -> None:
        """Takes back the records that hang on something missing, and then those that hang on these."""
        gone = True
        while gone:
            gone = False
            for draft in self._waiting:
                if draft.own and self._index.has(draft.own) and self._unfounded(draft):
                    self._index.drop(draft.own)
                    gone = True

    def _unfounded(self, draft: Draft) -> bool:
        """Whether a reference without which the record cannot be means nothing."""
        known = columns(draft.kind)
        return any(
            not any(self._meant(known[name], reference) for reference in refers)
            for name, refers in draft.refers.items()
            if known[name].required
        )

    def _meant(self, column: Column, reference: Reference) -> str | None:
        if reference.iri:
            return reference.iri if self._index.has(reference.iri) else None
        return column.refers and self._index.find(column.refers, reference.text, by_label=reference.by_label)

    def _settle(self, draft: Draft) -> Iterator[Problem]:
        """Puts the records that a draft names in place of its references."""
        refers, draft.refers = draft.refers, {}
        for name, named in refers.items():
            column = columns(draft.kind)[name]
            meant = {reference: self._meant(column, reference) for reference in named}
            found = list(dict.fromkeys(iri for iri in meant.values() if iri))
            alone = column.required and not found
            for reference, iri in meant.items():
                if iri is None and reference.iri is None:
                    yield from self._unmet(draft, column, reference, "this " + draft.kind if alone else "it")
            if found:
                draft.values[name] = tuple(found) if column.many else found[0]
        yield from _without_itself(draft, refers)

    def _unmet(self, draft: Draft, column: Column, reference: Reference, what: str) -> Iterator[Problem]:
        """A reference to nothing: `what` is left out for it; a constant of the mapping is a slip of it, told once."""
        kind, text = column.refers or draft.kind, reference.text
        if reference.line is not None and (reference.line, text) in self._slips:
            return
        missing = self._index.missing(kind, text, reference.column, by_label=reference.by_label)
        if reference.line is None:
            message = f"{missing.message}, so {what} is left out."
            yield warning(draft.row.place, message, missing.hint, column=reference.column, value=text)
        else:
            self._slips.add((reference.line, text))
            place = Place(self._mapping, reference.line)
            yield error(place, f"{missing.message}.", missing.hint, column=column.name, value=text)


def _without_itself(draft: Draft, refers: dict[str, list[Reference]]) -> Iterator[Problem]:
    """Takes away what a course would have to be done before: itself."""
    course = draft.values.get("course")
    if draft.kind is not Kind.PREREQUISITE or course is None or draft.values.get("requires") != course:
        return
    (reference,) = refers["requires"]
    named = quoted(reference.text or course, 300)
    message = f"The course {named} names itself as what must be done before it, so this is left out."
    column = reference.column or draft.column("requires")
    yield warning(draft.row.place, message, "Delete it there.", column=column, value=reference.text or course)
    del draft.values["requires"]
