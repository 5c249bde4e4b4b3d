"""Words of the lists: what of a text is found by what is typed, and that every way of looking finds the same."""

from infostrada.core.folding import folded
from infostrada.core.record import paging
from infostrada.core.record import words
from infostrada.core.record.access import NOBODY
from infostrada.core.record.access import Principals
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import page
from infostrada.core.record.repair import fill
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.core.record.writing import write_rows
from plone import api
from plone.uuid.interfaces import IUUID
from types import SimpleNamespace

import pytest
import re


SHEETS = Listing(name="worded", types=("sheet",), permission="View", sorts={"title": Sort(("title",))})
register_listing(SHEETS)
OPEN_TO = "00000000-0000-0000-0000-000000000077"
EVERYBODY, INSIDER = Principals(("Anonymous",), ()), Principals(("Insider",), ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GP.6730.12.2026", ["gp.6730.12.2026", "6730.12.2026", "12.2026", "2026"]),
        ("Zażółć gęślą", ["zazolc", "gesla"]),
        ("W/12/2026 (kopia)", ["w.12.2026", "12.2026", "2026", "kopia"]),
        ("Kowalska-Nowak, Maria", ["kowalska.nowak", "nowak", "maria"]),
        ("1.2.3.4.5.6.7.8", ["1.2.3.4.5.6", "2.3.4.5.6.7", "3.4.5.6.7.8", "4.5.6.7.8", "5.6.7.8", "6.7.8", "7.8", "8"]),
        ("a" * 100, ["a" * 64]),
        ("Київ—Łódź", ["киів.lodz", "lodz"]),
        (" … ' \\ ", []),
    ],
)  # fmt: skip
def test_a_word_stands_with_what_follows_it(text, found):
    assert list(words.beginnings(text)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ABC.123.4", ["abc.123.4"]),
        ("ABC 123", ["abc", "123"]),
        ("1.2.3.4.5.6.7.8", ["1.2.3.4.5.6", "7.8"]),
        ("ŚĄD!", ["sad"]),
        ("_100%_", ["100"]),
        ("", []),
    ],
)
def test_words_of_a_question(asked, found):
    assert list(words.asked(asked)) == found


def test_a_number_needs_all_its_parts():
    source = words.Source("site.letter_listing", "{number}/{year}")
    assert source.text({"number": 12, "year": 2026}) == "12/2026"
    assert source.text({"number": None, "year": 2026}) == source.text({}) == ""


def test_a_column_that_is_computed_says_where_its_words_are_kept():
    computed = Column("who", "CASE WHEN true THEN own.who END")
    with pytest.raises(ValueError, match="who"):
        register_listing(Listing("bad", ("sheet",), "View", "a.b", (computed,), words=("who",)))
    with pytest.raises(ValueError, match="not registered"):
        words.sought(("nothing",), (words.Source("", "{title}"),), "x")


def titles(person: Principals, q: str) -> list[str]:
    """All pages, three rows each."""
    found, cursor = [], None
    while True:
        part = page(SHEETS, person, Question(q=q), size=3, cursor=cursor)
        found += [row["title"] for row in part.rows]
        cursor = part.next_cursor
        if cursor is None:
            return found


@pytest.fixture
def many(site):
    """Three hundred rows: a tenth open to everybody, all to an insider, the rest of the office beside them."""
    write(f"INSERT INTO core.access_set VALUES ('{OPEN_TO}', '{OPEN_TO}', '{{Anonymous,Insider}}')")
    write(f"INSERT INTO core.access_member VALUES ('Anonymous', '{OPEN_TO}'), ('Insider', '{OPEN_TO}')")
    write(
        "INSERT INTO core.access_set VALUES (%(id)s, %(id)s, '{Insider}') ON CONFLICT DO NOTHING",
        {"id": NOBODY.id},
    )
    write("INSERT INTO core.access_member VALUES ('Insider', %(id)s)", {"id": NOBODY.id})
    write(
        "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
        " SELECT 'u' || n, CASE WHEN n %% 3 = 0 THEN 'binder' ELSE 'sheet' END,"
        f" CASE WHEN n %% 10 = 0 THEN '{OPEN_TO}'::uuid ELSE %(closed)s::uuid END,"
        " 'Sprawa GP.' || n %% 7 || '.' || n || ' łąka' || CASE WHEN n %% 20 = 0 THEN ' żółw' ELSE '' END"
        " || CASE WHEN n > 250 THEN ' dawna' ELSE '' END, '/plone/x/' || n, now(), n FROM generate_series(1, 300) AS n",
        {"closed": NOBODY.id},
    )  # fmt: skip
    place, filled = fill.FIRST, 0
    while True:
        place, some = fill.step(write, "sheet", place, 70)
        filled += some
        if not some:
            break
    assert filled == 200
    write("ANALYZE core.list_words")
    return rows("SELECT title, access::text FROM core.record WHERE type = 'sheet' ORDER BY title, uid")


