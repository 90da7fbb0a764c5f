"""Approaches: how people go about the work and with what, and who undertakes what."""

from app import data, parts, state
from app.approaches import Directory
from kmgraph.vocabulary import ApproachType

LEAD = (
    "How people go about this work and with which tools, how to practise it, what institutions commit to, and who is "
    "who."
)


def approaches() -> None:
    """Shows what stands beside roles, competencies and training."""
    state.went_to("approaches")
    planner = data.planner()
    if not any(planner.graph.nodes.values()):
        parts.empty_store(data.store().url)
        return
    parts.title("Approaches")
    parts.news()
    parts.show(parts.paragraph(LEAD, "lead"))
    shown = Directory(data.beside(), data.links())
    shown.approaches(ApproachType.APPROACH, "Approaches in use")
    shown.approaches(ApproachType.TOOL, "Tools")
    shown.practices()
    shown.commitments()
    shown.organisations()
    parts.heading("Where this comes from")
    shown.sources()


approaches()
