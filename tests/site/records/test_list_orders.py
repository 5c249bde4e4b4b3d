"""Every order of every list of the records is read from an index, from any row on: nothing is sorted anew."""

from infostrada.core.record import listing as lists
from infostrada.core.record.access import principals
from infostrada.core.record.asking import query_of
from infostrada.core.record.asking import Question
from infostrada.core.record.query import drawn
from infostrada.core.record.query import window
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write


# Lists that stay short: a year's dispatch lists, an office's papers of the archive.
SHORT = {"dispatch_lists"}


def test_no_list_is_sorted_for_a_page(office):
    asked = [
        (name, order)
        for name in lists.listings()
        if name not in SHORT and lists.find_listing(name).types[0].startswith(("records_", "parties_"))
        for order in lists.find_listing(name).orders
    ]
    assert len(asked) > 20
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
        write(f"SET LOCAL enable_{way} = off")
    assert [each for each in asked if _sorts(*each)] == []


def test_a_list_without_an_index_would_show(office):
    write("SET LOCAL enable_sort = off")
    write("DROP INDEX site.case_listing_started")
    assert _sorts("cases", "started_on")


def test_a_sample_of_an_office_is_read_from_an_index_alone(office):
    listing = lists.find_listing("cases")
    query = query_of(listing, principals(), Question(unit="gmina-lipnowo"))
    for way in ("seqscan", "bitmapscan", "sort"):
        write(f"SET LOCAL enable_{way} = off")
    # So few rows may as well be read by their key.
    write("ALTER TABLE site.case_listing DROP CONSTRAINT case_listing_pkey")
    plan = str(rows(f"EXPLAIN (FORMAT JSON) {drawn(query, 1_000)}", query.bound))
    assert "'Index Name': 'case_listing_sample'" in plan
    assert "'Node Type': 'Index Only Scan'" in plan and "'Node Type': 'Sort'" not in plan


def _sorts(name: str, order: str) -> bool:
    """Does the statement of a page, or of one deep in the list, sort more than rows of one value?"""
    listing = lists.find_listing(name)
    query = query_of(listing, principals(), Question(unit="gmina-lipnowo", sort=order))
    deep = query.after([_value(key.type) for key in query.keys])
    plans = [rows(f"EXPLAIN (FORMAT JSON) {window(each, 100)}", each.parameters) for each in (query, deep)]
    return any('"Node Type": "Sort"' in str(plan).replace("'", '"') for plan in plans)


def _value(kind: str) -> str:
    return {"text": "a", "date": "2026-01-01", "timestamptz": "2026-01-01"}.get(kind, "1")
