"""Why a change of courses changes no figure."""

import numpy as np

from kmgraph.model import Course
from kmgraph.planner.phrases import capital
from kmgraph.programme.compared import figures
from kmgraph.programme.explain import why_out
from kmgraph.programme.what_if import WhatIf


def why_unchanged(found: WhatIf) -> str | None:
    """Why changes do nothing, course by course, in a sentence; None where they do something."""
    same = np.array_equal(found.before.states, found.after.states)
    if not same or any(one.difference for one in figures(found)):
        return None
    courses = dict.fromkeys(one.course for one in found.changes)
    return capital(f"{'; '.join(_why(found, iri) for iri in courses)}. So nothing changes.")


def _why(found: WhatIf, iri: str) -> str:
    before, after = found.before, found.after
    now, then = (gaps.planner.graph.all(Course)[iri] for gaps in (before, after))
    if now == then:
        return f"{now.label} is so already"
    if why := why_out(after, then, after.asked.switches):
        return f"{now.label} would be out of reach even so ({why})"
    if why_out(before, now, before.asked.switches) is None:
        return f"{now.label} is within reach already"
    if after.planner.network.place[iri] in after.provision.reaching.to:
        return f"what {now.label} teaches is within reach by other courses already"
    return f"{now.label} teaches nothing as far as it is needed"
