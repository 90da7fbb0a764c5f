"""Who can reach what as JSON: numbers are numbers, and what is not known is null."""

from typing import Any

from kmgraph.model import Competency, Course, Source
from kmgraph.planner import Planner
from kmgraph.planner.credit import attributions_json
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.reach import Comparison, InReach, Share
from kmgraph.programme.reach_words import ReachWords


def reach_json(planner: Planner, comparison: Comparison) -> dict[str, Any]:
    """What `kmgraph reach --json` promises.

    {"basis": {"sentences", "role_types", "outcomes", "weight"},
     "everyone": S, "situations": [S], "asked": S | null,
     "nobody": [{"competency", "label", "level", "level_label", "weight"}], "attributions": [...]}

    where S is {"name", "sentence", "filters", "headline",
     "outcomes": {"needed", "known", "perhaps", "lost", "unsaid"}, "weight": {"needed", "known", "perhaps"},
     "share": {"known", "at_most"},
     "lost": [{"competency", "label", "level", "level_label", "weight", "courses": [{"course", "label", "why"}]}],
     "courses_out": [{"course", "label", "why"}], "reasons": {reason: courses},
     "not_known": [{"course", "label", "doubts"}], "unknowns": {doubt: courses}}

    Shares are from 0 to 1, null where nothing is needed; "known" is null, too, where something may be within reach and
    of nothing that is known. "nobody" lists what no course listed reaches; what is needed
    is what is known, perhaps and lost in a situation, and "nobody". "unsaid" counts what may be among the last two
    only because courses do not say how far they go.
    """
    words = ReachWords(planner, comparison)
    demand = comparison.demand
    places = comparison.nobody.tolist()
    return {
        "basis": {
            "sentences": [*words.basis(), words.nobody()],
            "role_types": demand.roles,
            "outcomes": comparison.everyone.share.all,
            "weight": comparison.everyone.share.all_weight,
        },
        "everyone": _situation(words, comparison.everyone),
        "situations": [_situation(words, one) for one in comparison.situations],
        "asked": None if comparison.own is None else _situation(words, comparison.own),
        "nobody": [_outcome(words, demand.outcomes[place], float(demand.total[place])) for place in places],
        "attributions": attributions_json(named_sources(planner, comparison)),
    }


def named_sources(planner: Planner, comparison: Comparison) -> list[Source]:
    """The sources of the competencies and courses that are named."""
    graph = planner.graph
    known, places = graph.all(Course), [place for one in comparison.every for place in one.losing.tolist()]
    courses = {iri for one in comparison.every for iri in (*one.fallen, *one.unsure)}
    outcomes = {comparison.demand.outcomes[place].competency for place in (*places, *comparison.nobody.tolist())}
    competencies = [one for iri in sorted(outcomes) if (one := graph.all(Competency).get(iri))]
    return graph.attributed([*competencies, *(known[iri] for iri in sorted(courses))])


def _situation(words: ReachWords, one: InReach) -> dict[str, Any]:
    label, share = words.words.graph.label, one.share
    return {
        "name": one.situation.name,
        "sentence": one.situation.sentence,
        "filters": one.situation.words(label) or None,
        "headline": words.share(one),
        "outcomes": {
            "needed": share.all,
            "known": share.known,
            "perhaps": share.perhaps,
            "lost": len(one.losing),
            "unsaid": share.unsaid,
        },
        "weight": {"needed": share.all_weight, "known": share.known_weight, "perhaps": share.perhaps_weight},
        "share": _share(share),
        "lost": [
            {
                **_outcome(words, lost.outcome, lost.weight),
                "courses": [{"course": iri, "label": label(iri), "why": why} for iri, why in lost.courses.items()],
            }
            for lost in one.lost
        ],
        "courses_out": [{"course": iri, "label": label(iri), "why": why} for iri, why in one.fallen.items()],
        "reasons": dict(one.reasons),
        "not_known": [
            {"course": iri, "label": label(iri), "doubts": list(doubts)} for iri, doubts in one.unsure.items()
        ],
        "unknowns": dict(one.unknowns),
    }


def _share(share: Share) -> dict[str, float | None]:
    return {"known": share.least, "at_most": share.most}


def _outcome(words: ReachWords, outcome: Outcome, weight: float) -> dict[str, Any]:
    return {
        "competency": outcome.competency,
        "label": words.words.graph.label(outcome.competency),
        "level": outcome.level,
        "level_label": words.words.level(outcome.level),
        "weight": weight,
    }
