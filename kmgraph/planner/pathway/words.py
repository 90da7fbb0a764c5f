"""Next moves and pathways in plain sentences."""

from collections.abc import Iterable, Sequence

from kmgraph.model import Record as Stated
from kmgraph.model import Requirement, Source
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway.answer import Hop, Pathway, Pathways
from kmgraph.planner.pathway.nearest import NextMoves
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.phrases import count, percent, plural, row
from kmgraph.planner.plan import Plan

NO_RECORD = "No move like this is on record here."
WORKED = (
    "Each move counts what the courses before it teach and all that the role before it needs. So what stays open in a "
    "move is taken to come with the work there."
)
ALIKE = "Alike: of all competencies and levels that one of the two roles or the other holds, the part that both hold."
ON_RECORD = (
    "On record: journeys that people made, published examples, which do not say how often, schemes and ladders. "
    "Nothing on record says nothing about whether a move can be made."
)
NOT_ALL = "There are too many to compare all of them: of those that promised most, the best are told."
DISTINCT = "At least half of the stops of each pathway are in no pathway told before it."


class PathwayWords:
    """Says what next moves and pathways mean.

    Args:
        words: for the graph that they are from.
    """

    def __init__(self, words: Words):
        self.words, self._label = words, words.graph.label

    def record(self, record: Record) -> str:
        """What is on record of a move, in one sentence or more."""
        said = []
        if many := len(record.observed):
            said.append(f"{count(many, 'journey', 'journeys')} on record made this move.")
        if many := len(record.examples):
            tell = "published example tells" if many == 1 else "published examples tell"
            said.append(f"{many} {tell} of it, which says nothing of how often it is made.")
        if many := len(record.schemes):
            said.append(f"{'A scheme leads' if many == 1 else 'Schemes lead'} so: {self._row(record.schemes)}.")
        if record.ladders:
            said.append(f"It is the next rung of {self._row(record.ladders)}.")
        return " ".join(said) or NO_RECORD

    @staticmethod
    def brief(record: Record) -> str:
        """The same in a word or two: 3 journeys."""
        counted = (
            (len(record.observed), "journey", "journeys"),
            (len(record.examples), "example", "examples"),
            (len(record.schemes), "scheme", "schemes"),
            (len(record.ladders), "ladder", "ladders"),
        )
        return row([count(many, one, more) for many, one, more in counted if many]) or "nothing"

    @staticmethod
    def legend() -> str:
        """What the columns of likeness and record mean."""
        return ALIKE + " " + ON_RECORD

    def alike(self, likeness: float) -> str:
        """How much two roles are alike, such as 27%."""
        return percent(likeness, 1)

    def asks(self, to_develop: int, plan: Plan) -> str:
        """What a move asks to develop, and what learning closes of it."""
        if not to_develop:
            return "There is nothing to develop."
        first, closed = f"{count(to_develop, 'competency', 'competencies')} to develop", len(plan.closes)
        if not closed:
            return f"{first}; no learning listed here closes {'it' if to_develop == 1 else 'any'}."
        of = "all of them" if closed == to_develop else f"{closed} of them"
        courses = count(len(plan.steps), "course", "courses")
        return f"{first}; {courses} {plural(len(plan.steps), 'closes')} {of if to_develop > 1 else 'it'}."

    def hop(self, hop: Hop) -> str:
        """One move: what it asks, the courses in their order, what stays open, and what is on record of it."""
        courses = row([step.course.label for step in hop.plan.steps])
        open_ = [one.need for one in (*hop.answer.open, *hop.plan.beyond)]
        said = [
            self.asks(hop.to_develop, hop.plan),
            f"Learning: {courses}." if courses else "",
            self.words.access(hop.plan) or "",
            f"Stays open: {row([self.words.at(need.competency, need.level) for need in open_])}." if open_ else "",
            *hop.answer.unpinned,
            self.record(hop.record),
        ]
        return " ".join(filter(None, said))

    def title(self, pathway: Pathway) -> str:
        """What a pathway is called."""
        stops = row([self._label(stop) for stop in pathway.stops])
        return f"Over {stops}, on record" if pathway.on_record else f"Over {stops}"

    def total(self, pathway: Pathway) -> str:
        """What all moves of a pathway come to."""
        stay = f", of which {pathway.open} {plural(pathway.open, 'stays')} open" if pathway.open else ""
        developed = f"{count(pathway.to_develop, 'competency', 'competencies')} to develop{stay}"
        return f"{developed}; {count(pathway.courses, 'course', 'courses')}; {self.words.total(pathway.total)}"

    def headline(self, found: Pathways) -> str:
        """What the pathways come to, in a few sentences."""
        said = [self.words.headline(found.direct.answer), self._by_small_moves(found)]
        if any(one.on_record for one in found.ways):
            said.append("One way is told because each of its moves is on record.")
        return " ".join(said)

    @staticmethod
    def _by_small_moves(found: Pathways) -> str:
        most, many = count(found.most_new, "competency", "competencies"), sum(not one.on_record for one in found.ways)
        if found.small:
            return f"That is no more than {most}, so no stop on the way is needed."
        if many:
            chosen = "as you asked" if found.asked else "the fewest that leave a choice of stops"
            told = f"{count(many, 'pathway goes', 'pathways go')} there by moves of at most {most} each, {chosen}."
            return told if found.proven else f"{told} {NOT_ALL}"
        limit = f"at most {most}" if found.asked else "less than that"
        told = f"No pathway of up to {found.moves} moves was found in which each asks for {limit}."
        return told if found.proven else f"{told} {NOT_ALL}"

    def nearest(self, found: NextMoves) -> str:
        """What the next moves come to, in a sentence or two."""
        every, told = found.farther + len(found.moves), len(found.moves)
        if not every:
            return "There is no other role here of which it is known what it needs. Load a source that says so."
        these = "this one is" if told == 1 else f"these {told} are"
        said = f"Of {count(every, 'other role', 'other roles')}, {these} nearest to what {found.profile.label} brings."
        said += f" The other {found.farther} were compared by what they need only." if found.farther else ""
        unknown = count(found.not_known, "more role", "more roles")
        return f"{said} Of {unknown} it is not known what they need." if found.not_known else said

    def rests(self, plans: Iterable[Plan]) -> str:
        """How far what plans rest on may be relied on."""
        return self.words.rests(list({link.id: link for plan in plans for link in plan.links}.values()))

    def sources(self, found: Pathways) -> list[Source]:
        """The sources that pathways rest on."""
        rested = [source for hop in found.hops for source in self.words.attributions(hop.answer)]
        return list({one.id: one for one in (*rested, *self._recorded(hop.record for hop in found.hops))}.values())

    def sources_next(self, found: NextMoves) -> list[Source]:
        """The sources that next moves rest on."""
        used: list[Stated] = [link for one in found.moves for link in one.plan.links]
        used += [step.course for one in found.moves for step in one.plan.steps]
        used += [need for one in found.moves for need, _ in self.words.graph.about(Requirement, "role", one.role)]
        rested = self.words.graph.attributed([*used, *found.profile.basis])
        return list({one.id: one for one in (*rested, *self._recorded(one.record for one in found.moves))}.values())

    def _recorded(self, records: Iterable[Record]) -> list[Source]:
        iris = {iri for one in records for iri in (*one.observed, *one.examples, *one.schemes, *one.ladders)}
        known = (self.words.graph.get(iri) for iri in sorted(iris))
        return self.words.graph.attributed([one for one in known if one])

    def _row(self, iris: Sequence[str]) -> str:
        return row([f"“{self._label(iri)}”" for iri in iris])
