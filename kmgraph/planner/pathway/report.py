"""Next moves and pathways as JSON: numbers are numbers, unknown is null."""

from typing import Any

from kmgraph.planner.bridge import Planner
from kmgraph.planner.credit import source_json
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway.answer import Hop, Pathway, Pathways
from kmgraph.planner.pathway.nearest import Near, NextMoves
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.pathway.words import DISTINCT, WORKED, PathwayWords
from kmgraph.planner.plan import Step
from kmgraph.planner.report import bridge_json, proof, total_json
from kmgraph.planner.unmet import Open


def next_json(planner: Planner, found: NextMoves) -> dict[str, Any]:
    """The roles told, nearest first, with why they are told; all ids are IRIs with their label beside them.

    {"from", "from_label", "asked", "unpinned": [sentences], "headline",
     "roles": [{"role", "label", "to_develop", "closes", "open", "alike", "on_record", "told_as",
                "courses": [{"course", "label", "order", "cautions"}], "total": as in a bridge, "proof",
                "stays_open": [{"competency", "label", "required", "reason"}]}],
     "farther", "unlike", "not_known", "attributions"}

    "alike" goes from 0 to 1; "on_record" is {"observed", "examples", "schemes", "ladders", "says"}, all but the last
    lists of IRIs. "told_as" is "on record", "nearest" or "nothing new": the group of the role. "asked" says what was
    asked for in words, null where nothing was. "farther" counts roles that were compared and not looked at closer,
    "unlike" those of them that are left out because they share nothing with what is brought; "not_known" counts
    those of which it is not known what they need.
    """
    words = PathwayWords(Words(planner))
    return {
        "from": found.start,
        "from_label": found.profile.label,
        "asked": found.switches.words(planner.graph.label) or None,
        "unpinned": list(found.unpinned),
        "headline": words.nearest(found),
        "roles": [_near(words, one, found) for one in found.moves],
        "farther": found.farther,
        "unlike": found.unlike,
        "not_known": found.not_known,
        "attributions": [source_json(one) for one in words.sources_next(found)],
    }


def pathways_json(planner: Planner, found: Pathways) -> dict[str, Any]:
    """The direct move and the pathways; all ids are IRIs with their label beside them.

    {"from", "from_label", "to", "to_label", "asked", "unpinned", "headline", "most_new", "most_new_asked",
     "most_moves", "all_compared", "moves_on_record", "direct": move,
     "pathways": [{"stops": [{"role", "label"}], "because": "small moves" | "on record", "to_develop", "open",
                   "courses", "total": as in a bridge, "moves": [move]}],
     "method": [sentences], "attributions"}

    "moves_on_record" says how many moves a way on record takes that is longer than asked for, else null.

    A move is {"from", "from_label", "to", "to_label", "to_develop", "closes", "open", "alike", "on_record" as in
    `next_json`, "says", "bridge"}; its bridge is what `bridge_json` says without attributions, from all that is brought
    by then.
    """
    words = PathwayWords(Words(planner))
    return {
        "from": found.start,
        "from_label": found.profile.label,
        "to": found.goal,
        "to_label": planner.graph.label(found.goal),
        "asked": found.switches.words(planner.graph.label) or None,
        "unpinned": found.unpinned,
        "headline": words.headline(found),
        "most_new": found.most_new,
        "most_new_asked": found.asked,
        "most_moves": found.moves,
        "all_compared": found.proven,
        "moves_on_record": found.more_moves,
        "direct": _move(planner, words, found.direct),
        "pathways": [_pathway(planner, words, one) for one in found.ways],
        "method": [WORKED, DISTINCT],
        "attributions": [source_json(one) for one in words.sources(found)],
    }


def _near(words: PathwayWords, one: Near, found: NextMoves) -> dict[str, Any]:
    group = "on record" if one in found.recorded else "nothing new" if one in found.nothing_new else "nearest"
    return {
        "role": one.role,
        "label": words.words.graph.label(one.role),
        "to_develop": one.to_develop,
        "closes": len(one.plan.closes),
        "open": one.open,
        "alike": round(one.likeness, 4),
        "on_record": _record(words, one.record),
        "told_as": group,
        "courses": [_course(words, step, order, found) for order, step in enumerate(one.plan.steps, 1)],
        "total": total_json(one.plan.total),
        "proof": proof(one.plan),
        "stays_open": [_open(words, need) for need in one.unmet],
    }


def _course(words: PathwayWords, step: Step, order: int, found: NextMoves) -> dict[str, Any]:
    cautions = words.words.cautions(step, found.switches)
    return {"course": step.course.id, "label": step.course.label, "order": order, "cautions": cautions}


def _open(words: PathwayWords, one: Open) -> dict[str, Any]:
    need, say = one.need, words.words
    label, required = say.graph.label(need.competency), say.level(need.level)
    return {"competency": need.competency, "label": label, "required": required, "reason": one.reason}


def _pathway(planner: Planner, words: PathwayWords, one: Pathway) -> dict[str, Any]:
    return {
        "stops": [{"role": stop, "label": planner.graph.label(stop)} for stop in one.stops],
        "because": "on record" if one.on_record else "small moves",
        "to_develop": one.to_develop,
        "open": one.open,
        "courses": one.courses,
        "total": total_json(one.total),
        "moves": [_move(planner, words, hop) for hop in one.hops],
    }


def _move(planner: Planner, words: PathwayWords, hop: Hop) -> dict[str, Any]:
    bridge = bridge_json(planner, hop.answer)
    del bridge["attributions"]
    return {
        "from": hop.before,
        "from_label": hop.answer.profile.label,
        "to": hop.role,
        "to_label": planner.graph.label(hop.role),
        "to_develop": hop.to_develop,
        "closes": len(hop.plan.closes),
        "open": hop.open,
        "alike": round(hop.likeness, 4),
        "on_record": _record(words, hop.record),
        "says": words.hop(hop),
        "bridge": bridge,
    }


def _record(words: PathwayWords, record: Record) -> dict[str, Any]:
    return {
        "observed": list(record.observed),
        "examples": list(record.examples),
        "schemes": list(record.schemes),
        "ladders": list(record.ladders),
        "says": words.record(record),
    }
