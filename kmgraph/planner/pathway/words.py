"""Next moves and pathways in plain sentences."""

from collections.abc import Iterable, Sequence

from kmgraph.model import Record as Stated
from kmgraph.model import Source
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway.answer import Hop, Pathway, Pathways
from kmgraph.planner.pathway.ask import MOST_MOVES
from kmgraph.planner.pathway.nearest import Near, NextMoves
from kmgraph.planner.pathway.on_record import Record
from kmgraph.planner.phrases import amount, count, percent, plural, row
from kmgraph.planner.plan import Plan
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import UNTAUGHT, Open

NAMED = 20
"""Roles that ask for nothing new that are named at most; of the others, only how many."""
NO_RECORD = "No move like this is on record here."
WORKED = (
    "Each move counts what the courses before it teach and all that the role before it needs. So what stays open in a "
    "move is taken to come with the work there."
)
ALIKE = (
    "Alike: of all competencies, and of their levels where they have any, that one of the two roles or the other "
    "holds, the part that both hold."
)
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

    def asked(self, switches: Switches) -> str | None:
        """What was asked for, such as "Asked for: online only."; None where nothing was."""
        told = switches.words(self._label)
        return f"Asked for: {told}." if told else None

    def cautions(self, plan: Plan, switches: Switches) -> list[str]:
        """What filters and limits ask to check of the steps of a plan; what to check in any case is left out."""
        plain, found = Switches(strict_levels=switches.strict_levels), list[str]()
        for step in plan.steps:
            always = self.words.cautions(step, plain)
            if told := [one for one in self.words.cautions(step, switches) if one not in always]:
                found.append(f"{step.course.label}: {' '.join(told)}")
        return found

    def unmet(self, found: Sequence[Open]) -> str:
        """What stays open, and why: needs that have the same reason together; "" where nothing does."""
        by: dict[str, list[str]] = {}
        for one in found:
            by.setdefault(one.reason, []).append(self.words.at(one.need.competency, one.need.level))
        return " ".join(f"Stays open: {row(needs)}. {self._of_all(reason, needs)}" for reason, needs in by.items())

    @staticmethod
    def _of_all(reason: str, needs: Sequence[str]) -> str:
        """Why needs stay open, one or several for the same reason."""
        return "No learning listed here teaches them." if reason == UNTAUGHT and len(needs) > 1 else reason

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
        said = [
            self.asks(hop.to_develop, hop.plan),
            f"Learning: {courses}." if courses else "",
            self.words.access(hop.plan) or "",
            *self.cautions(hop.plan, hop.answer.switches),
            self.unmet((*hop.answer.open, *hop.plan.beyond)),
            self.record(hop.record),
        ]
        return " ".join(filter(None, said))

    def title(self, pathway: Pathway) -> str:
        """What a pathway is called."""
        stops = row([self._label(stop) for stop in pathway.stops])
        return f"By way of {stops}, on record" if pathway.on_record else f"By way of {stops}"

    def total(self, pathway: Pathway) -> str:
        """What all moves of a pathway come to."""
        stay = f", of which {pathway.open} {plural(pathway.open, 'stays')} open" if pathway.open else ""
        developed = f"{count(pathway.to_develop, 'competency', 'competencies')} to develop{stay}"
        if not pathway.courses:
            return f"{developed}; no courses."
        return f"{developed}; {count(pathway.courses, 'course', 'courses')}; {self.words.total(pathway.total)}"

    def headline(self, found: Pathways, *, more: str = "ask with --hops {moves}") -> str:
        """What the pathways come to, in a few sentences.

        Args:
            found: the pathways.
            more: how to ask for pathways of more moves; {moves} stands for how many.
        """
        said = [self.words.headline(found.direct.answer), self._by_small_moves(found)]
        if any(one.on_record for one in found.ways):
            said.append("Pathway 1 is told because each of its moves is on record.")
        if many := found.more_moves:
            ask = f": {more.format(moves=many)}" if many <= MOST_MOVES else ", which is more than are told here"
            said.append(f"A way on record takes {many} moves{ask}.")
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
        every = found.farther + len(found.moves)
        if not every:
            return "There is no other role here of which it is known what it needs. Load a source that says so."
        recorded, asking, same = len(found.recorded), len(found.nearest), len(found.nothing_new)
        near = f"{asking} {'is' if asking == 1 else 'are'} the nearest to what {found.profile.label} brings"
        told = [
            f"{recorded} {'is' if recorded == 1 else 'are'} on record from here" if recorded else "",
            f"{near} of those that ask for something" if asking else "",
            f"{same} {plural(same, 'asks')} for nothing new" if same else "",
        ]
        said = f"Of {count(every, 'other role', 'other roles')}, {row(list(filter(None, told)))}."
        others = (
            f"{amount(found.farther)} were compared by what they need"
            if found.farther > 1
            else ("one was compared by what it needs")
        )
        said += f" The other {others} only." if found.farther else ""
        if found.unlike:
            unlike = count(found.unlike, "role is", "roles are")
            said += f" {unlike} left out because nothing needed there is like what {found.profile.label} brings."
        unknown = count(found.not_known, "more role", "more roles")
        return f"{said} Of {unknown} it is not known what they need." if found.not_known else said

    def near(self, one: Near) -> str:
        """One of the next moves: what is on record of it, and what stays open."""
        record = self.record(one.record) if one.record else ""
        return " ".join(filter(None, [record, self.unmet(one.unmet)]))

    def to_check(self, found: NextMoves) -> list[str]:
        """What filters and limits ask to check of the courses of next moves, each course once."""
        return list(dict.fromkeys(told for one in found.moves for told in self.cautions(one.plan, found.switches)))

    def nothing_new(self, found: NextMoves) -> str | None:
        """Which roles ask for nothing new, in a sentence; None where none does."""
        roles = [self._label(one.role) for one in found.nothing_new]
        more = [f"{len(roles) - NAMED} more"] if len(roles) > NAMED else []
        told = count(len(roles), "role asks", "roles ask")
        return f"{told} for nothing new: {row([*roles[:NAMED], *more])}." if roles else None

    def rests(self, hops: Iterable[Hop]) -> str:
        """How far what moves rest on may be relied on: what is needed, held and taught."""
        links = {link.id: link for hop in hops for link in (*hop.answer.links, *hop.plan.links)}
        return self.words.rests(list(links.values()))

    def sources(self, found: Pathways) -> list[Source]:
        """The sources that pathways rest on."""
        rested = [source for hop in found.hops for source in self.words.attributions(hop.answer)]
        return list({one.id: one for one in (*rested, *self._recorded(hop.record for hop in found.hops))}.values())

    def sources_next(self, found: NextMoves) -> list[Source]:
        """The sources that next moves rest on."""
        used: list[Stated] = found.links()
        used += [step.course for one in found.moves for step in one.plan.steps]
        used += self.words.roles(found.start, *(one.role for one in found.moves))
        rested = self.words.graph.attributed([*used, *found.profile.basis])
        return list({one.id: one for one in (*rested, *self._recorded(one.record for one in found.moves))}.values())

    def _recorded(self, records: Iterable[Record]) -> list[Source]:
        iris = {iri for one in records for iri in (*one.observed, *one.examples, *one.schemes, *one.ladders)}
        known = (self.words.graph.get(iri) for iri in sorted(iris))
        return self.words.graph.attributed([one for one in known if one])

    def _row(self, iris: Sequence[str]) -> str:
        return row([f"“{self._label(iri)}”" for iri in iris])
