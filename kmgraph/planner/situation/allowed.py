"""Which courses may be taken under some switches: courses that agree in all that filters read are judged once."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kmgraph.graph import Graph
from kmgraph.model import Course, Offering, Organisation
from kmgraph.planner.situation.filters import barred, read, unsure
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.situation.traits import Catalogue, Traits, traits_of
from kmgraph.vocabulary import Eligibility, Status

ASKED = 64
"""How many different sets of filters are remembered."""


class Allowed:
    """What filters say of some courses.

    Args:
        graph: which describes them.
        courses: their IRIs, in the order of the masks.
    """

    def __init__(self, graph: Graph, courses: Sequence[str]):
        self._graph, self._courses, self._catalogue = graph, courses, Catalogue(graph)
        self.mask = lru_cache(ASKED)(self._mask)
        self.doubtful = lru_cache(ASKED)(self._doubtful)

    def why_not(self, course: str, switches: Switches, not_among: Collection[Eligibility]) -> str | None:
        """Why a filter leaves a course out, in words that follow its name, or None."""
        return barred(self._catalogue.traits(self._graph.all(Course)[course]), switches, not_among)

    def _mask(self, switches: Switches, not_among: frozenset[Eligibility]) -> NDArray[np.bool_]:
        """Which of the courses no filter leaves out."""
        groups, first = self._alike(read(switches))
        judged = [barred(self._traits(int(place)), switches, not_among) is None for place in first]
        return np.array(judged, dtype=np.bool_)[groups]

    def _doubtful(self, switches: Switches) -> NDArray[np.bool_]:
        """Of which courses something is not known that filters ask for."""
        groups, first = self._alike(read(switches))
        judged = [bool(unsure(self._traits(int(place)), switches)) for place in first]
        return np.array(judged, dtype=np.bool_)[groups]

    def _alike(self, names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The group of each course, of those that agree in these traits, and the first course of each group."""
        key = np.zeros(len(self._courses), dtype=np.int64)
        for name in names:
            codes, count = self._codes(name)
            _, key = np.unique(key * count + codes, return_inverse=True)
        _, first, groups = np.unique(key, return_index=True, return_inverse=True)
        return groups, first

    @cached_property
    def _coded(self) -> dict[str, tuple[NDArray[np.int64], int]]:
        return {}

    def _codes(self, name: str) -> tuple[NDArray[np.int64], int]:
        """A number for each value of a trait, by course, and how many there are."""
        if name not in self._coded:
            numbers: dict[Any, int] = {}
            codes = [numbers.setdefault(value, len(numbers)) for value in self._values(name)]
            self._coded[name] = np.array(codes, dtype=np.int64), len(numbers) + 1
        return self._coded[name]

    def _values(self, name: str) -> list[Any]:
        if name in ("chain", "region"):
            return self._columns["provider"]
        if name == "last_start":
            return [self._starts.get(iri) for iri in self._courses]
        return self._columns[name]

    def _traits(self, place: int) -> Traits:
        said = {name: column[place] for name, column in self._columns.items()}
        provider = said.pop("provider")
        given_by = self._graph.all(Organisation).get(provider or "")
        return traits_of(
            **said,
            chain=self._catalogue.chain(provider),
            region=given_by.region if given_by else None,
            starts=self._starts.get(self._courses[place], ()),
        )

    @cached_property
    def _columns(self) -> Mapping[str, list[Any]]:
        names = ("availability", "eligibility", "open_to", "mode", "place", "languages", "access", "provider")
        iris, found = list(self._graph.all(Course)), {}
        for name in names:
            said = dict(zip(iris, self._graph.column(Course, name), strict=True))
            found[name] = [said[iri] for iri in self._courses]
        return found

    @cached_property
    def _starts(self) -> Mapping[str, tuple[Any, ...]]:
        found: dict[str, tuple[Any, ...]] = {}
        columns = (self._graph.column(Offering, name) for name in ("course", "starts", "status"))
        for course, starts, status in zip(*columns, strict=True):
            if status != Status.SUGGESTED:
                found[course] = (*found.get(course, ()), starts)
        return found
