"""The statements of a search: the first page in its order, and how many entries there are of each value of a facet.

Everything is read from `site.bip_found`, which PostgreSQL keeps beside the side index: one row of an entry with its
words, so that no table has to be joined for a common word's many entries. Numbers are counted in one pass: cells of
unit, kind and year, and beside them cells of the lists of people. Each facet, and the total, is then a sum over the few
cells. Counts of a facet leave its own choice out, so that another can be chosen.
"""

from collections.abc import Iterable
from infostrada.core.record.permission import visible_to_anybody


FACETS = ("unit", "kind", "year", "person")
SHOWN = 12
PUBLIC = f"""
    FROM site.bip_found AS facet
    WHERE facet.open AND facet.effective <= %(now)s AND facet.expires > %(now)s
    AND {visible_to_anybody("facet")} AND facet.uid <> ALL(ARRAY(SELECT uid FROM site.bip_unrevealed)) {{narrowed}}
"""  # noqa: S608 - our own clauses
WORDS = "AND facet.tsv @@ %(query)s::tsquery"
SCOPE = "AND facet.unit = %(scope)s"
# Of one entry: does it fit what is chosen of a facet?
ENTRY = {
    "unit": "facet.unit = %(unit)s",
    "kind": "facet.kind = %(kind)s",
    "year": "facet.year = %(year)s",
    "person": "facet.people @> ARRAY[%(person)s::text]",
}
# Of a cell.
CELL = {"unit": "unit = %(unit)s", "kind": "kind = %(kind)s", "year": "year = %(year)s", "person": "named"}
GROUPED = """
    SELECT unit, kind, year, people, named, others, grouping(people) = 0 AS of_people, count(*)::int AS number
    FROM {matched} GROUP BY GROUPING SETS ((unit, kind, year, named), (people, others))
"""
BY_WORDS = """
    SELECT best.uid, row_number() OVER (
        ORDER BY best.headed DESC, ts_rank(facet.tsv, %(query)s::tsquery, 1) DESC, best.day DESC, uid) AS place
    FROM (SELECT uid, headed, day FROM matched WHERE named AND others
        ORDER BY headed DESC, day DESC, uid LIMIT %(ranked)s) AS best JOIN site.bip_found AS facet USING (uid)
"""
BY_DAY = """
    SELECT uid, row_number() OVER (ORDER BY day DESC, uid) AS place
    FROM (SELECT facet.uid, facet.day {public} ORDER BY facet.day DESC, facet.uid LIMIT %(ranked)s) AS best
"""


def counted(worded: bool, scoped: bool, chosen: Iterable[str]) -> str:
    """Rows of `facet`, `value`, `number`: of each facet, of the `total`, and without a facet the UIDs of the page."""
    names = tuple(chosen)
    matched = _matched(worded, scoped, names)
    first = f"matched AS MATERIALIZED ({matched}), " if worded else ""
    grouped = GROUPED.format(matched="matched" if worded else f"({matched}) AS matched")
    counts = [_count(facet, [name for name in names if name != facet]) for facet in FACETS]
    every = " AND ".join(["NOT of_people", *(CELL[name] for name in names)])
    return (
        f"WITH {first}grouped AS MATERIALIZED ({grouped}) {' UNION ALL '.join(counts)}"  # noqa: S608 - our own clauses
        f" UNION ALL (SELECT 'total', NULL, coalesce(sum(number), 0)::int FROM grouped WHERE {every})"
        f" UNION ALL {_page(worded, scoped, names)}"
    )


def some(scoped: bool, chosen: Iterable[str]) -> str:
    """A row when any entry answers to the words and fits what is chosen."""
    return f"SELECT 1 {_public(True, scoped, chosen)} LIMIT 1"


def _count(facet: str, others: list[str]) -> str:
    """The most frequent values of a facet, of years the newest, among entries that fit the other facets."""
    if facet == "person":
        value, source, where = "one", "grouped, unnest(people) AS one", "of_people AND others"
    else:
        value, source = facet, "grouped"
        where = " AND ".join(["NOT of_people", *(CELL[name] for name in others)])
    order = "2 DESC" if facet == "year" else "3 DESC, 2"
    return (
        f"(SELECT '{facet}' AS facet, {value}::text AS value, sum(number)::int AS number FROM {source}"  # noqa: S608 - our own names
        f" WHERE {where} GROUP BY 2 ORDER BY {order} LIMIT {SHOWN})"
    )


def _matched(worded: bool, scoped: bool, names: tuple[str, ...]) -> str:
    """Every entry with what it is counted by; `named` and `others` say whether it fits the person and the rest."""
    named = ENTRY["person"] if "person" in names else "true"
    others = " AND ".join(ENTRY[name] for name in names if name != "person") or "true"
    columns = f"facet.unit, facet.kind, facet.year, facet.people, {named} AS named, {others} AS others"
    if worded:
        columns += ", facet.uid, facet.day, facet.headline @@ %(query)s::tsquery AS headed"
    return f"SELECT {columns} {_public(worded, scoped)}"


def _page(worded: bool, scoped: bool, names: tuple[str, ...]) -> str:
    ranked = BY_WORDS if worded else BY_DAY.format(public=_public(False, scoped, names))
    return (
        f"(SELECT NULL, uid, place::int FROM ({ranked}) AS ranked"  # noqa: S608 - our own clauses
        " ORDER BY place OFFSET %(start)s LIMIT %(size)s)"
    )


def _public(worded: bool, scoped: bool, names: Iterable[str] = ()) -> str:
    narrowed = [SCOPE] * scoped + [WORDS] * worded + [f"AND {ENTRY[name]}" for name in names]
    return PUBLIC.format(narrowed=" ".join(narrowed))
