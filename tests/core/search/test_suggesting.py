"""Mistyped words: how far they are, what they are taken for, and that private texts lend no word."""

from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.sql import write
from infostrada.core.search import find
from infostrada.core.search import vocabulary
from infostrada.core.search.suggesting import distance
from infostrada.core.search.suggesting import slips
from infostrada.core.search.vocabulary import learn
from plone import api

import pytest


NOBODY = Principals(tokens=("Anonymous",), ids=())


@pytest.mark.parametrize(
    ("one", "other", "slips_made"),
    [
        ("uchwala", "uchwala", 0),
        ("uchwla", "uchwala", 1),  # left out
        ("uchwaala", "uchwala", 1),  # put in
        ("uchwaka", "uchwala", 1),  # exchanged
        ("uchawla", "uchwala", 1),  # swapped with the next
        ("most", "kosz", 2),
        ("ca", "abc", 3),  # optimal string alignment: no part is changed twice
    ],
)
def test_slips_are_counted(one, other, slips_made):
    assert distance(one, other, 3) == distance(other, one, 3) == slips_made
    assert distance(one, other, slips_made - 1) == slips_made if slips_made else True


def test_longer_words_bear_more_slips():
    assert [slips(word) for word in ("most", "uchwala", "rozporzadzenie")] == [1, 2, 3]


def test_words_of_a_text():
    assert vocabulary.words_of("Uchwała nr XIX/1/26 z dnia 5 marca, b. ważna") == {
        "uchwała",
        "dnia",
        "marca",
        "ważna",
    }


def taught():
    pending.flush()
    learn()


def answer(question):
    found = find(question, NOBODY, forgiving=True)
    return found.meant, [hit.row["title"] for hit in found.hits]


def known():
    return {row["word"] for row in write("SELECT word FROM core.search_word")}


def public(container, title):
    sheet = api.content.create(container, "sheet", title=title)
    sheet.manage_permission("Access contents information", ["Anonymous"], acquire=False)
    sheet.manage_permission("View", ["Anonymous"], acquire=False)
    sheet.reindexObject()
    return sheet


def test_a_mistyped_question_is_answered_as_it_was_meant(site):
    public(site["lipnowo"], "Uchwała w sprawie oczyszczalni ścieków")
    taught()
    assert answer("uchawła oczyszczlni") == (
        "uchwała oczyszczalni",
        ["Uchwała w sprawie oczyszczalni ścieków"],
    )
    assert answer("sciekow")[0] is None and answer("sciekow")[1], "no slip, only without diacritics"
    assert answer("uchwała zzzzzz") == (None, [])
    assert answer("uchawła zzzzzz") == (None, []), "half a repair finds nothing"


def test_private_words_are_never_suggested(site):
    hidden = api.content.create(site["lipnowo"], "sheet", title="Kowalewicz przeciwko gminie")
    hidden.manage_permission("Access contents information", ["Manager"], acquire=False)
    hidden.reindexObject()
    shown = public(site["lipnowo"], "Zarządzenie wójta")
    taught()
    assert not write("SELECT word FROM core.search_word WHERE word LIKE 'kowal%%'")
    assert answer("kowalewcz") == (None, [])
    # What was public and is no longer lends no word at once, and has none left after the next pass.
    assert answer("zarzadznie")[0] == "zarządzenie"
    shown.manage_permission("Access contents information", ["Manager"], acquire=False)
    shown.reindexObject()
    assert answer("zarzadznie") == (None, [])
    assert write("SELECT word FROM core.search_word WHERE word = 'zarządzenie'")
    write("UPDATE core.search_round SET began = '1970-01-01', place = NULL")
    taught()
    assert not write("SELECT word FROM core.search_word WHERE word = 'zarządzenie'")


def test_many_private_records_are_looked_at_once(site, monkeypatch):
    """However few texts are public, a step ends and the next goes on behind it."""
    monkeypatch.setattr(vocabulary, "WINDOW", 3)
    for number in range(8):
        hidden = api.content.create(site["lipnowo"], "sheet", title=f"Kowalewicz {number}")
        hidden.manage_permission("Access contents information", ["Manager"], acquire=False)
        hidden.reindexObject()
    shown = public(site["lipnowo"], "Zarządzenie wójta")
    pending.flush()
    # Written in this order, long enough ago for nobody to write before them.
    write(
        "UPDATE core.record SET written = now() - interval '1 hour' WHERE uid <> %(uid)s",
        {"uid": shown.UID()},
    )
    write(
        "UPDATE core.record SET written = now() - interval '30 minutes' WHERE uid = %(uid)s",
        {"uid": shown.UID()},
    )
    write("INSERT INTO core.search_round (began, seen) VALUES (now(), now() - interval '2 hours')")
    learn()
    (after,) = write("SELECT seen = now() - interval '1 hour' AS old FROM core.search_round")
    assert after["old"] and known() == {"plone", "site"}
    learn()
    assert write("SELECT seen = now() - interval '30 minutes' AS new FROM core.search_round") == [
        {"new": True}
    ]
    assert known() == {"plone", "site", "zarządzenie", "wójta"}
    # The daily pass comes to its end in as many steps as there are records, and forgets what is public no more.
    write("INSERT INTO core.search_word (word, plain, objects, round) VALUES ('dawne', 'dawne', 1, 0)")
    write("UPDATE core.search_round SET began = '1970-01-01'")
    (held,) = write("SELECT count(*) AS many FROM core.record")
    for _ in range(held["many"] // 3 + 1):
        assert "dawne" in known()
        learn()
    assert known() == {"plone", "site", "zarządzenie", "wójta"}
    assert write("SELECT place FROM core.search_round") == [{"place": None}]
