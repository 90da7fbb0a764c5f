"""The graph as RDF: what it is there, written, read back, described and checked."""
