"""The statements behind a search.

Texts with rare words come from the index of words, those of the person chosen from them: all there are. A common word is in
more texts than anybody ranks: the records are walked from the one written last until enough of the person's hold the words,
if that is near enough, by what PostgreSQL's statistics say of the words and the newest records of the person; else some texts
are taken from the index. Whoever may see few, and whom both gave too little, has the texts looked up from the person's side,
by their access sets and grants, as `paging` does for lists. No way reads all texts that hold a common word.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import estimates
from infostrada.core.record.sql import rows
from typing import Any
from typing import NamedTuple


# Texts that are looked at before the person's own ones are, and own ones that are looked up at once.
WIDE, FEW = 30_000, 10_000
# The newest records the person's share of all is judged by, and what is a small one.
JUDGED, SMALL = 500, 0.02
# So many of the newest texts with a common word are worth ranking, though there are others.
WORTH = 100
# The best of so many texts that hold the words are shown.
RANKED = 2_000
# Excerpts are cut from the beginning of either part of a text: the rest is not even unpacked.
READ = 40_000

_WALKED = "(SELECT count(*) FROM walked)"
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
    for way in _ways(wanted, enough):
        found = _page(way, wanted, bounds)
        if found.many >= way.enough or not found.more:
            break
    return found


def anything(wanted: Wanted) -> bool:
    """Is there any answer?"""
    return best(wanted, 1, 0, 1).many > 0


class Way(NamedTuple):
    """What was `found`, at most up to the limit, when so many of at most so many texts were `looked` at; `enough` to go no further."""

    matching: str
    looked: str
    most: int
    limit: int
    enough: int


def _ways(wanted: Wanted, enough: int) -> Iterator[Way]:
    """The ways in the order in which they are worth while; the last one is complete."""
    texts = "SELECT FROM core.fulltext"
    asked = {"_query": wanted.query}
    whole, likely = estimates([texts, f"{texts} WHERE tsv @@ %(_query)s::tsquery"], asked)
    if likely > WIDE:
        share = _share(wanted)
        if share < SMALL and _sees_few(wanted):
            yield _own(wanted.where, enough)
            return
        if WIDE * share * likely / max(1, whole) > min(WORTH, enough):
            yield _newest(wanted.where, enough)
    yield _indexed(wanted.where, RANKED if likely <= WIDE else enough, enough)
    yield _own(wanted.where, enough)


def _share(wanted: Wanted) -> float:
    """The person's part of the newest records."""
    found = rows(
        f"SELECT avg(CASE WHEN {visible()} AND {wanted.where} THEN 1.0 ELSE 0.0 END) AS share"  # noqa: S608 - ours
        f" FROM ({_last(JUDGED)}) AS record",
        wanted.values,
    )
    return float(found[0]["share"] or 0)


def _sees_few(wanted: Wanted) -> bool:
    found = rows(
        f"SELECT count(*) AS n FROM ({own_uids(wanted.where, once=False)} LIMIT {FEW + 1}) AS mine",  # noqa: S608 - ours
        wanted.values,
    )
    return int(found[0]["n"]) <= FEW


def _last(many: int) -> str:
    """Records written last."""
    return f"SELECT * FROM core.record ORDER BY written DESC LIMIT {many}"  # noqa: S608 - our own number


def _page(way: Way, wanted: Wanted, bounds: dict[str, int]) -> Found:
    answered = rows(
        f"""
        WITH {way.matching}
        SELECT counted.*, best.* FROM (
            SELECT many, CASE WHEN many < {way.limit} THEN {way.looked} END AS looked
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
    many, looked = answered[0]["many"], answered[0]["looked"]
    shown = [row for row in answered if row["uid"] is not None]
    return Found(shown, many, many >= way.limit or looked >= way.most)


def _newest(where: str, enough: int) -> Way:
    """Only for words that more texts hold than are walked: there are always others."""
    matching = f"""
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM ({_last(WIDE)}) AS record
            WHERE {visible()} AND {where} AND EXISTS (
                SELECT FROM core.fulltext
                WHERE fulltext.uid = record.uid AND fulltext.tsv @@ %(_query)s::tsquery OFFSET 0)
            LIMIT {enough})
    """  # noqa: S608 - our own clauses
    return Way(matching, str(WIDE), WIDE, enough, min(WORTH, enough))


def _indexed(where: str, limit: int, enough: int) -> Way:
    """OFFSET 0 keeps row by row what PostgreSQL, which thinks that everybody sees nearly everything, would turn round."""
    matching = f"""
        walked AS MATERIALIZED (
            SELECT uid FROM core.fulltext WHERE tsv @@ %(_query)s::tsquery LIMIT {WIDE}),
        found AS MATERIALIZED (
            SELECT record.uid, record.modified FROM walked CROSS JOIN LATERAL (
                SELECT * FROM core.record AS one WHERE one.uid = walked.uid OFFSET 0) AS record
            WHERE {visible()} AND {where} LIMIT {limit})
    """  # noqa: S608 - our own clauses
    return Way(matching, _WALKED, WIDE, limit, enough)


def _own(where: str, enough: int) -> Way:
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
    return Way(matching, _WALKED, RANKED, RANKED, enough)
