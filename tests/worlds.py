"""Made-up graphs: small ones written by hand in a few words, and random ones from a seed."""

import random

from kmgraph.graph import Graph, graph_of
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Level,
    LevelMatch,
    Mapping,
    Practice,
    Prerequisite,
    Record,
    Requirement,
    Role,
    Scale,
    Source,
    Teaches,
    iri,
    keyed_iri,
)
from kmgraph.reviewed import judged
from kmgraph.store.base import Assertion
from kmgraph.vocabulary import Availability, Evidence, Importance, Kind, Match, Status

SOURCE = "world"
OTHER = "another"
LEVELS = ("awareness", "working", "practitioner", "expert")
FOREIGN = ("first", "second", "third")
"""Levels of the second scale of tangled worlds."""


def name(kind: Kind, slug: str) -> str:
    """The IRI of a named record of the made-up source."""
    return iri(kind, SOURCE, slug)


def level(slug: str | None) -> str | None:
    """The IRI of a level of the made-up scale."""
    return slug and name(Kind.LEVEL, slug)


class World:
    """Collects the records of a made-up graph: of one source, and where a test says so of others."""

    def __init__(self) -> None:
        self.others: list[Assertion] = []
        scale = name(Kind.SCALE, "scale")
        self.records: list[Record] = [
            Source(id=name(Kind.SOURCE, SOURCE), title="A made-up world", licence="CC0"),
            Scale(id=scale, label="Scale"),
            *(Level(id=level(slug), label=slug, scale=scale, order=n + 1) for n, slug in enumerate(LEVELS)),
            Framework(id=name(Kind.FRAMEWORK, "framework"), label="Framework", scale=scale),
        ]

    def competency(self, slug: str, **more: object) -> str:
        """Adds a competency; its IRI."""
        record = name(Kind.COMPETENCY, slug)
        more = {"framework": name(Kind.FRAMEWORK, "framework"), "label": slug, **more}
        self.records.append(Competency(id=record, **more))
        return record

    def role(
        self,
        slug: str,
        needs: dict[str, str | None],
        desirable: dict[str, str | None] | None = None,
        **more: object,
    ) -> str:
        """Adds a role that needs competencies, by slug, at levels; its IRI."""
        role = name(Kind.ROLE, slug)
        self.records.append(Role(id=role, label=slug, **more))
        for importance, wanted in ((Importance.ESSENTIAL, needs), (Importance.DESIRABLE, desirable or {})):
            for competency, at in wanted.items():
                self.edge(Requirement, role=role, competency=name(Kind.COMPETENCY, competency), level=level(at),
                          importance=importance)  # fmt: skip
        return role

    def course(
        self,
        slug: str,
        teaches: dict[str, str | None],
        expects: dict[str, str | None] | None = None,
        after: dict[str, str | None] | None = None,
        evidence: Evidence = Evidence.NONE,
        **more: object,
    ) -> str:
        """Adds a course; `after` maps courses to do first to their group. Its IRI."""
        course = name(Kind.COURSE, slug)
        self.records.append(Course(id=course, **{"label": slug, "type": "course", **more}))
        for competency, at in teaches.items():
            self.edge(Teaches, course=course, competency=name(Kind.COMPETENCY, competency), level=level(at),
                      evidence=evidence)  # fmt: skip
        for competency, at in (expects or {}).items():
            self.edge(Expects, course=course, competency=name(Kind.COMPETENCY, competency), level=level(at))
        for first, group in (after or {}).items():
            self.edge(Prerequisite, course=course, requires=name(Kind.COURSE, first), group=group)
        return course

    def framework(self, slug: str, levels: tuple[str, ...] = ()) -> str:
        """Adds a framework, with a scale of its own if levels are given; its IRI."""
        scale = None
        if levels:
            scale = name(Kind.SCALE, slug)
            self.records.append(Scale(id=scale, label=slug))
            self.records.extend(
                Level(id=level(one), label=one, scale=scale, order=n + 1) for n, one in enumerate(levels)
            )
        record = name(Kind.FRAMEWORK, slug)
        self.records.append(Framework(id=record, label=slug, scale=scale))
        return record

    def equal_levels(self, one: str, other: str) -> None:
        """Declares that two levels of different scales are equal."""
        self.edge(LevelMatch, subject=level(one), object=level(other))

    def match(self, one: str, other: str, match: Match = Match.EXACT, status: Status = Status.REVIEWED) -> None:
        """Declares that two competencies match."""
        ends = {"subject": name(Kind.COMPETENCY, one), "object": name(Kind.COMPETENCY, other)}
        self.edge(Mapping, **ends, match=match, status=status)

    def needs(self, role: str, competency: str, at: str | None, source: str = SOURCE, **more: object) -> None:
        """Adds one requirement of a role, by slugs."""
        ends = {"role": name(Kind.ROLE, role), "competency": name(Kind.COMPETENCY, competency)}
        self.edge(Requirement, source, **ends, level=level(at), **{"importance": Importance.ESSENTIAL, **more})

    def teaches(self, course: str, competency: str, at: str | None, source: str = SOURCE, **more: object) -> None:
        """Adds one thing that a course teaches, by slugs."""
        ends = {"course": name(Kind.COURSE, course), "competency": name(Kind.COMPETENCY, competency)}
        self.edge(Teaches, source, **ends, level=level(at), **more)

    def asks(self, course: str, first: str, group: str | None = None, source: str = SOURCE) -> None:
        """Makes a course ask for another first, by slugs."""
        ends = {"course": name(Kind.COURSE, course), "requires": name(Kind.COURSE, first)}
        self.edge(Prerequisite, source, **ends, group=group)

    def practice(self, slug: str, *competencies: str) -> str:
        """Adds something to practise; its IRI."""
        record = name(Kind.PRACTICE, slug)
        exercised = tuple(name(Kind.COMPETENCY, one) for one in competencies)
        self.records.append(Practice(id=record, label=slug, competencies=exercised))
        return record

    def edge(self, record_type: type[Record], source: str = SOURCE, **values: object) -> None:
        """Adds a record that is known by its key, stated by a source."""
        record = record_type(id=keyed_iri(record_type.kind, source, values), **values)
        if source == SOURCE:
            self.records.append(record)
        else:
            self.others.append(Assertion(name(Kind.SOURCE, source), record))

    def seen(self, record: Record) -> str:
        """What people judge of a record, as their opinions remember it."""
        return judged(record, {one.id: one for one in self.records}.get)

    def graph(self) -> Graph:
        """The graph of all that was added."""
        own = [Assertion(name(Kind.SOURCE, SOURCE), record) for record in self.records]
        return graph_of(1, own + self.others)


