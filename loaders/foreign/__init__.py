"""What loaders of other people's formats share: files read with care, rows by column name, short names, sources."""

from loaders.foreign.document import json_of, text_of
from loaders.foreign.listing import Line, lines
from loaders.foreign.making import edge, named, slug, source

__all__ = ["Line", "edge", "json_of", "lines", "named", "slug", "source", "text_of"]
