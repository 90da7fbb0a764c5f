"""What of a file nobody should take on trust: names that are not its own, and what it would raise or rename.

unfit       names that nothing may have                                error
borrowed    records that are named as another source's are             warning
raised      records that would count for more than they did            warning
unreviewed  records that count as reviewed without anybody's opinion   warning
renamed     another title, licence or citation of a source             warning

A store and a file that agree give none of these warnings: they are about what an import would add or change.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load.staged import Sourced, Staged
from kmgraph.model import Record, Review, Source, slug_of
from kmgraph.sheets.cells import hidden
from kmgraph.store.base import Reader
from kmgraph.vocabulary import BASE, Kind, Status
from kmgraph.wording import listed, quoted

UNSAFE = frozenset({"about", "blob", "data", "file", "javascript", "vbscript"})
"""Schemes of what a browser runs, or finds on its own machine: none names a thing for everybody."""
NAMED = re.compile(rf"{re.escape(BASE)}(?:{'|'.join(kind.lower() for kind in Kind)})/([^/#?]+)/[^/]")
"""The project's own IRIs of records, and of which source they are."""
RANK = {status: rank for rank, status in enumerate(Status)}
BATCH = 5_000
"""Records about which a store is asked at once."""
HINT = "Make sure that somebody whom you trust says so; --strict keeps such files out."


def unfit(staged: Staged) -> Problem | None:
    """What is wrong with how a record, or something to which it refers, is named."""
    for iri in (staged.id, *(iri for _, _, iri in staged.targets)):
        if problem := _unfit(iri, staged.place):
            return problem
    if staged.id.startswith(BASE) and not NAMED.match(staged.id):
        message = f"{quoted(staged.id, 200)} lies where kmgraph names its own terms, graphs and the like."
        hint = f"Name the record otherwise, such as {BASE}{staged.kind.lower()}/SOURCE/NAME, or in a domain of yours."
        return error(staged.place, message, hint, value=staged.id)
    return None


def _unfit(iri: str, place: Place) -> Problem | None:
    scheme = iri.partition(":")[0]
    if scheme in UNSAFE:
        message = f"{quoted(iri, 200)} begins with {scheme}:, which names nothing that others could find."
        return error(place, message, "Name it with https: or urn:.", value=iri)
    if found := hidden(iri):
        message = f"{quoted(iri, 200)} holds {found}, which nobody can see."
        return error(place, message, "Delete the character, also where else it stands.", value=iri)
    return None


def doubts(
    reader: Reader, saying: Sourced, added: Sequence[Staged], changed: Sequence[Staged], reviewed: Collection[str]
) -> Iterator[Problem]:
    """What to look at before what a source says is added and changed; `reviewed` are the IRIs with opinions."""
    yield from _borrowed(saying, [*added, *changed])
    yield from _unreviewed(saying, added, reviewed)
    raised: dict[tuple[Status, Status], list[Staged]] = {}
    for one, before in _before(reader, saying.source.id, changed):
        now = one.record
        if RANK[now.status] > RANK[before.status]:
            raised.setdefault((before.status, now.status), []).append(one)
        if isinstance(before, Source) and isinstance(now, Source) and now.id == saying.source.id:
            yield from _renamed(before, now, one.place)
    for (before_it, after), some in raised.items():
        was, were = ("record", "was") if len(some) == 1 else ("records", "were")
        message = f"{len(some):,} {was} of {_called(saying)} {were} {before_it} and would count as {after}"
        yield _look(message, some)


def opinions(reader: Reader, all_said: Collection[Sourced]) -> set[str]:
    """The IRIs of what reviewers have an opinion on, in a store or in files; only looked for where it matters."""
    if not any(_counts_as_reviewed(one) for saying in all_said for one in saying.said):
        return set()
    held = (said.record for said in reader.assertions((Kind.REVIEW,)))
    brought = (review for saying in all_said for review, _ in saying.of(Review))
    return {review.about for review in (*held, *brought) if isinstance(review, Review)}


def _borrowed(saying: Sourced, said: Sequence[Staged]) -> Iterator[Problem]:
    own = slug_of(saying.source.id) if saying.source.id.startswith(BASE) else None
    named = ((one, NAMED.match(one.id)) for one in said)
    if others := [one for one, found in named if found and found[1] != own]:
        count = "record" if len(others) == 1 else "records"
        are = "is named as if it were" if len(others) == 1 else "are named as if they were"
        yield _look(f"{len(others):,} {count} of {_called(saying)} {are} another source's", others)


def _unreviewed(saying: Sourced, added: Sequence[Staged], reviewed: Collection[str]) -> Iterator[Problem]:
    if some := [one for one in added if _counts_as_reviewed(one) and one.id not in reviewed]:
        records, count, them = ("record", "counts", "it") if len(some) == 1 else ("records", "count", "them")
        message = f"{len(some):,} {records} of {_called(saying)} {count} as reviewed, and no opinion on {them} is known"
        yield _look(message, some)


def _counts_as_reviewed(one: Staged) -> bool:
    return f'"{Status.REVIEWED}"' in one.body and one.record.status is Status.REVIEWED


def _before(reader: Reader, source: str, changed: Sequence[Staged]) -> Iterator[tuple[Staged, Record]]:
    """What is to change, and what the source said of it before."""
    for start in range(0, len(changed), BATCH):
        some = {(one.kind, one.id): one for one in changed[start : start + BATCH]}
        for said in reader.assertions({kind for kind, _ in some}, {iri for _, iri in some}):
            if said.source == source and (said.kind, said.id) in some:
                yield some[said.kind, said.id], said.record


def _renamed(before: Source, now: Source, place: Place) -> Iterator[Problem]:
    pairs = {name: (getattr(before, name), getattr(now, name)) for name in ("title", "licence", "citation")}
    told = [
        f"the {name} from {quoted(old) if old else 'none'} to {quoted(new) if new else 'none'}"
        for name, (old, new) in pairs.items()
        if old != new
    ]
    if told:
        yield warning(place, f"The source {quoted(before.title)} would change {listed(told, 'and')}.", HINT)


def _called(saying: Sourced) -> str:
    return quoted(saying.source.title)


def _look(message: str, some: Sequence[Staged]) -> Problem:
    return warning(some[0].place, f"{message}: {quoted(some[0].id, 200)}{' first' if some[1:] else ''}.", HINT)
