"""One statement answers a search: entries that fit, how many there are of each unit, kind, year and person.

Only what anybody may read, whoever asks: the answer may be kept for all. Counts of a facet leave its own choice out,
so that another can be chosen. Of a common word's many answers the newest, those with it in their title first, are
ranked by their words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.record import pending
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.search.excerpt import excerpt
from infostrada.core.search.excerpt import Piece
from infostrada.core.search.suggesting import suggestion
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from infostrada.core.search.vocabulary import ANYBODY
from infostrada.site.bip.registers.kinds import TYPES
from typing import Any


STATES = ("published", "superseded", "archived", "withdrawn")
FACETS = ("unit", "kind", "year", "person")
RANKED, SHOWN, DEEPEST = 400, 12, 10_000
MATCHED = f"""
    SELECT record.uid, record.unit, facet.kind, facet.year, facet.day, facet.people,
        %(headed)s AND facet.headline @@ %(query)s::tsquery AS headed
    FROM site.bip_facet AS facet JOIN core.record USING (uid) {{texts}}
    WHERE record.type = ANY(%(types)s) AND record.state = ANY(%(states)s)
    AND record.effective <= clock_timestamp() AND coalesce(record.expires > clock_timestamp(), true)
    AND {visible()} {{scope}}
"""  # noqa: S608 - our own clauses
ONE = {
    "unit": "unit = %(unit)s",
    "kind": "kind = %(kind)s",
    "year": "year = %(year)s",
    "person": "%(person)s = ANY(people)",
}
BY_WORDS = """
    SELECT best.uid, row_number() OVER (
        ORDER BY headed DESC, ts_rank(fulltext.tsv, %(query)s::tsquery, 1) DESC, day DESC, uid) AS place
    FROM (SELECT uid, headed, day FROM matched WHERE {every}
        ORDER BY headed DESC, day DESC, uid LIMIT %(ranked)s) AS best JOIN core.fulltext USING (uid)
"""
BY_DAY = """
    SELECT uid, row_number() OVER (ORDER BY day DESC, uid) AS place
    FROM (SELECT uid, day FROM matched WHERE {every} ORDER BY day DESC, uid LIMIT %(ranked)s) AS best
"""
COLUMNS = """record.uid, record.path, record.unit, record.state, record.title, record.description,
    record.effective, found.kind, found.day"""


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
        statement = (
            f"SELECT 1 FROM ({_matched(True, choice)}) AS matched WHERE {_where(choice.chosen)} LIMIT 1"  # noqa: S608 - our own clauses
        )
        return bool(rows(statement, _bound(choice, asked)))

    return finds


def _answer(choice: Choice, text: str) -> Answer:
    asked = question(text)
    if text and not asked:
        return Answer()
    bound = _bound(choice, asked)
    found = rows(_statement(bool(asked), choice), bound)
    facets: dict[str, list[tuple[Any, int]]] = {name: [] for name in FACETS}
    total = 0
    for row in (row for row in found if row["facet"] is not None):
        if row["facet"] == "total":
            total = row["number"]
        else:
            value = int(row["value"]) if row["facet"] == "year" else row["value"]
            facets[row["facet"]].append((value, row["number"]))
    uids = [row["value"] for row in found if row["facet"] is None]
    return Answer(tuple(_hits(uids, asked)), total, facets)


def _statement(worded: bool, choice: Choice) -> str:
    """Counts of each facet, the total, and the UIDs of the page in their order."""
    every = _where(choice.chosen)
    counts = [_count(name, choice) for name in FACETS]
    ranked = (BY_WORDS if worded else BY_DAY).format(every=every)
    return (
        f"WITH matched AS MATERIALIZED ({_matched(worded, choice)}) {' UNION ALL '.join(counts)}"  # noqa: S608 - our own clauses
        f" UNION ALL (SELECT 'total', NULL, count(*)::int FROM matched WHERE {every})"
        f" UNION ALL (SELECT NULL, uid, place::int FROM ({ranked}) AS ranked"
        " ORDER BY place OFFSET %(start)s LIMIT %(size)s)"
    )


def _count(name: str, choice: Choice) -> str:
    """The most frequent values of a facet, of years the newest, among entries that fit the other facets."""
    others = _where(key for key in choice.chosen if key != name)
    value, source = ("one", "matched, unnest(people) AS one") if name == "person" else (name, "matched")
    order = "2 DESC" if name == "year" else "3 DESC, 2"
    return (
        f"(SELECT '{name}' AS facet, {value}::text AS value, count(*)::int AS number FROM {source}"  # noqa: S608 - our own names
        f" WHERE {others} GROUP BY 2 ORDER BY {order} LIMIT {SHOWN})"
    )


def _matched(worded: bool, choice: Choice) -> str:
    texts = "JOIN core.fulltext USING (uid)" if worded else ""
    scope = "AND record.unit = %(scope)s" if choice.scope else ""
    scope += " AND fulltext.tsv @@ %(query)s::tsquery" if worded else ""
    return MATCHED.format(texts=texts, scope=scope)


def _where(names: Any) -> str:
    return " AND ".join(ONE[name] for name in names) or "true"


def _bound(choice: Choice, asked: list[frozenset[str]]) -> dict[str, Any]:
    start = min(max(0, choice.start), DEEPEST)
    size = max(1, min(choice.size, 100))
    return {
        **parameters(ANYBODY),
        **{name: getattr(choice, name) for name in (*FACETS, "scope")},
        "types": list(TYPES),
        "states": list(STATES),
        "query": query(asked) if asked else "",
        "headed": bool(asked),
        # Beyond the ranked ones the order is that of the days.
        "ranked": max(RANKED, start + size),
        "start": start,
        "size": size,
    }


def _hits(uids: list[str], asked: list[frozenset[str]]) -> list[Found]:
    if not uids:
        return []
    found = rows(
        f"SELECT {COLUMNS}, fulltext.own_body, fulltext.attached_body FROM site.bip_facet AS found"  # noqa: S608 - our own columns
        " JOIN core.record USING (uid) JOIN core.fulltext USING (uid) WHERE found.uid = ANY(%(uids)s)",
        {"uids": uids},
    )
    known = {row["uid"]: row for row in found}
    return [_hit(known[uid], asked) for uid in uids if uid in known]


def _hit(row: dict[str, Any], asked: list[frozenset[str]]) -> Found:
    own, attached = row.pop("own_body"), row.pop("attached_body")
    pieces = excerpt(own, asked)
    in_file = bool(asked) and not any(piece.marked for piece in pieces) and bool(attached)
    if in_file:
        from_file = excerpt(attached, asked)
        in_file = any(piece.marked for piece in from_file)
        pieces = from_file if in_file else pieces
    return Found(row, tuple(pieces), in_file)
