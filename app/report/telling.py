"""What files say of an answer: all of it, or nothing of what somebody said of themselves."""

from app import say
from app.bridge.nearby import Nearby, Nearest
from app.bridge.unmet import reason
from app.catalogue import _
from kmgraph.planner import Need, Open, Raise
from kmgraph.planner.explain import Words


class Telling(Words):
    """Says all of an answer."""

    def reason(self, one: Open, nearby: Nearby) -> str:
        """Why a need stays open."""
        return reason(self, nearby, one)

    def nearer(self, need: Need, near: Nearest) -> str:
        """That learning comes nearest to a need, and how far it goes."""
        said = _("This brings you nearer, as far as {level}. The role needs {wanted}.")
        return said.format(level=self._far(near), wanted=self.needed(need))

    def _far(self, near: Nearest) -> str:
        return self.fact_level(near.fact) or say.LEVEL_UNKNOWN


class Discreet(Telling):
    """Says what the role needs and what learning gives, and nothing of what somebody brings."""

    def held(self, need: Need) -> str:
        """What is held is not said."""
        return ""

    def need(self, need: Need) -> str:
        """What the role needs."""
        return _("The role needs {competency}.").format(competency=self.at(need.competency, need.level))

    def raised(self, one: Raise) -> str:
        """How far a step leads in one competency, not from where."""
        return self.at(one.competency, self._levels.level(one.to))

    def reason(self, one: Open, nearby: Nearby) -> str:
        """Why a need stays open is not said: it may lie in the person."""
        return ""

    def nearer(self, need: Need, near: Nearest) -> str:
        """How far learning goes, not whether that is beyond what is held."""
        said = _("This goes furthest, as far as {level}. The role needs {wanted}.")
        return said.format(level=self._far(near), wanted=self.needed(need))

    def open(self, one: Open) -> str:
        """What stays open."""
        return f"{self.at(one.need.competency, one.need.level)}."
