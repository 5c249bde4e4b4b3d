"""Full-text search over very many texts of an office, by a clerk in 60 groups with rights on 10,000 cases.

Two hundred texts are made by the product's own code, a row for each of `TEXTS` objects by SQL from them, with a number
of its own in the title. Fewer for a quick look: INFOSTRADA_BENCH_TEXTS=200000. Answers are compared with a plain count.
"""

from collections.abc import Iterator
from infostrada.core.record.access import Principals
from infostrada.core.search.finding import COUNTED
from infostrada.core.search.finding import find
from infostrada.core.search.vector import ATTACHED
from infostrada.core.search.vector import OWN
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from infostrada.core.search.vector import vector
from infostrada.core.testing import DATABASE_FIXTURE
from statistics import median
from tests.benchmarks import bench_listing as rows
from tests.benchmarks.bench_search import PLACES
from tests.benchmarks.bench_search import SUBJECTS
from tests.benchmarks.figure import Figure
from tests.benchmarks.million import without_indexes
from tests.benchmarks.processor import spent as cpu
from time import perf_counter

import json
import os
import psycopg
import random
import time


TEXTS = int(os.environ.get("INFOSTRADA_BENCH_TEXTS", "1000000"))
REPEATS = 9
ASKED = {
    "a word of every text": "sprawie",
    "a common word (one in twenty)": "kanalizacja",
    "two words": "most Olszynka",
    "a word of attached files alone": "dendrolog",
    "a number": "warunek 171234",
    "a word nobody wrote": "hipopotam",
}
_TEXTS = """
    WITH kind AS (
        SELECT n, own, own_body, attached, attached_body FROM jsonb_to_recordset(%(kinds)s::jsonb)
            AS kind (n int, own text, own_body text, attached text, attached_body text)
    )
    INSERT INTO core.fulltext (uid, own, own_body, attached, attached_body)
    SELECT md5('r' || i), kind.own::tsvector || ('''~' || (100000 + i) || ''':99C')::tsvector, kind.own_body,
        kind.attached::tsvector, kind.attached_body
    FROM generate_series(1, %(rows)s) AS i JOIN kind ON kind.n = i %% 200
"""
_PLAIN = """
    SELECT count(*) FROM core.fulltext JOIN core.record USING (uid)
    WHERE tsv @@ %(query)s::tsquery AND (
        EXISTS (SELECT 1 FROM core.access_set WHERE id = access AND allowed && %(tokens)s::text[])
        OR grant_scope IN (SELECT uid FROM core.access_grant WHERE principal = ANY(%(ids)s)))
"""


def measure() -> Iterator[Figure]:
    """Median milliseconds of a first page with its excerpts, by question and over all of them."""
    DATABASE_FIXTURE.setUp()
    try:
        began = perf_counter()
        _fill(DATABASE_FIXTURE["conninfo"])
        yield Figure(f"{TEXTS:,} texts made", perf_counter() - began, "s")
        clerk = rows.clerk(range(3))
        _check(DATABASE_FIXTURE["conninfo"], clerk)
        spent: list[float] = []
        for name, words in ASKED.items():
            began = _processor()
            times = [_once(words, clerk) for _ in range(REPEATS)]
            worked = (_processor() - began) / REPEATS * 1000
            spent += times
            yield Figure(f"full text, {TEXTS:,} texts: {name}", median(times), "ms")
            yield Figure("  processor time of one, PostgreSQL's with ours", worked, "ms")
        yield Figure(f"full text, {TEXTS:,} texts: all questions", median(spent), "ms", must=300, aim=120)
    finally:
        DATABASE_FIXTURE.tearDown()


def _processor() -> float:
    return cpu(DATABASE_FIXTURE._cluster) if DATABASE_FIXTURE._cluster else time.process_time()


def _once(words: str, seen_by: Principals) -> float:
    began = perf_counter()
    find(words, seen_by, inactive=True)
    return (perf_counter() - began) * 1000


def _fill(conninfo: str) -> None:
    chance = random.Random(11)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(rows._SETS)
        connection.execute(rows._MEMBERS)
        kinds = json.dumps([_kind(number, chance) for number in range(200)])
        connection.execute("SET maintenance_work_mem = '512MB'")
        with without_indexes(connection, ("core.record", "core.fulltext")):
            connection.execute(rows._RECORDS, {"rows": TEXTS})
            connection.execute(_TEXTS, {"kinds": kinds, "rows": TEXTS})
        connection.execute(rows._GRANTS, {"grants": rows.GRANTS})
        for table in ("record", "fulltext", "access_set", "access_member", "access_grant"):
            connection.execute(f"VACUUM ANALYZE core.{table}")


def _kind(number: int, chance: random.Random) -> dict[str, object]:
    subject, place = SUBJECTS[number % len(SUBJECTS)], chance.choice(PLACES)
    title = f"Wniosek w sprawie {subject}, {place}"
    body = f"W sprawie {subject} w miejscowości {place} proszę o ustalenie warunków. " * 3
    file = (
        "Biegły dendrolog ocenił drzewa. " * 5 if number == 7 else f"Opinia: {chance.choice(SUBJECTS)}. " * 20
    )
    own = vector([Part("A", title), Part("C", body)], OWN)
    return {
        "n": number, "own": own, "own_body": body,
        "attached": vector([Part("D", file)], ATTACHED), "attached_body": file,
    }  # fmt: skip


def _check(conninfo: str, seen_by: Principals) -> None:
    """As many answers as the plain definition gives, and each of them a text with the words."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET statement_timeout = 0")
        for words in ("dendrolog", "warunek 171234", "hipopotam", "most Olszynka"):
            given = {
                "query": query(question(words)),
                "tokens": list(seen_by.tokens),
                "ids": list(seen_by.ids),
            }
            (expected,) = connection.execute(_PLAIN, given).fetchone() or (0,)
            answer = find(words, seen_by, inactive=True)
            assert answer.total == min(expected, COUNTED), (words, answer.total, expected)
            assert len(answer.hits) == min(expected, 20)
