"""The rows behind a gap as JSON."""

from typing import Any

from kmgraph.model import Observation, Record, slug_of
from kmgraph.planner.credit import source_json
from kmgraph.programme.explain import Asking, Explanation, Teaching
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.words import GapWords


def explanation_json(gaps: Gaps, found: Explanation) -> dict[str, Any]:
    """The rows that the figures about one outcome rest on.

    {"competency", "label", "level", "sentence", "demand": [{"origin", "role", "label", "level", "importance",
    "number", "status", "sources", "grounds", "why", "cites"}], "provision": [{"course", "label", "levels", "reaches",
    "within_reach", "why_not", "check", "statuses", "sources", "statements": [{"id", "level", "evidence", "status",
    "grounds", "why"}], "cites"}], "stops": [{"from", "to"}]}

    "sources" are the short names of the data sets that state a row, "cites" the documents that it rests on; "grounds"
    says what in them supports it and "why" why it was put so, null where nobody said.
    """
    words = GapWords(gaps)
    return {
        "competency": found.outcome.competency,
        "label": gaps.planner.graph.label(found.outcome.competency),
        "level": found.outcome.level,
        "sentence": words.gap(gaps.by_outcome[found.outcome]),
        "demand": [_asking(gaps, one) for one in found.asking],
        "provision": [_teaching(one) for one in found.teaching],
        "stops": [{"from": start, "to": goal} for start, goal in found.stops],
    }


def _asking(gaps: Gaps, one: Asking) -> dict[str, Any]:
    record = one.record
    return {
        "origin": str(one.origin),
        "id": record.id,
        "role": record.role,
        "label": gaps.planner.graph.label(record.role) if record.role else None,
        "level": record.level,
        "importance": None if isinstance(record, Observation) else str(record.importance),
        "number": one.number,
        "status": str(one.status),
        "sources": sorted(map(slug_of, one.sources)),
        **_grounds(record),
        "cites": [source_json(source) for source in one.cited],
    }


def _teaching(one: Teaching) -> dict[str, Any]:
    return {
        "course": one.course.id,
        "label": one.course.label,
        "levels": [link.level for link in one.links],
        "reaches": str(one.reaches),
        "within_reach": one.why_not is None,
        "why_not": one.why_not,
        "check": list(one.check),
        "statuses": [str(link.status) for link in one.links],
        "sources": sorted(map(slug_of, one.sources)),
        "statements": [
            {
                "id": link.id,
                "level": link.level,
                "evidence": str(link.evidence),
                "status": str(link.status),
                **_grounds(link),
            }
            for link in one.links
        ],
        "cites": [source_json(source) for source in one.cited],
    }


def _grounds(record: Record) -> dict[str, str | None]:
    return {"grounds": record.grounds, "why": record.why}
