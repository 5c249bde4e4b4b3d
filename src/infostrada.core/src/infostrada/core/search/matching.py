"""The statements behind a search.

First a window of texts that hold the words is taken, whoever may see them, and what of it the person may see is
ranked: all there is when the words are rare, enough of it for whoever may see a fair part. Who may see less has a wider
window walked until it gave enough; and when that, too, holds too little, the texts are looked up from the person's
side, by their access sets and grants, as `paging` does for lists. No way reads all texts that hold a common word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from typing import Any
from typing import NamedTuple


# Texts with the words that are looked at before the person's own ones are: at once, and until there is enough.
WINDOW, WIDE = 2_000, 30_000
# The best of so many texts that hold the words are shown.
RANKED = 2_000
# Excerpts are cut from the beginning of either part of a text: the rest is not even unpacked.
READ = 40_000

COLUMNS = """record.uid, record.path, record.unit, record.type, record.state, record.title,
    record.description, record.creator, record.folderish, record.created, record.modified,
    record.effective, record.expires"""


@dataclass(frozen=True)
class Wanted:
    """Words as a tsquery, `where` records of the answer have to lie, and the values of both with the person's."""

    query: str
    where: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A page of rows, the best first, and how many texts were ranked; with `more` there are others."""

    rows: list[dict[str, Any]]
    many: int
    more: bool


def best(wanted: Wanted, enough: int, start: int, size: int) -> Found:
    """A page of the best answers; the window does when it holds `enough`."""
    bounds = {"_start": start, "_size": size}
    for way in (
        _window(wanted.where, WINDOW, RANKED),
        _window(wanted.where, WIDE, enough),
        _own(wanted.where),
    ):
        found = _page(way, wanted, bounds)
        if found.many >= enough or not found.more:
            break
    return found


def anything(wanted: Wanted) -> bool:
    """Is there any answer?"""
    return best(wanted, 1, 0, 1).many > 0


class Way(NamedTuple):
    """Texts in the names `walked`, at most so many, and what was `found` among them, at most up to the limit."""

    matching: str
    most: int
    limit: int


def _page(way: Way, wanted: Wanted, bounds: dict[str, int]) -> Found:
    answered = rows(
        f"""
        WITH {way.matching}
        SELECT counted.*, best.* FROM (
            SELECT many, CASE WHEN many < {way.limit} THEN (SELECT count(*) FROM walked) END AS walked
            FROM (SELECT count(*) AS many FROM found) AS seen) AS counted
        LEFT JOIN LATERAL (
            SELECT {COLUMNS}, ranked.rank,
                left(fulltext.own_body, {READ}) || E'\\n' || left(fulltext.attached_body, {READ}) AS body
            FROM (
                SELECT found.uid, found.modified, ts_rank(fulltext.tsv, %(_query)s::tsquery, 1) AS rank
                FROM found JOIN core.fulltext USING (uid)
                ORDER BY rank DESC, modified DESC, uid OFFSET %(_start)s LIMIT %(_size)s) AS ranked
            JOIN core.record USING (uid) JOIN core.fulltext USING (uid)) AS best ON true
        ORDER BY rank DESC, modified DESC, uid
        """,  # noqa: S608 - our own clauses, values are bound
        {**wanted.values, "_query": wanted.query, **bounds},
    )
    many, walked = answered[0]["many"], answered[0]["walked"]
    shown = [row for row in answered if row["uid"] is not None]
    return Found(shown, many, many >= way.limit or walked >= way.most)


def _window(where: str, most: int, limit: int) -> Way:
    """OFFSET 0 keeps row by row what PostgreSQL, which thinks that everybody sees nearly everything, would turn round."""
    matching = f"""
        walked AS MATERIALIZED (
            SELECT uid FROM core.fulltext WHERE tsv @@ %(_query)s::tsquery LIMIT {most}),
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM walked CROSS JOIN LATERAL (
                SELECT * FROM core.record AS one WHERE one.uid = walked.uid OFFSET 0) AS record
            WHERE {visible()} AND {where} LIMIT {limit})
    """  # noqa: S608 - our own clauses
    return Way(matching, most, limit)


def _own(where: str) -> Way:
    matching = f"""
        walked AS MATERIALIZED (
            SELECT mine.uid FROM ({own_uids(where, once=False)}) AS mine CROSS JOIN LATERAL (
                SELECT FROM core.fulltext
                WHERE fulltext.uid = mine.uid AND fulltext.tsv @@ %(_query)s::tsquery OFFSET 0) AS holding
            LIMIT {RANKED}),
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM (SELECT DISTINCT uid FROM walked) AS once
            JOIN core.record USING (uid))
    """  # noqa: S608 - our own clauses
    return Way(matching, RANKED, RANKED)
