"""Work lists at 1,000,000 rows, for a clerk in 60 groups with rights granted on 10,000 cases.

The rows are made in SQL, their words and the pages are the product's own code. Half of the rows lie in one large unit.
First pages are compared with those found by the plain definition of who may see what, and of what a word is.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.core.record.access import Principals
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Hint
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import Page
from infostrada.core.record.pages import page
from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.site.records.correspondence.listing import TABLE
from tests.benchmarks.clock import milliseconds
from tests.benchmarks.figure import Figure
from tests.benchmarks.million import keep_words

import psycopg


ROWS = 1_000_000
GRANTS = 10_000

# 20 units with 60 departments of 5 clerks each; three states: 18,000 access sets.
_SETS = """
    INSERT INTO core.access_set (id, own, allowed)
    SELECT md5(concat_ws('/', u, o, c, s))::uuid, md5(concat_ws('/', o, c, s))::uuid,
        ARRAY['Manager', 'Site Administrator', 'user:clerk-' || u || '-' || o || '-' || c,
              'user:unit:u' || u || ':o' || o || ':clerk', 'user:unit:u' || u || ':o' || o || ':head']
    FROM generate_series(0, 19) AS u, generate_series(0, 59) AS o, generate_series(0, 4) AS c,
        generate_series(0, 2) AS s
"""
_MEMBERS = """
    INSERT INTO core.access_member SELECT DISTINCT principal, id
    FROM core.access_set, unnest(allowed) AS principal
"""
# A word of every row, one of one in twenty, one of one in a thousand, one that only the oldest bear, and a number.
_RECORDS = """
    INSERT INTO core.record
        (uid, unit, type, state, access, grant_scope, title, path, created, modified, revision)
    SELECT md5('r' || i), 'u' || u, (ARRAY['records_letter', 'records_case', 'records_document'])[1 + i %% 3],
        (ARRAY['new', 'open', 'closed'])[1 + s], md5(concat_ws('/', u, o, c, s))::uuid, md5('g' || i / 3),
        'Sprawa numer ' || i || ' o wydanie zaświadczenia'
            || CASE WHEN i %% 20 = 3 THEN ', ul. Kanałowa' WHEN i %% 1000 = 7 THEN ', ul. Żółkiewskiego' ELSE '' END
            || CASE WHEN days > 940 THEN ', z dawnego archiwum' ELSE '' END,
        '/region/u' || u || '/sprawy/2026/' || o || '/' || md5('r' || i),
        now(), now() - days * interval '1 day', i
    FROM (SELECT i, CASE WHEN random() < 0.5 THEN 0 ELSE (random() * 19)::int END AS u,
            (random() * 59)::int AS o, (random() * 4)::int AS c, (random() * 2)::int AS s, random() * 1000 AS days
          FROM generate_series(1, %(rows)s) AS i) AS made
"""
_LETTERS = """
    INSERT INTO site.letter_listing (uid, unit, state, access, grant_scope, year, number, received_date, sender)
    SELECT uid, unit, state, access, grant_scope, extract(year FROM modified)::int, row_number() OVER (ORDER BY modified),
        modified::date, 'Nadawca ' || revision FROM core.record WHERE type = 'records_letter'
"""
_GRANTS = """
    INSERT INTO core.access_grant (uid, principal, right_name, valid_from)
    SELECT DISTINCT ON (grant_scope) grant_scope, 'post:p' || (random() * 3)::int, 'read', now() - interval '1 day'
    FROM core.record WHERE unit = 'u0' AND type = 'records_case' ORDER BY grant_scope LIMIT %(grants)s
"""
_TERMS = """
    INSERT INTO site.case_listing (uid, unit, state, access, grant_scope, sign, org_id, org_symbol, class_symbol, year, number, officer, party,
        started_on, due_on, settled_on)
    SELECT uid, unit, state, access, grant_scope, concat_ws('.', 'GP', 6730 + revision % 9, revision, 2026), 'gp', 'GP', '6730', 2026, revision,
        'officer-' || revision % 300, 'Strona ' || revision % 5000, modified::date,
        CASE WHEN revision % 4 > 0 THEN modified::date + 60 END, CASE WHEN state = 'closed' THEN modified::date + 40 END
    FROM core.record WHERE type = 'records_case'
