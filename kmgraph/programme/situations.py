"""Situations in which people look for learning: what they can do, pay and join, in switches and in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kmgraph.errors import UsageError
from kmgraph.model import slug_of
from kmgraph.planner.phrases import amount
from kmgraph.planner.situation.switches import LARGEST, Switches
from kmgraph.vocabulary import Eligibility, Mode
from kmgraph.wording import quoted

WEEKLY_HOURS = 7.0
"""How much learning a week the standing situation of part-time work leaves room for: a working day."""


@dataclass(frozen=True)
class Situation:
    """Somebody's situation, as far as filters and limits can say it.

    Raises:
        UsageError: the hours a week make no sense.
    """

    name: str
    sentence: str
    """What is asked of a course here, and what the data cannot tell of it."""
    switches: Switches = field(default_factory=Switches)
    """The limits of money, hours and weeks hold for each course by itself, not for a plan."""
    hours_a_week: float | None = None
    """The most hours of learning in a week."""

    def __post_init__(self) -> None:
        pace = self.hours_a_week
        if pace is not None and not 0 < pace <= LARGEST:
            raise UsageError(f"{quoted(pace)} is no number of hours a week. Give one above 0, or leave it out.")

    def on(self, base: Switches) -> "Situation":
        """The same with levels and past learning read as other switches read them."""
        read = replace(self.switches, strict_levels=base.strict_levels, include_past=base.include_past)
        return replace(self, switches=read)

    def words(self, label: Callable[[str], str] = slug_of) -> str:
        """The filters and limits in words; "" where there are none."""
        pace = [] if self.hours_a_week is None else [f"at most {amount(self.hours_a_week)} hours a week"]
        return "; ".join(filter(None, (self.switches.words(label), *pace)))


EVERYONE = Situation(
    "anyone, no filter", "No filter at all: some people can join, whoever they are and wherever they live."
)

_HOMES = {"GB-ENG": "England", "GB-NIR": "Northern Ireland", "GB-SCT": "Scotland", "GB-WLS": "Wales"}
_UNIT = frozenset({Eligibility.STAFF, Eligibility.MEMBERS, Eligibility.INVITED})

STANDING = (
    *(
        Situation(f"in {home}", f"Lives in {home}: only learning that people there may join.", Switches(nation=nation))
        for nation, home in _HOMES.items()
    ),
    Situation(
        "online only",
        "Cannot travel: only learning that can be taken wholly online.",
        Switches(modes=frozenset({Mode.ONLINE})),
    ),
    Situation(
        "part-time",
        f"Works part-time: at most {WEEKLY_HOURS:g} hours of learning a week. That a course fits is known only where "
        "both its hours and its weeks are; the data do not say on which days or at what times it is held.",
        hours_a_week=WEEKLY_HOURS,
    ),
    Situation("no budget", "Has no money for learning: only courses that are seen to be free.", Switches(budget=0)),
    Situation(
        "needs captions",
        "Needs captions: only learning that lists them among its access features.",
        Switches(access=frozenset({"captions"})),
    ),
    Situation("in Welsh", "Learns in Welsh: only learning given in Welsh.", Switches(languages=frozenset({"cy"}))),
    Situation(
        "in English", "Learns in English: only learning given in English.", Switches(languages=frozenset({"en"}))
    ),
    Situation(
        "no doctorate",
        "Has no doctorate and studies for none: nothing that asks for one.",
        Switches(has_not=frozenset({Eligibility.DOCTORAL})),
    ),
    Situation(
        "no employer",
        "Has no employer: nothing that is only for staff of certain organisations.",
        Switches(has_not=frozenset({Eligibility.STAFF})),
    ),
    Situation(
        "no policy unit",
        "Works where there is no policy unit: nothing that is only for staff of certain organisations, for members or "
        "for people who are invited. The data do not say which organisations have such a unit.",
        Switches(has_not=_UNIT),
    ),
)
"""The situations that every comparison tells of."""
