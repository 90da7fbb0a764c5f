"""What a person brings, from a CSV or JSON file of their own: competencies, levels, and courses done.

A table has a column `competency` and, if levels are known, a column `level`; a row may instead, or besides, name a
course that was done, in a column `course`. JSON says the same as

    {"label": "…", "levels": [{"competency": "…", "level": "…"}], "courses": ["…"]}

where all three may be absent but not `levels` and `courses` at once, where `levels` may also be an object of levels
by competency, and where a level that is null, empty or absent is not stated. Names are labels, short names or IRIs.
Of a competency that is named twice the higher level counts: both statements hold then.

Nothing of a profile is ever stored.
"""

from kmgraph.profile.merged import on_top
from kmgraph.profile.read import nameable, read_profile

__all__ = ["nameable", "on_top", "read_profile"]
