"""An answer as JSON: numbers are numbers, unknown is null (the shapes are promised in the README)."""

from collections.abc import Sequence
from typing import Any

from kmgraph.model import Record
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.credit import source_json
from kmgraph.planner.explain import Words
from kmgraph.planner.gap import Need, Standing
from kmgraph.planner.plan import Plan, Step, Total, rests_on
from kmgraph.planner.unmet import Open


def bridge_json(planner: Planner, answer: Answer) -> dict[str, Any]:
    """`{"from", "to", "gap", "plans", "attributions", ...}`; every id an IRI with its label beside it."""
    words = Words(planner)
    return {
        **gap_json(planner, answer),
        "headline": words.headline(answer),
        "plans": [_plan(words, answer, plan) for plan in answer.plans],
    }


def gap_json(planner: Planner, answer: Answer) -> dict[str, Any]:
    """`{"from", "to", "gap", "held", "attributions"}`: what is to develop, and what is brought already."""
    words = Words(planner)
    return {
        "from": answer.profile.id,
        "from_label": answer.profile.label,
        "to": answer.role,
        "to_label": planner.graph.label(answer.role),
        "gap": [_need(words, need) for need in answer.gap],
        "held": [_need(words, need) for need in answer.needs if need.standing is Standing.HELD],
        "rests_on": rests_on(answer.links),
        "left_out": words.left_out(answer),
        "asked": answer.switches.words(planner.graph.label) or None,
        "unpinned": list(answer.unpinned),
        "attributions": [source_json(one) for one in words.attributions(answer)],
    }


def _need(words: Words, need: Need) -> dict[str, Any]:
    return {
        "competency": need.competency,
        "label": words.graph.label(need.competency),
        "held": _held(words, need),
        "required": words.level(need.level),
        "has_levels": words.levelled(need.competency),
        "state": "held" if need.standing is Standing.HELD else "to develop",
        "importance": str(need.importance),
        "sources": list(need.sources),
        "reviews": _reviews(words, need.basis),
    }


def _held(words: Words, need: Need) -> str | None:
    """The level held; null where nothing is held of it, or where there are no levels and "state" says all."""
    if need.standing is Standing.NEW:
        return None
    return words.level(need.held) or ("not stated" if words.levelled(need.competency) else None)


def _reviews(words: Words, links: Sequence[Record]) -> list[dict[str, Any]]:
    """What reviewers say of these links; those that nobody looked at are left out."""
    found = [agreement for link in links if (agreement := words.graph.agreements.get(link.id))]
    return [
        {
            "link": one.about,
            "outcome": str(one.outcome),
            "people": one.people,
            "agree": one.agree,
            "proposed": words.level(one.was),
            "level": words.level(one.leading.level) if one.leading else None,
        }
        for one in found
    ]


def _plan(words: Words, answer: Answer, plan: Plan) -> dict[str, Any]:
    return {
        "preset": str(plan.preset),
        "also": [str(preset) for preset in plan.also],
        "notes": [{"preset": str(preset), "note": note} for preset, note in plan.notes.items()],
        "courses": [_step(words, answer, step, number) for number, step in enumerate(plan.steps, 1)],
        "total": total_json(plan.total),
        "closes": [goal_json(words, need) for need in plan.closes],
        "open": [open_json(words, one) for one in (*answer.open, *plan.beyond)],
        "proof": proof(plan),
        "rests_on": dict(plan.rests_on),
    }


def proof(plan: Plan) -> str | dict[str, float | int]:
    """`"optimal"`, or how far a plan may be from it: a relative gap, or among how many courses it was sought."""
    if plan.proven:
        return "optimal"
    looked_at, every = plan.among
    return {"gap": plan.gap} | ({"within": looked_at, "of": every} if looked_at < every else {})


def _step(words: Words, answer: Answer, step: Step, number: int) -> dict[str, Any]:
    course = step.course
    return {
        "course": course.id,
        "label": course.label,
        "order": number,
        "provider": words.provider(step),
        "mode": course.mode,
        "eligibility": str(course.eligibility),
        "open_to": list(course.open_to),
        "raises": [
            {
                "competency": one.competency,
                "label": words.graph.label(one.competency),
                "from": words.fact_level(one.before),
                "to": words.fact_level(one.to),
                "why": words.reach(step, one) or None,
                "reviews": _reviews(words, words.taught_by(step, one)),
            }
            for one in step.raises
        ],
        "because": words.because(step, answer),
        "fee": course.fee,
        "currency": course.currency,
        "effort_hours": course.effort_hours,
        "elapsed_weeks": course.elapsed_weeks,
        "url": course.url,
        "cautions": words.cautions(step, answer.switches),
    }


def total_json(total: Total) -> dict[str, Any]:
    """What a plan comes to: known sums, null where nothing is known, and how many are unknown."""
    return {
        "fees": dict(total.fees),
        "fee_unknown": total.fee_unknown,
        "effort_hours": total.effort_hours,
        "effort_unknown": total.effort_unknown,
        "elapsed_weeks": total.elapsed_weeks,
        "elapsed_unknown": total.elapsed_unknown,
    }


def goal_json(words: Words, need: Need) -> dict[str, Any]:
    """A competency that is asked for, and the level."""
    return {
        "competency": need.competency,
        "label": words.graph.label(need.competency),
        "required": words.level(need.level),
        "has_levels": words.levelled(need.competency),
    }


def open_json(words: Words, one: Open) -> dict[str, Any]:
    """What stays open, why, and what to practise."""
    practices = [{"practice": practice.id, "label": practice.label} for practice in one.practices]
    return {
        **goal_json(words, one.need),
        "reason": one.reason,
        "courses": list(one.courses),
        "practices": practices,
    }
