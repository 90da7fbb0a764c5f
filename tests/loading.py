"""What a load of a path says and leaves in an empty store."""

from pathlib import Path

from kmgraph.load import Report, load
from kmgraph.model import Record, slug_of
from kmgraph.store import connect
from kmgraph.vocabulary import Kind


def loaded(path: Path, format: str) -> tuple[Report, dict[Kind, dict[str, Record]]]:
    """The report of a load, and what it wrote, by kind and short name."""
    with connect("sqlite:///:memory:") as store:
        report = load(store, path, format=format)
        said = store.read(lambda reader: reader.assertions(tuple(Kind)))
    records: dict[Kind, dict[str, Record]] = {kind: {} for kind in Kind}
    for one in said:
        records[one.record.kind][slug_of(one.record.id)] = one.record
    return report, records
