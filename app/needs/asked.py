"""What the page of needs and gaps is asked: whose needs, whose reach, and which figure is looked into."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from app import data, links, parameters
from app.catalogue import _
from app.markup import Html
from app.needs import changes, offers, weights
from kmgraph.model import Role
from kmgraph.planner import Switches
from kmgraph.programme.about import OUTCOMES
from kmgraph.programme.asked import Asked, Order
from kmgraph.programme.commission import Aim
from kmgraph.programme.organised import By
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.what_if import Change
from kmgraph.vocabulary import Kind, Mode
from kmgraph.wording import quoted

SITUATION = ("nation", "modes", "open_to_all", "with_desirable")
"""The fields of a situation that people choose here; a programme asks for a group of people, not for somebody."""
ANY = "any"
"""Stands in the link for any level."""
SHOWS = {
    "gaps": _("Needs and gaps"),
    "commission": _("What to commission next"),
    "reach": _("Who can reach it"),
    "evidence": _("What is known to work"),
    "sector": _("How the work is organised"),
}
"""What the page shows."""
BESIDE = 3
"""Sectors or groups that can be set side by side."""
LABELS = {
    "group": _("Role types that count"),
    "sector": _("Sector of the role types"),
    "framework": _("Framework of the competencies"),
    "counted-nation": _("Posts, answers and adverts of the nation"),
    "counted-region": _("Posts, answers and adverts of the region"),
    "nation": _("Where the people live who learn"),
    "mode": _("Online only"),
    "open-to-all": _("Open to anyone in the United Kingdom only"),
    "desirable": _("Count desirable competencies too"),
    "pairs": _("Count every move between role types, however unlike they are"),
    "show": _("Show"),
    "order": _("First come"),
    "by": _("What it is to do"),
    "levels": _("Only levels that are taught somewhere"),
    "divide": _("Compare"),
    "beside": _("Set side by side: at most {n}. Choose none to see all.").format(n=BESIDE),
}
"""What the page calls the parameters of its link."""
OPENED = "needs-figures"
"""The part of the page that shows what a figure rests on."""
BETWEEN = "|"
"""Stands between their names in the link."""
MOST = 10
"""Outcomes that may be commissioned together."""
USUAL = OUTCOMES


@dataclass(frozen=True)
class Wanted:
    """What the link asks for."""

    asked: Asked
    show: str = "gaps"
    outcome: Outcome | None = None
    """The outcome whose figures are looked into."""
    most: int = USUAL
    """Outcomes to commission."""
    by: Aim = Aim.MOVES
    taught_only: bool = False
    """Whether only levels that are taught somewhere are to be commissioned."""
    puzzles: tuple[str, ...] = ()
    divide: By = By.SECTOR
    """What role types are divided by where the work is compared."""
    beside: tuple[str, ...] = ()
    """The sectors or groups that are set side by side; without any, all are."""
    all_pairs: bool = False
    """Whether every move between role types counts, not only those that are plausible."""
    changes: tuple[Change, ...] = ()
    """What courses are supposed to do otherwise."""
    letter: str | None = None
    """IRI of the provider whose letter is read."""


def wanted() -> Wanted:
    """What the link asks for; what this data does not know is a puzzle."""
    puzzles: list[str] = []
    said = parameters.read(st.query_params, "", puzzles, LABELS)
    switches = Switches(**{name: getattr(said, name) for name in SITUATION})
    asked = Asked(
        switches=switches,
        weights=weights.read(st.query_params.get("weights", ""), puzzles),
        group=_one_of("group", groups(), puzzles),
        sector=_one_of("sector", offers.sectors(), puzzles),
        nation=_one_of("counted-nation", offers.nations(), puzzles),
        region=_one_of("counted-region", offers.regions(), puzzles),
        framework=_named("framework", Kind.FRAMEWORK, _("framework"), puzzles),
        with_desirable=switches.with_desirable,
        order=Order(_one_of("order", list(Order), puzzles) or Order.MOVES),
    )
    show, by = _one_of("show", SHOWS, puzzles), _one_of("by", list(Aim), puzzles)
    divide = By(_one_of("divide", list(By), puzzles) or By.SECTOR)
    beside = _beside(divide, puzzles)
    most = st.query_params.get("most", "")
    many = int(most) if most.isdecimal() and len(most) <= len(str(MOST)) and 1 <= int(most) <= MOST else USUAL
    supposed = changes.read(" ".join(st.query_params.get_all("if")), puzzles)
    letter = _named("letter", Kind.ORGANISATION, _("provider"), puzzles)
    outcome, pairs = _outcome(puzzles), _one_of("pairs", ["all"], puzzles)
    levels = _one_of("levels", ["taught"], puzzles)
    return Wanted(
        asked,
        show or "gaps",
        outcome,
        many,
        Aim(by or Aim.MOVES),
        levels is not None,
        puzzles=tuple(dict.fromkeys(puzzles)),
        divide=divide,
        beside=beside,
        all_pairs=pairs is not None,
        changes=supposed,
        letter=letter,
    )


def groups() -> list[str]:
    """The groups of role types, the largest first."""
    found = Counter(role.group for role in data.planner().graph.all(Role).values() if role.group)
    return sorted(found, key=lambda one: (-found[one], one.casefold()))


def ask(wanted: Wanted) -> None:
    """Writes what is asked to the link."""
    st.query_params.from_dict(link_of(wanted))


def link_of(wanted: Wanted) -> dict[str, str]:
    """What the link of a question says, by parameter."""
    asked, names = wanted.asked, data.links().names
    said = dict(parameters.written(asked.switches, "", shares=False)) | {
        "weights": weights.written(asked.weights),
        "group": asked.group or "",
        "sector": asked.sector or "",
        "counted-nation": asked.nation or "",
        "counted-region": asked.region or "",
        "framework": names[Kind.FRAMEWORK].short(asked.framework) if asked.framework else "",
        "order": "" if asked.order is Order.MOVES else asked.order.value,
        "pairs": "all" if wanted.all_pairs else "",
        "show": "" if wanted.show == "gaps" else wanted.show,
        "most": "" if wanted.most == USUAL else str(wanted.most),
        "by": "" if wanted.by is Aim.MOVES else wanted.by.value,
        "levels": "taught" if wanted.taught_only else "",
        "divide": "" if wanted.divide is By.SECTOR else wanted.divide.value,
        "beside": BETWEEN.join(wanted.beside),
        "if": changes.written(wanted.changes),
        "letter": names[Kind.ORGANISATION].short(wanted.letter) if wanted.letter else "",
    }
    if wanted.outcome is not None:
        said["competency"] = names[Kind.COMPETENCY].short(wanted.outcome.competency)
        said["level"] = level_name(wanted.outcome.level)
    return {name: text for name, text in said.items() if text}


def look(text: str, wanted: Wanted, outcome: Outcome) -> Html:
    """A link to what the figures of an outcome rest on; who follows it is led to these."""
    return links.page(text, "needs", OPENED, **link_of(replace(wanted, outcome=outcome)))


def needs_of(wanted: Wanted) -> str:
    """What stands for the needs and the reach that are asked about, whatever is shown of them."""
    return urlencode(link_of(Wanted(wanted.asked, all_pairs=wanted.all_pairs)))


def level_name(level: str | None) -> str:
    """How a level stands in the link."""
    return ANY if level is None else data.links().names[Kind.LEVEL].short(level)


def reaches(wanted: Wanted, *, nation: str | None, online: bool, everyone: bool) -> Wanted:
    """The same question for people who live elsewhere, or who can take part in other ways."""
    modes = frozenset({Mode.ONLINE} if online else ())
    switches = replace(wanted.asked.switches, nation=nation, modes=modes, open_to_all=everyone)
    return replace(wanted, asked=replace(wanted.asked, switches=switches))


def _one_of(name: str, known: Collection[str], puzzles: list[str]) -> str | None:
    said = st.query_params.get(name)
    return said if said and _is_known(LABELS[name], said, known, puzzles) else None


def _beside(divide: By, puzzles: list[str]) -> tuple[str, ...]:
    said = filter(None, st.query_params.get("beside", "").split(BETWEEN))
    known = groups() if divide is By.GROUP else offers.sectors()
    found = tuple(dict.fromkeys(one for one in said if _is_known(LABELS["beside"], one, known, puzzles)))
    if len(found) > BESIDE:
        puzzles.append(_("At most {n} can stand side by side. The first {n} of the link do.").format(n=BESIDE))
    return found[:BESIDE]


def _is_known(label: str, said: str, known: Collection[str], puzzles: list[str]) -> bool:
    if said in known:
        return True
    told = _("The link says {value} under “{label}”, which is none of the choices there. It is left out.")
    puzzles.append(told.format(value=quoted(said), label=label))
    return False


def _named(name: str, kind: Kind, called: str, puzzles: list[str]) -> str | None:
    """The IRI of the record of a kind that the link names; None, and a puzzle, where there is none."""
    said = st.query_params.get(name)
    return data.links().names[kind].find(said, puzzles, called) if said else None


def _outcome(puzzles: list[str]) -> Outcome | None:
    competency, level = st.query_params.get("competency"), st.query_params.get("level")
    if not competency:
        return None
    iri = data.links().names[Kind.COMPETENCY].find(competency, puzzles, _("competency"))
    if iri is None or level in (None, ANY):
        return None if iri is None else Outcome(iri, None)
    found = data.links().names[Kind.LEVEL].find(str(level), puzzles, _("level"))
    return None if found is None else Outcome(iri, found)


def called(level: str | None) -> str:
    """What a level is called."""
    return _("any level") if level is None else data.planner().graph.label(level)