# Walked, gathered, from the person's side, walked far; gathered in vain, gathered at last.
@pytest.mark.parametrize(
    "bounds",
    [
        {},
        {"WINDOW": 5, "WIDE": 7, "RARE": 1_000},
        {"WINDOW": 5, "WIDE": 1_000, "RARE": 0, "GATHERED": 0},
        {"WINDOW": 5, "WIDE": 7, "RARE": 0, "GATHERED": 1_000},
        {"WINDOW": 5, "WIDE": 7, "RARE": 3, "GATHERED": 2},
        {"WINDOW": 5, "WIDE": 40, "RARE": 0, "GATHERED": 0, "COMMON": 0},
        {"WINDOW": 5, "WIDE": 20, "RARE": 0, "GATHERED": 1_000, "JUDGED": 1},
    ],
)
def test_every_way_of_looking_finds_the_same(many, monkeypatch, bounds):
    """What the plain definition gives: a word of the row begins with each word asked for."""
    for name, value in bounds.items():
        monkeypatch.setattr(paging, name, value)
    for q in ("ŁĄKA", "zolw", "gp.3", "6.27", "sprawa dawn żół", "28", "nikt", "gp.1.2 laka"):
        patterns = [rf"(?:^|[^\w]){re.escape(part)}" for part in folded(q).split()]
        wanted = [row for row in many if all(re.search(each, folded(row["title"])) for each in patterns)]
        assert titles(INSIDER, q) == [row["title"] for row in wanted], q
        assert titles(EVERYBODY, q) == [row["title"] for row in wanted if row["access"] == OPEN_TO], q
        first = page(SHEETS, EVERYBODY, Question(q=q), size=1)
        assert not first.exact or first.estimate == len(titles(EVERYBODY, q)), q
        assert first.estimate >= len(first.rows)


def test_rare_words_are_counted(many):
    found = page(SHEETS, INSIDER, Question(q="zolw"), size=2)
    assert (found.estimate, found.exact) == (10, True)


def test_words_are_written_with_the_row_and_go_with_it(binder):
    sheet = api.content.create(binder, "sheet", title="Wniosek o zaświadczenie")
    uid = IUUID(sheet)
    assert titles(Principals(("Manager",), ()), "zaswiadcz wnio") == ["Wniosek o zaświadczenie"]
    before = rows("SELECT ctid::text, words FROM core.list_words WHERE uid = %(uid)s", {"uid": uid})
    api.content.transition(sheet, "publish")
    assert titles(EVERYBODY, "wniosek") == ["Wniosek o zaświadczenie"]
    # A change of state writes neither the words nor the full text again.
    assert rows("SELECT ctid::text, words FROM core.list_words WHERE uid = %(uid)s", {"uid": uid}) == before
    sheet.title = "Skarga"
    sheet.reindexObject()
    assert titles(EVERYBODY, "wniosek") == [] and titles(EVERYBODY, "SKARGA") == ["Skarga"]
    api.content.delete(sheet, check_linkintegrity=False)
    assert page(SHEETS, EVERYBODY, Question(q="skarga")).rows == []
    assert rows("SELECT FROM core.list_words WHERE uid = %(uid)s", {"uid": uid}) == []


def test_missing_words_are_a_difference_and_come_back(binder):
    sheet = api.content.create(binder, "sheet", title="Petycja")
    made = [row_of(sheet)]
    page(SHEETS, EVERYBODY)
    write("DELETE FROM core.list_words")
    assert agreeing(made) == set()
    write_rows(made)
    assert agreeing(made) == {IUUID(sheet)}
    assert titles(Principals(("Manager",), ()), "pety") == ["Petycja"]


class TestShown:
    """A column shown under a condition is not found by while it does not hold."""

    LISTING = Listing(
        name="sometimes",
        types=("sheet",),
        permission="View",
        table="core.test_who",
        columns=(Column("who", "CASE WHEN record.state = 'published' THEN own.who END", kept="who", shown="record.state = 'published'"),),
        sorts={"title": Sort(("title",))},
        words=("title", "who"),
    )  # fmt: skip

    @pytest.mark.parametrize("bounds", [{}, {"RARE": 0}, {"RARE": 0, "WINDOW": 1, "WIDE": 1, "GATHERED": 0}])
    def test_only_while_it_is_shown(self, many, monkeypatch, bounds):
        for name, value in bounds.items():
            monkeypatch.setattr(paging, name, value)
        monkeypatch.setattr(words, "_kept", {})
        words.keep(self.LISTING.types, self.LISTING.sources)
        write("CREATE TABLE core.test_who (uid text PRIMARY KEY, who text)")
        write(
            "INSERT INTO core.test_who SELECT uid, 'Osoba ' || revision FROM core.record WHERE type = 'sheet'"
        )
        write("UPDATE core.record SET state = CASE WHEN revision <= 150 THEN 'published' ELSE 'private' END")
        write("DELETE FROM core.list_words")
        place, some = fill.FIRST, 1
        while some:
            place, some = fill.step(write, "sheet", place, 1_000)
        write("ANALYZE core.list_words")
        found = {row["title"] for row in page(self.LISTING, INSIDER, Question(q="osoba laka"), size=200).rows}
        assert len(found) == 100
        assert found == {row["title"] for row in many if int(row["title"].split(".")[2].split()[0]) <= 150}
        assert len(page(self.LISTING, INSIDER, Question(q="osoba 14"), size=200).rows) == 8


def test_the_job_keeps_what_is_missing(many, monkeypatch):
    """Type after type; it goes on behind the last batch, and leaves what is there."""
    monkeypatch.setattr(fill, "BATCH", 30)
    write("DELETE FROM core.list_words WHERE uid LIKE 'u1%%'")
    write("UPDATE core.list_words SET words = '''kept''' WHERE uid = 'u200'")
    steps = list(fill.FillWords().run(SimpleNamespace(checkpoint=None), {}))
    assert len(titles(INSIDER, "laka")) == 199
    assert rows("SELECT words::text FROM core.list_words WHERE uid = 'u200'")[0]["words"] == "'kept'"
    rest = list(fill.FillWords().run(SimpleNamespace(checkpoint=steps[-2].checkpoint), {}))
    assert len(rest) == 1 and rest[0].done == steps[-1].done
