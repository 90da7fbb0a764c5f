"""Gaps as JSON: numbers are numbers, and what is not known is null."""

from collections.abc import Iterable
from typing import Any

from kmgraph.planner.credit import attributions_json
from kmgraph.programme.asked import Origin
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.sources import sources_of
from kmgraph.programme.tally import courses_of, only_below, tally
from kmgraph.programme.words import GapWords


def gaps_json(gaps: Gaps, shown: Iterable[Gap] | None = None) -> dict[str, Any]:
    """What `kmgraph gaps --json` promises.

    {"basis": {"sentences", "headline", "asked", "role_types", "plausible_moves", "stopped_moves", "outcomes",
    "unsure", "levels_not_taught"}, "gaps": [{"competency", "label", "level", "level_label",
    "demand": {origin: number or null, "weighted"}, "not_shown": [origin], "provision": {"courses", "within_reach",
    "known_within_reach", "only_below", "mode", "nation", "fee", "language", "access", "eligibility", "availability"},
    "coverage",
    "blocks": {"moves", "people"}, "sentence"}], "attributions": [...]}

    "not_shown" names the origins whose number is null because it is hidden, not because nobody knows. "unsure" counts
    the outcomes that are within reach only because nothing is known against it; "levels_not_taught" are those that no
    learning listed is known to reach in any competency.

    Args:
        gaps: the answer.
        shown: those of its gaps to be listed, in this order; all of them where this is None.
    """
    words, listed = GapWords(gaps), gaps.gaps if shown is None else tuple(shown)
    return {
        "basis": _basis(gaps, words),
        "gaps": [gap_json(gaps, gap, words) for gap in listed],
        "attributions": attributions_json(sources_of(gaps, listed)),
    }


def gap_json(gaps: Gaps, gap: Gap, words: GapWords) -> dict[str, Any]:
    """One gap as `gaps_json` lists it."""
    competency, level = gap.outcome
    return {
        "competency": competency,
        "label": words.words.graph.label(competency),
        "level": level,
        "level_label": words.words.level(level),
        "demand": {str(origin): gap.demand.get(origin) for origin in Origin} | {"weighted": gap.weighted},
        "not_shown": [str(origin) for origin in Origin if origin in gap.hidden],
        "provision": {
            "courses": gap.courses,
            "within_reach": gap.within,
            "known_within_reach": words.known[gap.outcome],
            "only_below": only_below(gaps.provision, gap.outcome),
            **tally(courses_of(gaps.planner, gaps.provision, gap.outcome)),
        },
        "coverage": str(gap.coverage),
        "blocks": {"moves": gap.moves, "people": gap.people},
        "sentence": words.gap(gap),
    }


def asked_json(gaps: Gaps) -> dict[str, Any]:
    """Whose needs count, what is within reach, and by which weights."""
    asked = gaps.asked
    return {
        "group": asked.group,
        "sector": asked.sector,
        "nation": asked.nation,
        "region": asked.region,
        "framework": asked.framework,
        "with_desirable": asked.with_desirable,
        "all_pairs": gaps.all_pairs,
        "within_reach": asked.switches.words(gaps.planner.graph.label) or None,
        "order": str(asked.order),
        "weights": {str(origin): asked.weights.get(origin, 0.0) for origin in Origin},
    }


def _basis(gaps: Gaps, words: GapWords) -> dict[str, Any]:
    return {
        "headline": words.headline(),
        "sentences": words.basis(),
        "asked": asked_json(gaps),
        "role_types": gaps.demand.roles,
        "outcomes": {str(state): number for state, number in gaps.by_coverage.items()},
        "plausible_moves": gaps.moves.total,
        "stopped_moves": gaps.stopped,
        "unsure": len(words.unsure),
        "levels_not_taught": sorted(words.untaught),
    }
