"""Approaches and tools, ways to practise, what institutions commit to, and a directory of organisations."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from app import markup, parts, say
from app.catalogue import _
from app.links import Links
from app.markup import Html, tag
from app.records.record import index
from app.records.sources import sources_and_licences
from kmgraph.graph import Graph
from kmgraph.model import Approach, Collection, Commitment, Named, Organisation, Practice
from kmgraph.planner.standing import standing
from kmgraph.vocabulary import NATIONS, ApproachType, OrganisationType

N = TypeVar("N", bound=Named)
RELY = _("How far to rely on it")


class Directory:
    """The parts of the page, each from the graph of what stands beside roles, competencies and courses."""

    def __init__(self, graph: Graph, links: Links):
        self._graph, self._links = graph, links

    def approaches(self, kind: ApproachType, heading: str) -> None:
        """The approaches, or the tools, with the competencies that they draw on."""
        parts.heading(heading)
        found = [one for one in self._all(Approach) if one.type is kind]
        self._listed(
            [
                (markup.link(one.label, one.url), one, self._row(_("Draws on {competencies}. "), one.competencies))
                for one in found
            ]
        )

    def practices(self) -> None:
        """Ways to practise, which have no provider."""
        parts.heading(_("Ways to practise without a course"))
        self._listed([(one.label, one, self._helps(one)) for one in self._all(Practice)])

    def commitments(self) -> None:
        """What institutions undertake, which is no person's competency."""
        by: dict[str, list[Commitment]] = defaultdict(list)
        for one in self._all(Commitment):
            by[one.collection].append(one)
        if not by:
            return
        parts.heading(_("What institutions commit to"))
        parts.show(parts.paragraph(_("These bind institutions. They are nobody's personal competencies.")))
        for iri in sorted(by, key=self._graph.label):
            about = self._graph.all(Collection).get(iri)
            rows = [
                (one.label, one.definition or say.UNKNOWN, standing(self._graph, one))
                for one in sorted(by[iri], key=lambda one: (one.order or 0, one.label.casefold(), one.id))
            ]
            parts.show(
                parts.paragraph(about.definition) if about and about.definition else "",
                markup.table(
                    self._graph.label(iri), (_("Commitment"), _("What it asks of an institution"), RELY), rows
                ),
            )

    def organisations(self) -> None:
        """Organisations by type, each with its nation."""
        by: dict[OrganisationType, list[Organisation]] = defaultdict(list)
        for one in self._all(Organisation):
            by[one.type or OrganisationType.OTHER].append(one)
        if not by:
            return
        parts.heading(_("Organisations"))
        parts.show(parts.paragraph(_("None of them endorses this project.")))
        for kind in OrganisationType:
            if by[kind]:
                with st.expander(f"{say.ORGANISATIONS[kind]} ({len(by[kind])})", key=f"organisations-{kind}"):
                    rows = [(markup.link(one.label, one.url), *self._place(one)) for one in by[kind]]
                    parts.show(markup.table(say.ORGANISATIONS[kind], (_("Name"), _("Nation"), _("Part of")), rows))

    def sources(self) -> None:
        """What all of this rests on."""
        kinds = (Approach, Practice, Collection, Commitment, Organisation)
        sources_and_licences(self._graph.attributed([one for kind in kinds for one in self._all(kind)]))

    def _all(self, record_type: type[N]) -> list[N]:
        return sorted(self._graph.all(record_type).values(), key=lambda one: (one.label.casefold(), one.id))

    def _place(self, one: Organisation) -> tuple[str, str]:
        nation = NATIONS.get(one.nation or "", one.nation or say.UNKNOWN)
        where = f"{one.region}, {nation}" if one.region else nation
        return where, self._graph.label(one.part_of) if one.part_of else ""

    def _helps(self, one: Practice) -> Html:
        towards = _("Towards {level}. ").format(level=self._links.label(one.level)) if one.level else ""
        return markup.join([self._row(_("Helps with {competencies}. "), one.competencies), towards])

    def _row(self, text: str, competencies: tuple[str, ...]) -> Html:
        named = markup.join(map(self._links.to, competencies), ", ")
        return markup.fill(text, competencies=named) if competencies else Html("")

    def _listed(self, items: Sequence[tuple[str, Approach | Practice, Html]]) -> None:
        shown = [(tag("strong", name), "", self._told(one, more)) for name, one, more in items]
        parts.show(index(shown) if shown else parts.paragraph(_("No source that is loaded names any.")))

    def _basis(self, one: Approach | Practice) -> list[str]:
        """What supports an entry, where that is to be read, and how far it may be relied on."""
        cited = "; ".join(map(self._graph.label, one.cites))
        said = [f"{one.grounds}. " if one.grounds else "", _("Source: {title}. ").format(title=cited) if cited else ""]
        return [*said, _("Status: {status}.").format(status=standing(self._graph, one))]

    def _told(self, one: Approach | Practice, more: Html) -> Html:
        return markup.join([one.summary or "", tag("div", more, *self._basis(one), class_="km-quiet")])
