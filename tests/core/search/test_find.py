"""Objects are found by their titles, texts and attachments, by those who may find them."""

from DateTime import DateTime
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.core.record.sql import write
from infostrada.core.search import due
from infostrada.core.search import find
from infostrada.core.search import finding
from infostrada.core.search import matching
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from runpy import run_path

import io
import pytest
import zipfile


NOBODY = Principals(tokens=("Anonymous",), ids=())


def titles(text: str, **options) -> list[str]:
    return [hit.row["title"] for hit in find(text, principals(), **options).hits]


@pytest.fixture
def maker(top):
    """The demo letters' own PDF and DOCX writers."""
    return run_path(str(top / "profiles" / "demo" / "letters" / "make.py"))


def attach(container, name: str, data: bytes, content_type: str):
    file = NamedBlobFile(data=data, filename=name, contentType=content_type)
    return api.content.create(container, "File", title=f"Załącznik {name}", file=file)


def test_titles_answer_in_any_form_and_without_diacritics(site):
    api.content.create(site["lipnowo"], "sheet", title="Uchwały rady w sprawie szkół")
    for question in ("uchwała", "uchwałą", "uchwala", "SZKOLA", "szkołom rada"):
        assert titles(question) == ["Uchwały rady w sprawie szkół"], question
    assert titles("uchwała most") == []


def test_texts_answer_and_titles_come_first(site):
    text = RichTextValue("<p>Remont <b>mostu</b> na Wiśle</p>", "text/html", "text/html")
    api.content.create(site["lipnowo"], "sheet", title="Zamówienia", text=text)
    api.content.create(site["lipnowo"], "sheet", title="Mosty")
    assert titles("moście") == ["Mosty", "Zamówienia"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("pismo.pdf", "application/pdf"), ("pismo.docx", None), ("pismo.txt", "text/plain")],
)
def test_attachments_answer(site, maker, reading, name, kind):
    words = "Wniosek o usunięcie kasztanowców"
    writers = {"pismo.pdf": maker["pdf"], "pismo.docx": maker["word"]}
    data = writers[name]("Nagłówek", words) if name in writers else words.encode()
    attach(site["rypin"], name, data, kind or f"application/{maker['DOCX_TYPE']}")
    assert titles("kasztanowiec") == []
    assert reading() == 1
    assert titles("kasztanowiec") == [f"Załącznik {name}"]


def test_odt_answers(site, reading):
    packed = io.BytesIO()
    namespace = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    with zipfile.ZipFile(packed, "w") as archive:
        body = f'<doc xmlns:text="{namespace}"><text:p>Zgoda <text:span>wójta</text:span></text:p></doc>'
        archive.writestr("content.xml", body)
    attach(site["rypin"], "zgoda.odt", packed.getvalue(), "application/vnd.oasis.opendocument.text")
    reading()
    assert titles("wójtowie") == ["Załącznik zgoda.odt"]


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"", b"%PDF-" + bytes(64)])
def test_broken_files_have_no_text_and_stop_nobody(site, reading, data):
    broken = attach(site["rypin"], "popsuty.pdf", b"", "application/pdf")
    # Put in past the check of what comes in: a record keeps what a sender sent.
    broken.file = NamedBlobFile(data=data, filename="popsuty.pdf", contentType="application/pdf")
    broken.reindexObject()
    reading()
    assert titles("załącznik") == ["Załącznik popsuty.pdf"]
    assert due.standing() == {"waiting": 0, "given_up": []}


def test_private_objects_are_found_by_nobody_else(site):
    sheet = api.content.create(site["lipnowo"], "sheet", title="Tajna narada")
    assert titles("narady") == ["Tajna narada"]
    assert find("narady", NOBODY).total == 0
    api.content.transition(sheet, "publish")
    assert find("narady", NOBODY).total == 1


def test_right_granted_as_a_row_opens_the_search(site):
    from infostrada.core.record.grants import grant
    from infostrada.core.record.grants import register_right
    from infostrada.core.record.interfaces import IGrantScope
    from zope.interface import alsoProvides

    register_right("read", ("Reader",))
    binder = api.content.create(site["lipnowo"], "binder", title="Teczka")
    alsoProvides(binder, IGrantScope)
    sheet = api.content.create(binder, "sheet", title="Notatka z oględzin")
    sheet.reindexObject()
    helena = Principals(tokens=("Authenticated", "user:helena"), ids=("helena",))
    assert find("oględziny", helena).total == 0
    grant(binder, "helena", "read")
    assert [hit.row["title"] for hit in find("oględziny", helena).hits] == ["Notatka z oględzin"]


def test_below_types_and_paging(site):
    for number in range(5):
        api.content.create(site["lipnowo"], "sheet", title=f"Droga {number}")
    api.content.create(site["rypin"], "binder", title="Drogi")
    lipnowo = "/".join(site["lipnowo"].getPhysicalPath())
    assert len(titles("dróg", below=lipnowo)) == 5
    assert titles("dróg", types=["binder"]) == ["Drogi"]
    pages = [titles("dróg", start=start, size=4) for start in (0, 4)]
    assert len({*pages[0], *pages[1]}) == 6


