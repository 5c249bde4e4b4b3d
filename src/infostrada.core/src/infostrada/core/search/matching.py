"""The statements behind a search.

First a window of texts that hold the words is taken, whoever may see them, and what of it the person may see is
ranked: all there is when the words are rare, enough of it for whoever may see a fair part. Only when a full window
holds too little, the texts are looked up from the person's side, by their access sets and grants, as `paging` does for
lists. Neither way reads all texts that hold a common word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from typing import Any


# Texts with the words that are looked at before the person's own ones are.
WINDOW = 5_000
# The best of so many texts that hold the words are shown.
RANKED = 5_000
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
    found = _page(_window(wanted.where), wanted, bounds)
    if found.more and found.many < enough:
        found = _page(_own(wanted.where), wanted, bounds)
    return found


def anything(wanted: Wanted) -> bool:
    """Is there any answer?"""
    return best(wanted, 1, 0, 1).many > 0


def _page(matching: str, wanted: Wanted, bounds: dict[str, int]) -> Found:
    answered = rows(
        f"""
        WITH {matching}
        SELECT counted.*, best.* FROM (
            SELECT (SELECT count(*) FROM walked) AS walked, (SELECT count(*) FROM found) AS many) AS counted
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
    walked, many = answered[0]["walked"], answered[0]["many"]
    return Found([row for row in answered if row["uid"] is not None], many, walked >= WINDOW)


def _window(where: str) -> str:
    return f"""
        walked AS MATERIALIZED (
            SELECT uid FROM core.fulltext WHERE tsv @@ %(_query)s::tsquery LIMIT {WINDOW}),
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM walked JOIN core.record USING (uid)
            WHERE {visible()} AND {where} LIMIT {RANKED})
    """  # noqa: S608 - our own clauses


def _own(where: str) -> str:
    return f"""
        mine AS MATERIALIZED ({own_uids(where)}),
        walked AS MATERIALIZED (
            SELECT fulltext.uid FROM mine JOIN core.fulltext USING (uid)
            WHERE fulltext.tsv @@ %(_query)s::tsquery LIMIT {RANKED}),
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM walked JOIN core.record USING (uid))
    """  # noqa: S608 - our own clauses
