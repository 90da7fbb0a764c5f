"""What is worded alike: competencies and roles in a job advert, and competencies of two frameworks.

All of it goes by the labels that people gave: exact words, words in another order, and character n-grams. Nothing
here knows what a text means, so that whatever is found is `suggested`, and says how it was found.
"""

from kmgraph.likeness.advert import Reading, read_advert, read_adverts
from kmgraph.likeness.confidence import Confidence
from kmgraph.likeness.known import Vocabulary, frameworks, vocabulary
from kmgraph.likeness.matching import Pair, match
from kmgraph.likeness.tables import adverts_tables, mapping_tables, write_tables

__all__ = [
    "Confidence",
    "Pair",
    "Reading",
    "Vocabulary",
    "adverts_tables",
    "frameworks",
    "mapping_tables",
    "match",
    "read_advert",
    "read_adverts",
    "vocabulary",
    "write_tables",
]