# From the index and then from the person's side; from there at once; from the index alone.
@pytest.mark.parametrize(("wide", "small"), [(1, 0), (3, 0), (1, 2), (100, 0)])
def test_common_words_are_answered_whatever_the_window(site, monkeypatch, wide, small):
    """A full window that holds too little for somebody is not the end: the own texts are looked up at last."""
    monkeypatch.setattr(matching, "WIDE", wide)
    monkeypatch.setattr(matching, "SMALL", small)
    folder = site["lipnowo"]
    api.content.transition(folder, "publish")
    for number in range(6):
        sheet = api.content.create(folder, "sheet", title=f"Narada {number}")
    api.content.transition(sheet, "publish")
    pending.flush()
    write("ANALYZE core.fulltext")
    assert [hit.row["title"] for hit in find("narady", NOBODY).hits] == ["Narada 5"]
    assert find("narady", NOBODY).total == 1
    found = find("narady", principals(), size=4)
    assert (len(found.hits), found.total, found.more) == (4, 6, False)
    behind = find("narady", principals(), start=4, size=4)
    assert (len(behind.hits), behind.total) == (2, 6)
    assert find("narady", principals(), start=8, size=4).total == 6
    assert find("narady", NOBODY, types=["binder"]).total == 0


def test_the_newest_texts_with_a_common_word_do(site, monkeypatch):
    """Of more than anybody counts, those written last are ranked; the index of words is not asked."""
    made = [api.content.create(site["lipnowo"], "sheet", title=f"Narada {number}") for number in range(8)]
    pending.flush()
    newest = {"uids": [each.UID() for each in made[5:]]}
    write("UPDATE core.record SET written = now() - interval '1 day' WHERE uid <> ALL(%(uids)s)", newest)
    write("ANALYZE core.fulltext")
    for name, value in (("WIDE", 6), ("JUDGED", 4)):
        monkeypatch.setattr(matching, name, value)
    monkeypatch.setattr(finding, "COUNTED", 2)
    indexed = matching._indexed
    monkeypatch.setattr(matching, "_indexed", None)
    found = find("narady", principals())
    assert (found.total, found.more) == (2, True)
    assert {hit.row["title"] for hit in found.hits} == {"Narada 5", "Narada 6", "Narada 7"}
    # Nobody else has such a share of the newest that walking would be worth while.
    monkeypatch.setattr(matching, "_indexed", indexed)
    api.content.transition(site["lipnowo"], "publish")
    api.content.transition(made[0], "publish")
    assert [hit.row["title"] for hit in find("narady", NOBODY).hits] == ["Narada 0"]


def test_what_is_not_yet_published_waits(site):
    sheet = api.content.create(site["lipnowo"], "sheet", title="Komunikat o powodzi")
    sheet.effective_date = DateTime() + 1
    sheet.reindexObject()
    assert titles("powódź") == []
    assert titles("powódź", inactive=True) == ["Komunikat o powodzi"]


def test_renamed_and_deleted_objects_follow(site):
    sheet = api.content.create(site["lipnowo"], "sheet", title="Petycja")
    sheet.title = "Skarga"
    sheet.reindexObject()
    assert titles("petycji") == []
    assert titles("skargę") == ["Skarga"]
    api.content.delete(sheet)
    assert titles("skargę") == []


def test_excerpt_marks_the_words_found(site):
    text = "Wstęp. " * 60 + "Rada zatwierdziła uchwały o podatkach od nieruchomości." + " Koniec." * 60
    value = RichTextValue(f"<p>{text}</p>", "text/html", "text/html")
    api.content.create(site["lipnowo"], "sheet", title="Sprawozdanie", text=value)
    (hit,) = find("uchwała podatek", principals()).hits
    assert [piece.text for piece in hit.excerpt if piece.marked] == ["uchwały", "podatkach"]
    assert len("".join(piece.text for piece in hit.excerpt)) < 260


@pytest.mark.parametrize("text", ["", "  ", "'", "a' | 'b", "\\", "&!()<->:*", "x" * 5000, "ą" * 300])
def test_odd_questions_are_harmless(site, text):
    assert find(text, principals()).total == 0


def test_question_of_many_words_is_cut(site):
    api.content.create(site["lipnowo"], "sheet", title=" ".join(["most"] * 3))
    assert titles("most " * 500) == ["most most most"]


def test_visitors_find_published_objects_only(site):
    folder = site["lipnowo"]
    api.content.create(folder, "sheet", title="Projekt budżetu")
    open_sheet = api.content.create(folder, "sheet", title="Budżet")
    api.content.transition(folder, "publish")
    api.content.transition(open_sheet, "publish")
    assert [hit.row["title"] for hit in find("budżetowi", NOBODY).hits] == ["Budżet"]
