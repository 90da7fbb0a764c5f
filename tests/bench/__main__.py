"""Prints what the product costs, in CPU time: the starter data, and generated markets beside what else there is.

python -m tests.bench                                            the starter data and the smallest market
python -m tests.bench --size esco --entry light --questions 200 --peer-questions 20
python -m tests.bench --size tenfold --peer-questions 3
python -m tests.bench --load                                     ESCO whole into both stores, beside bare rows
python -m tests.bench --load SQLite                              into one of them
python -m tests.bench --endpoint                                 1,000 hostile queries to the endpoint, beside others
python -m tests.bench --explorer                                 the explorer in a browser, at ESCO size, thirty at once
python -m tests.bench --programme                                the questions of a programme lead, at ESCO size
python -m tests.bench --rdf                                      ESCO whole as RDF, beside pyoxigraph and rdflib
"""

import gc
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.draws import ENTRIES, SIZES
from tests.bench.endpoint import endpoint
from tests.bench.explorer import explorer
from tests.bench.loading import STORES, loading
from tests.bench.market import Asked, Market, compared, described
from tests.bench.measures import MEASURES
from tests.bench.peers import AIMS, peers
from tests.bench.programme import programmes
from tests.bench.rdf import rdf
from tests.bench.starter import starter

WIDTH = 150
QUESTIONS = {"small": 200, "esco": 200, "tenfold": 50}
PEER_QUESTIONS = {"small": 200, "esco": 20, "tenfold": 3}
"""Peers may take ten seconds a question, and at the larger sizes do."""


def asked() -> Namespace:
    """What is asked for on the command line."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--size", choices=SIZES, help="a generated market; default: the starter data and small")
    parser.add_argument("--entry", choices=ENTRIES, help="entry levels; default: both, one after the other")
    parser.add_argument("--preset", choices=AIMS, action="append", help="may be given again; default: quickest")
    parser.add_argument("--questions", type=int, help=f"default: {QUESTIONS}")
    parser.add_argument("--peer-questions", type=int, help=f"default: {PEER_QUESTIONS}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--load", nargs="?", choices=STORES, const="all", help="what loading ESCO costs, nothing else")
    parser.add_argument("--endpoint", action="store_true", help="what hostile queries do to it, and nothing else")
    parser.add_argument("--explorer", action="store_true", help="how long people wait for pages, and nothing else")
    parser.add_argument("--programme", action="store_true", help="what questions of programmes cost, and nothing else")
    parser.add_argument("--rdf", action="store_true", help="what writing ESCO as RDF costs, and nothing else")
    return parser.parse_args()


def main() -> None:
    """Measures and prints."""
    wanted, console = asked(), Console(width=WIDTH)
    if wanted.endpoint or wanted.explorer or wanted.programme:
        for table in endpoint() if wanted.endpoint else explorer() if wanted.explorer else programmes():
            console.print(table)
        return
    if wanted.load or wanted.rdf:
        for table in (*(loading(wanted.load) if wanted.load else ()), *(rdf() if wanted.rdf else ())):
            console.print(table)
        return
    if wanted.size is None:
        console.print(starter())
    name = wanted.size or "small"
    many = wanted.questions or QUESTIONS[name]
    peer_many = PEER_QUESTIONS[name] if wanted.peer_questions is None else wanted.peer_questions
    for entry in [wanted.entry] if wanted.entry else ENTRIES:
        market = Market(SIZES[name], entry, wanted.seed)
        gc.collect()
        gc.freeze()  # what stays for good need not be looked through again and again
        questions = market.questions(many)
        console.print(about(market, questions))
        for preset in wanted.preset or ["quickest"]:
            with peers() as others:
                console.print(compared(market, questions, others if peer_many else {}, preset, peer_many))


def about(market: Market, questions: Sequence[Asked]) -> Table:
    """What is measured of a market beside its answers."""
    title = f"A {market.size.name} market with {market.entry} entry levels: {market.rows:,} records"
    table = Table("what", "CPU, or how much", "meant to be", title=title)
    for row in (*described(market, questions), *(row for measure in MEASURES for row in measure(market, questions))):
        table.add_row(*row)
    return table


if __name__ == "__main__":
    main()
