"""What there is to choose among in a situation: what the data names, beside what stands here."""

import re
from collections.abc import Iterable
from functools import cached_property

from app.catalogue import _
from kmgraph.graph import Graph
from kmgraph.model import Course, Organisation
from kmgraph.planner.situation.switches import LANGUAGES
from kmgraph.vocabulary import NATIONS, Eligibility, Mode

WAYS = {
    Mode.ONLINE: _("Online"),
    Mode.IN_PERSON: _("In person"),
    Mode.BLENDED: _("Partly in person"),
}
"""How somebody can take part, in words; "online or in person" is the first two."""
ABOUT_YOU = {
    Eligibility.DOCTORAL: _("Do you have a doctorate, or study for one?"),
    Eligibility.STAFF: _("Do you have an employer?"),
    Eligibility.CIVIL_SERVANTS: _("Are you a civil servant?"),
    Eligibility.MEMBERS: _("Are you a member of a network or a learned society?"),
    Eligibility.INVITED: _("Have you been invited to apply?"),
}
"""What learning may be limited to, as a question to somebody."""
OF_MANY_PARTS = re.compile(r"[;(]")


class Options:
    """What the courses of a graph offer to choose among.

    Args:
        graph: which describes them.
    """

    def __init__(self, graph: Graph):
        self._graph = graph

    @cached_property
    def nations(self) -> list[str]:
        """Codes of nations where somebody may live: the parts of the United Kingdom first."""
        named = {one for course in self._courses for one in course.open_to}
        return [*(one for one in NATIONS if one != "world"), *sorted(named - NATIONS.keys())]

    @cached_property
    def regions(self) -> list[str]:
        """Where learning in person is, as places and providers name it."""
        places = [course.place for course in self._courses] + [
            one.region for one in self._graph.all(Organisation).values()
        ]
        simple = {one for one in places if one and not OF_MANY_PARTS.search(one)}
        return sorted(simple, key=str.casefold)

    @cached_property
    def languages(self) -> list[str]:
        """Codes of languages, those of which people here ask most first."""
        return _once([*sorted(LANGUAGES, key=LANGUAGES.__getitem__), *self._of_courses("languages")])

    @cached_property
    def access(self) -> list[str]:
        """Access features that some course is known to have."""
        return _once(self._of_courses("access"))

    @cached_property
    def currencies(self) -> list[str]:
        """Currencies in which a price is known."""
        return _once(["GBP", "EUR", *sorted({one.currency for one in self._courses if one.currency})])

    def _of_courses(self, name: str) -> list[str]:
        return sorted({one for course in self._courses for one in getattr(course, name)}, key=str.casefold)

    @cached_property
    def _courses(self) -> list[Course]:
        return list(self._graph.all(Course).values())


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
