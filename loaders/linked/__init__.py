"""JSON-LD as a graph of nodes with whole IRIs, read without the network: what schema.org and CTDL loaders share.

Known contexts are served from small ones of our own, which give the prefixes and the default vocabulary of the
original; any other remote context is an error, because nobody can know then what the names mean. The two ways of
writing schema.org (`http:` and `https:`) are one. Nodes without an IRI get one that is made of what they say, so
that it is the same on every load.
"""

from loaders.linked.contexts import CEASN, CETERMS, PREFIXES, SCHEMA, one_namespace, short
from loaders.linked.fit import DEEPEST, MOST_VALUES
from loaders.linked.node import Graph, Link, Node, Said, Value
from loaders.linked.reader import graph_of

__all__ = [
    "CEASN", "CETERMS", "DEEPEST", "MOST_VALUES", "PREFIXES", "SCHEMA", "Graph", "Link", "Node", "Said", "Value",
    "graph_of", "one_namespace", "short",
]  # fmt: skip
