"""The field in which people choose a record by typing."""

from collections.abc import Callable, Collection, Mapping
from itertools import islice

from app import data
from app.catalogue import ngettext
from app.finding.field import chosen as chosen_in
from app.finding.field import field
from app.finding.told import apart
from kmgraph.graph import Graph
from kmgraph.model import Named, Record, label_of
from kmgraph.vocabulary import Kind

FEW = 80
"""So many records are listed before anything is typed; of more, people type a few letters."""


def finder(
    label: str,
    *,
    key: str,
    kinds: Collection[Kind],
    chosen: str | None,
    on_choose: Callable[[str], None],
    extra: Mapping[str, str] | None = None,
    placeholder: str = "",
) -> None:
    """A field in which people find a record by typing; slips of the pen are understood.

    Args:
        label: what the field is called.
        key: what tells it from other fields, also over reruns.
        kinds: kinds of the records to choose from.
        chosen: IRI of the record (or key of `extra`) that is chosen now, or None.
        on_choose: is told the IRI or key that somebody chose, before the page is drawn again.
        extra: choices beside the records, by key, shown first.
        placeholder: what stands in the empty field.
    """
    graph, others = data.planner().graph, dict(extra or {})
    known = known_of(graph, kinds)
    field(
        key,
        label,
        lambda: take(chosen_in(key), graph, kinds, others, on_choose),
        kinds=kinds,
        placeholder=placeholder,
        chosen=None if chosen is None else {"id": chosen, "label": others.get(chosen) or graph.label(chosen)},
        extra=[{"id": one, "label": words} for one, words in others.items()],
        known=known,
        many="" if known else _many(graph, kinds),
    )


def take(
    sent: object, graph: Graph, kinds: Collection[Kind], extra: Collection[str], on_choose: Callable[[str], None]
) -> None:
    """Tells what was chosen, if it is something that could be chosen: a browser may send anything."""
    if isinstance(sent, str) and (sent in extra or any(sent in graph.nodes.get(kind, {}) for kind in kinds)):
        on_choose(sent)


def known_of(graph: Graph, kinds: Collection[Kind]) -> list[dict[str, str]]:
    """What is listed before anything is typed: all where they are few, of competencies those that roles need most."""
    records = [one for kind in kinds for one in islice(graph.nodes.get(kind, {}).values(), FEW + 1)]
    if len(records) > FEW:
        records = _first(graph) if list(kinds) == [Kind.COMPETENCY] else []
    records.sort(key=lambda one: (label_of(one).casefold(), one.id))
    return [{"id": one.id, "label": one.label, "note": apart(graph, one)} for one in records if isinstance(one, Named)]


def _first(graph: Graph) -> list[Record]:
    """The competencies of the framework that the roles use first, where they are few."""
    shelf = data.shelf(Kind.COMPETENCY)
    frameworks = shelf.facets[0].values[: FEW + 1]
    first = [iri for iri, one in zip(shelf.iris, frameworks, strict=False) if one == frameworks[0]]
    return [graph.nodes[Kind.COMPETENCY][iri] for iri in first] if len(first) <= FEW else []


def _many(graph: Graph, kinds: Collection[Kind]) -> str:
    number = sum(len(graph.nodes.get(kind, {})) for kind in kinds)
    return ngettext(
        "There is {n} to choose from. Type the first letters.", "There are {n} to choose from. Type the first letters.",
        number,
    ).format(n=f"{number:,}")  # fmt: skip