def random_world(dice: int | random.Random, *, competencies: int = 6, roles: int = 4, courses: int = 9) -> World:
    """A world in which entry levels, alternatives, circles and unknown amounts all occur; from a seed or from dice."""
    dice = dice if isinstance(dice, random.Random) else random.Random(dice)
    world = World()
    slugs = [f"c{n:02}" for n in range(competencies)]
    for slug in slugs:
        world.competency(slug)
    for n in range(roles):
        wanted = dice.sample(slugs, dice.randint(1, min(4, competencies)))
        world.role(f"r{n:02}", {slug: dice.choice([*LEVELS[:3], None]) for slug in wanted})
    made = [f"k{n:02}" for n in range(courses)]
    for n, course in enumerate(made):
        taught = {slug: dice.choice([*LEVELS[:3], None]) for slug in dice.sample(slugs, dice.randint(1, 2))}
        entry = {slug: dice.choice([*LEVELS[:2], None]) for slug in dice.sample(slugs, dice.choice([0, 0, 1, 1, 2]))}
        # Mostly courses made before it; now and then any, itself among them, so that courses ask for each other.
        pool = dice.choice([made[:n], made[:n], made[:n], made])
        first = dice.sample(pool, min(len(pool), dice.choice([0, 0, 0, 1, 2])))
        world.course(
            course,
            taught,
            entry,
            {slug: dice.choice(["one", "one", None]) for slug in first},
            evidence=dice.choice(list(Evidence)),
            effort_hours=dice.choice([None, 1, 2.5, 5, 8]),
            **dice.choice([{}, {"fee": dice.choice([0, 50, 120.5]), "currency": dice.choice(["GBP", "GBP", "EUR"])}]),
        )
    return world


def tangled_world(dice: int | random.Random, *, competencies: int = 5, roles: int = 3, courses: int = 7) -> World:
    """A random world in which also scales, sources and statuses differ, matches join, and courses are over."""
    dice = dice if isinstance(dice, random.Random) else random.Random(dice)
    world = random_world(dice, competencies=competencies, roles=roles, courses=courses)
    framework = world.framework("foreign", FOREIGN)
    for one, other in zip(dice.sample(LEVELS, 2), dice.sample(FOREIGN, 2), strict=True):
        if dice.random() < 0.6:
            world.equal_levels(one, other)
    taken = [f"c{n:02}" for n in range(competencies)]
    for n in range(2):
        world.competency(f"f{n}", framework=framework)
        statuses = dice.choice([Status.REVIEWED, Status.REVIEWED, Status.PROPOSED, Status.SUGGESTED])
        world.match(f"f{n}", dice.choice(taken), dice.choice([Match.EXACT, Match.EXACT, Match.CLOSE]), statuses)
    world.competency("manner", type="attitude")
    _tangle_roles(world, dice, roles, taken)
    _tangle_courses(world, dice, courses)
    return world


def _tangle_roles(world: World, dice: random.Random, roles: int, taken: list[str]) -> None:
    for n in range(roles):
        world.needs(f"r{n:02}", "manner", None)
        world.needs(f"r{n:02}", "f0", dice.choice([*FOREIGN, None]))
        importance, status = dice.choice(list(Importance)), dice.choice([Status.SUGGESTED, Status.SOURCED])
        said = {"importance": importance, "status": status}
        world.needs(f"r{n:02}", dice.choice(taken), dice.choice([*LEVELS, None]), OTHER, **said)


def _tangle_courses(world: World, dice: random.Random, courses: int) -> None:
    for n in range(courses):
        slug = f"f{dice.randint(0, 1)}"
        status = dice.choice([Status.SUGGESTED, Status.PROPOSED, Status.PROPOSED])
        world.teaches(f"k{n:02}", slug, dice.choice([*FOREIGN, None]), OTHER, status=status)
        if dice.random() < 0.3:
            world.teaches(f"k{n:02}", "manner", None)
        if dice.random() < 0.2:
            ends = {"course": name(Kind.COURSE, f"k{n:02}"), "competency": name(Kind.COMPETENCY, "f1")}
            world.edge(Expects, OTHER, **ends, level=level(dice.choice(FOREIGN)))
    over = {name(Kind.COURSE, f"k{n:02}") for n in range(courses) if dice.random() < 0.2}
    world.records = [
        one.model_copy(update={"availability": Availability.ENDED}) if one.id in over else one for one in world.records
    ]
