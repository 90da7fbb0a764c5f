"""Loads the starter data into a store into which nothing was ever loaded, and leaves every other store as it is.

A store is its owner's. Whoever changed the starter data, or began with data of their own, does not find it brought
back by a restart; nor does a newer image slip in newer starter data, which would change what plans say. That is
asked for, with `kmgraph load starter`.
"""

import sys

from kmgraph.cli import main
from kmgraph.errors import KmgraphError
from kmgraph.store import connect


def loads() -> int:
    """How many loads have changed the store that the environment names."""
    with connect() as store:
        return store.read(lambda reader: reader.version())


if __name__ == "__main__":
    try:
        before = loads()
    except KmgraphError as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.exit_code)
    if before:
        print("Something was loaded before: the store stays as it is.")
    else:
        main(["load", "starter"])
