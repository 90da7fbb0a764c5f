"""How the work is organised: what each sector or group asks for, who holds which role types, and what is in use."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import StringIO

import streamlit as st

from app import data, markup, parts, say, state
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.needs.asked import BESIDE, LABELS, Wanted, ask
from app.needs.others import basis
from app.report.take import File, offer
from app.waiting import patiently
from kmgraph.model import Named
from kmgraph.planner.phrases import percent
from kmgraph.programme.organised import By, Division, KindOfOrganisation, Organised, organised_json
from kmgraph.programme.organised_words import Asks, OrganisedWords, Share
from kmgraph.sheets import unformulated

BYS = {By.SECTOR: _("Sectors"), By.GROUP: _("Groups of role types")}
WORDS = {Share.ALL: _("all"), Share.MOST: _("most"), Share.SOME: _("some"), Share.NONE: _("none found")}
"""What stands in a cell."""
MOST = 40
"""Competencies that the table shows; those that most sectors ask for."""
WIDEST = 12
"""Sectors or groups that the table shows at once, and that can be chosen; those with most role types."""
FIRST = 60
"""Role types or organisations that a list names."""
NOT_LISTED = _("none listed here")


def organised_work(wanted: Wanted) -> None:
    """What each sector or group asks for, kinds of organisation, and approaches and tools."""
    found, by = data.organised(), wanted.divide
    st.segmented_control(
        LABELS["divide"],
        list(BYS),
        format_func=BYS.__getitem__,
        required=True,
        key=state.show("needs-divide", wanted.divide),
        on_change=lambda: ask(replace(wanted, divide=st.session_state["needs-divide"], beside=())),
    )
    asked = (data.content(), by)
    words = patiently(lambda: OrganisedWords(found, by), asked=asked, doing=_("Comparing what role types ask for."))
    _asked_for(words, wanted)
    _kinds(found, words)
    _in_use(found)
    basis(words.basis())
    parts.heading(_("Take it away"))
    offer(
        [
            File(_("What each asks for (CSV)"), "how-work-is-organised.csv", "text/csv", lambda: as_csv(found)),
            File(_("All of it (JSON)"), "how-work-is-organised.json", "application/json", lambda: as_json(found)),
        ]
    )


def _asked_for(words: OrganisedWords, wanted: Wanted) -> None:
    parts.heading(_("What role types ask for"))
    if not words.competencies:
        parts.show(parts.paragraph(_("It is not known what the role types of any of them need."), "inset"))
        return
    parts.show(parts.paragraph(f"{words.asked_by_all()} {words.asked_by_few()}".strip(), "inset"))
    largest = sorted(words.divisions, key=lambda one: (-one.roles, one.name.casefold()))
    chosen = [one for one in largest if one.name in wanted.beside]
    _choose(wanted, list(dict.fromkeys(one.name for one in (*largest[:WIDEST], *chosen))))
    shown = chosen or largest[:WIDEST]
    asked = [iri for iri in words.competencies if any(iri in one.asked for one in shown)]
    head = [_("Competency"), *(_head(one) for one in shown)]
    rows = ([data.links().to(iri), *(_cell(words.asks(one, iri)) for one in shown)] for iri in asked[:MOST])
    caption = _("How many role types of each sector ask for it")
    if wanted.divide is By.GROUP:
        caption = _("How many role types of each group ask for it")
    parts.show(markup.table(caption, head, rows, kind="words km-heat km-sector"), _legend())
    left = len(words.competencies) - len(asked[:MOST]), len(words.divisions) - len(shown)
    if any(left):
        told = _("The files below hold {n} more competencies and {m} more columns.")
        parts.show(parts.paragraph(told.format(n=f"{left[0]:,}", m=f"{left[1]:,}"), "quiet"))


def _choose(wanted: Wanted, names: Sequence[str]) -> None:
    """Which of these are set side by side; one more than there may be takes the place of the first."""

    def change() -> None:
        said = st.session_state["needs-beside"]
        kept = [one for one in wanted.beside if one in said]
        ask(replace(wanted, beside=tuple(dict.fromkeys((*kept, *said)))[-BESIDE:]))

    st.pills(
        LABELS["beside"],
        names,
        selection_mode="multi",
        format_func=markup.plain,
        key=state.show("needs-beside", [one for one in names if one in wanted.beside]),
        on_change=change,
    )


def _head(one: Division) -> str:
    many = ngettext("{n} role type", "{n} role types", one.roles).format(n=f"{one.roles:,}")
    return f"{one.name} ({many})"


def _cell(said: Asks) -> Html:
    if said.share is Share.NONE:
        told: str = WORDS[said.share]
    else:
        numbers = {"n": f"{said.roles:,}", "of": f"{said.of:,}", "share": percent(said.roles, said.of)}
        told = _("{word}: {n} of {of} ({share})").format(word=WORDS[said.share], **numbers)
    if said.adverts is not None:
        told = _("{told}; {n} job adverts").format(told=told, n=f"{said.adverts:,}")
    return tag("span", told, class_=f"km-heat km-asks-{said.share.name.lower()}")


def _legend() -> Html:
    told = {
        Share.ALL: _("every role type described here asks for it."),
        Share.MOST: _("more than half of the role types ask for it."),
        Share.SOME: _("half of the role types or fewer ask for it."),
        Share.NONE: _("no role type described here asks for it. That does not mean that no post does."),
    }
    pairs = [(tag("span", WORDS[one], class_=f"km-heat km-asks-{one.name.lower()}"), told[one]) for one in told]
    return tag("details", tag("summary", _("What the words mean")), markup.facts(pairs))


def _kinds(found: Organised, words: OrganisedWords) -> None:
    parts.heading(_("Who holds which role types"))
    parts.show(parts.paragraph(words.kinds()))
    for one in found.kinds:
        with st.expander(_kind(one), key=f"sector-{one.kind or 'none'}"):
            parts.show(
                tag("p", tag("strong", _("Role types"))),
                _linked(one.roles),
                tag("p", tag("strong", _("Organisations"))),
                _linked(one.organisations),
            )


def _kind(one: KindOfOrganisation) -> str:
    called = say.ORGANISATIONS[one.kind] if one.kind else _("Kind not known")
    roles = ngettext("{n} role type", "{n} role types", len(one.roles)).format(n=f"{len(one.roles):,}")
    many = len(one.organisations)
    listed = ngettext("{n} organisation", "{n} organisations", many).format(n=f"{many:,}")
    return markup.plain(_("{kind}: {roles}, {organisations}").format(kind=called, roles=roles, organisations=listed))


def _in_use(found: Organised) -> None:
    parts.heading(_("Approaches and tools in use"))
    if not found.in_use:
        parts.show(parts.paragraph(_("No approaches or tools are listed here.")))
        return
    said = _("For each competency, the ways of working and the tools that are listed here as drawing on it.")
    rows = [[data.links().to(one.competency), _in_a_row(one.approaches), _in_a_row(one.tools)] for one in found.in_use]
    table = markup.table(_("Approaches and tools, by competency"), [_("Competency"), _("Approaches"), _("Tools")], rows)
    parts.show(parts.paragraph(said))
    parts.folded(table, len(rows), _("Approaches and tools, by competency ({n})").format(n=f"{len(rows):,}"))


def _in_a_row(records: Sequence[Named]) -> Html:
    return markup.join(map(_link, records), "; ") if records else markup.html(_("none found"))


def _linked(records: Sequence[Named]) -> Html:
    if not records:
        return parts.paragraph(NOT_LISTED, "quiet")
    more = len(records) - FIRST
    rest = [_("and {n} more, which the files below name").format(n=f"{more:,}")] if more > 0 else []
    return markup.listing([*map(_link, records[:FIRST]), *rest])


def _link(one: Named) -> Html:
    return data.links().place(one.label, one.id, one.kind)


def as_json(found: Organised) -> bytes:
    """All that is shown, as `kmgraph sector --json` prints it."""
    return json.dumps(organised_json(found), ensure_ascii=False, indent=2).encode()


def as_csv(found: Organised) -> bytes:
    """What each sector and group asks for: a row for each competency of each."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(("divided_by", "name", "role_types", "competency", "iri", "role_types_that_ask", "adverts"))
    for by, divisions in ((By.SECTOR, found.sectors), (By.GROUP, found.groups)):
        rows.writerows(_rows(found, by, divisions))
    return written.getvalue().encode("utf-8-sig")  # the mark tells spreadsheet programs that it is UTF-8


def _rows(found: Organised, by: By, divisions: Iterable[Division]) -> Iterable[list[str | int]]:
    label = found.planner.graph.label
    for one in divisions:
        for iri, said in one.asked.items():
            adverts = "" if said.adverts is None else said.adverts
            named = unformulated(one.name), one.roles, unformulated(label(iri)), iri
            yield [str(by), *named, said.roles, adverts]
