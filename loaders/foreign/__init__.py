"""What loaders of other people's formats share: files read with care, rows by column name, records and names."""

from loaders.foreign.addresses import ESCO_ROLES, address, impersonal, short_of, short_of_file
from loaders.foreign.amounts import Duration, duration, number
from loaders.foreign.document import json_in, json_of, text_of
from loaders.foreign.fitting import Unfit, entry, made
from loaders.foreign.folder import columns_of, left_out
from loaders.foreign.language import CODE, UNDETERMINED, language_of
from loaders.foreign.listing import Line, lines
from loaders.foreign.making import edge, named, slug, source
from loaders.foreign.notes import Notes, Sort, some

__all__ = [
    "CODE", "ESCO_ROLES", "UNDETERMINED", "Duration", "Line", "Notes", "Sort", "Unfit", "address", "columns_of",
    "duration", "edge", "entry", "impersonal", "json_in", "json_of", "language_of", "left_out", "lines", "made",
    "named", "number", "short_of", "short_of_file", "slug", "some", "source", "text_of",
]  # fmt: skip
