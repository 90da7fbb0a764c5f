"""One answer as RDF: a bridge with its question, what is to develop, the plans, what stays open, and why.

An answer is named by what it says: the same question asked of the same records has the same answer under the same
IRI. What a person's profile holds is not in it unless that is asked for: neither levels held, nor courses done, nor a
sentence that speaks of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property
from hashlib import blake2b

from pyoxigraph import NamedNode, Triple

from kmgraph.graph import Graph
from kmgraph.model import Expects, Level, LevelMatch, Prerequisite, Record, Review, Teaches, targets
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.comparison.matched import matched
from kmgraph.planner.explain import Words
from kmgraph.planner.gap import Need, Standing
from kmgraph.planner.levels import Fact
from kmgraph.planner.plan import Plan, Raise, Step, Total
from kmgraph.planner.unmet import Open
from kmgraph.rdf.about import PROGRAM
from kmgraph.rdf.mapping import DERIVED, as_json
from kmgraph.rdf.triple import boolean, code, decimal, integer, link, typed, words
from kmgraph.vocabulary import ANSWER_CLASSES, ANSWER_PROPERTIES, BASE, DCTERMS, PROPERTIES, PROV, SCHEMA, concept_of

HERE = f"{BASE}answer/"
"""Where the IRIs of answers begin."""
CLASS, SAYS = ANSWER_CLASSES, ANSWER_PROPERTIES
TITLE, DESCRIPTION = DCTERMS + "title", DCTERMS + "description"
ABOUT_COURSES: tuple[type[Record], ...] = (Teaches, Expects, Prerequisite)
"""What says of a course what it teaches and asks for."""
COMPETENCY, COURSE, LEVEL, ORDER = (PROPERTIES[name] for name in ("competency", "course", "level", "order"))


def answer_triples(
    planner: Planner, answer: Answer, *, start: str | None = None, with_profile: bool = False
) -> tuple[list[Triple], set[str]]:
    """What an answer says, node by node, and the IRIs of the records that give the same answer again.

    Args:
        planner: who answered.
        answer: the answer.
        start: IRI of the role on top of which a person's profile was brought, where there was one.
        with_profile: say what the person brings as well.
    """
    told = _Told(planner, answer, start or answer.profile.id, whole=with_profile or answer.profile.id is not None)
    name = blake2b("\n".join(map(str, told.triples(HERE))).encode(), digest_size=10).hexdigest()
    found = told.triples(HERE + name)
    named = {one.object.value for one in found if isinstance(one.object, NamedNode)}
    return found, _resting(planner.graph, named, [*told.links, *(answer.profile.basis if told.whole else ())])


def _resting(graph: Graph, named: Iterable[str], links: Sequence[Record]) -> set[str]:
    """The IRIs of records among these and of links, of all that they refer to, and of what bears on them.

    What bears on them: what courses teach and ask for, the other levels of a scale, which say how high one of them is,
    the levels that equal those, and what reviewers say.
    """
    found = {one.id for one in links}
    ahead = [*named, *(iri for one in links for _, _, iri in targets(one))]
    while ahead:
        iri = ahead.pop()
        if iri not in found and (record := graph.get(iri)):
            said = [one for record_type in ABOUT_COURSES for one, _ in graph.about(record_type, "course", iri)]
            found |= {iri, *(one.id for one in said)}
            ahead += [other for one in (record, *said) for _, _, other in targets(one)]
    found |= {one.id for one in graph.all(Level).values() if one.scale in found}
    found |= {one.id for one, _ in graph.stated(LevelMatch) if {one.subject, one.object} <= found}
    return found | {review.id for review in graph.all(Review).values() if review.about in found}


class _Told:
    """Says an answer.

    Args:
        planner: who answered.
        answer: the answer.
        start: IRI of the role at the start, or None.
        whole: whether it may say what is brought.
    """

    def __init__(self, planner: Planner, answer: Answer, start: str | None, *, whole: bool):
        self.planner, self.answer, self.start, self.whole = planner, answer, start, whole
        self.words = Words(planner)

    @cached_property
    def links(self) -> list[Record]:
        """The stated links that the answer rests on, each once, matches included."""
        used = [*self.answer.links, *(one for plan in self.answer.plans for one in plan.links)]
        for plan in self.answer.plans:
            joined = [one for one in matched(self.planner, self.answer, plan) if one.links or self.whole]
            used += [by for one in joined for by in one.by]
        return self._shown(used)

    def _shown(self, links: Iterable[Record]) -> list[Record]:
        """Links, each once, without those that tell what a person brings where that may not be told."""
        brought = set() if self.whole else {one.id for one in self.answer.profile.basis}
        needed = {one.id for need in self.answer.needs for one in need.basis}
        return list({one.id: one for one in links if one.id in needed or one.id not in brought}.values())

    def triples(self, node: str) -> list[Triple]:
        """All that the answer says under an IRI, node by node."""
        return [
            *self._bridge(node),
            *self._question(node),
            *(one for number, need in enumerate(self.answer.gap, 1) for one in self._goal(node, need, number)),
            *(
                one
                for number, open_ in enumerate(self.answer.open, 1)
                for one in self._unmet(node, f"{node}#unmet-{number}", open_)
            ),
            *(one for number, plan in enumerate(self.answer.plans, 1) for one in self._plan(node, plan, number)),
        ]

    def _bridge(self, node: str) -> Iterator[Triple]:
        answer, making = self.answer, f"{node}#asking"
        yield typed(node, CLASS["bridge"])
        yield typed(node, PROV + "Entity")
        to = self.planner.graph.label(answer.role)
        yield words(node, TITLE, f"From {self._start()} to {to}")
        if self.whole:
            yield words(node, DESCRIPTION, self.words.headline(answer))
        yield link(node, SAYS["question"], f"{node}#question")
        for number in range(1, len(answer.gap) + 1):
            yield link(node, SAYS["goal"], f"{node}#goal-{number}")
        for number in range(1, len(answer.plans) + 1):
            yield link(node, SAYS["plan"], f"{node}#plan-{number}")
        for number in range(1, len(answer.open) + 1):
            yield link(node, SAYS["unmet"], f"{node}#unmet-{number}")
        yield link(node, PROV + "wasGeneratedBy", making)
        yield from self._derived(node, answer.links)
        yield typed(making, PROV + "Activity")
        yield link(making, PROV + "wasAssociatedWith", PROGRAM)
        for source in sorted(one.id for one in self.words.attributions(answer)):
            yield link(making, PROV + "used", source)

    def _start(self) -> str:
        if self.whole:
            return self.answer.profile.label
        return f"{self.planner.graph.label(self.start)}, with more brought," if self.start else "what somebody brings"

    def _question(self, node: str) -> Iterator[Triple]:
        answer, node = self.answer, f"{node}#question"
        yield typed(node, CLASS["question"])
        if self.start:
            yield link(node, SAYS["from"], self.start)
        yield link(node, SAYS["to"], answer.role)
        if asked := answer.switches.words(self.planner.graph.label):
            yield words(node, SAYS["asked"], asked)
        yield code(node, SAYS["options"], as_json(_options(self.planner, answer)))
        if self.whole and answer.profile.id is None:  # what a role brings, its requirements say
            yield from self._brought(node)

    def _brought(self, question: str) -> Iterator[Triple]:
        profile = self.answer.profile
        brought = {f"{question}-{n}": held for n, held in enumerate(sorted(profile.levels.items()), 1)}
        for node in brought:
            yield link(question, SAYS["brings"], node)
        for course in sorted(profile.courses):
            yield link(question, SAYS["done"], course)
        for node, (competency, level) in brought.items():
            yield typed(node, CLASS["brought"])
            yield link(node, COMPETENCY, competency)
            if level:
                yield link(node, LEVEL, level)

    def _goal(self, node: str, need: Need, number: int) -> Iterator[Triple]:
        node = f"{node}#goal-{number}"
        yield typed(node, CLASS["goal"])
        yield link(node, COMPETENCY, need.competency)
        if need.level:
            yield link(node, LEVEL, need.level)
        yield link(node, SAYS["goal_importance"], concept_of(need.importance))
        if self.whole:
            yield boolean(node, SAYS["new"], need.standing is Standing.NEW)
            if need.held:
                yield link(node, SAYS["held"], need.held)
        yield from self._derived(node, need.basis)

    def _goals(self, node: str, needs: Iterable[Need]) -> Iterator[str]:
        return (f"{node}#goal-{self.answer.gap.index(need) + 1}" for need in needs)

    def _unmet(self, node: str, unmet: str, open_: Open) -> Iterator[Triple]:
        yield typed(unmet, CLASS["unmet"])
        for goal in self._goals(node, [open_.need]):
            yield link(unmet, SAYS["goal"], goal)
        if self.whole:
            yield words(unmet, SAYS["because"], open_.reason)
            for course in open_.courses:
                yield link(unmet, COURSE, course)
        for practice in open_.practices:
            yield link(unmet, SAYS["practice"], practice.id)

    def _plan(self, node: str, plan: Plan, number: int) -> Iterator[Triple]:
        here = f"{node}#plan-{number}"
        yield typed(here, CLASS["plan"])
        yield typed(here, PROV + "Plan")
        yield words(here, TITLE, self.words.title(plan))
        for preset in (plan.preset, *plan.also):
            yield words(here, SAYS["best_by"], preset)
        yield boolean(here, SAYS["proven"], plan.proven)
        for step in range(1, len(plan.steps) + 1):
            yield link(here, SAYS["step"], f"{here}-step-{step}")
        for goal in self._goals(node, plan.closes):
            yield link(here, SAYS["closes"], goal)
        for beyond in range(1, len(plan.beyond) + 1):
            yield link(here, SAYS["unmet"], f"{here}-unmet-{beyond}")
        yield from self._total(here, plan.total)
        yield from self._derived(here, plan.links)
        for currency, fee in sorted(plan.total.fees.items()):
            yield typed(f"{here}-{currency}", SCHEMA + "MonetaryAmount")
            yield decimal(f"{here}-{currency}", SCHEMA + "value", fee)
            yield code(f"{here}-{currency}", SCHEMA + "currency", currency)
        for place, one in enumerate(plan.steps, 1):
            yield from self._step(node, f"{here}-step-{place}", one, place)
        for beyond, open_ in enumerate(plan.beyond, 1):
            yield from self._unmet(node, f"{here}-unmet-{beyond}", open_)

    @staticmethod
    def _total(plan: str, total: Total) -> Iterator[Triple]:
        """What is known, and of how many courses it is not known; where nothing is known there is no sum."""
        for currency in sorted(total.fees):
            yield link(plan, SAYS["total_fee"], f"{plan}-{currency}")
        yield integer(plan, SAYS["fees_unknown"], total.fee_unknown)
        if total.effort_hours is not None:
            yield decimal(plan, SAYS["total_hours"], total.effort_hours)
        yield integer(plan, SAYS["hours_unknown"], total.effort_unknown)
        if total.elapsed_weeks is not None:
            yield decimal(plan, SAYS["total_weeks"], total.elapsed_weeks)
        yield integer(plan, SAYS["weeks_unknown"], total.elapsed_unknown)

    def _step(self, node: str, here: str, step: Step, place: int) -> Iterator[Triple]:
        yield typed(here, CLASS["step"])
        yield integer(here, ORDER, place)
        yield link(here, COURSE, step.course.id)
        for number in range(1, len(step.raises) + 1):
            yield link(here, SAYS["raises"], f"{here}-gain-{number}")
        for goal in self._goals(node, step.closes):
            yield link(here, SAYS["closes"], goal)
        if self.whole and (because := self.words.because(step, self.answer)):
            yield words(here, SAYS["because"], because)
        for caution in self.words.cautions(step, self.answer.switches):
            yield words(here, SAYS["caution"], caution)
        for number, one in enumerate(step.raises, 1):
            yield from self._gain(f"{here}-gain-{number}", step, one)

    def _gain(self, here: str, step: Step, one: Raise) -> Iterator[Triple]:
        yield typed(here, CLASS["gain"])
        yield link(here, COMPETENCY, one.competency)
        if self.whole and (before := self._level(one.before)):
            yield link(here, SAYS["gain_from"], before)
        if to := self._level(one.to):
            yield link(here, SAYS["gain_to"], to)
        yield from self._derived(here, self.words.taught_by(step, one))

    def _level(self, fact: Fact | None) -> str | None:
        return self.planner.levels.level(fact) if fact else None

    def _derived(self, node: str, links: Iterable[Record]) -> Iterator[Triple]:
        for one in self._shown(links):
            yield Triple(NamedNode(node), DERIVED, NamedNode(one.id))


def _options(planner: Planner, answer: Answer) -> dict[str, object]:
    """What was asked for beyond the two ends, by the names of switches; what is off is left out."""
    asked = {one.name: getattr(answer.switches, one.name) for one in fields(answer.switches)}
    off = {one.name: getattr(type(answer.switches)(), one.name) for one in fields(answer.switches)}
    said = {name: _plain(value) for name, value in asked.items() if value != off[name]}
    return said | ({"with_matches": True} if planner.with_matches else {})


def _plain(value: object) -> object:
    """A value of a switch as JSON has it."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return value.isoformat() if isinstance(value, date) else value
