"""Under which licences a file may be used: what stands in every file that people take away."""

from collections.abc import Sequence

from app import say
from app.catalogue import _
from kmgraph.graph import Graph
from kmgraph.model import Source
from kmgraph.planner.credit import attributions


def licences(graph: Graph, sources: Sequence[Source]) -> str:
    """The licences of the data sets among these sources, and the attributions that the sources ask for."""
    return " ".join([under(graph, sources), *attributions(sources)])


def under(graph: Graph, sources: Sequence[Source]) -> str:
    """The licences of the data sets among these sources, in a sentence."""
    data_sets = [one for one in sources if one.id in graph.sources_of[one.id]]
    unknown = _("{title}: licence not known")
    stated = {one.licence or unknown.format(title=one.title) for one in data_sets}
    said = _("Data under {licences}; sources cited keep their own licences.")
    return said.format(licences=", ".join(sorted(stated)) or say.UNKNOWN)
