"""The statements of a search: the first page in its order, and how many entries there are of each value of a facet.

Everything is read from `site.bip_found`, which PostgreSQL keeps beside the side index: one row of an entry with its
words, so that no table has to be joined for a common word's many entries. Each row has two numbers: `cell` stands for its
unit, kind, year and who may see it, `folk` for its list of people. Numbers are counted by these in one pass, without
words from an index alone, and each facet, and the total, is then a sum over the few cells or lists. Counts of a facet
leave its own choice out, so that another can be chosen. The entries of the first pages are looked for apart: to keep all
that fit beside their numbers would cost more than looking twice.
"""

from collections.abc import Iterable
from infostrada.core.record.permission import visible_to_anybody


FACETS = ("unit", "kind", "year", "person")
SHOWN = 12
# Cells of what anybody may see; `others`: does a cell fit what is chosen of unit, kind and year?
CELLS = f"""
    cells AS MATERIALIZED (
        SELECT id, unit, kind, year, {{others}} AS others FROM site.bip_cell AS cell
        WHERE open AND {visible_to_anybody("cell")} {{scoped}})
"""  # noqa: S608 - our own clauses
# Entries anybody may see now.
PUBLIC = """
    FROM site.bip_found AS facet
    WHERE facet.effective <= %(now)s AND facet.expires > %(now)s AND {seen}
    AND ((SELECT NOT EXISTS (SELECT FROM site.bip_unrevealed))
        OR facet.uid NOT IN (SELECT uid FROM site.bip_unrevealed)) {narrowed}
"""
# Looked up one after another in the index, or asked of each row with a hash table: never joined, as PostgreSQL cannot know
# how many rows a question leaves.
SOUGHT = "facet.cell = ANY(ARRAY(SELECT id FROM cells))"
ASKED = "(facet.cell IN (SELECT id FROM cells)) IS TRUE"
FITTING = "(facet.cell IN (SELECT id FROM cells WHERE others)) IS TRUE"
WORDS = "AND facet.tsv @@ %(query)s::tsquery"
CELL = {"unit": "unit = %(unit)s", "kind": "kind = %(kind)s", "year": "year = %(year)s"}
NAMED = "(facet.folk IN (SELECT id FROM site.bip_folk WHERE people @> ARRAY[%(person)s::text]))"
# What helps to find the newest entries of a choice; whether they fit is said by the cells.
NEAR = {
    "scope": "AND facet.unit = %(scope)s",
    "unit": "AND facet.unit = %(unit)s",
    "kind": "AND facet.kind = %(kind)s",
    "year": "AND facet.day >= make_date(%(year)s, 1, 1) AND facet.day < make_date(%(year)s + 1, 1, 1)",
    "person": "AND facet.people @> ARRAY[%(person)s::text]",
}
GROUPED = """
    SELECT cell, folk, named, others, grouping(folk) = 0 AS of_people, count(*)::int AS number
    FROM ({matched}) AS matched GROUP BY GROUPING SETS ((cell, named), (folk, others))
"""
SPOTS = """
    spots AS MATERIALIZED (
        SELECT unit, kind, year, cells.others, sum(number)::int AS number
        FROM grouped JOIN cells ON cells.id = grouped.cell
        WHERE NOT of_people AND named GROUP BY 1, 2, 3, 4)
"""
# The newest with the words in their title; the others only when those are too few. Each is one walk of the days for common
# words, or a look into the index of words for rarer ones: PostgreSQL knows which words are common.
NEWEST = """
    headed AS MATERIALIZED (
        SELECT facet.uid, facet.day {fitting} AND facet.headline @@ %(query)s::tsquery
        ORDER BY facet.day DESC, facet.uid LIMIT %(ranked)s),
    rest AS MATERIALIZED (
        SELECT facet.uid, facet.day {fitting} {words} AND NOT facet.headline @@ %(query)s::tsquery
        AND (SELECT count(*) FROM headed) < %(ranked)s
        ORDER BY facet.day DESC, facet.uid LIMIT %(ranked)s)
"""
BY_WORDS = """
    SELECT best.uid, row_number() OVER (
        ORDER BY best.titled DESC, ts_rank(facet.tsv, %(query)s::tsquery, 1) DESC, best.day DESC, uid) AS place
    FROM (SELECT uid, day, true AS titled FROM headed UNION ALL SELECT uid, day, false FROM rest
        ORDER BY titled DESC, day DESC, uid LIMIT %(ranked)s) AS best JOIN site.bip_found AS facet USING (uid)
"""
BY_DAY = """
    SELECT uid, row_number() OVER (ORDER BY day DESC, uid) AS place
    FROM (SELECT facet.uid, facet.day {public} ORDER BY facet.day DESC, facet.uid LIMIT %(ranked)s) AS best
"""


