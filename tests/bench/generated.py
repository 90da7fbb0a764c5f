"""Graphs as large as a labour market, from a seed: the rows that a store would hold, quickly.

A row's text is written as `kmgraph.model.dump` would write the record, without making the record: the larger
sizes have 2.6 million. A test reads a small market back and holds each text against that.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.random import Generator

from kmgraph.assertion import Row
from kmgraph.graph import Graph, graph_of
from kmgraph.model import iri
from kmgraph.vocabulary import Activity, Basis, Evidence, Kind
from tests.bench.draws import Drawn, Links, Size, drawn
from tests.bench.terms import PLACES, Terms, providers, terms

MARKET = "market"
SOURCE = iri(Kind.SOURCE, MARKET, MARKET)
FRAMEWORK = iri(Kind.FRAMEWORK, MARKET, MARKET)
SCALE = iri(Kind.SCALE, MARKET, MARKET)
WORDS = ("awareness", "working", "practitioner", "expert")
RANKS = {iri(Kind.LEVEL, MARKET, word): rank for rank, word in enumerate(WORDS, 1)}
"""The levels of the one scale, 1 the lowest."""

VERBS = ("advise on", "analyse", "appraise", "assess", "brief on", "design", "draft", "edit", "evaluate", "explain")
NOUNS = (
    "budgets", "committee papers", "consultations", "contracts", "data sets", "evidence reviews", "field trials",
    "grant proposals", "public events", "regulations", "research plans", "risk registers", "surveys",
)  # fmt: skip
SECTORS = ("university", "local government", "central government", "legislature", "think tank", "charity", "funder")
STATUSES = ("", "sourced", "suggested")
"""What status a link states; nothing where it is this project's proposal."""


def rows(size: Size, entry: str = "dense", seed: int = 0) -> Iterator[Row]:
    """All rows of a market with dense or light entry levels, kind by kind; equal for equal seeds."""
    market, dice = drawn(size, entry, seed), np.random.default_rng([seed, size.courses, 1])
    return chain(
        _frame(),
        _competencies(size, dice),
        _roles(market, dice),
        _organisations(providers(size.courses), dice),
        _courses(market, terms(market.syllabus, dice)),
        _requirements(market.requires, dice),
        _teaching(market.teaches, dice),
        _expecting(market.expects),
        _prerequisites(market.prerequisites),
        _practices(size, dice),
        _offerings(size, dice),
        _journeys(market, dice),
    )


def graph(size: Size, entry: str = "dense", seed: int = 0) -> Graph:
    """The graph of a market."""
    return graph_of(1, rows(size, entry, seed))


def _names(kind: Kind, many: int) -> list[str]:
    return [iri(kind, MARKET, f"{kind[0].lower()}{n:06}") for n in range(many)]


def _row(kind: Kind, record: str, said: str) -> Row:
    return Row(kind, record, SOURCE, f'{{"id":"{record}",{said}}}')


def _frame() -> Iterator[Row]:
    yield _row(Kind.SOURCE, SOURCE, '"title":"A generated labour market","licence":"CC0"')
    yield _row(Kind.SCALE, SCALE, '"label":"Scale"')
    for level, rank in RANKS.items():
        yield _row(Kind.LEVEL, level, f'"label":"{WORDS[rank - 1]}","scale":"{SCALE}","order":{rank}')
    yield _row(Kind.FRAMEWORK, FRAMEWORK, f'"label":"Framework","scale":"{SCALE}"')


def _competencies(size: Size, dice: Generator) -> Iterator[Row]:
    kinds = dice.choice(["knowledge", "skill", "attitude"], size.competencies, p=[0.24, 0.75, 0.01]).tolist()
    for n, (name, kind) in enumerate(zip(_names(Kind.COMPETENCY, size.competencies), kinds, strict=True)):
        does = f"{VERBS[n % len(VERBS)]} {NOUNS[n % len(NOUNS)]}"
        yield _row(
            Kind.COMPETENCY,
            name,
            f'"label":"{does} {n}","framework":"{FRAMEWORK}","type":"{kind}",'
            f'"definition":"To {does} of kind {n} so that others can rely on what comes of it."',
        )


