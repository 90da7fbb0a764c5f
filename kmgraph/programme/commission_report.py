"""What to commission as JSON: numbers are numbers, and what is not known is null."""

from dataclasses import asdict
from typing import Any

from kmgraph.planner.credit import attributions_json
from kmgraph.planner.moves import Shares
from kmgraph.programme.commission import Commission, Turn
from kmgraph.programme.commission_words import CommissionWords, WhatIfWords
from kmgraph.programme.compared import figures
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.met import met_by
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.report import asked_json
from kmgraph.programme.sources import sources_of
from kmgraph.programme.what_if import Way, WhatIf


def commission_json(gaps: Gaps, chosen: Commission, supposed: WhatIf | None = None) -> dict[str, Any]:
    """What `kmgraph commission --json` promises.

    {"outcomes": [{"competency", "label", "level", "level_label", "coverage", "closes", "meets": [{"level",
    "level_label", "demand"}], "unlocks", "level_taught", "sentence"}],
    "closes", "unlocks", "proof": "optimal" | {"gap": x}, "headline", "basis": {"by", "chosen_for": "now" | "with the
    change", "outcomes_asked", "taught_only", "demand", "stopped_moves", "plausible_moves", "at_most", "asked",
    "sentences"},
    "what_if": null or {"changes": [{"course", "label", "change"}], "sentences", "figures": [{"name", "label", "now",
    "with_the_change", "difference"}], "within_reach": [{"competency", "label", "level"}], "out_of_reach": the same,
    "before": {"uncovered", "stopped_moves", "plausible_moves", "closed": {"pairs", "closed", "partly", "open",
    "nothing_to_do", "not_known"} or null}, "after": the same}, "attributions": [...]}

    Each outcome closes demand, by the weights, and unlocks moves beyond what those before it do; "meets" splits what
    it closes by the level that is asked for. "level_taught" is false where no learning listed is known to reach its
    level in any competency. `gap` is how much more another choice could do at most, as a part of what this one does.
    Where courses are supposed to be changed, all is as it would be then.

    Args:
        gaps: which the choice was made for.
        chosen: the choice.
        supposed: what changes of courses would do, if any are supposed.
    """
    words = CommissionWords(gaps, chosen, changed=supposed is not None)
    named = [gaps.by_outcome[one] for one in chosen.outcomes]
    return {
        "outcomes": [_turn(gaps, words, turn) for turn in chosen.turns],
        "closes": chosen.closes,
        "unlocks": chosen.unlocks,
        "proof": {"gap": chosen.gap} if chosen.gap else "optimal",
        "headline": words.headline(),
        "basis": {"chosen_for": "with the change" if supposed else "now", **_basis(gaps, chosen, words)},
        "what_if": what_if_json(supposed) if supposed else None,
        "attributions": attributions_json(sources_of(gaps, named)),
    }


def what_if_json(supposed: WhatIf) -> dict[str, Any]:
    """What changes of courses would do, as `commission_json` tells it."""
    graph = supposed.before.planner.graph
    now, then = supposed.closed or (None, None)
    return {
        "changes": [
            {
                "course": one.course,
                "label": graph.label(one.course),
                "change": one.nation if one.way is Way.NATION else str(one.way),
            }
            for one in supposed.changes
        ],
        "sentences": WhatIfWords(supposed).sentences(),
        "figures": [
            {
                "name": one.name,
                "label": one.label,
                "now": one.now,
                "with_the_change": one.then,
                "difference": one.difference,
            }
            for one in figures(supposed)
        ],
        "within_reach": [_outcome(supposed.before, one) for one in supposed.covered],
        "out_of_reach": [_outcome(supposed.before, one) for one in supposed.uncovered],
        "before": _state(supposed.before, now),
        "after": _state(supposed.after, then),
    }


def _outcome(gaps: Gaps, outcome: Outcome) -> dict[str, Any]:
    label = gaps.planner.graph.label(outcome.competency)
    return {"competency": outcome.competency, "label": label, "level": outcome.level}


def _turn(gaps: Gaps, words: CommissionWords, turn: Turn) -> dict[str, Any]:
    level = turn.outcome.level
    return {
        **_outcome(gaps, turn.outcome),
        "level_label": gaps.planner.graph.label(level) if level else None,
        "coverage": str(gaps.by_outcome[turn.outcome].coverage),
        "closes": turn.closes,
        "meets": [
            {
                "level": gap.outcome.level,
                "level_label": gaps.planner.graph.label(gap.outcome.level) if gap.outcome.level else None,
                "demand": gap.weighted,
            }
            for gap in met_by(gaps, turn.outcome)
        ],
        "unlocks": turn.unlocks,
        "level_taught": words.practice(turn) is None,
        "sentence": words.turn(turn),
    }


def _basis(gaps: Gaps, chosen: Commission, words: CommissionWords) -> dict[str, Any]:
    return {
        "by": str(chosen.by),
        "outcomes_asked": chosen.most,
        "taught_only": chosen.taught_only,
        "demand": chosen.demand,
        "stopped_moves": chosen.stopped,
        "plausible_moves": gaps.moves.total,
        "at_most": chosen.at_most,
        "asked": asked_json(gaps),
        "sentences": words.basis(),
    }


def _state(gaps: Gaps, closed: Shares | None) -> dict[str, Any]:
    return {
        "uncovered": len(gaps.uncovered),
        "stopped_moves": gaps.stopped,
        "plausible_moves": gaps.moves.total,
        "closed": asdict(closed) if closed else None,
    }