"""
_PLAIN = """
    SELECT record.uid FROM core.record
    WHERE type = %(type)s AND unit = %(unit)s AND {words} AND (
        EXISTS (SELECT 1 FROM core.access_set WHERE id = access AND allowed && %(tokens)s::text[])
        OR EXISTS (SELECT 1 FROM core.access_grant AS g WHERE g.uid = grant_scope
                   AND principal = ANY(%(ids)s) AND now() BETWEEN valid_from AND coalesce(valid_to, 'infinity')))
    ORDER BY modified DESC, record.uid DESC LIMIT 50
"""

# A word as the plain definition has it: after the beginning or a sign, capitals and diacritics aside.
_WORD = r"""
    translate(lower(title), 'ąćęłńóśźż', 'acelnoszz') ~ ('(^|[^[:alnum:]])' || %(word{0})s)
"""
CASES = Listing("bench-cases", ("records_case",), "View")
TERMS = Listing(
    "bench-terms",
    ("records_case",),
    "View",
    table="site.case_listing",
    columns=(
        Column("sign", "own.sign"),
        Column("party", "own.party"),
        Column("nearest", "coalesce(own.due_on, DATE '9999-12-31')", "date"),
    ),
    sorts={"due": Sort(("nearest",))},
    words=("title", "sign", "party"),
    hints=(Hint("state", frozenset({"open"}), "own.settled_on IS NULL"),),
)
LETTERS = Listing(
    "bench-letters",
    ("records_letter",),
    "View",
    table=TABLE,
    columns=(
        Column("year", "own.year", "integer"),
        Column("number", "own.number", "integer"),
        Column("sender", "own.sender"),
    ),
    sorts={"number": Sort(("year", "number"), descending=True)},
    words=("title", "sender"),
    signs=("{number}/{year}",),
)
for _each in (CASES, TERMS, LETTERS):
    register_listing(_each)
# What is asked for, and its words without signs and diacritics.
WORDS = {
    "a number": ("171234", ["171234"]),
    "a word of one in a thousand": ("Żółkiewskiego", ["zolkiewskiego"]),
    "a word of one in twenty": ("kanał", ["kanal"]),
    "a word of every row": ("zaświadczenia", ["zaswiadczenia"]),
    "a word of the oldest": ("archiwum", ["archiwum"]),
    "the first letter of every row": ("s", ["s"]),
    "a digit": ("4", ["4"]),
    "several words": ("zolkiewskiego dawnego sprawa", ["zolkiewskiego", "dawnego", "sprawa"]),
    "a word nobody wrote": ("hipopotam", ["hipopotam"]),
}


def clerk(departments: range) -> Principals:
    """A clerk of some departments and four posts, in 60 groups altogether."""
    groups = [f"unit:u0:o{n}:clerk" for n in departments] + [f"post:p{n}" for n in range(4)]
    groups += [f"team-{n}" for n in range(60 - len(groups))]
    tokens = ("user:jan", "Member", "Authenticated", *(f"user:{g}" for g in groups), "Anonymous")
    return Principals(tokens=tokens, ids=("jan", *groups))


def measure() -> Iterator[Figure]:
    """Median milliseconds of a page of 50."""
    DATABASE_FIXTURE.setUp()
    try:
        _fill(DATABASE_FIXTURE["conninfo"])
        jan = clerk(range(3))
        everything = Principals(tokens=("Manager", "Authenticated"), ids=())
        hundredth = Principals(tokens=("user:unit:u0:o5:head", "Authenticated"), ids=("x",))
        few = Principals(tokens=("user:clerk-0-7-2", "Authenticated"), ids=("clerk-0-7-2",))
        head = Principals(tokens=("user:h", "Manager", "Authenticated"), ids=("h",))
        nobody = Principals(tokens=("user:x", "Authenticated"), ids=("x",))
        for person in (jan, few):
            _check(DATABASE_FIXTURE["conninfo"], person)
        people = {"all": everything, "a hundredth": hundredth, "the clerk's": jan, "few": few}
        deep = _walk(CASES, jan, 100)
        whole = Question(unit="u0")
        opened = Question(unit="u0", filters={"state": "open"})
        wanted: dict[str, Callable[[], Page]] = {
            "first page of cases with total": lambda: page(CASES, jan, whole),
            "page 100 of cases": lambda: page(CASES, jan, whole, cursor=deep),
            "first page of open cases": lambda: page(CASES, jan, opened),
            "open cases by term with total": lambda: page(TERMS, jan, opened),
            "register of letters by number": lambda: page(LETTERS, jan, whole),
            "register of an office with a fortieth of them": lambda: page(
                LETTERS, head, Question(unit="u7"), size=50
            ),
            "the same by one who may see none": lambda: page(LETTERS, nobody, Question(unit="u7"), size=50),
            "cases of all units": lambda: page(CASES, jan, size=50),
            "cases of a clerk with few": lambda: page(CASES, few, whole),
            "cases of one who may see none": lambda: page(CASES, nobody, whole),
        }
        for name, take in wanted.items():
            yield Figure(f"listing, 1,000,000 rows: {name}", milliseconds(take), "ms", must=250, aim=120)
        yield from _words(DATABASE_FIXTURE["conninfo"], people)
    finally:
        DATABASE_FIXTURE.tearDown()


def _words(conninfo: str, people: dict[str, Principals]) -> Iterator[Figure]:
    """Words of each kind, for whoever sees all, a hundredth, some or few; then in a register and by a sign."""
    for seen, person in people.items():
        for name, (q, plain) in WORDS.items():
            _check(conninfo, person, q, plain)
            took = milliseconds(lambda q=q, person=person: page(CASES, person, Question(unit="u0", q=q)))  # type: ignore[misc]
            yield Figure(f"words, {seen} seen: {name}", took, "ms", must=250, aim=120)
    everything = people["all"]
    with psycopg.connect(conninfo) as connection:
        (sign,) = connection.execute(
            "SELECT sign FROM site.case_listing WHERE unit = 'u0' ORDER BY uid LIMIT 1"
        ).fetchone() or ("",)
        (year, number) = connection.execute(
            "SELECT year, number FROM site.letter_listing ORDER BY uid LIMIT 1"
        ).fetchone() or (0, 0)
    others: dict[str, Callable[[], Page]] = {
        "a sign": lambda: page(TERMS, everything, Question(unit="u0", q=sign.rpartition(".")[0])),
        "the end of a sign": lambda: page(TERMS, everything, Question(unit="u0", q=sign.split(".", 2)[2])),
        "a party, open cases by term": lambda: page(
            TERMS, everything, Question(filters={"state": "open"}, q="strona 77")
        ),
        "a number of the register": lambda: page(LETTERS, everything, Question(q=f"{number}/{year}")),
        "a sender": lambda: page(LETTERS, everything, Question(q="nadawca 17123")),
        "cases of all units": lambda: page(CASES, everything, Question(q="numer 17123")),
    }
    for name, take in others.items():
        assert take().rows, name
        yield Figure(f"words: {name}", milliseconds(take), "ms", must=250, aim=120)


def _fill(conninfo: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(_SETS)
        connection.execute(_MEMBERS)
        connection.execute(_RECORDS, {"rows": ROWS})
        connection.execute(_LETTERS)
        connection.execute(_TERMS)
        connection.execute(_GRANTS, {"grants": GRANTS})
        for table in ("record", "access_set", "access_member", "access_grant"):
            connection.execute(f"VACUUM ANALYZE core.{table}")
        for table in ("site.letter_listing", "site.case_listing"):
            connection.execute(f"VACUUM ANALYZE {table}")
        keep_words(connection, (CASES, TERMS, LETTERS))


def _check(conninfo: str, seen_by: Principals, q: str = "", plain: Sequence[str] = ()) -> None:
    """The first page is the one the plain definition gives."""
    parameters = {
        "type": "records_case",
        "unit": "u0",
        "tokens": list(seen_by.tokens),
        "ids": list(seen_by.ids),
        **{f"word{n}": word for n, word in enumerate(plain)},
    }
    condition = " AND ".join(_WORD.format(n) for n in range(len(plain))) or "true"
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET statement_timeout = 0")
        found = connection.execute(_PLAIN.replace("{words}", condition), parameters)
        expected = [uid for (uid,) in found.fetchall()]
    shown = page(CASES, seen_by, Question(unit="u0", q=q), size=50)
    assert [row["uid"] for row in shown.rows] == expected, (q, seen_by)
    assert q or len(expected) == 50


def _walk(listing: Listing, seen_by: Principals, pages: int) -> str:
    """The cursor after so many pages, none of which repeats a row."""
    seen: set[str] = set()
    cursor = None
    for number in range(pages):
        found = page(listing, seen_by, Question(unit="u0"), size=50, cursor=cursor)
        seen.update(row["uid"] for row in found.rows)
        assert len(seen) == 50 * (number + 1)
        assert found.next_cursor
        cursor = found.next_cursor
    return str(cursor)
