"""One statement answers a search: entries that fit, how many there are of each unit, kind, year and person.

Only what anybody may read, whoever asks: the answer may be kept for all. Of a common word's many answers the newest,
those with it in their title first, are ranked by their words.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
from infostrada.core.record import pending
from infostrada.core.record.permission import parameters
from infostrada.core.record.sql import has_written
from infostrada.core.record.sql import rows
from infostrada.core.search.excerpt import excerpt
from infostrada.core.search.excerpt import Piece
from infostrada.core.search.suggesting import suggestion
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from infostrada.core.search.vocabulary import ANYBODY
from infostrada.core.sql import reader
from infostrada.site.bip.finding.kept import kept
from infostrada.site.bip.finding.kept import Tally
from infostrada.site.bip.finding.kept import this_moment
from infostrada.site.bip.finding.statements import counted
from infostrada.site.bip.finding.statements import FACETS
from infostrada.site.bip.finding.statements import some
from psycopg.rows import dict_row
from typing import Any


RANKED, DEEPEST = 400, 10_000
# Many entries are counted in memory, and by one process: helpers cost more to start than they save. How common the words
# are decides how each question is answered best.
ROOM = (
    "SET work_mem = '32MB'; SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_custom_plan"
)
HITS = """
    SELECT record.uid, record.path, record.unit, record.state, record.title, record.description, record.effective,
        found.kind, found.day, fulltext.own_body, fulltext.attached_body
    FROM site.bip_facet AS found JOIN core.record USING (uid) JOIN core.fulltext USING (uid)
    WHERE found.uid = ANY(%(uids)s)
"""
Read = Callable[[str, dict[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Choice:
    """What is searched: words, and at most one value of each facet; "" and 0 mean any. `scope` is a unit's id."""

    text: str = ""
    scope: str = ""
    unit: str = ""
    kind: str = ""
    year: int = 0
    person: str = ""
    start: int = 0
    size: int = 20

    @property
    def chosen(self) -> dict[str, Any]:
        """The facets with a value."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}


@dataclass(frozen=True)
class Found:
    """An entry; `in_file` says that the excerpt was read in one of its files."""

    row: dict[str, Any]
    excerpt: tuple[Piece, ...]
    in_file: bool


@dataclass(frozen=True)
class Answer:
    """A page of entries, their number, facets as pairs of a value and its number; `meant` as in the core's search."""

    hits: tuple[Found, ...] = ()
    total: int = 0
    facets: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    meant: str | None = None


def ask(choice: Choice) -> Answer:
    """Search the bulletins. Mistyped words that find nothing are answered as they were probably meant."""
    pending.flush()
    answer = _answer(choice, choice.text)
    if answer.total or not choice.text:
        return answer
    meant = suggestion(choice.text, _finds(choice))
    if meant is None:
        return answer
    return Answer(**{**vars(_answer(choice, meant)), "meant": meant})


def _finds(choice: Choice) -> Callable[[str], bool]:
    def finds(text: str) -> bool:
        asked = question(text)
        if not asked:
            return False
        statement = some(bool(choice.scope), choice.chosen)
        return bool(rows(statement, _bound(choice, asked)))

    return finds


def _answer(choice: Choice, text: str) -> Answer:
    asked = question(text)
    if text and not asked:
        return Answer()
    bound = _bound(choice, asked)
    start, end = bound["start"], bound["start"] + bound["size"]
    # Of the first pages all are kept by one question; a page far behind them is counted anew.
    moment = this_moment() if end <= RANKED else None
    if moment:
        bound |= {"start": 0, "size": RANKED}
    with _reading() as read:
        key = (bound["query"], choice.scope, *choice.chosen.items())
        tally = kept(key, moment, lambda: _tally(choice, bound, read))
        hits = _rows_of(tally.uids[start:end] if moment else tally.uids, read)
    return Answer(tuple(_hit(row, asked) for row in hits), tally.total, tally.facets)


def _tally(choice: Choice, bound: dict[str, Any], read: Read) -> Tally:
    found = read(counted(bool(bound["query"]), bool(choice.scope), choice.chosen), bound)
    facets: dict[str, list[tuple[Any, int]]] = {name: [] for name in FACETS}
    total = 0
    for row in (row for row in found if row["facet"] is not None):
        if row["facet"] == "total":
            total = row["number"]
        else:
            value = int(row["value"]) if row["facet"] == "year" else row["value"]
            facets[row["facet"]].append((value, row["number"]))
    return Tally(total, facets, tuple(row["value"] for row in found if row["facet"] is None))


@contextmanager
def _reading() -> Iterator[Read]:
    """Statements of one answer over one connection, or in the transaction that has written."""
    if has_written():
        yield rows
        return
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(ROOM)
        yield lambda statement, bound: cursor.execute(statement, bound).fetchall()


def _bound(choice: Choice, asked: list[frozenset[str]]) -> dict[str, Any]:
    start = min(max(0, choice.start), DEEPEST)
    size = max(1, min(choice.size, 100))
    return {
        **parameters(ANYBODY),
        **{name: getattr(choice, name) for name in (*FACETS, "scope")},
        # Not PostgreSQL's now(), which stands still at the beginning of the transaction.
        "now": datetime.now(UTC),
        "query": query(asked) if asked else "",
        # Beyond the ranked ones the order is that of the days.
        "ranked": max(RANKED, start + size),
        "start": start,
        "size": size,
    }


def _rows_of(uids: tuple[str, ...], read: Read) -> list[dict[str, Any]]:
    if not uids:
        return []
    known = {row["uid"]: row for row in read(HITS, {"uids": list(uids)})}
    return [known[uid] for uid in uids if uid in known]


def _hit(row: dict[str, Any], asked: list[frozenset[str]]) -> Found:
    own, attached = row.pop("own_body"), row.pop("attached_body")
    pieces = excerpt(own, asked)
    in_file = bool(asked) and not any(piece.marked for piece in pieces) and bool(attached)
    if in_file:
        from_file = excerpt(attached, asked)
        in_file = any(piece.marked for piece in from_file)
        pieces = from_file if in_file else pieces
    return Found(row, tuple(pieces), in_file)
