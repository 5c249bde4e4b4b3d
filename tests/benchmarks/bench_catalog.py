"""The same list of cases through Plone's own catalog and through the side index, at 10,000 and 100,000 rows, in one run.

The catalog is `portal_catalog` of a plain Plone site without this product, its objects in memory. It is asked for brains
only: type, office, the clerk's principals, newest first, as folder contents and collections ask. A catalog knows no
rights granted as rows; who has one is an entry of `allowedRolesAndUsers` there, as Plone would have it. Both are given
the same 60 groups and have to give the same pages and the same number of rows.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from DateTime import DateTime
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page
from infostrada.core.testing import DATABASE_FIXTURE
from plone.app.testing import PLONE_FIXTURE
from plone.indexer.interfaces import IIndexableObject
from plone.testing.zope import zopeApp
from tests.benchmarks import bench_listing as rows
from tests.benchmarks.clock import milliseconds
from tests.benchmarks.figure import Figure
from time import process_time
from typing import Any
from zope.interface import implementer

import psycopg


SIZES = (10_000, 100_000)
SIZE, DEEP = 50, 100
INDEXES = ["UID", "portal_type", "review_state", "path", "modified", "allowedRolesAndUsers"]
_ROWS = """
    SELECT record.uid, type, state, title, path, modified, allowed || coalesce((
        SELECT array_agg(DISTINCT 'user:' || principal) FROM core.access_grant AS granted
        WHERE granted.uid = grant_scope), '{}')
    FROM core.record JOIN core.access_set ON access_set.id = access ORDER BY record.uid
"""
# The catalog tells moments apart by the minute.
_MINUTES = "UPDATE core.record SET modified = date_trunc('minute', now()) - revision * interval '1 minute'"


@implementer(IIndexableObject)
class Indexed:
    """What the catalog asks of an object for these indexes and its metadata."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        (
            self.UID,
            self.portal_type,
            self.review_state,
            self.Title,
            path,
            modified,
            self.allowedRolesAndUsers,
        ) = row
        self.path = tuple(path.split("/"))
        self.modified = DateTime(modified)

    def getPhysicalPath(self) -> tuple[str, ...]:
        """Path of the object."""
        return self.path


def measure() -> Iterator[Figure]:
    """Median milliseconds of a page; beside ours stands the catalog's."""
    with _standing(PLONE_FIXTURE), _standing(DATABASE_FIXTURE):
        for count in SIZES:
            _fill(DATABASE_FIXTURE["conninfo"], count)
            with zopeApp() as app:
                catalog = app.plone.portal_catalog
                began = process_time()
                _catalogued(catalog, DATABASE_FIXTURE["conninfo"])
                spent = (process_time() - began) / count * 1000
                yield Figure(f"catalog, {count:,} rows: processor time to index one", spent, "ms")
                yield from _compared(catalog, count)
                catalog.manage_catalogClear()
            DATABASE_FIXTURE.empty()


def _compared(catalog: Any, count: int) -> Iterator[Figure]:
    jan = rows.clerk(range(3))
    deep = rows._walk(rows.CASES, jan, min(DEEP, count // 2_000))
    skipped = min(DEEP, count // 2_000) * SIZE
    pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "first page with its total": (
            lambda: page(rows.CASES, jan, Question(unit="u0"), size=SIZE),
            lambda: _brains(catalog, jan.tokens, 0),
        ),
        f"page {skipped // SIZE + 1}": (
            lambda: page(rows.CASES, jan, Question(unit="u0"), size=SIZE, cursor=deep),
            lambda: _brains(catalog, jan.tokens, skipped),
        ),
        "first page of open cases": (
            lambda: page(rows.CASES, jan, Question(unit="u0", filters={"state": "open"}), size=SIZE),
            lambda: _brains(catalog, jan.tokens, 0, review_state="open"),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        assert [row["uid"] for row in ours().rows] == [uid for uid, _title in theirs()], name
        found, beside = milliseconds(ours), milliseconds(theirs)
        yield Figure(
            f"listing, {count:,} rows, side index beside catalog: {name}", found, "ms", beside=beside
        )


def _brains(catalog: Any, tokens: tuple[str, ...], start: int, **more: str) -> list[tuple[str, str]]:
    found = catalog.unrestrictedSearchResults(
        portal_type="case", path="/region/u0", allowedRolesAndUsers=list(tokens), sort_on="modified",
        sort_order="descending", b_start=start, b_size=SIZE, **more,
    )  # fmt: skip
    assert found.actual_result_count > SIZE
    return [(brain.UID, brain.Title) for brain in found[:SIZE]]


def _fill(conninfo: str, count: int) -> None:
    whole, rows.ROWS = rows.ROWS, count
    try:
        rows._fill(conninfo)
    finally:
        rows.ROWS = whole
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(_MINUTES)
        connection.execute("VACUUM ANALYZE core.record")


def _catalogued(catalog: Any, conninfo: str) -> None:
    with psycopg.connect(conninfo) as connection:
        for row in connection.execute(_ROWS):
            indexed = Indexed(row)
            catalog.catalog_object(indexed, "/".join(indexed.path), idxs=INDEXES)


@contextmanager
def _standing(layer: Any) -> Iterator[None]:
    """A layer with its bases, as the runner of tests sets them up."""
    stack = list(reversed(layer.baseResolutionOrder))
    for each in stack:
        each.setUp()
    try:
        yield
    finally:
        for each in reversed(stack):
            each.tearDown()
