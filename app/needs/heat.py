"""The heat table: each competency at each level, with how many need it and what is found, in a word and a colour."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.needs.asked import Wanted, called, look
from app.needs.weights import numbers
from kmgraph.model import Scale
from kmgraph.planner.phrases import amount
from kmgraph.programme.asked import Origin
from kmgraph.programme.briefing import STATES
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.tally import only_below

WORDS = {
    Coverage.NONE_FOUND: _("none found"),
    Coverage.BELOW: _("only below"),
    Coverage.OUT_OF_REACH: _("out of reach"),
    Coverage.THIN: _("thin"),
    Coverage.COVERED: _("covered"),
    Coverage.NOT_KNOWN: _("not known"),
}
"""What stands in a cell."""
MOST = 40
"""Competencies that a table shows; those that most role types need."""


def tables(wanted: Wanted, found: Gaps) -> None:
    """A table for each scale, the one with the most outcomes first, and what its words mean."""
    by_scale: dict[str, list[Gap]] = defaultdict(list)
    levels = data.planner().levels
    for one in found.gaps:
        scale = levels.ladder[one.outcome.level][0] if one.outcome.level else levels.scale(one.outcome.competency) or ""
        by_scale[scale].append(one)
    for scale in sorted(by_scale, key=lambda one: (-len(by_scale[one]), one)):
        _table(wanted, found, scale, by_scale[scale])
    if len(found.demand.by) > 1:
        told = _("Each cell names what is counted there; of what it does not name, no number is known.")
        parts.show(parts.paragraph(told, "quiet"))
    parts.show(_legend())


def _table(wanted: Wanted, found: Gaps, scale: str, gaps: Sequence[Gap]) -> None:
    graph = data.planner().graph
    columns: list[str | None] = [level for level, (of, _rank) in data.planner().levels.ladder.items() if of == scale]
    if any(one.outcome.level is None for one in gaps):
        columns.insert(0, None)
    cells: dict[str, dict[str | None, Gap]] = defaultdict(dict)
    for one in gaps:
        cells[one.outcome.competency][one.outcome.level] = one
    rows = sorted(cells, key=lambda iri: (-_needed(cells[iri]), graph.label(iri).casefold(), iri))
    label = graph.label(scale) if scale in graph.all(Scale) else _("competencies without levels")
    caption = _("What role types need, and what learning is found: {scale}").format(scale=label)
    head = [_("Competency"), *(called(one) for one in columns)]
    body = (
        [data.links().to(iri), *(_cell(wanted, found, cells[iri].get(one)) for one in columns)] for iri in rows[:MOST]
    )
    parts.show(markup.table(caption, head, body, kind="words km-heat"))
    if len(rows) > MOST:
        told = _("{n} more competencies are in the files below.").format(n=f"{len(rows) - MOST:,}")
        parts.show(parts.paragraph(told, "quiet"))


def _needed(cells: Mapping[str | None, Gap]) -> float:
    return sum(one.weighted for one in cells.values())


def _cell(wanted: Wanted, found: Gaps, gap: Gap | None) -> Html:
    if gap is None:
        return Html("")
    told = _("{word}, {need}").format(word=state(found, gap), need=_need(found, gap))
    here = " km-here" if wanted.outcome == gap.outcome else ""
    link = look(told, wanted, gap.outcome)
    return tag("span", link, class_=f"km-heat km-heat-{gap.coverage.name.lower()}{here}")


def state(found: Gaps, gap: Gap) -> str:
    """What is found for an outcome, in a word; where all of it stays below the level, how many courses that is."""
    if gap.coverage is not Coverage.BELOW:
        return WORDS[gap.coverage]
    many = only_below(found.provision, gap.outcome)
    return ngettext("only below ({n} course)", "only below ({n} courses)", many).format(n=f"{many:,}")


def _need(found: Gaps, gap: Gap) -> str:
    if set(found.demand.by) == {Origin.ROLES}:
        number = gap.demand.get(Origin.ROLES)
        return _("needed by {n}").format(n=f"{number:,}" if number else _("nobody"))
    telling = [one for one in found.demand.by if gap.demand.get(one) or one in gap.hidden]
    asking = numbers(gap, telling) or _("nobody")
    return _("asked for by {what}; weighted {sum}").format(what=asking, sum=amount(gap.weighted))


def _legend() -> Html:
    pairs = [(tag("span", WORDS[one], class_=f"km-heat km-heat-{one.name.lower()}"), STATES[one]) for one in WORDS]
    return tag("details", tag("summary", _("What the words mean")), markup.facts(pairs))