def _roles(market: Drawn, dice: Generator) -> Iterator[Row]:
    sectors = dice.integers(0, len(SECTORS), market.size.roles).tolist()
    named = zip(_names(Kind.ROLE, market.size.roles), market.group.tolist(), sectors, strict=True)
    for n, (name, group, sector) in enumerate(named):
        yield _row(Kind.ROLE, name, f'"label":"Role {n}","group":"Group {group}","sector":"{SECTORS[sector]}"')


def _organisations(many: int, dice: Generator) -> Iterator[Row]:
    nations = dice.integers(0, len(PLACES) - 1, many).tolist()
    for n, (name, nation) in enumerate(zip(_names(Kind.ORGANISATION, many), nations, strict=True)):
        yield _row(Kind.ORGANISATION, name, f'"label":"Provider {n}","type":"provider","nation":"{PLACES[nation]}"')


def _courses(market: Drawn, given: Iterator[Terms]) -> Iterator[Row]:
    organisations = _names(Kind.ORGANISATION, providers(market.size.courses))
    named = zip(_names(Kind.COURSE, market.size.courses), market.syllabus.tolist(), given, strict=True)
    for n, (name, syllabus, one) in enumerate(named):
        said = (
            f'"label":"Course {n}","summary":"An offer of syllabus {syllabus}.","type":"{one.type}"',
            f'"provider":"{organisations[one.provider]}"',
            one.mode and f'"mode":"{one.mode}"',
            one.minutes >= 0 and f'"effort_hours":{one.minutes / 60}',
            one.weeks >= 0 and f'"elapsed_weeks":{one.weeks}.0',
            one.pence >= 0 and f'"fee":{one.pence / 100},"currency":"GBP"',
            one.eligibility != "unknown" and f'"eligibility":"{one.eligibility}"',
            one.availability != "unknown" and f'"availability":"{one.availability}"',
            one.place and f'"place":"{one.place}"',
            one.open_to and f'"open_to":["{one.open_to}"]',
            one.language and f'"languages":["{one.language}"]',
            one.captions and '"access":["captions"]',
        )
        yield _row(Kind.COURSE, name, ",".join(one for one in said if one))


def _requirements(links: Links, dice: Generator) -> Iterator[Row]:
    roles, competencies = _ends(links, Kind.ROLE, Kind.COMPETENCY)
    importance = ("desirable", "essential")
    stated = zip(roles, competencies, _levels(links), links.mark.tolist(), _statuses(links, dice), strict=True)
    for role, competency, level, mark, status in stated:
        said = f'"role":"{role}","competency":"{competency}",{level}"importance":"{importance[mark]}"'
        yield _edge(Kind.REQUIREMENT, f"{role}\x1f{competency}\x1f", status + said)


def _teaching(links: Links, dice: Generator) -> Iterator[Row]:
    courses, competencies = _ends(links, Kind.COURSE, Kind.COMPETENCY)
    evidence = ["", *(f',"evidence":"{one}"' for one in list(Evidence)[1:])]
    levels = ["", *(f',"level":"{level}"' for level in RANKS)]
    marks = zip(links.level.tolist(), links.mark.tolist(), _statuses(links, dice), strict=True)
    for course, competency, (level, mark, status) in zip(courses, competencies, marks, strict=True):
        said = f'"course":"{course}","competency":"{competency}"{levels[level]}{evidence[mark]}'
        yield _edge(Kind.TEACHES, f"{course}\x1f{competency}", status + said)


