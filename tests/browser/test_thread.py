"""One letter's way through the real product, page by page, each person in a browser of their own."""

from tests.browser.axe import violations
from tests.browser.people import Person
from urllib.parse import quote

import json
import pytest
import re


pytestmark = pytest.mark.browser

UNIT = "gmina-lipnowo"
TITLE = "Wniosek o odroczenie płatności za zajęcie pasa drogowego ulicy Wierzbowej"
ENTRY = "Decyzja o odroczeniu płatności za zajęcie pasa drogowego ulicy Wierzbowej"
SUMMARY = "Wójt odroczył płatność opłaty za zajęcie pasa drogowego do końca roku."
SENDER = "Spółdzielnia Wierzba"
CLASS = "641"
PARCEL = "049901_2.0002.12"


def pdf(text: str) -> bytes:
    """A one-page PDF with a text layer."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 6\n0000000000 65535 f \n%btrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(body))
    )


def file(name: str, text: str) -> dict:
    """A PDF as a file field takes it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(text)}


class Clerk(Person):
    """A person of the office; pages are reached as people reach them, by the desk's bar and links."""

    prefix = "thread"

    def __init__(self, live_site, chromium, gallery, who: str) -> None:
        super().__init__(chromium, gallery, f"{live_site.url}/{UNIT}", *live_site.login(who))
        self.page.goto(self.unit)

    def desk(self, label: str) -> None:
        """Follow a link of the desk's bar."""
        bar = self.page.get_by_role("navigation", name="Biurko").filter(visible=True)
        bar.get_by_role("link", name=label, exact=True).click()


@pytest.fixture
def person(live_site, chromium, gallery):
    """Log a person in."""
    people = []

    def person(who):
        people.append(Clerk(live_site, chromium, gallery, who))
        return people[-1]

    yield person
    for one in people:
        one.leave()


@pytest.fixture
def reader(live_site, chromium):
    """Somebody with a telephone who is not logged in."""
    context = chromium.new_context(locale="pl-PL", viewport={"width": 360, "height": 780})
    yield context.new_page()
    context.close()


def test_thread(person, reader, live_site, gallery):
    anna = person("anna.cichon")
    letter, number = register(anna)
    kmiec = person("stanislaw.kmiec")
    hand_over(kmiec, letter)
    magda = person("magda.kurek")
    case = open_case(magda, number)
    document = write_decision(magda)
    accept(person("robert.gajda"))
    settle(magda, case)
    entry = propose(magda, document)
    publish(anna, entry)
    read(reader, live_site, gallery, entry)
    answer = json.loads(live_site.get(entry.removeprefix(live_site.url), "application/json")[1])
    assert answer["title"] == ENTRY
    assert [item["filename"] for item in answer["files"]] == ["decyzja-jawna.pdf"]
    for private in (letter, case, document):
        status, _body = live_site.get(private.removeprefix(live_site.url), "application/json")
        assert status == 401


def register(anna) -> tuple[str, str]:
    """The registrar registers the letter; returns its address and RPW number."""
    anna.desk("Rejestr pism")
    anna.seen("register")
    anna.desk("Zarejestruj pismo")
    anna.seen("register-letter")
    anna.send(
        "register",
        title=TITLE,
        sender_org_name=SENDER,
        postal_code="09-999",
        city="Lipnowo",
        street="Wierzbowa",
        building="4",
        letter_date="2026-11-20",
        delivery_method="list polecony",
        document_kind="podanie/wniosek",
        file=file("wniosek.pdf", "Prosimy o odroczenie"),
        attachment=file("plan.pdf", "Plan sytuacyjny"),
    )
    number = re.search(r"RPW (\d+/\d{4})", anna.text())
    assert number, anna.text()
    assert "wniosek.pdf" in anna.text()
    assert "plan.pdf" in anna.text()
    anna.seen("letter-registered")
    return anna.page.url, number.group(1)


def hand_over(kmiec, letter: str) -> None:
    """The head gives the letter to the clerk."""
    kmiec.desk("Rejestr pism")
    kmiec.page.get_by_role("row", name=TITLE).get_by_role("link").first.click()
    assert kmiec.page.url == letter
    kmiec.send(
        "assign", assignee="magda.kurek", due_on="2026-12-10", instruction="Proszę o pilne załatwienie."
    )
    assert "Magda" in kmiec.text()
    kmiec.seen("letter-assigned")


