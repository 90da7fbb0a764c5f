"""A team's answer as JSON: numbers are numbers, unknown is null."""

from typing import Any

from kmgraph.planner.bridge import Planner
from kmgraph.planner.credit import source_json
from kmgraph.planner.explain import Words
from kmgraph.planner.plan import Step, rests_on
from kmgraph.planner.report import goal_json, open_json, total_json
from kmgraph.planner.team.answer import Learning, TeamAnswer, TeamNeed
from kmgraph.planner.team.words import TeamWords

WEEKS = ("elapsed_weeks", "elapsed_unknown")
"""What is not added up over members, who learn side by side."""


def team_json(planner: Planner, answer: TeamAnswer) -> dict[str, Any]:
    """What a team holds and should learn; members are told by their labels, all else by IRI with its label.

    {"members": [{"label", "role"}], "roles": [{"role", "label"}], "asked", "headline",
     "needs": [{"competency", "label", "required", "state": "shared" | "one only" | "partly" | "missing",
                "held_by": [labels], "nearest": [labels], "nearest_level", "other_scale": [labels],
                "roles": [{"role", "required"}], "sources"}],
     "learning": {"members": [{"member", "courses": [{"course", "label", "order", "provider", "mode", "url",
                                "eligibility", "open_to", "because", "cautions",
                                "raises": [{"competency", "label", "from", "to"}],
                                "closes": [{"competency", "label", "required"}],
                                "fee", "currency", "effort_hours", "elapsed_weeks"}],
                               "total": {"fees": {currency: sum}, "fee_unknown", "effort_hours", "effort_unknown",
                                         "elapsed_weeks", "elapsed_unknown"}}],
                  "total": the same without weeks, as members learn side by side,
                  "closes": [{"competency", "label", "required"}], "proof": "optimal" | {"gap": x}},
     "open": [{"competency", "label", "required", "reason", "courses", "practices"}],
     "rests_on": {"proposed", "sourced", "reviewed"}, "attributions": [{"source", "title", ...}]}

    The role of a member is null where it is a person. "asked" says what was asked for in words, null where nothing was.
    """
    words = TeamWords(Words(planner), answer)
    return {
        "members": [{"label": one.label, "role": one.id} for one in answer.members],
        "roles": [{"role": one, "label": planner.graph.label(one)} for one in answer.roles],
        "asked": answer.switches.words(planner.graph.label) or None,
        "headline": words.headline(),
        "needs": [_need(words, one) for one in answer.needs],
        "learning": {
            "members": [_learning(words, one, answer) for one in answer.learning],
            "total": {name: value for name, value in total_json(answer.total).items() if name not in WEEKS},
            "closes": [goal_json(words.words, one.need) for one in answer.closes],
            "proof": "optimal" if answer.gap == 0 else {"gap": answer.gap},
        },
        "open": [open_json(words.words, one) for one in answer.open],
        "rests_on": rests_on(answer.links),
        "attributions": [source_json(one) for one in words.attributions()],
    }


def _need(words: TeamWords, one: TeamNeed) -> dict[str, Any]:
    return {
        **goal_json(words.words, one.need),
        "state": str(one.state),
        "held_by": words.names(one.holders),
        "nearest": words.names(one.nearest),
        "nearest_level": words.words.level(one.held),
        "other_scale": words.names(one.other_scale),
        "roles": [{"role": role, "required": words.words.level(level)} for role, level in one.roles.items()],
        "sources": list(one.need.sources),
    }


def _learning(words: TeamWords, one: Learning, answer: TeamAnswer) -> dict[str, Any]:
    (member,) = words.names([one.member])
    courses = [_step(words, step, number, answer) for number, step in enumerate(one.steps, 1)]
    return {"member": member, "courses": courses, "total": total_json(one.total)}


def _step(words: TeamWords, step: Step, number: int, answer: TeamAnswer) -> dict[str, Any]:
    course, say = step.course, words.words
    return {
        "course": course.id,
        "label": course.label,
        "order": number,
        "provider": say.provider(step),
        "mode": course.mode,
        "eligibility": str(course.eligibility),
        "open_to": list(course.open_to),
        "raises": [
            {
                "competency": one.competency,
                "label": say.graph.label(one.competency),
                "from": say.fact_level(one.before),
                "to": say.fact_level(one.to),
            }
            for one in step.raises
        ],
        "closes": [goal_json(words.words, need) for need in step.closes],
        "because": words.because(step),
        "fee": course.fee,
        "currency": course.currency,
        "effort_hours": course.effort_hours,
        "elapsed_weeks": course.elapsed_weeks,
        "url": course.url,
        "cautions": say.cautions(step, answer.switches),
    }
