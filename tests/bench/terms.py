"""On what terms the courses of a generated market are given: price, hours, who may join, where and how."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kmgraph.vocabulary import Availability, Eligibility, Mode, Provision
from tests.bench.draws import Numbers

PLACES = ("GB-ENG", "GB", "GB-SCT", "GB-WLS", "GB-NIR", "world")
TOWNS = ("London", "Leeds", "Cardiff", "Edinburgh", "Belfast", "Bristol", "Manchester", "Sheffield")

Odds = dict[str, float]
TYPE: Odds = {
    Provision.COURSE: 0.4, Provision.E_LEARNING: 0.25, Provision.WORKSHOP: 0.15, Provision.PROGRAMME: 0.06,
    Provision.DEGREE: 0.05, Provision.FELLOWSHIP: 0.03, Provision.PLACEMENT: 0.02, Provision.RESOURCE: 0.04,
}  # fmt: skip
MODE: Odds = {Mode.ONLINE: 0.4, Mode.IN_PERSON: 0.25, Mode.BLENDED: 0.13, Mode.EITHER: 0.04, "": 0.18}
ELIGIBILITY: Odds = {
    Eligibility.OPEN: 0.42, Eligibility.UNKNOWN: 0.38, Eligibility.MEMBERS: 0.06, Eligibility.STAFF: 0.05,
    Eligibility.DOCTORAL: 0.04, Eligibility.CIVIL_SERVANTS: 0.03, Eligibility.INVITED: 0.02,
}  # fmt: skip
AVAILABILITY: Odds = {
    Availability.OPEN: 0.4, Availability.RECURRING: 0.26, Availability.UNKNOWN: 0.18, Availability.ENDED: 0.05,
    Availability.CLOSED: 0.04, Availability.PLANNED: 0.03, Availability.HISTORIC: 0.04,
}  # fmt: skip
LANGUAGES: Odds = {"": 0.6, "en": 0.38, "cy": 0.02}
OPEN_TO: Odds = {"": 0.5, "GB": 0.24, "GB-ENG": 0.14, "GB-SCT": 0.05, "GB-WLS": 0.03, "GB-NIR": 0.02, "world": 0.02}


class Terms(NamedTuple):
    """The terms of one course; what is unknown is an empty text, or a number below 0."""

    type: str
    provider: int
    mode: str
    minutes: int
    weeks: int
    pence: int
    eligibility: str
    availability: str
    place: str
    open_to: str
    language: str
    captions: bool


def providers(courses: int) -> int:
    """How many organisations give so many courses."""
    return 3 + courses // 30


def terms(syllabus: Numbers, dice: Generator) -> Iterator[Terms]:
    """The terms of each course, in their order: offers of one syllabus take about as long, and cost about as much."""
    many = len(syllabus)
    hours = _alike(syllabus, 2.4, 0.9, 0.25, dice)
    pounds = hours * _alike(syllabus, 2.9, 0.6, 0.45, dice)
    mode = _of(MODE, many, dice)
    towns = _of(dict.fromkeys(TOWNS, 1.0), many, dice)
    place = ["" if how == Mode.ONLINE else town for how, town in zip(mode, towns, strict=True)]
    each = zip(
        _of(TYPE, many, dice),
        dice.integers(0, providers(many), many).tolist(),
        mode,
        _unknown(_minutes(hours), 0.3, dice),
        _unknown(np.maximum(1, hours / dice.choice([3, 7, 35], many)).astype(np.int64), 0.4, dice),
        _unknown(_pence(pounds, dice), 0.3, dice),
        _of(ELIGIBILITY, many, dice),
        _of(AVAILABILITY, many, dice),
        place,
        _of(OPEN_TO, many, dice),
        _of(LANGUAGES, many, dice),
        (dice.random(many) < 0.15).tolist(),
        strict=True,
    )
    return map(Terms._make, each)


def _of(odds: Odds, many: int, dice: Generator) -> list[str]:
    share = np.array(list(odds.values()))
    words = np.array([str(word) for word in odds], dtype=object)
    return list(words[dice.choice(len(words), many, p=share / share.sum())])


def _alike(syllabus: Numbers, mean: float, apart: float, within: float, dice: Generator) -> NDArray[np.float64]:
    """Lognormal amounts, which differ more between syllabi than between the offers of one."""
    usual = dice.normal(mean, apart, int(syllabus.max(initial=0)) + 1)
    return np.asarray(np.exp(usual[syllabus] + dice.normal(0.0, within, len(syllabus))))


def _minutes(hours: NDArray[np.float64]) -> Numbers:
    """Whole hours mostly, half hours where they are few."""
    return np.where(hours < 4, np.ceil(hours * 2) * 30, np.minimum(np.ceil(hours), 2_000) * 60).astype(np.int64)


def _pence(pounds: NDArray[np.float64], dice: Generator) -> Numbers:
    """Free for one in five; else round prices mostly: whole pounds, fives, tens, fifties, or 5 below a hundred."""
    kind = dice.choice(6, len(pounds), p=[0.2, 0.1, 0.15, 0.25, 0.2, 0.1])
    step = np.array([1, 0.01, 1, 5, 50, 100])[kind]
    found = np.ceil(np.minimum(pounds, 20_000) / step) * step - np.where(kind == 5, 5, 0)
    return np.where(kind == 0, 0, np.round(found * 100)).astype(np.int64)


def _unknown(amounts: Numbers, share: float, dice: Generator) -> list[int]:
    return list(np.where(dice.random(len(amounts)) < share, -1, amounts).tolist())
