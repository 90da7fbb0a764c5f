"""Queries that mean harm, or would do it: what they try, and what a server may answer."""

from typing import NamedTuple


class Hostile(NamedTuple):
    """A query, and the statuses with which it may be met."""

    name: str
    query: str
    statuses: tuple[int, ...]


BOMB = 'CONCAT("(.*)*", ?c1, "$$")'
GROWING = 'REPLACE(REPLACE(STR(?c0), ".", STR(?c0)), ".", STR(?c0))'
TRIPLES = "?a{0} ?b{0} ?c{0} ."


def _many(text: str, number: int) -> str:
    return " ".join(text.format(one) for one in range(number))


def hostile() -> list[Hostile]:
    """One of each sort; 200 only where an answer within the limits is as good."""
    long, large = (503,), (500, 503)
    return [
        Hostile("product", f"SELECT * {{ {_many(TRIPLES, 4)} FILTER(?a0 = ?c3 && ?c3 = ?b1) }}", long),
        Hostile("counted product", f"SELECT (COUNT(*) AS ?n) {{ {_many(TRIPLES, 5)} }}", long),
        Hostile("sorted product", f"SELECT DISTINCT * {{ {_many(TRIPLES, 2)} }} ORDER BY ?c0", large),
        Hostile("joined texts", f"SELECT (GROUP_CONCAT(?c0) AS ?x) {{ {_many(TRIPLES, 3)} }}", large),
        Hostile("paths", "SELECT * { ?a (<x:a>|!<x:b>)* ?b . ?b (<x:a>|!<x:b>)* ?c . ?c (!<x:c>)+ ?d }", large),
        Hostile("both ways", "SELECT (COUNT(*) AS ?n) { ?a (!<x:b>|^!<x:c>)+ ?b . ?b (!<x:b>|^!<x:c>)+ ?c }", large),
        Hostile("regex", f'SELECT (REGEX("{"a" * 40}", "^(a|a)*{"(a?)" * 40}$") AS ?x) {{ }}', (200,)),
        Hostile("regex on all", f"SELECT * {{ {_many(TRIPLES, 2)} FILTER REGEX(?c0, {BOMB}) }}", large),
        Hostile("regex of size", 'SELECT (REGEX("a", "' + "(a{0,1000}){0,1000}" * 9 + '") AS ?x) { }', (200,)),
        Hostile("all there is", f"SELECT * {{ {_many(TRIPLES, 2)} }}", large),
        Hostile("graph of all", f"CONSTRUCT {{ ?a0 ?b1 ?c1 }} {{ {_many(TRIPLES, 2)} }}", large),
        Hostile("growing text", f"SELECT ({GROWING} AS ?x) {{ {_many(TRIPLES, 2)} }}", large),
        Hostile("insert", "INSERT DATA { <x:a> <x:b> <x:c> }", (403,)),
        Hostile("delete", "PREFIX x: <x:> # quiet\n delete WHERE { ?a ?b ?c }", (403,)),
        Hostile("load", "LOAD <file:///etc/passwd>", (403,)),
        Hostile("drop", "DROP ALL", (403,)),
        Hostile("service", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", (403,)),
        Hostile("glued service", "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x{ ?a ?b ?c } }", (403,)),
        Hostile("from outside", "SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }", (200,)),
        Hostile("deep", "SELECT * " + "{" * 20_000 + "}" * 20_000, (400,)),
        Hostile("deep and open", "SELECT * " + "{" * 50_000, (400,)),
        Hostile("long sum", f"SELECT * {{ FILTER({'1+' * 30_000}1) }}", (400, 503)),
        Hostile("long path", f"SELECT * {{ ?a {'<x:a>/' * 2_000}<x:a> ?b }}", (400, 500, 503)),
        Hostile("deep list", f"SELECT * {{ ?a ?b {'(' * 99}{')' * 99} }}", (200, 503)),
        Hostile("malformed", "SELECT * WHERE { ?a ?b", (400,)),
        Hostile("nothing but noise", "\x00\x01{}<>'\"\\" * 200, (400,)),
    ]  # fmt: skip


SIMPLE = "SELECT ?role ?label { ?role a km:Role ; skos:prefLabel ?label } LIMIT 20"
"""What the others ask meanwhile."""
