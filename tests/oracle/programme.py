"""What is needed, provided and stopped, asked of the stores themselves in SQL and in Cypher, with no code of ours.

Each answer has a row for each competency and order of a level: role types, courses that reach it, those within reach,
their providers, courses that teach the competency at all, and moves stopped. They hold for the starter data, which
have one scale, no reviewed matches, and state every level that counts.
"""

import sqlite3
from pathlib import Path
from typing import Any, NamedTuple


class Figures(NamedTuple):
    """What is said of a competency at a level."""

    roles: int
    courses: int
    within: int
    providers: int
    teaching: int
    moves: int

    @property
    def coverage(self) -> str:
        """The state in words, by the rules of the README."""
        if self.within:
            return "covered" if self.providers > 1 else "thin"
        if self.courses:
            return "only out of reach"
        return "only below the level needed" if self.teaching else "none found"


Key = tuple[str, int]
"""A competency, and the place of a level on its scale, 1 the lowest."""

SQL = """
WITH told AS (SELECT kind, id, body FROM assertion WHERE coalesce(body ->> 'status', 'proposed') <> 'suggested'),
need AS (
    SELECT t.body ->> 'role' AS role, t.body ->> 'competency' AS competency,
        max(CAST(l.body ->> 'order' AS INTEGER)) AS height
    FROM told t
    JOIN told l ON l.kind = 'Level' AND l.id = t.body ->> 'level'
    JOIN told c ON c.kind = 'Competency' AND c.id = t.body ->> 'competency'
    WHERE t.kind = 'Requirement' AND t.body ->> 'importance' = 'essential'
        AND coalesce(c.body ->> 'type', '') <> 'attitude'
    GROUP BY 1, 2
),
course AS (
    SELECT id, body ->> 'provider' AS provider,
        coalesce(body ->> 'eligibility', 'unknown') <> :shut
        AND (:mode IS NULL OR body ->> 'mode' IS NULL OR body ->> 'mode' IN (:mode, 'online or in person'))
        AND (:nation IS NULL OR coalesce(json_array_length(body -> 'open_to'), 0) = 0 OR EXISTS (
            SELECT 1 FROM json_each(body -> 'open_to') WHERE value IN (:nation, 'GB', 'world')))
        AS within
    FROM told
    WHERE kind = 'Course'
        AND coalesce(body ->> 'availability', 'unknown') NOT IN ('planned', 'closed', 'ended', 'historic')
),
taught AS (
    SELECT c.id AS course, c.provider, c.within, t.body ->> 'competency' AS competency,
        CAST(l.body ->> 'order' AS INTEGER) AS height
    FROM told t
    JOIN course c ON c.id = t.body ->> 'course'
    JOIN told l ON l.kind = 'Level' AND l.id = t.body ->> 'level'
    WHERE t.kind = 'Teaches'
),
outcome AS (SELECT competency, height, count(*) AS roles FROM need GROUP BY 1, 2),
provided AS (
    SELECT o.competency, o.height, o.roles,
        count(DISTINCT CASE WHEN t.height >= o.height THEN t.course END) AS courses,
        count(DISTINCT CASE WHEN t.height >= o.height AND t.within THEN t.course END) AS within,
        count(DISTINCT CASE WHEN t.height >= o.height AND t.within THEN t.provider END) AS providers,
        count(DISTINCT t.course) AS teaching
    FROM outcome o LEFT JOIN taught t ON t.competency = o.competency
    GROUP BY 1, 2
),
rung AS (
    SELECT t.id AS ladder, r.value AS role, CAST(r.key AS INTEGER) AS place
    FROM told t, json_each(t.body -> 'rungs') r WHERE t.kind = 'Ladder'
),
size AS (SELECT role, count(*) AS many FROM need GROUP BY role),
plausible AS (
    SELECT a.role AS start, b.role AS goal
    FROM need a JOIN need b ON a.competency = b.competency AND a.role <> b.role
    GROUP BY 1, 2
    HAVING 2 * count(*) >= (SELECT many FROM size WHERE role = b.role)
        AND NOT EXISTS (SELECT 1 FROM rung f JOIN rung g ON f.ladder = g.ladder
            WHERE f.role = a.role AND g.role = b.role AND abs(f.place - g.place) > 1)
),
stopped AS (
    SELECT b.competency, b.height, count(*) AS moves
    FROM plausible p
    JOIN need b ON b.role = p.goal
    JOIN provided o ON o.competency = b.competency AND o.height = b.height AND o.within = 0
    LEFT JOIN need a ON a.role = p.start AND a.competency = b.competency
    WHERE coalesce(a.height, 0) < b.height
    GROUP BY 1, 2
)
SELECT competency, height, roles, courses, within, providers, teaching, coalesce(moves, 0)
FROM provided LEFT JOIN stopped USING (competency, height)
"""

