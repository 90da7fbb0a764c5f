"""What points at a person: nothing of that sort is ever kept.

It is told by the look of a text, and so may be wrong both ways: a name that is a word as well ("mark") goes unseen
where it stands alone, and an organisation that nobody told of may look like a person.
"""

from kmgraph.personal.group import FEWEST, is_small
from kmgraph.personal.look import ADDRESS, SURE, looks_personal, reaches
from kmgraph.personal.names import Known

__all__ = ["ADDRESS", "FEWEST", "SURE", "Known", "is_small", "looks_personal", "reaches"]