def open_case(magda, number: str) -> str:
    """The clerk finds the letter in her work and opens a case; returns its address."""
    magda.desk("Moja praca")
    assert number in magda.text()
    magda.seen("my-work")
    magda.follow(TITLE)
    magda.follow("Załóż sprawę")
    magda.seen("open-case")
    magda.send("open", class_symbol=CLASS, term="inquiry", description="Odroczenie opłaty.")
    sign = re.search(rf"[A-Z]+\.{CLASS}\.\d+\.\d{{4}}", magda.text())
    assert sign, magda.text()
    magda.seen("case-opened")
    return magda.page.url


def write_decision(magda) -> str:
    """A document, its second version, sent for acceptance; returns its address."""
    magda.send("document", title=ENTRY, document_kind="decyzja", file=file("decyzja.pdf", "Projekt"))
    document = magda.page.url
    magda.send("version", file=file("decyzja.pdf", "Decyzja"), comment="Po uwagach radcy")
    assert "Po uwagach radcy" in magda.text()
    magda.send("submit", acceptor="robert.gajda")
    magda.seen("document-submitted")
    return document


def accept(robert) -> None:
    """The head of the department accepts."""
    robert.desk("Moja praca")
    robert.seen("to-accept")
    robert.follow(ENTRY)
    robert.send("accept")
    assert "Robert Gajda" in robert.text()
    robert.seen("document-accepted")


def settle(magda, case: str) -> None:
    """The clerk settles the case with the decision."""
    magda.desk("Sprawy")
    magda.seen("cases")
    magda.page.goto(case)
    magda.send("close", decision=ENTRY, note="Odroczono")
    magda.seen("case-settled")


def propose(magda, document: str) -> str:
    """The clerk writes the entry with a rendition for the public; returns its address."""
    magda.page.goto(document)
    magda.follow("Opublikuj w BIP")
    magda.seen("publish-in-bulletin")
    form = magda.page.locator("#main form")
    magda.fill(
        form,
        {
            "section": "dokumenty-urzedowe",
            "title": ENTRY,
            "description": SUMMARY,
            "body": "Opłata jest płatna do 31 grudnia.",
            "content_author": "Robert Gajda",
            "created_on": "2026-11-22",
            "files": file("decyzja-jawna.pdf", "Decyzja, wersja jawna"),
        },
    )
    form.locator("button[type=submit]").click()
    magda.seen("entry-draft")
    return magda.page.url.removesuffix("/view")


def publish(editor, entry: str) -> None:
    """The editor publishes the entry and links it to a parcel."""
    editor.page.goto(entry)
    editor.page.locator("#main a[href$='@@publish-entry']").click()
    editor.page.locator("#main form button[type=submit]").click()
    editor.page.locator("#main a[href$='@@places']").click()
    editor.page.locator("#main").get_by_role("textbox", name="Działki i inne miejsca").fill(PARCEL)
    editor.page.locator("#main").get_by_role("button", name="Zapisz").click()
    assert PARCEL in editor.text()
    editor.seen("entry-published")


def read(reader, live_site, gallery, entry: str) -> None:
    """Anybody finds the entry by another form of its words, reads it and sees where it is."""
    reader.goto(f"{live_site.url}/{UNIT}/@@search?SearchableText={quote('decyzjami o odroczeniach')}")
    reader.locator("#main").get_by_role("link", name=ENTRY).first.click()
    reader.wait_for_load_state()
    assert reader.url.removesuffix("/view") == entry
    text = reader.locator("#main").inner_text()
    assert SUMMARY in text
    assert PARCEL in text
    assert SENDER not in text
    on_the_map(reader, live_site, gallery, entry)
    reader.wait_for_selector("[data-geo-map] canvas")
    assert violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    gallery.keep(reader, "thread-entry-360")
    with reader.expect_download() as saving:
        reader.evaluate("() => document.querySelector('a[href*=public-file]').setAttribute('download', '')")
        reader.locator("a[href*=public-file]").click()
    assert saving.value.path().read_bytes() == pdf("Decyzja, wersja jawna")


def on_the_map(reader, live_site, gallery, entry: str) -> None:
    """The map of the unit names the entry and its parcel in a list that fits a telephone, and leads to it."""
    reader.goto(f"{live_site.url}/{UNIT}/@@map")
    reader.wait_for_selector("[data-geo-map] canvas")
    row = reader.locator(".geo-twins tbody tr").filter(has=reader.locator(f"a[href='{entry}']"))
    assert ENTRY in row.inner_text()
    assert PARCEL in row.inner_text()
    box = row.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(reader) == []
    gallery.keep(reader, "thread-map-360")
    row.get_by_role("link").click()
    reader.wait_for_url(f"{entry}**")
