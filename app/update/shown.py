"""A change as people read it: how much of each kind, record by record, and what is wrong with the tables."""

import re
from typing import Any

import streamlit as st

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.update.found import Found
from kmgraph.errors import Problem, Severity
from kmgraph.graph import Graph
from kmgraph.load.change import Altered, Change
from kmgraph.model import RECORDS, label_of, slug_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

MOST = 200
"""Records, or problems, that a table lists."""
MOST_IN_FILE = 100_000
"""Problems that the file of all problems lists."""
LONGEST = 300
"""Characters of a value that are shown."""
SEVERITIES = {Severity.ERROR: _("Error"), Severity.WARNING: _("To check"), Severity.NOTE: _("Note")}


def source(found: Found) -> None:
    """Which data set it is, and under which licence."""
    said, change = found.prepared.source, found.prepared.change
    if said is None or change is None:
        return
    here = said.id in data.planner().graph.sources_of.get(said.id, ())
    told = [
        (_("Data set"), said.title),
        (_("Short name"), slug_of(said.id)),
        (_("Licence"), said.licence or _("not stated")),
        (_("Here before"), _("yes: this would replace what it said") if here else _("no, it is new here")),
    ]
    parts.show(markup.facts(told))


def told(change: Change) -> str:
    """How many records are added, changed and removed, in a sentence."""
    number = {"added": len(change.added), "changed": len(change.changed), "removed": len(change.removed)}
    return _("{added} records added, {changed} changed, {removed} removed.").format(
        **{name: f"{many:,}" for name, many in number.items()}
    )


def change(change: Change) -> None:
    """How much a change changes, by kind and record by record."""
    head = [_("Kind of record"), _("Added"), _("Changed"), _("Removed"), _("As before")]
    rows = [[_kind(kind), *(f"{one:,}" for one in counts)] for kind, counts in change.counts.items() if any(counts[:3])]
    same = sum(change.unchanged.values())
    stay = ngettext("{n} record stays as it is.", "{n} records stay as they are.", same).format(n=f"{same:,}")
    parts.status(f"{told(change)} {stay}")
    parts.show(markup.table(_("How many records change"), head, rows))
    with st.expander(_("See what changes, record by record")):
        listed(change)


def listed(change: Change, *, linked: bool = False) -> None:
    """The records that change, field by field, those that go first; `linked`, each with a link to its page."""
    every = [*change.removed, *change.changed, *change.added]
    graph = data.planner().graph
    names = {one.said.id: label_of(one.said.record) for one in every}
    if len(every) > MOST:
        more = _("The first {most} of {all} records are listed.")
        parts.show(parts.paragraph(more.format(most=MOST, all=f"{len(every):,}"), "quiet"))
    rows = [
        [_name(one, names, graph, linked=linked), _kind(one.said.kind), _sort(one), _fields(one, names, graph)]
        for one in every[:MOST]
    ]
    head = [_("Record"), _("Kind"), _("What happens"), _("Field by field")]
    parts.show(markup.table(_("What changes, record by record"), head, rows))


def _kind(kind: Kind) -> str:
    """A kind in words, as its table is called."""
    return " ".join(re.findall("[A-Z][a-z]*", kind.value)).capitalize()


def _sort(one: Altered) -> str:
    if one.before is None:
        return _("added")
    return _("changed") if one.after else _("removed")


def _name(one: Altered, names: dict[str, str], graph: Graph, *, linked: bool) -> str:
    """What to call a record: its label, or by what it joins."""
    ends = RECORDS[one.said.kind].ends
    if ends:
        return " – ".join(_called(getattr(one.said.record, end) or "", names, graph) for end in ends)
    if linked and one.after:
        return data.links().to(one.said.id, names[one.said.id])
    return names[one.said.id]


def _called(iri: str, names: dict[str, str], graph: Graph) -> str:
    return names.get(iri) or (graph.label(iri) if graph.get(iri) else slug_of(iri))


def _fields(one: Altered, names: dict[str, str], graph: Graph) -> str:
    """What a record says otherwise; of one that goes, nothing needs to be said."""
    if one.after is None:
        return _("all of it goes")
    return markup.listing(_field(name, before, after, one, names, graph) for name, before, after in one.fields)


def _field(name: str, before: Any, after: Any, one: Altered, names: dict[str, str], graph: Graph) -> str:
    then, now = (_value(said, names, graph) for said in (before, after))
    if one.before is None:
        return _("{field}: {value}").format(field=name, value=now)
    if before is None:
        return _("{field}: {value}, before nothing").format(field=name, value=now)
    if after is None:
        return _("{field}: nothing, before {before}").format(field=name, before=then)
    return _("{field}: {value}, before {before}").format(field=name, value=now, before=then)


def _value(value: Any, names: dict[str, str], graph: Graph) -> str:
    """A value as people read it: records by their labels."""
    if isinstance(value, list):
        return ", ".join(_value(one, names, graph) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one, names, graph)}" for name, one in value.items())
    if isinstance(value, str) and (value in names or graph.get(value)):
        return quoted(_called(value, names, graph), LONGEST)
    if isinstance(value, str):
        return quoted(value, LONGEST)
    return f"{value:,.12g}" if isinstance(value, float) else str(value)


def problems(found: Found) -> None:
    """What is wrong with the tables, errors first."""
    report = found.prepared.report
    listed = sorted(report.problems, key=lambda one: list(SEVERITIES).index(one.severity))
    if report.errors:
        st.error(_("There are errors in the tables, so nothing can be written. Mend them, and bring the tables again."))
    elif listed:
        st.warning(_("Nothing keeps these tables out. But look at what is told here before you apply the change."))
    if not listed:
        return
    head = [_("File"), _("Row"), _("Column"), _("How bad"), _("What is wrong"), _("How to mend it")]
    caption = _("Problems in the tables")
    parts.folded(markup.table(caption, head, map(_row, listed[:MOST])), len(listed), caption)
    st.download_button(
        ngettext("Get {n} problem as a table (CSV)", "Get all {n} problems as a table (CSV)", found.problems).format(
            n=f"{found.problems:,}"
        ),
        found.table,
        "problems.csv",
        "text/csv",
        key="update-problems",
        on_click="ignore",
    )


def _row(problem: Problem) -> list[str]:
    place = problem.place
    line = f"{place.line:,}" if place.line else _("all of it")
    return [place.source, line, problem.column or "", SEVERITIES[problem.severity], problem.message, problem.hint]
