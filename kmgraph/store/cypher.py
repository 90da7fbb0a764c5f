"""The Cypher of the Neo4j store: every statement that it sends, with its data in parameters.

Nodes of ours all carry the label `Kmgraph`, and nothing without it is touched. A record that is a node is
`(:Kmgraph:Role {id, label, ...})`, with a relationship for each reference; a record that is an edge is a
relationship, `(:Role)-[:REQUIRES {id, source, importance, ...}]->(:Competency)`, one for each source that asserts
it. What a source asserts, word for word, is that relationship, or the `body` of
`(:Kmgraph:Assertion {source, kind, about, body, called})-[:ASSERTS]->(node)`; `called` is what the index of labels
knows it by. Relationships of ours join nodes of ours and
carry `source`, and `id` where they are records or `kind` where they are references, all of them texts: so those
which others draw, also between our nodes, are told apart. They are left as they are.
"""

from collections.abc import Collection, Iterable

from kmgraph.model import RECORDS, refs
from kmgraph.vocabulary import Kind, Link

EDGES: dict[Kind, Link] = {
    kind: link for kind, record in RECORDS.items() if record.ends and (link := refs(kind)[record.ends[0]].link)
}
"""The relationship type of each kind of record that is an edge."""
KINDS = {str(link): kind for kind, link in EDGES.items()}
NODES = [kind for kind in RECORDS if kind not in EDGES]
LINKS = {ref.link: ref.kind for kind in NODES for ref in refs(kind).values() if ref.link}
"""The relationship types that references of nodes make, with the kind of what they lead to."""
OUTGOING = {EDGES[kind]: refs(kind)[ends[0]].kind for kind in EDGES if (ends := RECORDS[kind].ends)}
INCOMING = LINKS | {EDGES[kind]: refs(kind)[ends[1]].kind for kind in EDGES if (ends := RECORDS[kind].ends)}
"""What kind of record stands where a relationship of a type starts, and where it ends."""
SIDE = {
    kind: [
        name for name, ref in refs(kind).items() if name not in (RECORDS[kind].ends or ()) and ref.link != Link.CITES
    ]
    for kind in EDGES
}
"""References of edges beside their ends, such as a level: properties, since a relationship cannot have a third end."""

LOCKED = "|locked while somebody loads"
COMMITTING = "|present while a load becomes visible"
"""Ids of the two nodes that say in which state the store is; no IRI looks like them."""

SCHEMA = [
    "CREATE CONSTRAINT kmgraph_id IF NOT EXISTS FOR (n:Kmgraph) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX kmgraph_assertion_kind IF NOT EXISTS FOR (a:Assertion) ON (a.kind)",
    *(
        f"CREATE INDEX kmgraph_{link.lower()}_{name} IF NOT EXISTS FOR ()-[r:{link}]-() ON (r.{name})"
        for kind, link in EDGES.items()
        for name in ("id", *SIDE[kind])
    ),
    "CREATE FULLTEXT INDEX kmgraph_called IF NOT EXISTS FOR (a:Assertion) ON EACH [a.called] OPTIONS "
    "{indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}",
    "CALL db.awaitIndexes(60)",
]
FOUND = "MERGE (m:Kmgraph:Meta {id: $id}) ON CREATE SET m.version = 0, m.schema = $schema, m.store = randomUUID()"

STATE = """
OPTIONAL MATCH (c:Kmgraph:Meta {id: $committing})
WITH count(c) > 0 AS committing
OPTIONAL MATCH (m:Kmgraph:Meta {id: $locked})
RETURN committing, m.version AS version, m.schema AS schema, m.store AS store
"""
"""Whether a load is becoming visible just now, looked at before the version."""
LOCK = "MATCH (m:Kmgraph:Meta {id: $id}) SET m.locked = true REMOVE m.locked RETURN m.version AS version"
RAISE = """
MATCH (m:Kmgraph:Meta {id: $id})
SET m.version = m.version + 1, m.changed = toString(datetime.truncate('second', datetime({timezone: '+00:00'})))
"""
BEGIN_COMMIT = "MERGE (c:Kmgraph:Meta {id: $id}) SET c.load = $load"
END_COMMIT = "MATCH (c:Kmgraph:Meta {id: $id}) WHERE c.load = $load DELETE c"
CLEAR_COMMIT = "MATCH (c:Kmgraph:Meta {id: $id}) DELETE c"
"""A load ends only its own mark; who holds the lock clears any, for then nobody is committing."""
GIVE_UP = """
SHOW TRANSACTIONS YIELD transactionId AS waiting, metaData WHERE metaData.kmgraph = $load
TERMINATE TRANSACTIONS waiting YIELD message RETURN message
"""

