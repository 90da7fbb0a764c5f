"""The addresses that the server gives to programs, beside the explorer's own."""

from collections.abc import Callable
from pathlib import Path

from starlette.routing import BaseRoute, Route

from app.web.endpoint import Endpoint
from app.web.finding import Finding
from app.web.front import Front
from app.web.identified import Identified
from kmgraph.sparql.service import Service
from kmgraph.store.base import Store

READ = ["GET", "HEAD"]
WORDS = ("terms", "scheme", "schemes", "alignments", "shapes")
ONTOLOGY = ("/ontology", *(path for word in WORDS for path in (f"/{word}", f"/{word}/{{path:path}}")))
"""Where the words of the project stand, by the same paths as in their IRIs; `/ontology` is another name of `/terms`."""
VIEWS = Path(__file__).parents[1] / "views"


def routes(store: Callable[[], Store], service: Service) -> list[BaseRoute]:
    """All of them, about a store."""
    endpoint, identified = Endpoint(service), Identified(store)
    found: list[BaseRoute] = [
        Route("/sparql", endpoint.answer, methods=[*READ, "POST", "OPTIONS"]),
        Route("/find", Finding(store).answer, methods=READ),
        Route("/id", identified.id, methods=READ),
        Route("/id/{path:path}", identified.id, methods=READ),
        Route("/data", identified.data, methods=READ),
        Route("/data/{path:path}", identified.data, methods=READ),
    ]
    found += [Route(path, identified.words, methods=READ) for path in ONTOLOGY]
    return found + Front(one.stem for one in VIEWS.glob("[a-z]*.py")).routes
