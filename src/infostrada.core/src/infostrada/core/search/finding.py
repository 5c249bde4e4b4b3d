"""Ask the full text; nobody finds what the side index would not show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from infostrada.core.accesslog.searches import searched
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import under
from infostrada.core.search.excerpt import excerpt
from infostrada.core.search.excerpt import Piece
from infostrada.core.search.suggesting import suggestion
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from typing import Any


LARGEST_PAGE = 100
COUNTED = 1000
# A word that stands everywhere is not ranked over everything: the best of so many texts that hold it are shown.
RANKED = 5_000


@dataclass(frozen=True)
class Hit:
    """An object that answers, with the columns of its record and an excerpt."""

    row: dict[str, Any]
    excerpt: tuple[Piece, ...]
    rank: float


@dataclass(frozen=True)
class Answer:
    """A page of hits, best first; `total` stops counting at `COUNTED`, `more` says that it did.

    `meant` is the question that was answered in place of one nobody could answer, for its slips.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    meant: str | None = None


NOTHING = Answer((), 0, False)


def find(
    text: str,
    seen_by: Principals,
    *,
    below: str | None = None,
    types: Iterable[str] = (),
    start: int = 0,
    size: int = 20,
    inactive: bool = False,
    forgiving: bool = False,
) -> Answer:
    """Objects whose title, text or attachments answer to every word of `text`.

    `below` is the path of a container; `inactive` includes what is not yet or no longer published.
    Words match in any inflected form, and without their diacritics. A `forgiving` search that finds nothing looks
    for what the words were probably meant to be.
    """
    pending.flush()
    searched(text)
    where = (seen_by, below, tuple(types), inactive)
    if not question(text):
        return NOTHING
    asked, meant = question(text), None
    bounds = {"_start": max(0, start), "_size": max(1, min(size, LARGEST_PAGE))}
    found, total = _best(*_condition(asked, *where), bounds)
    if not total and forgiving:
        meant = suggestion(text, lambda words: _any(words, *where))
        if meant:
            asked = question(meant)
            found, total = _best(*_condition(asked, *where), bounds)
    if not total:
        return NOTHING
    return Answer(tuple(_hit(row, asked) for row in found), min(total, COUNTED), total > COUNTED, meant)


def _best(clause: str, values: dict[str, Any], bounds: dict[str, int]) -> tuple[list[dict[str, Any]], int]:
    """A page of the best texts, and how many there are, in one pass over those that answer."""
    found = rows(
        f"""
        SELECT best.*, fulltext.own_body || E'\\n' || fulltext.attached_body AS body FROM (
            SELECT {COLUMNS.replace("record.", "found.")}, ts_rank(found.tsv, %(_query)s::tsquery, 1) AS rank,
                count(*) OVER () AS many
            FROM (
                SELECT {COLUMNS}, fulltext.tsv FROM core.fulltext JOIN core.record USING (uid)
                WHERE {clause} LIMIT {RANKED}) AS found
            ORDER BY rank DESC, modified DESC, uid OFFSET %(_start)s LIMIT %(_size)s) AS best
        JOIN core.fulltext USING (uid) ORDER BY rank DESC, modified DESC, uid
        """,  # noqa: S608 - our own clauses, values are bound
        values | bounds,
    )
    if found:
        return found, int(found[0]["many"])
    # Behind the last page the rows do not tell how many there were before it.
    return [], _count(clause, values) if bounds["_start"] else 0


COLUMNS = """record.uid, record.path, record.unit, record.type, record.state, record.title,
    record.description, record.creator, record.folderish, record.created, record.modified,
    record.effective, record.expires"""


def _condition(
    asked: list[frozenset[str]],
    seen_by: Principals,
    below: str | None,
    types: tuple[str, ...],
    inactive: bool,
) -> tuple[str, dict[str, Any]]:
    clauses = ["fulltext.tsv @@ %(_query)s::tsquery", visible()]
    values: dict[str, Any] = {"_query": query(asked), **parameters(seen_by)}
    if below is not None:
        clauses.append(f"({under('record.path', '_below')} OR record.path = %(_below)s)")
        values["_below"] = below
    if types:
        clauses.append("record.type = ANY(%(_types)s)")
        values["_types"] = list(types)
    if not inactive:
        # Not PostgreSQL's now(), which stands still at the beginning of the transaction.
        values["_now"] = datetime.now(UTC)
        clauses.append("coalesce(record.effective <= %(_now)s, true)")
        clauses.append("coalesce(record.expires > %(_now)s, true)")
    return " AND ".join(clauses), values


def _count(clause: str, values: dict[str, Any]) -> int:
    statement = f"""
        SELECT count(*) AS n FROM (
            SELECT 1 FROM core.fulltext JOIN core.record USING (uid)
            WHERE {clause} LIMIT {COUNTED + 1}) AS counted
    """  # noqa: S608 - our own clauses, values are bound
    return int(rows(statement, values)[0]["n"])


def _any(text: str, *where: Any) -> bool:
    """Would the visitor find anything?"""
    asked = question(text)
    if not asked:
        return False
    clause, values = _condition(asked, *where)
    statement = f"SELECT 1 FROM core.fulltext JOIN core.record USING (uid) WHERE {clause} LIMIT 1"  # noqa: S608 - our own clauses, values are bound
    return bool(rows(statement, values))


def _hit(row: dict[str, Any], asked: list[frozenset[str]]) -> Hit:
    columns = {name: value for name, value in row.items() if name not in ("rank", "body", "many")}
    return Hit(columns, tuple(excerpt(row["body"], asked)), float(row["rank"]))
