"""The records of a kind as people browse them: in an order that makes sense, with what each can be narrowed by."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

UNKNOWN = "unknown"
"""Stands for a value that is not known, in the link as on the shelf."""
Chosen = Mapping[str, Collection[str]]
"""The values that are chosen, by the name of their facet."""


@dataclass(frozen=True)
class Facet:
    """Something by which records differ, such as who can join."""

    name: str
    """The parameter of the link."""
    title: str
    words: Mapping[str, str]
    """What each value is called, by its name in the link, in the order in which values are shown."""
    values: Sequence[Collection[str]]
    """The values of each record, in the order of the shelf."""

    @property
    def tells_apart(self) -> bool:
        """Whether records differ by it at all."""
        return len(self.words) > 1


@dataclass(frozen=True)
class Shelf:
    """Records in order, and the facets by which they can be narrowed."""

    iris: Sequence[str]
    facets: Sequence[Facet]

    def known(self, chosen: Chosen) -> dict[str, list[str]]:
        """Of what a link chooses, what there is here, each once."""
        return {
            facet.name: found
            for facet in self.facets
            if (found := [one for one in dict.fromkeys(chosen.get(facet.name, ())) if one in facet.words])
        }

    def kept(self, chosen: Chosen, *, but: str = "") -> list[int]:
        """The places of the records that have one of the chosen values of every facet, that of `but` left aside."""
        places = list(range(len(self.iris)))
        for facet in self.facets:
            if facet.name != but and (wanted := set(chosen.get(facet.name, ()))):
                places = [place for place in places if not wanted.isdisjoint(facet.values[place])]
        return places

    def counts(self, facet: Facet, chosen: Chosen) -> Counter[str]:
        """How many records there are of each value, as the other facets are chosen."""
        return Counter(value for place in self.kept(chosen, but=facet.name) for value in facet.values[place])