def _expecting(links: Links) -> Iterator[Row]:
    levels = ["", *(f',"level":"{level}"' for level in RANKS)]
    courses, competencies = _ends(links, Kind.COURSE, Kind.COMPETENCY)
    for course, competency, level in zip(courses, competencies, links.level.tolist(), strict=True):
        said = f'"course":"{course}","competency":"{competency}"{levels[level]}'
        yield _edge(Kind.EXPECTS, f"{course}\x1f{competency}", said)


def _prerequisites(links: Links) -> Iterator[Row]:
    for course, first, mark in zip(*_ends(links, Kind.COURSE, Kind.COURSE), links.mark.tolist(), strict=True):
        group = "way in" * mark
        said = f'"course":"{course}","requires":"{first}"' + ',"group":"way in"' * mark
        yield _edge(Kind.PREREQUISITE, f"{course}\x1f{first}\x1f{group}", said)


def _practices(size: Size, dice: Generator) -> Iterator[Row]:
    names = _names(Kind.COMPETENCY, size.competencies)
    exercised = dice.integers(0, size.competencies, size.competencies // 20).tolist()
    for n, (name, one) in enumerate(zip(_names(Kind.PRACTICE, len(exercised)), exercised, strict=True)):
        yield _row(Kind.PRACTICE, name, f'"label":"Practice {n}","competencies":["{names[one]}"]')


def _offerings(size: Size, dice: Generator) -> Iterator[Row]:
    """One dated run, in 2026, of each tenth course or so."""
    names = _names(Kind.COURSE, size.courses)
    for n in np.flatnonzero(dice.random(size.courses) < 0.1).tolist():
        day = f"2026-{1 + n % 12:02}-{1 + n % 28:02}"
        yield _edge(Kind.OFFERING, f"{names[n]}\x1f{day}\x1f", f'"course":"{names[n]}","starts":"{day}"')


def _journeys(market: Drawn, dice: Generator) -> Iterator[Row]:
    """Journeys of three roles each, the first two of one group where another role of it was drawn."""
    size = market.size
    roles, many, bases = _names(Kind.ROLE, size.roles), size.roles // 6, list(Basis)
    order = np.argsort(market.group, kind="stable")
    steps = dice.integers(0, size.roles - 1, (many, 3))
    steps[:, 1] = steps[:, 0] + 1
    names, named = _names(Kind.JOURNEY, many), order[steps].tolist()
    for n, name in enumerate(names):
        yield _row(Kind.JOURNEY, name, f'"label":"Journey {n}","basis":"{bases[n % len(bases)]}"')
    for name, passed in zip(names, named, strict=True):
        for place, role in enumerate(passed, 1):
            said = f'"journey":"{name}","order":{place},"activity":"{Activity.ROLE}","role":"{roles[role]}"'
            yield _edge(Kind.STEP, f"{name}\x1f{place}", said)


def _edge(kind: Kind, key: str, said: str) -> Row:
    """A record that is known by its key: its name is the one of `kmgraph.model.keyed_iri`."""
    known = blake2b(f"{kind}\x1f{MARKET}\x1f{key}".encode(), digest_size=10).hexdigest()
    return _row(kind, iri(kind, MARKET, known), said)


def _ends(links: Links, owner: Kind, target: Kind) -> tuple[Sequence[str], Sequence[str]]:
    return _named(owner, links.owner.tolist()), _named(target, links.target.tolist())


def _named(kind: Kind, numbers: list[int]) -> list[str]:
    names = _names(kind, 1 + max(numbers, default=0))
    return [names[n] for n in numbers]


def _levels(links: Links) -> list[str]:
    said = ["", *(f'"level":"{level}",' for level in RANKS)]
    return [said[level] for level in links.level.tolist()]


def _statuses(links: Links, dice: Generator) -> list[str]:
    said = [f'"status":"{status}",' * bool(status) for status in STATUSES]
    return [said[n] for n in dice.choice(len(STATUSES), len(links.owner), p=[0.84, 0.15, 0.01]).tolist()]
