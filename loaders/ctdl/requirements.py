"""What must be done or known first: conditions of CTDL as formulas, and formulas as records.

A prerequisite says that one of a group of courses comes first, and a course may have many groups; so every formula
of courses can be said (`conditions`), up to a number. What a course cannot be asked for is told and kept as it is
written: competencies that are alternatives to courses, posts to have held, and constraints such as points.
"""

import hashlib

from kmgraph.model import Competency, Course, Expects, Prerequisite, Record, Requirement, Role
from kmgraph.vocabulary import Importance
from kmgraph.wording import listed, quoted
from loaders.ctdl.amounts import words
from loaders.ctdl.conditions import MOST_GROUPS, NOTHING, AtLeast, Formula, TooManyError, all_of, any_of, groups
from loaders.ctdl.provision import named
from loaders.ctdl.reading import STANDS_FOR, Found, Reading
from loaders.ctdl.terms import CHOICES, COMPETENCY, COMPETENCY_COMPONENT, JOB_COMPONENT, ROLE
from loaders.foreign import slug
from loaders.linked import CETERMS, Node

CONDITIONS = CETERMS + "hasCondition"
FIRST = CETERMS + "prerequisite"
ASKED = (CETERMS + "requires", CETERMS + "entryCondition")
TARGETS = tuple(
    CETERMS + name for name in ("targetLearningOpportunity", "targetCredential", "targetAssessment", "targetPathway")
)  # fmt: skip
IN_WORDS = {
    CETERMS + name
    for name in (
        "condition", "creditValue", "experience", "minimumAge", "submissionOf", "weight", "yearsOfExperience",
    )
}  # fmt: skip
DEEPEST = 20
"""Conditions within conditions that are followed."""
MOST_CONDITIONS = 5_000
"""Conditions that are followed for one component, and 40 times as many in a document."""
PROFILE = CETERMS + "ConditionProfile"
KEPT = "It is kept as it is written, beside the record; look whether it matters to you."