VERSION = """
OPTIONAL MATCH (m:Kmgraph:Meta {id: $id})
RETURN coalesce(m.version, 0) AS version, m.store AS store, m.changed AS changed
"""
_RECORD = "r.source IS :: STRING NOT NULL AND r.id IS :: STRING NOT NULL"
_REFERENCE = "r.source IS :: STRING NOT NULL AND r.kind IS :: STRING NOT NULL"
_ANY_EDGE = f"MATCH (:Kmgraph)-[r:{'|'.join(EDGES.values())}]->(:Kmgraph) WHERE {_RECORD}"
RECORD_COUNTS = f"""
MATCH (a:Kmgraph:Assertion) RETURN a.kind AS kind, count(DISTINCT a.about) AS records
UNION ALL
{_ANY_EDGE} RETURN type(r) AS kind, count(DISTINCT r.id) AS records
"""
STUB_COUNTS = """
MATCH (s:Kmgraph:Stub) UNWIND labels(s) AS kind
WITH kind WHERE kind IN $kinds RETURN kind, count(*) AS stubs
"""
SOURCES = f"""
MATCH (a:Kmgraph:Assertion) RETURN a.source AS source, count(*) AS records
UNION ALL
{_ANY_EDGE} RETURN r.source AS source, count(*) AS records
"""

# Neo4j makes a plan while the graph is small and keeps it when it has grown. So a statement over many ids leaves
# it no choice: it begins at an index, and the labels of what it comes to are looked at behind a WITH.
_NODE = "MATCH (n:Kmgraph {id: id})"
_ASSERTED = f"{_NODE}<-[:ASSERTS]-(a) USING INDEX n:Kmgraph(id) WITH id, a WHERE a:Kmgraph AND a:Assertion"
_OURS = f"WITH s, r, e WHERE {_RECORD} AND s:Kmgraph AND e:Kmgraph"
_NOTED = "RETURN a.kind AS kind, a.source AS source, a.about AS iri, a.body AS said, null AS start, null AS end"


def _said(kind: Kind, apart: str = "") -> str:
    return (
        f"{_OURS} {apart} RETURN '{kind}' AS kind, r.source AS source, r.id AS iri, "
        "properties(r) AS said, s.id AS start, e.id AS end"
    )


def _edge(kind: Kind, name: str) -> str:
    """The edges of which a property is `id`."""
    return f"MATCH (s)-[r:{EDGES[kind]} {{{name}: id}}]->(e) USING INDEX r:{EDGES[kind]}({name})"


def _union(parts: Iterable[str], begin: str = "") -> str:
    return "\nUNION ALL\n".join(f"{begin} {part}" for part in parts)


def assertions(kinds: Collection[Kind], *, by_id: bool, but: bool = False) -> str:
    """Assertions of these kinds, all or those of `$ids`; perhaps without those of the source `$but`."""
    edges = [kind for kind in EDGES if kind in kinds]
    node, edge = ("AND a.source <> $but", "AND r.source <> $but") if but else ("", "")
    if by_id:
        nodes = f"{_ASSERTED} AND a.kind IN $kinds {node} {_NOTED}"
        return _union([nodes, *(f"{_edge(kind, 'id')} {_said(kind, edge)}" for kind in edges)], "UNWIND $ids AS id")
    nodes = f"MATCH (a:Kmgraph:Assertion) WHERE a.kind IN $kinds {node} {_NOTED}"
    return _union([nodes, *(f"MATCH (s)-[r:{EDGES[kind]}]->(e) {_said(kind, edge)}" for kind in edges)])


def in_order(kind: Kind) -> str:
    """All assertions of `$kind`, sorted by id and source."""
    nodes = f"MATCH (a:Kmgraph:Assertion) WHERE a.kind = $kind {_NOTED}"
    found = f"MATCH (s)-[r:{EDGES[kind]}]->(e) {_said(kind)}" if kind in EDGES else nodes
    return f"{found} ORDER BY iri, source"


