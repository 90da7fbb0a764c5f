"""Which damage befits which format, and the input of a number: the same for the same seed, wherever it is made."""

from functools import cache
from random import Random

from tests.fuzz import archives, bombs, cells, folders, octets, trees, words
from tests.fuzz.draft import Draft, Spoil, Unfit
from tests.fuzz.seeds import Seed, seeds

KINDS = {
    "tables": (cells, archives), "esco": (cells, archives), "ddat": (cells,), "direct": (cells,), "mvs": (words,),
    "case": (trees,), "ctdl": (trees,), "schema.org": (trees, words), "skos": (words, trees, words),
    "mapped": (cells, trees, words, archives),
}  # fmt: skip
"""The damage of each format beside that to bytes, and to what stands where."""
HEAVY = {*octets.HEAVY, *cells.HEAVY, *trees.HEAVY, *bombs.HEAVY, *archives.HEAVY}
"""Damage that makes sources large: none comes on top of other damage."""
LARGE = 1_000_000
"""Bytes of a source that is spoilt in one way only."""


@cache
def sources(format: str) -> tuple[Seed, ...]:
    """The seeds of a format, made once."""
    return tuple(seeds(format))


@cache
def spoils(format: str) -> tuple[Spoil, ...]:
    """All damage that befits a format, what is costly with it."""
    kinds = KINDS[format]
    light = [spoil for kind in (octets, *kinds, folders) for spoil in kind.SPOILS]
    heavy = [spoil for kind in kinds if kind is not words for spoil in kind.HEAVY]  # type: ignore[attr-defined]
    return (*light, *octets.HEAVY, *heavy, *bombs.HEAVY)


def drawn(format: str, seed: int, number: int) -> tuple[Seed, Draft]:
    """The input of a number: first each source as it is, then spoilt, each sort of damage in its turn."""
    known = sources(format)
    if number < len(known):
        return known[number], known[number].draft.copy()
    rng = Random(f"{format}/{seed}/{number}")
    order = Random(f"{format}/{seed}").sample(spoils(format), len(spoils(format)))
    first = order[(number - len(known)) % len(order)]
    source, draft = _spoilt(known, first, rng)
    for more in rng.sample(order, rng.choice((0, 0, 1, 2))):
        if more not in HEAVY and sum(map(len, draft.files.values())) < LARGE:
            _done(draft, more, rng)
    return source, draft


def _spoilt(known: tuple[Seed, ...], first: Spoil, rng: Random) -> tuple[Seed, Draft]:
    """A source to which this damage can be done; where there is none, other damage."""
    for source in rng.sample(known, len(known)):
        draft = source.draft.copy()
        if _done(draft, first, rng):
            return source, draft
    source = rng.choice(known)
    draft = source.draft.copy()
    for spoil in rng.sample(octets.SPOILS, len(octets.SPOILS)):
        if _done(draft, spoil, rng):
            break
    return source, draft


def _done(draft: Draft, spoil: Spoil, rng: Random) -> bool:
    """Whether the damage could be done."""
    try:
        spoil(draft, rng)
    except Unfit:
        return False
    draft.said.append(spoil.__name__)
    return True
