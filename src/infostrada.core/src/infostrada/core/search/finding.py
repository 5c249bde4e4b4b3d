"""Ask the full text; nobody finds what the side index would not show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from infostrada.core.accesslog.searches import searched
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.sql import under
from infostrada.core.record.uncatalogued import holders
from infostrada.core.search.excerpt import excerpt
from infostrada.core.search.excerpt import Piece
from infostrada.core.search.matching import anything
from infostrada.core.search.matching import best
from infostrada.core.search.matching import Found
from infostrada.core.search.matching import Wanted
from infostrada.core.search.suggesting import suggestion
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from typing import Any


LARGEST_PAGE = 100
COUNTED = 1000


@dataclass(frozen=True)
class Hit:
    """An object that answers, with the columns of its record and an excerpt."""

    row: dict[str, Any]
    excerpt: tuple[Piece, ...]
    rank: float


@dataclass(frozen=True)
class Answer:
    """A page of hits, best first; `total` stops counting at `COUNTED` or where enough was found, `more` says that it did.

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
    asked, meant = question(text), None
    if not asked:
        return NOTHING
    page = (max(0, start), max(1, min(size, LARGEST_PAGE)))
    found = _best(asked, where, page)
    if not found.many and forgiving:
        meant = suggestion(text, lambda words: _any(words, *where))
        if meant:
            asked = question(meant)
            found = _best(asked, where, page)
    if not found.many:
        return NOTHING
    hits = tuple(_hit(row, asked) for row in found.rows)
    return Answer(hits, min(found.many, COUNTED), found.more or found.many > COUNTED, meant)


def _best(asked: list[frozenset[str]], where: tuple[Any, ...], page: tuple[int, int]) -> Found:
    return best(_wanted(asked, *where), COUNTED + 1, *page)


def _wanted(
    asked: list[frozenset[str]],
    seen_by: Principals,
    below: str | None,
    types: tuple[str, ...],
    inactive: bool,
) -> Wanted:
    clauses, values = ["true"], parameters(seen_by)
    if below is not None:
        clauses.append(f"({under('record.path', '_below')} OR record.path = %(_below)s)")
        values["_below"] = below
    if types:
        clauses.append("record.type = ANY(%(_types)s)")
        values["_types"] = list(types)
    elif hidden := holders():
        clauses.append("record.type <> ALL(%(_holders)s)")
        values["_holders"] = sorted(hidden)
    if not inactive:
        # Not PostgreSQL's now(), which stands still at the beginning of the transaction.
        values["_now"] = datetime.now(UTC)
        clauses.append("coalesce(record.effective <= %(_now)s, true)")
        clauses.append("coalesce(record.expires > %(_now)s, true)")
    return Wanted(query(asked), " AND ".join(clauses), values)


def _any(text: str, *where: Any) -> bool:
    """Would the visitor find anything?"""
    asked = question(text)
    return bool(asked) and anything(_wanted(asked, *where))


def _hit(row: dict[str, Any], asked: list[frozenset[str]]) -> Hit:
    columns = {name: value for name, value in row.items() if name not in ("rank", "body", "looked", "many")}
    return Hit(columns, tuple(excerpt(row["body"], asked)), float(row["rank"]))