def counted(worded: bool, scoped: bool, chosen: Iterable[str]) -> str:
    """Rows of `facet`, `value`, `number`: of each facet, of the `total`, and without a facet the UIDs of the page."""
    names = tuple(chosen)
    grouped = GROUPED.format(matched=_matched(worded, names))
    newest = f", {NEWEST.format(fitting=_fitting(scoped, names), words=WORDS)}" if worded else ""
    counts = [_count(facet, [name for name in names if name != facet]) for facet in FACETS]
    return (
        f"WITH {_cells(scoped, names)}, grouped AS MATERIALIZED ({grouped}), {SPOTS} {newest} {' UNION ALL '.join(counts)}"  # noqa: S608 - our own clauses
        " UNION ALL (SELECT 'total', NULL, coalesce(sum(number), 0)::int FROM spots WHERE others)"
        f" UNION ALL {_page(worded, scoped, names)}"
    )


def some(scoped: bool, chosen: Iterable[str]) -> str:
    """A row when any entry answers to the words and fits what is chosen."""
    names = tuple(chosen)
    return f"WITH {_cells(scoped, names)} SELECT 1 {_fitting(scoped, names)} {WORDS} LIMIT 1"


def _count(facet: str, others: list[str]) -> str:
    """The most frequent values of a facet, of years the newest, among entries that fit the other facets."""
    if facet == "person":
        value, where = "one", "of_people AND others"
        source = "grouped JOIN site.bip_folk AS folk ON folk.id = grouped.folk, unnest(folk.people) AS one"
    else:
        value, source = facet, "spots"
        where = " AND ".join(CELL[name] for name in others if name in CELL) or "true"
    order = "2 DESC" if facet == "year" else "3 DESC, 2"
    return (
        f"(SELECT '{facet}' AS facet, {value}::text AS value, sum(number)::int AS number FROM {source}"  # noqa: S608 - our own names
        f" WHERE {where} GROUP BY 2 ORDER BY {order} LIMIT {SHOWN})"
    )


def _cells(scoped: bool, names: tuple[str, ...]) -> str:
    others = " AND ".join(CELL[name] for name in names if name in CELL) or "true"
    return CELLS.format(others=others, scoped="AND unit = %(scope)s" if scoped else "")


def _matched(worded: bool, names: tuple[str, ...]) -> str:
    """Every entry with what it is counted by; `named` and `others` say whether it fits the person and the rest."""
    named = NAMED if "person" in names else "true"
    chosen = any(name in CELL for name in names)
    others = "(facet.cell IN (SELECT id FROM cells WHERE others))" if chosen else "true"
    columns = f"facet.cell, facet.folk, {named} AS named, {others} AS others"
    seen = ASKED if worded else SOUGHT
    return f"SELECT {columns} {PUBLIC.format(seen=seen, narrowed=WORDS if worded else '')}"


def _page(worded: bool, scoped: bool, names: tuple[str, ...]) -> str:
    ranked = BY_WORDS if worded else BY_DAY.format(public=_fitting(scoped, names))
    return (
        f"(SELECT NULL, uid, place::int FROM ({ranked}) AS ranked"  # noqa: S608 - our own clauses
        " ORDER BY place OFFSET %(start)s LIMIT %(size)s)"
    )


def _fitting(scoped: bool, names: tuple[str, ...]) -> str:
    """Entries that fit everything that is chosen."""
    near = [NEAR[name] for name in (*(["scope"] if scoped else []), *names)]
    return PUBLIC.format(seen=FITTING, narrowed=" ".join(near))
