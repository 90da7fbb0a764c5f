"""Prints how well adverts are read and frameworks matched: `python -m tests.adverts [FOLDER OF ESCO]`.

With a folder of ESCO, as its publisher lays it out, the matches to ESCO are measured, too.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from kmgraph.likeness import Confidence
from kmgraph.load import load
from kmgraph.model import Competency, Mapping
from kmgraph.store import connect
from tests.adverts.frameworks import by_framework, records, score
from tests.adverts.measure import competencies, expected, half, read, roles, stated

CORE = "https://w3id.org/kmgraph/framework/starter/km-core"


def tell_adverts() -> None:
    """How well adverts are read, on both halves."""
    readings, wanted = read(), expected()
    for held_out in (False, True):
        names = half(wanted, held_out=held_out)
        print(f"{'Held out (even numbers)' if held_out else 'Rules made on these (odd numbers)'}: {len(names)} adverts")
        for least in Confidence:
            print(f"  competencies, {least} and surer: {competencies(readings, names, least)}")
        for most in (1, 3):
            print(f"  role among the first {most}: {roles(readings, names, most)}")
        for field, what in enumerate(("importance", "level")):
            right, of, invented = stated(readings, names, field)
            print(f"  {what}: {right} of {of} stated ones read rightly, {invented} read where none is stated")
    print("Real adverts may score lower: these are short, few, and written by those who wrote the rules.")


def tell_frameworks(esco: Path | None) -> None:
    """How well the core scheme is matched with the other frameworks, and with ESCO where it is there."""
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        assert esco is None or load(store, esco, format="esco").ok
        found, known = store.read(records)
    schemes = by_framework(found)
    core = schemes.pop(CORE)
    large = [one for one in schemes.values() if len(one) > 1_000]
    tell_matches(
        "other frameworks of the starter data set", core, [one for one in schemes.values() if one not in large], known
    )
    if large:
        tell_matches("ESCO", core, large, known)
    print("Matches that are right, but not among those of the starter data set, count as wrong here.")


def tell_matches(
    what: str, core: dict[str, Competency], others: Iterable[dict[str, Competency]], known: list[Mapping]
) -> None:
    """How well the core scheme is matched with these frameworks."""
    chosen = list(others)
    for least in Confidence:
        print(f"  core scheme to {what}, {least} and surer: {score(core, chosen, known, least=least, most=3)}")


tell_adverts()
tell_frameworks(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
