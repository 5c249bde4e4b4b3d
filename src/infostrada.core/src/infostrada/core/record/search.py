"""The catalog's answers completed by uncatalogued objects from the side index.

Everything in Plone that looks for objects asks `portal_catalog`: `@search`, REST folder items,
folder contents, UID look-ups, link integrity. Completing its answer serves them all.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.brains import brain_of
from infostrada.core.record.brains import COLUMNS
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.translate import Condition
from infostrada.core.record.translate import NotAnswerable
from infostrada.core.record.translate import SORTS
from infostrada.core.record.translate import translate
from infostrada.core.record.uncatalogued import holders
from infostrada.core.record.uncatalogued import uncatalogued_types
from itertools import islice
from typing import Any
from ZTUtils.Lazy import Lazy


# More than this nobody pages through; work lists have `@listing`.
CAP = 10_000
_CHUNK = 200


class Found:
    """The uncatalogued objects that meet a query, counted and fetched when asked for."""

    def __init__(self, condition: Condition, order: str, catalog: Any) -> None:
        self.condition = condition
        self.order = order
        self.catalog = catalog

    def count(self) -> int:
        """How many there are, up to `CAP`."""
        statement = (
            f"SELECT count(*) AS n FROM (SELECT 1 FROM core.record"
            f" WHERE {self.condition.clause} LIMIT {CAP}) AS capped"
        )
        return int(rows(statement, self.condition.parameters)[0]["n"])

    def fetch(self, offset: int, limit: int) -> list[Any]:
        """Brains from a position on, in the query's order."""
        statement = (
            f"SELECT {COLUMNS} FROM core.record WHERE {self.condition.clause}"
            f" ORDER BY {self.order} OFFSET {int(offset)} LIMIT {int(limit)}"
        )
        found = rows(statement, self.condition.parameters)
        return [brain_of(row, self.catalog) for row in found]

    def __iter__(self) -> Iterator[Any]:
        for offset in range(0, CAP, _CHUNK):
            chunk = self.fetch(offset, _CHUNK)
            yield from chunk
            if len(chunk) < _CHUNK:
                return


class Completed(Lazy):
    """The catalog's results followed by, or merged in order with, those of the side index."""

    def __init__(
        self, catalogued: Any, found: Found, key: Callable[[Any], Any] | None, reverse: bool
    ) -> None:
        self.catalogued = catalogued
        self.found = found
        self.key = key
        self.reverse = reverse
        self._fetched: dict[int, Any] = {}
        self._merged: list[Any] = []
        self._rest: Iterator[Any] | None = None
        self._others: int | None = None

    @property
    def others(self) -> int:
        """How many come from the side index."""
        if self._others is None:
            self._others = self.found.count()
        return self._others

    def __len__(self) -> int:
        return len(self.catalogued) + self.others

    @property
    def actual_result_count(self) -> int:
        return int(getattr(self.catalogued, "actual_result_count", len(self.catalogued))) + self.others

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        index = index + len(self) if index < 0 else index
        if self.key is not None and len(self.catalogued):
            return self._from_merged(index)
        if index < len(self.catalogued):
            return self.catalogued[index]
        return self._from_found(index - len(self.catalogued))

    def __iter__(self) -> Iterator[Any]:
        return (self[position] for position in range(len(self)))

    def _from_found(self, position: int) -> Any:
        if not 0 <= position < self.others:
            raise IndexError(position)
        if position not in self._fetched:
            start = position - position % _CHUNK
            self._fetched.update(enumerate(self.found.fetch(start, _CHUNK), start))
        try:
            return self._fetched[position]
        except KeyError:
            raise IndexError(position) from None

    def _from_merged(self, index: int) -> Any:
        if self._rest is None:
            self._rest = _merge(iter(self.catalogued), iter(self.found), self.key, self.reverse)
        self._merged.extend(islice(self._rest, max(0, index + 1 - len(self._merged))))
        return self._merged[index]


def complete(catalogued: Any, catalog: Any, query: Mapping[str, Any], seen_by: Principals | None) -> Any:
    """Add the uncatalogued objects that meet a catalog query to its results.

    `seen_by` limits them to what those principals may find; None means no limit.
    """
    types = uncatalogued_types() & _types_asked(query)
    if seen_by is not None and not query.get("portal_type"):
        types -= holders()
    if not types:
        return catalogued
    try:
        condition = translate(query, types)
    except NotAnswerable:
        return catalogued
    pending.flush()
    if seen_by is not None:
        clause = f"{condition.clause} AND {visible()}"
        condition = Condition(clause, {**condition.parameters, **parameters(seen_by)})
    sort_on, reverse = _sorting(query)
    order = f"{SORTS.get(sort_on, 'path')} {'DESC' if reverse else 'ASC'}, uid"
    return Completed(catalogued, Found(condition, order, catalog), _KEYS.get(sort_on), reverse)


def _types_asked(query: Mapping[str, Any]) -> frozenset[str]:
    asked = query.get("portal_type")
    if isinstance(asked, Mapping):
        asked = asked.get("query")
    if not asked:
        return uncatalogued_types()
    return frozenset([asked] if isinstance(asked, str) else asked)


def _sorting(query: Mapping[str, Any]) -> tuple[str, bool]:
    sort_on = query.get("sort_on") or ""
    sort_on = sort_on if isinstance(sort_on, str) else (list(sort_on) or [""])[0]
    order = str(query.get("sort_order") or "").lower()
    return sort_on, order in ("reverse", "descending")


def _merge(left: Iterator[Any], right: Iterator[Any], key: Any, reverse: bool) -> Iterator[Any]:
    one, other = next(left, None), next(right, None)
    while one is not None and other is not None:
        left_first = key(one) >= key(other) if reverse else key(one) <= key(other)
        if left_first:
            yield one
            one = next(left, None)
        else:
            yield other
            other = next(right, None)
    for rest, first in ((left, one), (right, other)):
        if first is not None:
            yield first
            yield from rest


_KEYS: dict[str, Callable[[Any], Any]] = {
    "modified": lambda brain: brain.modified,
    "created": lambda brain: brain.created,
    "effective": lambda brain: brain.effective,
    "Date": lambda brain: brain.Date,
    "sortable_title": lambda brain: brain.Title.lower(),
    "getId": lambda brain: brain.getId,
    "id": lambda brain: brain.getId,
}
