"""What the page about the data shows: how much there is, how far to rely on it, for whom it is, and what is missing."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from app import data, markup, parts, say
from app.about import coverage
from app.about.census import Census
from app.catalogue import _, ngettext
from app.links import Links
from app.markup import Html
from kmgraph.graph import Graph
from kmgraph.model import Source
from kmgraph.planner import Planner
from kmgraph.planner.credit import attributions
from kmgraph.planner.phrases import amount, capital, row
from kmgraph.reviewed import Outcome
from kmgraph.vocabulary import Kind, Opinion, Status

NAMES = {
    Kind.ROLE: _("Roles"),
    Kind.COMPETENCY: _("Competencies"),
    Kind.GROUP: _("Groups of a classification"),
    Kind.LEVEL_DESCRIPTION: _("Descriptions of a competency at a level"),
    Kind.REQUIREMENT: _("Links: a role needs a competency"),
    Kind.COURSE: _("Courses and other learning"),
    Kind.TEACHES: _("Links: a course teaches a competency"),
    Kind.EXPECTS: _("Links: a course expects a competency"),
    Kind.PREREQUISITE: _("Links: a course asks for another first"),
    Kind.PRACTICE: _("Ways to practise without a course"),
    Kind.APPROACH: _("Approaches and tools"),
    Kind.COMMITMENT: _("Commitments of institutions"),
    Kind.JOURNEY: _("Career journeys"),
    Kind.STEP: _("Steps of journeys"),
    Kind.LADDER: _("Career ladders"),
    Kind.ORGANISATION: _("Organisations"),
    Kind.FRAMEWORK: _("Frameworks of competencies"),
    Kind.MAPPING: _("Matches between frameworks"),
    Kind.ROLE_MAPPING: _("Matches of roles with other schemes"),
    Kind.OBSERVATION: _("Counts of posts, adverts and answers"),
    Kind.SOURCE: _("Sources"),
}
SHOWN = (Status.PROPOSED, Status.SOURCED, Status.REVIEWED, Status.SUGGESTED)
CAUTION = _("None found here does not mean that none exists: nobody looked everywhere.")


def loaded(counted: Census, graph: Graph) -> None:
    """When the data last changed, and in what it is kept: where that is, visitors need not know."""
    told = [
        (_("Last load"), f"{counted.changed:%Y-%m-%d, %H:%M} UTC" if counted.changed else say.UNKNOWN),
        (_("A source was last checked"), counted.checked.isoformat() if counted.checked else say.UNKNOWN),
        (_("Data version"), str(graph.version)),
        (_("Store"), _("a file") if data.store().url.startswith("sqlite:") else _("a database server")),
    ]
    parts.show(markup.facts(told))


def statuses(counted: Census) -> None:
    """The shares of statements by status, in words, numbers and bars."""
    by, whole = counted.by_status, sum(counted.by_status.values())
    parts.show(
        parts.paragraph(_shares(by, whole)),
        markup.bars(
            _("Statements by status"),
            (_("Status"), _("Statements")),
            [(say.STATUSES[one], by.get(one, 0)) for one in SHOWN],
            whole,
        ),
        markup.facts([(capital(say.STATUSES[status]), said) for status, said in say.MEANS.items()]),
    )
    with st.expander(_("See it for each kind")):
        parts.show(_kinds(counted.statuses))


def _shares(by: Mapping[Status, int], whole: int) -> str:
    told = {str(one): amount(by.get(one, 0)) for one in SHOWN} | {"number": amount(whole)}
    if by.get(Status.REVIEWED):
        return _(
            "Of {number} statements {proposed} are proposed, {sourced} are sourced and {reviewed} are reviewed."
        ).format(**told)
    return _("Of {number} statements {proposed} are proposed and {sourced} are sourced. None is reviewed yet.").format(
        **told
    )


def _kinds(counted: Mapping[Kind, Mapping[Status, int]]) -> Html:
    rows = []
    for kind, name in NAMES.items():
        by_status = counted.get(kind, {})
        if by_status:
            counts = [*(by_status.get(status, 0) for status in SHOWN), sum(by_status.values())]
            rows.append((name, *map(amount, counts)))
    head = (_("Kind"), *(say.STATUSES[one] for one in SHOWN), _("all"))
    return markup.table(_("What the store holds, by status"), head, rows, kind="numbers")


def reviews(counted: Census) -> None:
    """What reviewers made of the proposals, and who they are by kind."""
    outcomes, proposals = counted.outcomes, counted.by_status[Status.PROPOSED]
    if not counted.agreements:
        nobody = ngettext(
            "Nobody has reviewed anything yet. {number} proposal waits.",
            "Nobody has reviewed anything yet. {number} proposals wait.",
            proposals,
        ).format(number=amount(proposals))
        how = _("To help, use “Suggest a change” at the end of a role, competency or training item.")
        parts.show(parts.paragraph(nobody), parts.paragraph(how))
        return
    told = {
        _("Agreed with"): outcomes[Outcome.AGREED],
        _("Given another level"): outcomes[Outcome.CHANGED],
        _("Taken out"): outcomes[Outcome.REJECTED],
        _("Left as they are, since reviewers differ"): outcomes[Outcome.DIVIDED],
        _("Left as they are, since too few people had a view"): outcomes[Outcome.FEW],
    }
    rows = [
        (str(kind), *(amount(said.get(opinion, 0)) for opinion in Opinion)) for kind, said in counted.opinions.items()
    ]
    looked_at = ngettext(
        "Reviewers looked at {number} statement. {waiting} still wait for a review.",
        "Reviewers looked at {number} statements. {waiting} still wait for a review.",
        len(counted.agreements),
    ).format(number=amount(len(counted.agreements)), waiting=amount(proposals))
    parts.show(
        parts.paragraph(looked_at),
        markup.listing(f"{what}: {amount(number)}" for what, number in told.items() if number),
        markup.table(
            _("Opinions by kind of reviewer"),
            (_("Kind of reviewer"), *(say.OPINIONS[one] for one in Opinion)),
            rows,
            kind="numbers",
        ),
    )
    reasons = [f"“{reason}”" for one in counted.agreements.values() for reason in one.reasons]
    if reasons:
        with st.expander(_("Reasons that reviewers gave ({number})").format(number=len(reasons)), key="reasons"):
            parts.show(markup.listing(reasons))


def provision(graph: Graph) -> None:
    """The shares of the learning listed, by nation and by what people ask first."""
    tables = (markup.bars(one.title, (one.sort, _("Items")), one.counts, one.whole) for one in coverage.shares(graph))
    parts.show(
        parts.paragraph(_("This counts the learning that may still run: not what is over, closed or only planned.")),
        markup.tag("div", *tables, class_="km-columns"),
    )


def gaps(planner: Planner, links: Links) -> None:
    """What was looked for and not found."""
    missing = [one for one in coverage.gaps(planner, data.beside()) if one.missing]
    facts = [(one.sought, _("none found for {these}").format(these=row(one.missing))) for one in missing]
    untaught, needed = coverage.untaught(planner)
    share = _("none found for {some} of {all} competencies").format(some=amount(untaught), all=amount(needed))
    facts.append((_("Learning for what roles need"), share))
    parts.show(parts.paragraph(CAUTION), markup.facts(facts))
    found = coverage.core_levels(planner)
    if not found.levels:
        return
    rows = [
        (links.to(iri), *(_cell(found.needing[iri, level]) for level in found.levels)) for iri in found.competencies
    ]
    head = (_("Competency"), *(capital(planner.graph.label(level)) for level in found.levels))
    caption = _("Core competencies: is there learning as far as roles need it?")
    parts.show(markup.table(caption, head, rows))


def _cell(needing: int | None) -> str:
    if needing is None:
        return _("found")
    if not needing:
        return _("no role asks")
    told = ngettext("none found, {number} role needs it", "none found, {number} roles need it", needing)
    return markup.tag("strong", told.format(number=amount(needing)))


def sources(graph: Graph) -> None:
    """All sources, with who published them and under which licence."""
    every = sorted(graph.all(Source).values(), key=lambda one: (one.title.casefold(), one.id))
    licences = Counter(one.licence for one in every if one.licence)
    told = row([f"{licence} ({number})" for licence, number in licences.most_common()])
    rows = [
        (
            markup.link(one.title, one.url),
            one.publisher or say.UNKNOWN,
            one.licence or say.UNKNOWN,
            one.retrieved.isoformat() if one.retrieved else say.UNKNOWN,
        )
        for one in every
    ]
    at_foot = {one.id for one in data.loaded()}
    number = ngettext("{number} source", "{number} sources", len(every)).format(number=amount(len(every)))
    licensed = _("{sources}; {number} state a licence.").format(sources=number, number=sum(licences.values()))
    parts.show(
        *map(parts.paragraph, attributions(one for one in every if one.id not in at_foot)),
        parts.paragraph(licensed),
        parts.paragraph(_("The licences: {these}.").format(these=told)) if told else "",
    )
    head = (_("Title"), _("Publisher"), _("Licence"), _("Read on"))
    table = markup.table(_("Data sets and documents"), head, rows)
    parts.folded(table, len(rows), _("See the {sources}").format(sources=number))