def referring(kinds: Collection[Kind]) -> str:
    """Assertions of these kinds that refer to any of `$ids`, some of them perhaps twice."""
    links = "|".join(link for link in LINKS if link != Link.CITES)
    parts = [
        f"{_NODE}<-[r:{links}]-(m)<-[:ASSERTS]-(a) USING INDEX n:Kmgraph(id) WITH r, m, a "
        f"WHERE m:Kmgraph AND a:Kmgraph AND a.kind IN $kinds AND a.source = r.source AND a.kind = r.kind {_NOTED}"
    ]
    for kind in (kind for kind in EDGES if kind in kinds):
        link, said = EDGES[kind], _said(kind)
        parts.append(f"MATCH (s:Kmgraph {{id: id}})-[r:{link}]->(e) USING INDEX s:Kmgraph(id) {said}")
        parts.append(f"MATCH (s)-[r:{link}]->(e:Kmgraph {{id: id}}) USING INDEX e:Kmgraph(id) {said}")
        parts.extend(f"{_edge(kind, name)} {said}" for name in SIDE[kind])
    return _union(parts, "UNWIND $ids AS id")


EXISTING = _union(
    [
        f"{_ASSERTED} RETURN id, min(a.kind) AS kind",
        *(f"{_edge(kind, 'id')} {_OURS} RETURN r.id AS id, min('{kind}') AS kind" for kind in EDGES),
    ],
    "UNWIND $ids AS id",
)

# What people call records, by the index of labels. A query of it is made of letters, digits and Lucene's own signs.
BEGINNINGS = """
UNWIND $words AS word
CALL (word) {
    CALL db.index.fulltext.queryNodes("kmgraph_called", word + "*", {limit: 1}) YIELD node RETURN count(node) AS found
}
WITH word, found WHERE found > 0 RETURN word
"""


_CALLED = """
CALL db.index.fulltext.queryNodes("kmgraph_called", $asked) YIELD node AS a
WHERE a:Kmgraph AND a:Assertion AND a.kind IN $kinds
"""
CALLED_COUNTS = f"{_CALLED} RETURN a.kind AS kind, count(DISTINCT a.about) AS records"
CALLED_ALL = f"""
{_CALLED} RETURN a.kind AS kind, a.about AS iri, a.called AS names
ORDER BY CASE WHEN names STARTS WITH $whole THEN 0 WHEN names CONTAINS $whole THEN 1
    WHEN names STARTS WITH $start THEN 2 WHEN names CONTAINS $start THEN 3 ELSE 4 END,
    size(split(names, "\\n")[1]), iri
LIMIT $limit
"""
CALLED_MOST = """
UNWIND $queries AS asked
CALL (asked) {
    CALL db.index.fulltext.queryNodes("kmgraph_called", asked) YIELD node RETURN collect(node) AS having
}
WITH having, log(1 + $many / (1.0 * size(having))) AS rarity WHERE size(having) > 0
WITH collect({having: having, rarity: rarity}) AS words, sum(rarity) AS every
UNWIND words AS word UNWIND word.having AS a
WITH a, every, sum(word.rarity) AS weight WHERE weight >= every * $share
WITH a, weight WHERE a:Kmgraph AND a:Assertion AND a.kind IN $kinds
RETURN a.kind AS kind, a.about AS iri, a.called AS names ORDER BY weight DESC, iri LIMIT $limit
"""

# What a source holds already.
HELD_NODES = """
MATCH (a:Kmgraph:Assertion {source: $source}) RETURN a.kind AS kind, a.about AS id, a.body AS body
"""
HELD_EDGES = {
    kind: f"""
    MATCH (s)-[r:{link}]->(e) {_OURS} AND r.source = $source
    RETURN r.id AS id, elementId(r) AS element, properties(r) AS said, s.id AS start, e.id AS end"""
    for kind, link in EDGES.items()
}

