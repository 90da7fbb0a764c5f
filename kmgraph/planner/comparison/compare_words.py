"""Two situations side by side, and what a switch changes, in plain sentences and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kmgraph.model import Expects, Record, Requirement, Teaches
from kmgraph.planner.comparison.compare import Change, Differences, Effect, Situation
from kmgraph.planner.comparison.dropped import Drop
from kmgraph.planner.comparison.matched import Matched
from kmgraph.planner.comparison.state import State
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount, capital, count, row
from kmgraph.planner.plan import Plan
from kmgraph.planner.standing import standing

IS = {
    State.NOT_ASKED: "is not asked for",
    State.HELD: "is brought already",
    State.CLOSED: "is closed",
    State.OPEN: "stays open",
}
"""What becomes of a need, in words that follow it."""
DOING = {
    "with_matches": "Letting close and unreviewed matches join competencies",
    "with_desirable": "Counting desirable competencies",
    "strict_levels": "Counting no level that is not stated",
    "include_past": "Using planned, closed and ended learning",
    "open_to_all": "Leaving out what is known to be for some people or places only",
}
"""Switches that are on or off, as the beginning of a sentence."""
MATCHING = "close and unreviewed matches count"
TO_DO = (State.CLOSED, State.OPEN)


class CompareWords:
    """Says how answers to one move differ.

    Args:
        words: for the graph that the answers are from.
    """

    def __init__(self, words: Words):
        self._words = words

    # two situations

    def title(self, situation: Situation) -> str:
        """What a situation is called, such as "online only; at most GBP 500"."""
        said = situation.answer.switches.words(self._words.graph.label)
        matches = MATCHING if situation.planner.with_matches else ""
        return "; ".join(filter(None, (said, matches))) or "all learning listed"

    def totals(self, situation: Situation) -> dict[str, str]:
        """What a situation comes to: what is counted, and how much of it there is."""
        plan, gap = situation.plan, situation.answer.gap
        return {
            "to develop": amount(len(gap)),
            "closed": amount(len(plan.closes)),
            "open": amount(len(gap) - len(plan.closes)),
            "courses": amount(len(plan.steps)),
            **sums(plan),
        }

    def sentences(self, found: Differences) -> list[str]:
        """What differs between the first situation and the second, and why."""
        said = [self._change(one) for one in found.changes]
        said += [_only("first", "second", one) for one in found.dropped]
        said += [_only("second", "first", one) for one in found.added]
        return said or ["Both come to the same: the same competencies, closed by the same courses."]

    def _change(self, one: Change) -> str:
        need = self._words.at(one.need.competency, one.need.level)
        told = f"{need} {IS[one.before]} in the first situation and {IS[one.after]} in the second"
        return f"{told}: {one.why}" if one.why else f"{told}."

    def json(self, found: Differences) -> dict[str, Any]:
        """`{"situations": [two], "needs", "courses", "says"}`: both answers, and what differs between them."""
        return {
            "situations": [self._situation(one) for one in (found.one, found.other)],
            "needs": [
                {
                    "competency": one.need.competency,
                    "label": self._words.graph.label(one.need.competency),
                    "required": self._words.level(one.need.level),
                    "states": [str(one.before), str(one.after)],
                    "why": one.why,
                }
                for one in found.changes
            ],
            "courses": [*_courses(found.dropped, [True, False]), *_courses(found.added, [False, True])],
            "says": self.sentences(found),
        }

    def _situation(self, one: Situation) -> dict[str, Any]:
        plan, gap = one.plan, one.answer.gap
        return {
            "situation": self.title(one),
            "gap": len(gap),
            "closed": len(plan.closes),
            "open": len(gap) - len(plan.closes),
            "courses": [{"course": step.course.id, "label": step.course.label} for step in plan.steps],
            "total": asdict(plan.total),
        }

    # what a switch changes

    def effect(self, one: Effect) -> str:
        """What a switch changes, in a sentence or two."""
        doing, found = DOING.get(one.name) or f"“{capital(self.switch(one))}”", one.differences
        if found is None:
            return f"{doing} gives the question an answer: without that it has none."
        about_needs, about_courses = [*_asking(found), *_closing(found)], list(_courses_in(found))
        said = [row(done) for done in (about_needs, about_courses) if done] or ["changes nothing here"]
        return ". It ".join([f"{doing} {said[0]}", *said[1:]]) + "."

    def switch(self, one: Effect) -> str:
        """What a switch is called, such as "at most GBP 500"."""
        return MATCHING if one.switch is None else one.switch.words(self._words.graph.label)

    # matches

    def matched(self, one: Matched) -> str:
        """Which competency counts as another, by which match, and where."""
        label = self._words.graph.label
        by = row([f"the {match.match} match of the two ({standing(self._words.graph, match)})" for match in one.by])
        where = row(list(dict.fromkeys(map(self._named, one.links)))) or "what you bring"
        return f"{label(one.competency)} counts as {label(one.counts_as)} in {where}, by {by}."

    def _named(self, link: Record) -> str:
        label = self._words.graph.label
        match link:
            case Requirement():
                return f"what {label(link.role)} needs"
            case Teaches():
                return f"what {label(link.course)} teaches"
            case Expects():
                return f"what {label(link.course)} expects"
        return label(link.id)

    def matched_json(self, one: Matched) -> dict[str, Any]:
        """`{"competency", "label", "counts_as", "counts_as_label", "by", "links", "says"}`."""
        label = self._words.graph.label
        return {
            "competency": one.competency,
            "label": label(one.competency),
            "counts_as": one.counts_as,
            "counts_as_label": label(one.counts_as),
            "by": [{"link": by.id, "match": str(by.match), "status": str(by.status)} for by in one.by],
            "links": [link.id for link in one.links],
            "says": self.matched(one),
        }


def sums(plan: Plan) -> dict[str, str]:
    """The fees, hours and weeks of a plan as far as they are known, such as "16 (not known for 1 of 2 courses)"."""
    total, courses = plan.total, len(plan.steps)
    fees = row([f"{currency} {amount(fee)}" for currency, fee in sorted(total.fees.items())])
    return {
        "fees": known(fees or "0", total.fee_unknown, courses),
        "hours": known(amount(total.effort_hours or 0), total.effort_unknown, courses),
        "weeks": known(amount(total.elapsed_weeks or 0), total.elapsed_unknown, courses),
    }


def known(amounts: str, unknown: int, courses: int) -> str:
    """A sum over courses, and for how many of them the amount is not known."""
    if unknown and unknown == courses:
        return "not known"
    return f"{amounts} (not known for {unknown} of {count(courses, 'course', 'courses')})" if unknown else amounts


def _only(here: str, there: str, one: Drop) -> str:
    only = f"Only the {here} plan has {one.course.label}"
    if one.wanted:
        return f"{only}: in the {here} situation {one.why}."
    why = f"is left out ({one.why})" if one.why else "is not needed"
    return f"{only}: in the {there} situation it {why}."


def _courses(drops: Sequence[Drop], in_plan: list[bool]) -> list[dict[str, Any]]:
    return [{"course": one.course.id, "label": one.course.label, "in": in_plan, "why": one.why} for one in drops]


def _asking(found: Differences) -> Iterator[str]:
    """What there is to develop with a switch, beside what there is without."""
    more = [one for one in found.changes if one.before not in TO_DO and one.after in TO_DO]
    less = [one for one in found.changes if one.before in TO_DO and one.after not in TO_DO]
    if more:
        closed = sum(one.after is State.CLOSED for one in more)
        yield f"adds {_competencies(more)} to develop, {_of_which(len(more), closed)}"
    if less:
        yield f"takes {_competencies(less)} off what there is to develop"
    if held := found.became(State.NOT_ASKED, State.HELD):
        yield f"asks for {_competencies(held)} more that you bring already"


def _competencies(changes: Sequence[Change]) -> str:
    return count(len(changes), "competency", "competencies")


def _needs(changes: Sequence[Change]) -> str:
    return count(len(changes), "need", "needs")


def _of_which(number: int, closed: int) -> str:
    if number == closed:
        return "which learning closes" if number == 1 else "all of which learning closes"
    return f"of which learning closes {amount(closed) if closed else 'none'}"


def _closing(found: Differences) -> Iterator[str]:
    if closed := found.became(State.OPEN, State.CLOSED):
        yield f"closes {_needs(closed)} that would stay open without it"
    if left := found.became(State.CLOSED, State.OPEN):
        yield f"leaves {_needs(left)} open that learning would close without it"


def _courses_in(found: Differences) -> Iterator[str]:
    if found.dropped:
        named = [f"{one.course.label}{f' ({one.why})' if one.why else ''}" for one in found.dropped]
        yield f"takes {row(named)} out of the plan"
    if found.added:
        yield f"brings {row([one.course.label for one in found.added])} into the plan"
