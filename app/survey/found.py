"""What published surveys say, by framework: how many hold a competency, how many would like to, and what is taught."""

from collections.abc import Callable, Sequence

from app import data, links, markup, parts, say
from app.catalogue import _
from app.markup import Html, join, tag
from app.needs.asked import Wanted, called, needs_of
from app.needs.heat import WORDS
from app.survey.take import CHOSE, HIDDEN, NOT_SHOWN, take
from kmgraph.errors import NotKnown
from kmgraph.model import Framework, Source
from kmgraph.planner.phrases import row
from kmgraph.programme.asked import Asked
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.surveyed import Across, Surveyed, shown, surveyed
from kmgraph.vocabulary import NATIONS, Counted, OrganisationType

NONE = _("No survey is loaded here yet. Ask people, publish what they said, and load what was published.")
NOT_COUNTED = _("not counted")
NAMED = 3
"""Wishes that the sentence names."""
LEGEND = (
    HIDDEN,
    _("“not counted”: this survey says nothing of it."),
    CHOSE,
    _("The last word, and the colour, say how far the learning listed here leads there."),
)


def found() -> None:
    """A table for each survey and framework, the latest first, and all of it as files."""
    every = surveyed(data.planner().graph)
    if not every:
        parts.show(parts.paragraph(NONE, "inset"))
        return
    coverage = _coverage()
    for one in every:
        if one.across is Across.LEVEL:
            parts.heading(_title(one))
            parts.show(parts.paragraph(_sentence(one, coverage), "inset"), _table(one, coverage))
        else:
            parts.folded(_table(one, coverage), parts.FEW + 1, f"{_title(one)}: {_caption(one)}")
    parts.heading(_("How to read this"))
    needs = links.page(_("Needs and gaps: what role types need beside what is taught"), "needs")
    parts.show(markup.listing(LEGEND), parts.paragraph(needs))
    take(every)


Covered = Callable[[str, str | None], Coverage | None]


def _coverage() -> Covered:
    """Says how far learning leads to a competency at a level, for everybody; None where nobody asks for it."""
    asked, planner = Asked(), data.planner()
    try:
        gaps = data.gaps(asked, needs_of(Wanted(asked))).by_outcome
    except NotKnown:
        return lambda competency, level: None

    def of(competency: str, level: str | None) -> Coverage | None:
        at = level if level in planner.levels.ladder else None
        gap = gaps.get(Outcome(planner.levels.canonical(competency), at))
        return gap.coverage if gap else None

    return of


def _title(one: Surveyed) -> str:
    graph = data.planner().graph
    framework = graph.label(one.framework) if one.framework in graph.all(Framework) else _("No framework")
    return f"{framework}, {one.period or _('period not known')}"


def _sentence(one: Surveyed, coverage: Covered) -> str:
    told = _("How many people answered is not known.")
    if of := shown(one.of):
        told = _("{n} people answered.").format(n=f"{of:,}")
    graph = data.planner().graph
    most = [
        _("{competency} at {level} ({n}{learning})").format(
            competency=graph.label(wish.competency or ""),
            level=called(wish.level),
            n=f"{wish.number:,}",
            learning=_learning(coverage(wish.competency or "", wish.level)),
        )
        for wish in one.most_wished[:NAMED]
    ]
    wishes = _("Of the figures shown, most often wished for: {wishes}.").format(wishes=row(most)) if most else ""
    return " ".join(filter(None, (told, wishes, _source(one))))


def _learning(found: Coverage | None) -> str:
    return _("; learning: {word}").format(word=WORDS[found]) if found else ""


def _source(one: Surveyed) -> str:
    known = data.planner().graph.all(Source)
    titles = [known[iri].title for iri in one.sources if iri in known]
    return _("Source: {titles}.").format(titles=row(titles)) if titles else _("Its source is not known.")


def _caption(one: Surveyed) -> str:
    return {
        Across.LEVEL: _("Who holds and who wishes for each level"),
        Across.NATION: _("Who holds it at any level, by nation"),
        Across.KIND: _("Who wishes for any level, by kind of organisation"),
    }[one.across]


def _table(one: Surveyed, coverage: Covered) -> Html:
    columns = _columns(one)
    head = [_("Competency"), *(_column(one.across, each) for each in columns)]
    rows = [[data.links().to(iri), *(_cell(one, iri, each, coverage) for each in columns)] for iri in _by_label(one)]
    return markup.table(f"{_title(one)}: {_caption(one)}", head, rows, kind="words km-heat")


def _by_label(one: Surveyed) -> list[str]:
    label = data.planner().graph.label
    return sorted(one.competencies, key=lambda iri: (label(iri).casefold(), iri))


def _columns(one: Surveyed) -> Sequence[str | None]:
    ladder = list(data.planner().levels.ladder)
    if one.across is not Across.LEVEL:
        return sorted(one.columns, key=str)
    return sorted(one.columns, key=lambda level: ladder.index(level) if level in ladder else -1)


def _column(across: Across, column: str | None) -> str:
    if across is Across.LEVEL:
        return called(column)
    if across is Across.NATION:
        return NATIONS.get(column or "", column or "")
    return say.ORGANISATIONS[OrganisationType(column or "")]


def _cell(one: Surveyed, competency: str, column: str | None, coverage: Covered) -> Html:
    told = [
        _("{who}: {number}").format(who=who, number=_number(one, counts, competency, column))
        for counts, who in ((Counted.HELD, _("hold it")), (Counted.WISHED, _("wish for it")))
        if one.across is Across.LEVEL or (counts, competency, column) in one.counts
    ]
    state = coverage(competency, column) if one.across is Across.LEVEL else None
    shade = f" km-heat-{state.name.lower()}" if state else ""
    if state:
        told.append(_("learning: {word}").format(word=WORDS[state]))
    return tag("span", join(told, "; "), class_=f"km-heat{shade}") if told else Html(NOT_COUNTED)


def _number(one: Surveyed, counts: Counted, competency: str, column: str | None) -> str:
    said = one.counts.get((counts, competency, column))
    if said is None:
        return NOT_COUNTED
    people, of = shown(said.number), shown(said.of)
    number = NOT_SHOWN if people is None else f"{people:,}"
    if one.of is not None or of is None:
        return number
    return _("{number} of {of}").format(number=number, of=f"{of:,}")