# Taking back; each returns the ids of what may have become a stub, or stopped being one. Edges are found by what
# Neo4j calls them: to look one up in an index takes the longer, the more the transaction has deleted.
REMOVE_EDGES = """
UNWIND $elements AS element MATCH (s)-[r]->(e) WHERE elementId(r) = element
WITH r, s.id AS start, e.id AS end DELETE r WITH DISTINCT start, end
UNWIND [start, end] AS id RETURN DISTINCT id
"""
REMOVE_LINKS = f"""
UNWIND $rows AS row MATCH (n:Kmgraph {{id: row.id}})-[r:{"|".join(LINKS)}]->(t) USING INDEX n:Kmgraph(id)
WITH r, t, row WHERE r.source = $source AND r.kind = row.kind AND t:Kmgraph
WITH r, t.id AS id DELETE r RETURN DISTINCT id
"""
REMOVE_NODES = """
UNWIND $rows AS row MATCH (a:Kmgraph {id: $source + "|" + row.kind + "|" + row.id})
DETACH DELETE a RETURN DISTINCT row.id AS id
"""

# Putting: first every node that a batch speaks of, then what it says.
ENSURE = """
UNWIND $ids AS id MERGE (n:Kmgraph {id: id}) ON CREATE SET n:Stub
WITH n, id WHERE n:Stub RETURN id, size(labels(n)) = 2 AS bare
"""
PUT_FIRST = """
UNWIND $rows AS row MATCH (n:Kmgraph {id: row.about})
REMOVE n:Stub SET n:$(row.kind) SET n += row.properties
CREATE (a:Kmgraph:Assertion) SET a = row.assertion CREATE (a)-[:ASSERTS]->(n)
"""
"""What describes a node of which nobody said anything, not even by the way in which they refer to it."""
PUT_NODES = """
UNWIND $rows AS row MATCH (n:Kmgraph {id: row.about})
CREATE (a:Kmgraph:Assertion) SET a = row CREATE (a)-[:ASSERTS]->(n)
"""
PUT_LINKS = """
UNWIND $rows AS row MATCH (n:Kmgraph {id: row.from}) MATCH (t:Kmgraph {id: row.to})
CREATE (n)-[r:$(row.link)]->(t) SET r = row.properties
"""
PUT_EDGES = {
    kind: f"""
    UNWIND $rows AS row MATCH (s:Kmgraph {{id: row.from}}) MATCH (e:Kmgraph {{id: row.to}})
    CREATE (s)-[r:{link}]->(e) SET r = row.properties"""
    for kind, link in EDGES.items()
}

# Settling: what each node that was touched has become.
ASSERTED = """
UNWIND $ids AS id MATCH (n:Kmgraph {id: id})
RETURN id, labels(n) AS labels, keys(n) AS keys,
    COLLECT {
        MATCH (n)<-[:ASSERTS]-(a) WITH a WHERE a:Kmgraph AND a:Assertion RETURN [a.source, a.kind, a.body]
    } AS bodies
"""
BESIDE = _union(
    [
        f"MATCH (s)-[r:{EDGES[kind]}]->(e) WHERE r.{name} IS NOT NULL {_OURS} AND r.{name} IS :: STRING NOT NULL "
        f"RETURN DISTINCT r.{name} AS id"
        for kind in EDGES
        for name in SIDE[kind]
    ]
)
REFERRED = f"""
UNWIND $ids AS id MATCH (n:Kmgraph {{id: id}})
WHERE NOT EXISTS {{ MATCH (n)<-[:ASSERTS]-(a) WITH a WHERE a:Kmgraph AND a:Assertion RETURN a }}
RETURN id, labels(n) AS labels, keys(n) AS keys, EXISTS {{ (n)--() }} AS tied,
    COLLECT {{ MATCH (n)-[r:{"|".join(EDGES.values())}]->(m) WITH r, m WHERE {_RECORD} AND m:Kmgraph
        RETURN DISTINCT type(r) }} AS out,
    COLLECT {{ MATCH (n)<-[r:{"|".join([*EDGES.values(), *LINKS])}]-(m)
        WITH r, m WHERE ({_RECORD} OR {_REFERENCE}) AND m:Kmgraph
        RETURN DISTINCT type(r) }} AS into
"""
DROP = "UNWIND $ids AS id MATCH (n:Kmgraph {id: id}) DELETE n"
SETTLE = """
UNWIND $rows AS row MATCH (n:Kmgraph {id: row.id})
REMOVE n:$(row.lost) SET n:$(row.gained) SET n += row.properties
"""