class Asked:
    """The formulas of a document, and the doubts that arise while they are read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Found] = []
        self.left = MOST_CONDITIONS
        self.left_altogether = 40 * MOST_CONDITIONS

    def told(self) -> Found:
        """The doubts so far, each once."""
        waiting, self.found = self.found, []
        for each in waiting:
            yield from each

    def doubt(self, node: Node, name: str, message: str) -> None:
        """Notes that a condition cannot be said."""
        self.reading.used.add(node.iri)
        if (key := f"{node.iri} {message}") not in self.reading.said:
            self.reading.said.add(key)
            self.found.append(iter([self.reading.warn(node, name, message, KEPT)]))

    def of_component(self, node: Node, trail: tuple[str, ...] = ()) -> Formula:
        """What must be done before a component: all of its conditions."""
        self.left = self.left if trail else MOST_CONDITIONS
        trail = (*trail, node.iri)
        parts = [self.of_condition(each, trail) for each in self.reading.graph.under(node, CONDITIONS)]
        parts += [self.literal(each, trail) for each in node.iris(FIRST)]
        return all_of(parts)

    def of_condition(self, node: Node, trail: tuple[str, ...]) -> Formula:
        """The formula of a condition: so many of its components and inner conditions."""
        self.reading.used.add(node.iri)
        self.left -= 1
        self.left_altogether -= 1
        if node.iri in trail or len(trail) > DEEPEST or min(self.left, self.left_altogether) < 0:
            self.doubt(node, CONDITIONS, "A condition holds itself, or too many within each other: it is left out.")
            return NOTHING
        trail = (*trail, node.iri)
        targets = [self.literal(each, trail) for each in node.iris(CETERMS + "targetComponent")]
        inner = [self.of_condition(each, trail) for each in self.reading.graph.under(node, CONDITIONS)]
        if len(targets) < len(node.properties.get(CETERMS + "targetComponent", ())):
            message = "A condition names some of its components in words, not by their IRI: it is left out."
            self.doubt(node, CETERMS + "targetComponent", message)
            return NOTHING
        how = {word.casefold() for word in words(self.reading.graph, node, CETERMS + "logicalOperator")}
        if not self.sayable(node, how, bool(targets or inner)):
            return NOTHING
        number = self.number(node, how, len(targets), len(targets) + len(inner))
        return NOTHING if number is None else AtLeast(number, (*targets, *inner))

    def sayable(self, node: Node, how: set[str], parts: bool) -> bool:
        """Whether anything of a condition can be said; what cannot is told."""
        unknown = how - {"and", "or", "onlyone", "andsequence"}
        constrained = bool(node.properties.get(CETERMS + "hasConstraint"))
        if unknown:
            shown = listed([quoted(word) for word in sorted(unknown)], "and")
            message = f"Prerequisites cannot say {shown}: this condition is left out."
            self.doubt(node, CETERMS + "logicalOperator", message)
        elif constrained and ("or" in how or not parts):
            what = "offers a constraint as an alternative" if parts else "consists of constraints"
            message = f"A condition {what}, which prerequisites cannot say: it is left out."
            self.doubt(node, CETERMS + "hasConstraint", message)
        elif constrained:
            message = "A condition has constraints, such as points or grades, which prerequisites cannot say: only its"
            self.doubt(node, CETERMS + "hasConstraint", f"{message} components are asked for.")
        elif not parts:
            self.doubt(node, CONDITIONS, "A condition names no component: it is left out.")
        for word, what in (("onlyone", "that only one may be done"), ("andsequence", "in which order")):
            if word in how and parts:
                message = f"A condition says {what}, which prerequisites cannot say: the rest of it is asked for."
                self.doubt(node, CETERMS + "logicalOperator", message)
        return parts and not unknown and not (constrained and "or" in how)

    def number(self, node: Node, how: set[str], targets: int, parts: int) -> int | None:
        """How many parts of a condition are asked for; None where that is unclear, which is told."""
        either = bool(how & {"or", "onlyone"})
        by_operator = (1 if either else parts) if how else None
        stated = node.first(CETERMS + "requiredNumber")
        if stated is None:
            if by_operator is None and parts > 1:
                message = "A condition does not say how many of its components are needed: all of them are asked for."
                self.doubt(node, CETERMS + "requiredNumber", message)
            return by_operator or parts
        number = _whole(getattr(stated, "value", None))
        if number is None or number > parts:
            shown = quoted(getattr(stated, "value", stated))
            message = f"A condition asks for {shown} of {parts} components: it is left out."
            self.doubt(node, CETERMS + "requiredNumber", message)
            return None
        nested = parts > targets
        if nested and by_operator not in (None, number) and targets and number <= targets:
            message = f"It is unclear whether {number} is the number of all parts of a condition or of its components"
            self.doubt(node, CETERMS + "requiredNumber", f"{message} alone: it is left out.")
            return None
        return number

    def literal(self, reference: str, trail: tuple[str, ...] = ()) -> Formula:
        """A reference as something to be done or known; a component that only gathers others is what it asks for."""
        reading = self.reading
        node = reading.graph.nodes.get(reference)
        gathers = node is not None and not node.types.isdisjoint(CHOICES) and not node.properties.get(STANDS_FOR)
        if node and gathers and node.properties.get(CONDITIONS) and reference not in trail and len(trail) <= DEEPEST:
            return self.of_component(node, trail)
        meant = reading.graph.nodes.get(reading.alias.get(reference, reference))
        types = (node.types if node else set()) | (meant.types if meant else set())
        if not types.isdisjoint({*COMPETENCY, COMPETENCY_COMPONENT}):
            return f"Competency {reading.target(reference, Competency)}"
        if not types.isdisjoint({*ROLE, JOB_COMPONENT}):
            return f"Role {reading.target(reference, Role)}"
        return f"Course {reading.target(reference, Course)}"

    def of_profiles(self, node: Node, name: str) -> Formula:
        """What the condition profiles of a property ask for together."""
        parts: list[Formula] = []
        for each in node.iris(name):
            inner = self.reading.graph.nodes.get(each)
            if inner is not None and (inner.blank or PROFILE in inner.types):
                formula = self.of_profile(inner, ())
                parts += [] if formula is None else [formula]
            else:
                parts.append(self.literal(each))
        return all_of(parts)

    def of_profile(self, node: Node, trail: tuple[str, ...]) -> Formula | None:
        """What a condition profile asks for; None where it does so in words only."""
        self.reading.used.add(node.iri)
        parts: list[Formula] = [self.literal(each) for name in TARGETS for each in node.iris(name)]
        for said in node.properties.get(CETERMS + "targetCompetency", ()):
            competency, found = named(self.reading, node, CETERMS + "targetCompetency", said)
            self.found.append(iter(found))
            parts += [f"Competency {competency}"] if competency else []
        worded = {name for name in TARGETS if len(node.iris(name)) < len(node.properties.get(name, ()))}
        own = all_of(parts) if parts else None
        if beyond := sorted(node.properties.keys() & IN_WORDS | worded):
            message = "Some conditions are partly in words, numbers or dates, which nobody can check here."
            self.found.append(self.reading.once(node, beyond[0], message, KEPT))
        others = self.reading.graph.under(node, CETERMS + "alternativeCondition")
        if not others or node.iri in trail or len(trail) > DEEPEST:
            return own
        ways = [own, *(self.of_profile(other, (*trail, node.iri)) for other in others)]
        if any(way is None for way in ways):
            message = "A condition has an alternative in words only, so nothing of it can be asked for."
            self.doubt(node, CETERMS + "alternativeCondition", message)
            return None
        return any_of([way for way in ways if way is not None])

    def records(self, node: Node, name: str, subject: str, kind: type[Record], formula: Formula) -> Found:
        """The formula as prerequisites and expectations of a course, or requirements of a role."""
        yield from self.told()
        try:
            found = groups(formula)
        except TooManyError:
            message = f"What {quoted(node.iri, 120)} asks for takes more than {MOST_GROUPS} groups of alternatives,"
            self.doubt(node, name, f"{message} so none of them is asked for.")
            found = frozenset()
        for group in sorted(map(sorted, found)):
            key = f"{kind.kind} {subject} {group}"
            if key not in self.reading.said:
                self.reading.said.add(key)
                yield from self.group(node, name, subject, kind, group)
        yield from self.told()

    def group(self, node: Node, name: str, subject: str, kind: type[Record], group: list[str]) -> Found:
        """One group of alternatives as records, or what keeps it from being said."""
        sorts = {literal.split(" ", 1)[0] for literal in group}
        iris = [literal.split(" ", 1)[1] for literal in group]
        if kind is Course and subject in iris:
            self.doubt(node, name, f"{quoted(node.iri, 120)} asks for itself: that is left out.")
        elif kind is Course and sorts == {"Course"}:
            together = self.title(iris) if len(iris) > 1 else None
            for other in iris:
                yield from self.reading.edge(Prerequisite, node, course=subject, requires=other, group=together)
        elif kind is Course and sorts == {"Competency"} and len(group) == 1:
            yield from self.reading.edge(Expects, node, course=subject, competency=iris[0])
        elif kind is Role and sorts == {"Competency"} and len(group) == 1:
            essential = Importance.ESSENTIAL
            yield from self.reading.edge(Requirement, node, role=subject, competency=iris[0], importance=essential)
        else:
            what = "a role" if kind is Role else "a course"
            shown = listed([quoted(_last(each)) for each in iris[:5]]) + (" and others" if len(iris) > 5 else "")
            message = f"{what.capitalize()} cannot be said to ask for {shown}: that condition is left out."
            self.doubt(node, name, message)

    def title(self, iris: list[str]) -> str:
        """A name for a group of alternatives, made of their names."""
        nodes = (self.reading.graph.nodes.get(each) for each in iris)
        names = (node and node.text(CETERMS + "name") for node in nodes)
        apart = hashlib.blake2b(" ".join(iris).encode("utf-8", "replace"), digest_size=4).hexdigest()
        return f"{slug(' or '.join(map(str, filter(None, names))))}-{apart}".strip("-")


def _whole(value: object) -> int | None:
    """A number of components, at least 1."""
    text = str(value).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else None


def _last(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1]


def asked_of(asked: Asked, node: Node, subject: str, kind: type[Record]) -> Found:
    """What the condition profiles of a course or role ask for, as records."""
    for name in ASKED:
        yield from asked.records(node, name, subject, kind, asked.of_profiles(node, name))
