"""The ontology as files: classes and properties in `kmgraph.ttl`, word lists in `schemes.ttl`.

The files travel inside the wheel. This package knows nothing of `kmgraph`, and reads text, not RDF.
"""

from importlib.resources import files


def read(name: str) -> str:
    """The text of one file of the ontology, such as `kmgraph.ttl`; FileNotFoundError where there is none."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