_NEED = """
MATCH (r:Role)-[q:REQUIRES]->(c:Competency), (l:Level {id: q.level})
WHERE q.importance = 'essential' AND q.status <> 'suggested' AND coalesce(c.type, '') <> 'attitude'
WITH r, c, max(l.order) AS height
"""
_CURRENT = """
    k.status <> 'suggested' AND s.status <> 'suggested'
    AND NOT k.availability IN ['planned', 'closed', 'ended', 'historic']
"""
_WITHIN = """
    k.eligibility <> $shut
    AND ($mode IS NULL OR k.mode IS NULL OR k.mode IN [$mode, 'online or in person'])
    AND ($nation IS NULL OR size(coalesce(k.open_to, [])) = 0
        OR any(one IN k.open_to WHERE one IN [$nation, 'GB', 'world']))
"""
PROVIDED = f"""
{_NEED}
WITH c, height, count(r) AS roles
OPTIONAL MATCH (k:Course)-[s:TEACHES]->(c) WHERE {_CURRENT}
OPTIONAL MATCH (m:Level {{id: s.level}})
OPTIONAL MATCH (k)-[:PROVIDED_BY]->(o:Organisation)
WITH c, height, roles, k, o, coalesce(m.order >= height, false) AS reaches, coalesce({_WITHIN}, false) AS within
RETURN c.id AS competency, height, roles,
    count(DISTINCT CASE WHEN reaches THEN k END) AS courses,
    count(DISTINCT CASE WHEN reaches AND within THEN k END) AS within,
    count(DISTINCT CASE WHEN reaches AND within THEN o END) AS providers,
    count(DISTINCT k) AS teaching
"""
STOPPED = f"""
MATCH (a:Role)-[x:REQUIRES]->(c:Competency)<-[y:REQUIRES]-(b:Role)
WHERE a <> b AND x.importance = 'essential' AND y.importance = 'essential'
    AND x.status <> 'suggested' AND y.status <> 'suggested' AND coalesce(c.type, '') <> 'attitude'
WITH a, b, count(DISTINCT c) AS shared
MATCH (b)-[z:REQUIRES]->(d:Competency), (w:Level {{id: z.level}})
WHERE z.importance = 'essential' AND z.status <> 'suggested' AND coalesce(d.type, '') <> 'attitude'
WITH a, b, shared, d, max(w.order) AS height
WITH a, b, shared, collect({{competency: d, height: height}}) AS wanted
WHERE 2 * shared >= size(wanted) AND NOT EXISTS {{
    MATCH (a)<-[f:RUNG]-(:Ladder)-[g:RUNG]->(b) WHERE abs(f.order - g.order) > 1
}}
UNWIND wanted AS one
WITH a, b, one.competency AS c, one.height AS height
OPTIONAL MATCH (a)-[v:REQUIRES]->(c) WHERE v.importance = 'essential' AND v.status <> 'suggested'
OPTIONAL MATCH (h:Level {{id: v.level}})
WITH a, b, c, height, max(coalesce(h.order, 0)) AS held
WITH c, height, count(CASE WHEN held < height THEN 1 END) AS moves
WHERE NOT EXISTS {{
    MATCH (k:Course)-[s:TEACHES]->(c), (m:Level {{id: s.level}})
    WHERE m.order >= height AND {_CURRENT} AND {_WITHIN}
}}
RETURN c.id AS competency, height, moves
"""

REACHED = f"""
{_NEED}
WITH c, height, count(r) AS weight
OPTIONAL MATCH (k:Course)-[s:TEACHES]->(c), (m:Level {{id: s.level}})
WHERE m.order >= height AND {_CURRENT} AND {_WITHIN}
WITH c, height, weight, collect(CASE WHEN k IS NOT NULL THEN
    k.availability <> 'unknown'
    AND ($shut = 'nothing' OR k.eligibility <> 'unknown')
    AND ($mode IS NULL OR k.mode IS NOT NULL)
    AND ($nation IS NULL OR size(coalesce(k.open_to, [])) > 0)
END) AS courses
WITH weight, any(one IN courses WHERE one) AS known, size(courses) > 0 AS within
RETURN count(*) AS outcomes, sum(weight) AS weight,
    count(CASE WHEN known THEN 1 END) AS known, sum(CASE WHEN known THEN weight ELSE 0 END) AS known_weight,
    count(CASE WHEN within AND NOT known THEN 1 END) AS perhaps,
    sum(CASE WHEN within AND NOT known THEN weight ELSE 0 END) AS perhaps_weight
"""


class Asked(NamedTuple):
    """Who asks: what they cannot join, how they learn, where they live."""

    shut: str = "nothing"
    mode: str | None = None
    nation: str | None = None


def by_sql(path: Path, asked: Asked) -> dict[Key, Figures]:
    """The figures, by SQL on the file of an SQLite store."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(SQL, asked._asdict()).fetchall()
    connection.close()
    return {(competency, height): Figures(*figures) for competency, height, *figures in rows}


def by_cypher(driver: Any, asked: Asked) -> dict[Key, Figures]:
    """The figures, by Cypher on a Neo4j server."""
    said = {"parameters_": asked._asdict()}
    provided = driver.execute_query(PROVIDED, **said).records
    moves = {(row["competency"], row["height"]): row["moves"] for row in driver.execute_query(STOPPED, **said).records}
    return {
        (key := (row["competency"], row["height"])): Figures(
            row["roles"], row["courses"], row["within"], row["providers"], row["teaching"], moves.get(key, 0)
        )
        for row in provided
    }


class Reached(NamedTuple):
    """How much of what is needed is known to be within reach, and how much may be, in outcomes and in role types."""

    outcomes: int
    weight: int
    known: int
    known_weight: int
    perhaps: int
    perhaps_weight: int


def reached_by_cypher(driver: Any, asked: Asked) -> Reached:
    """What is within reach, by Cypher on a Neo4j server."""
    (row,) = driver.execute_query(REACHED, parameters_=asked._asdict()).records
    return Reached(**row.data())
