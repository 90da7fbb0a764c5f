"""What a person brings, from a CSV or JSON file of their own: competencies, levels, and courses done.

A table has a column `competency` and, if levels are known, a column `level`; a row may instead, or besides, name a
course that was done, in a column `course`. What stands in a column `note` is for people, and is not read. JSON says
the same as

    {"label": "…", "levels": [{"competency": "…", "level": "…"}], "courses": ["…"]}

where all three may be absent but not `levels` and `courses` at once, where `levels` may also be an object of levels
by competency, and where a level that is null, empty or absent is not stated. Names are labels, short names or IRIs.
Of a competency that is named twice the higher level counts: both statements hold then.

Instead of a level there may stand “not yet”, for what somebody says they cannot do so far, or “not answered”, with
which a form to fill in begins. Neither counts as held, and neither takes anything away from a role's profile.

JSON may also hold a plan that somebody follows: the question that it answers, as in a link of the explorer, its
courses in order, and those of them that are begun:

    "plan": {"question": {"from": "…", "to": "…"}, "courses": ["…"], "started": ["…"]}

Nothing of a profile is ever stored.
"""

from kmgraph.profile.called import Called, nameable
from kmgraph.profile.merged import on_top
from kmgraph.profile.own import Kept, Own
from kmgraph.profile.read import LARGEST, read_own, read_profile
from kmgraph.profile.write import as_table, as_tree, form

__all__ = [
    "LARGEST",
    "Called",
    "Kept",
    "Own",
    "as_table",
    "as_tree",
    "form",
    "nameable",
    "on_top",
    "read_own",
    "read_profile",
]
