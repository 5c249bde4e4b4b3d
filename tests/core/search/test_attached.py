"""Attached files are read behind the request: nothing is lost, and one bad file stops nobody."""

from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.sql import write
from infostrada.core.search import due
from infostrada.core.search import find
from infostrada.core.search.vector import ATTACHED
from infostrada.core.search.vector import OWN
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from plone import api
from plone.namedfile.file import NamedBlobFile
from tests.core.search.reading import Reading


DYING = """
import os, sys
from infostrada.core.reading import child
from infostrada.core.reading.extraction import Text
def extract(stream, kind, size):
    data = stream.read()
    if data == b"ZABIJ":
        os.abort()
    return Text(data.decode())
child.extract = extract
child.main()
"""


def titles(text: str) -> list[str]:
    return [hit.row["title"] for hit in find(text, principals()).hits]


def attach(container, title: str, data: bytes, content_type: str = "text/plain"):
    file = NamedBlobFile(data=data, filename="plik", contentType=content_type)
    return api.content.create(container, "File", title=title, file=file)


def later() -> None:
    """The time of the next attempt has come."""
    write("UPDATE core.fulltext_due SET due = now() - interval '1 s'")


def test_a_file_put_in_place_of_another_takes_its_words_away_at_once(site, reading):
    file = attach(site["lipnowo"], "Skan", "Młyn nad rzeką".encode())
    reading()
    assert titles("młyny") == ["Skan"]
    file.file = NamedBlobFile(data=b"Most", filename="plik", contentType="text/plain")
    file.reindexObject()
    assert titles("młyny") == []
    reading()
    assert titles("mosty") == ["Skan"]
    file.file = None
    file.reindexObject()
    assert titles("mosty") == []
    assert reading() == 0


def test_what_has_been_read_is_not_read_again(site, reading):
    file = attach(site["lipnowo"], "Skan", b"Most")
    assert reading() == 1
    file.title = "Skan poprawiony"
    file.reindexObject()
    assert reading() == 0
    assert titles("mosty") == ["Skan poprawiony"]
    assert due.again(everything=True) == 1
    assert reading() == 1


def test_words_of_files_go_with_their_object(site, reading):
    read, unread = (attach(site["lipnowo"], "Skan", word) for word in (b"Most", b"Kot"))
    reading()
    unread.file = NamedBlobFile(data=b"Pies", filename="plik", contentType="text/plain")
    unread.reindexObject()
    assert titles("mosty") == ["Skan"]
    assert due.standing()["waiting"] == 1
    for file in (read, unread):
        api.content.delete(file)
    assert titles("mosty") == []
    assert due.standing()["waiting"] == 0


def test_a_file_that_ends_its_reader_is_given_up_and_stops_no_other(site, monkeypatch):
    """The child is a script that dies at a certain file: what a library's fault or the kernel would do."""
    monkeypatch.setattr("infostrada.core.reading.reader.PROGRAM", ("-c", DYING))
    attach(site["lipnowo"], "Zły", b"ZABIJ")
    attach(site["lipnowo"], "Dobry", b"Most")
    with Reading() as reading:
        for attempt in range(due.ATTEMPTS):
            assert reading() == (2 if attempt == 0 else 1)
            assert titles("mosty") == ["Dobry"]
            later()
        assert reading() == 0
    (given_up,) = due.standing()["given_up"]
    assert given_up["reason"] == "died"
    assert given_up["path"].endswith("/zly")
    assert due.again() == 1
    assert due.standing()["waiting"] == 1


def test_a_file_without_end_is_stopped(site, monkeypatch):
    monkeypatch.setattr("infostrada.core.reading.reader.PROGRAM", ("-c", "import time; time.sleep(600)"))
    attach(site["lipnowo"], "Bez końca", b"Most")
    with Reading(patience=0.3) as reading:
        reading()
    assert write("SELECT reason FROM core.fulltext_due") == [{"reason": "timeout"}]


def test_rows_ahead_of_their_object_are_looked_at_again_in_a_moment(site, reading):
    """SQL commits first: for a moment, or after a crash, the row names files the object does not have."""
    file = attach(site["lipnowo"], "Skan", b"Most")
    pending.flush()
    write("UPDATE core.fulltext SET files = '1:other' WHERE files IS NOT NULL")
    assert reading() == 1
    soon = "SELECT reason, attempts, due < clock_timestamp() + interval '3 s' AS soon FROM core.fulltext_due"
    assert write(soon) == [{"reason": "changed", "attempts": 1, "soon": True}]
    file.title = "Skan drugi"
    file.reindexObject()
    assert reading() == 1
    assert titles("mosty") == ["Skan drugi"]


def test_text_of_any_size_fits_the_row(site):
    """PostgreSQL refuses a vector over a megabyte: two full ones of long words have to fit together."""
    words = " ".join(f"{'ż' * 60}{number:04d}" for number in range(9_999))
    both = write(
        "SELECT length(%(own)s::tsvector || %(attached)s::tsvector) AS words",
        {
            "own": vector([Part("C", words)], OWN),
            "attached": vector([Part("D", words.replace("ż", "ó"))], ATTACHED),
        },
    )
    assert both[0]["words"] > 5_000
