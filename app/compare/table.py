"""The comparison as a table on the page, and as a file."""

from collections.abc import Sequence

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.compare import words as told
from app.compare.sheet import Kinship, Place, Row, Sheet
from app.markup import Html, tag
from app.report.export import csv_file
from kmgraph.planner import Standing
from kmgraph.planner.explain import Words

MOST = 150
"""Rows that the page shows; the file holds all."""
MINE = _("What you bring")


def table(words: Words, found: Sheet, rows: Sequence[Row], *, mine: bool) -> Html:
    """The roles side by side; where the page is narrow, each competency is a short list."""
    labels = [words.graph.label(one) for one in found.roles]
    head = [_("Competency"), *labels, *([MINE] if mine else [])]
    shown = [
        (
            data.links().to(row.competency),
            *(_cell(words, row, place, is_known=one not in found.not_known) for place, one in enumerate(found.roles)),
            *([_mine(words, row)] if mine else []),
        )
        for row in rows[:MOST]
    ]
    rest = len(rows) - MOST
    more = ngettext(
        "{count} more is not shown here. The file below holds all.",
        "{count} more are not shown here. The file below holds all.",
        rest,
    ).format(count=f"{rest:,}")
    caption = ngettext("{count} competency", "{count} competencies", len(rows)).format(count=f"{len(rows):,}")
    return markup.join([markup.table(caption, head, shown), parts.paragraph(more) if rest > 0 else ""])


def _cell(words: Words, row: Row, place: int, *, is_known: bool) -> Html:
    if not is_known:
        return tag("span", _("not known"), class_="km-quiet")
    asked, (sign, word) = told.asks(words, row, place), told.SIGNS[row.places[place]]
    compared = _signed(sign, word) if len(row.cells) > 1 or not asked else Html("")
    return markup.join([tag("span", asked, class_="km-asked") if asked else "", " ", compared])


def _mine(words: Words, row: Row) -> Html:
    standing = row.standing or Standing.NEW
    held = told.brings(words, row)
    return markup.join([tag("span", held, class_="km-asked") if held else "", " ", _signed(*told.MINE[standing])])


def _signed(sign: str, word: str) -> Html:
    return tag("span", tag("span", sign, class_="km-sign", aria_hidden="true"), " ", word, class_="km-compared")


def manners(words: Words, found: Sheet) -> Html:
    """Ways of working, which have no level."""
    head = [_("Way of working"), *(words.graph.label(one) for one in found.roles)]
    rows = [
        (
            data.links().to(iri),
            *(told.IMPORTANCE[one] if one else _("not asked for") for one in asked),
        )
        for iri, asked in list(found.manners.items())[:MOST]
    ]
    return markup.table(_("Ways of working"), head, rows)


def as_csv(words: Words, found: Sheet, *, mine: bool, about: Sequence[str]) -> str:
    """The whole comparison as a file; `about` is the question, the version of the data and its licence."""
    head = ["competency", "iri", "how_they_compare"]
    for role in found.roles:
        label = words.graph.label(role)
        head += [f"{label}: needs", f"{label}: compared"]
    head += [*(["you_bring", "compared_with_you"] if mine else []), "question", "data_version", "licence"]
    return csv_file(head, (_line(words, found, row, mine=mine, about=about) for row in found.rows))


def _line(words: Words, found: Sheet, row: Row, *, mine: bool, about: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for place in range(len(found.roles)):
        compared = "" if row.places[place] is Place.NONE else told.SIGNS[row.places[place]][1]
        cells += [told.asks(words, row, place), compared]
    standing = row.standing or Standing.NEW
    own = [told.brings(words, row), told.MINE[standing][1]] if mine else []
    return [words.graph.label(row.competency), row.competency, told.KINSHIPS[row.kinship], *cells, *own, *about]


def wanted(found: Sheet, show: str) -> list[Row]:
    """The rows that are asked for: all, those that differ, or those that all share."""
    shared = {Kinship.SAME, Kinship.LEVELS}
    match show:
        case "shared":
            return [row for row in found.rows if row.kinship in shared]
        case "differs":
            return [row for row in found.rows if row.kinship is not Kinship.SAME]
        case _:
            return list(found.rows)
