"""The bulletin clicked through: what everybody reads, and the editor's forms, without scripts."""

from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.documents import operations as documents
from infostrada.site.records.upload import Upload
from lxml import html
from tests.site.records.world import PASSWORD

import pytest
import requests
import transaction


ENTRY = {
    "title": "Wykaz nieruchomości do dzierżawy",
    "description": "Dwie działki w Borku.",
    "body": "Wykaz wywiesza się na 21 dni.",
    "content_author": "Jan Dąbrowski, Wójt",
    "created_on": "2026-11-20",
}


class Browser:
    """A person with a browser without scripts; a visitor when no login is given."""

    def __init__(self, base, user_id=None):
        self.base = base
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "pl"
        if user_id:
            self.session.auth = (user_id, PASSWORD)

    def open(self, path=""):
        url = path if path.startswith("http") else f"{self.base}{path}"
        return self._read(self.session.get(url, timeout=60))

    def send(self, files=None, **values):
        """Send the form of the page as it stands, with these values put in."""
        form = next(form for form in self.page.forms if "form" in form.classes)
        assert set(values) <= set(form.fields)
        data = {**{key: value or "" for key, value in form.form_values()}, **values}
        parts = {key: (None, value) for key, value in data.items() if key != "files:list"}
        parts.update(files or {})
        return self._read(self.session.post(form.action, files=parts, timeout=60))

    def _read(self, answer):
        self.url, self.status = answer.url, answer.status_code
        self.page = html.fromstring(answer.text, base_url=answer.url)
        self.text = " ".join(self.page.text_content().split())
        return self

    def links(self, words):
        """Addresses of the links with these words."""
        found = self.page.xpath("//a")
        return [link.get("href") for link in found if " ".join(link.text_content().split()) == words]


@pytest.fixture
def bulletin_url(served):
    return f"{served.unit.absolute_url()}/bip"


@pytest.fixture
def visitor(bulletin_url):
    return Browser(bulletin_url)


@pytest.fixture
def editor(bulletin_url):
    return Browser(bulletin_url, "maria.bip")


def test_bip_01_an_empty_bulletin_has_what_the_regulation_wants(visitor):
    """Par. 11 of the regulation of 18 January 2007: mark, editor, search, instructions, subject menu."""
    for path in (
        "",
        "/obwieszczenia",
        "/@@changes",
        "/@@find-entries",
        "/@@archive",
        "/@@visits",
        "/rejestr/umowy",
    ):
        visitor.open(path)
        assert visitor.status == 200
        assert visitor.page.xpath("//main//a[@href='https://www.gov.pl/bip']//*[name()='svg']")
        assert "Maria Redaktor" in visitor.text and "56 123 45 67" in visitor.text
        assert "Jak korzystać z biuletynu" in visitor.text
        assert visitor.page.xpath("//form[@role='search']")
        loaded = visitor.page.xpath(
            "//script/@src | //link[@rel='stylesheet']/@href | //img/@src | //iframe/@src"
        )
        assert all(address.startswith(("/", visitor.base.split("/plone")[0])) for address in loaded), loaded
        assert {"Podmiot", "Działalność", "Informacje"} <= set(visitor.page.xpath("//h2/text()|//h3/text()"))


def test_from_the_draft_to_the_tombstone(editor, visitor):
    editor.open("/petycje")
    editor.open(editor.links("Napisz wpis")[0])
    editor.send(files={"files:list": ("wykaz.txt", "Działki 12/3 i 12/4".encode(), "text/plain")}, **ENTRY)
    assert editor.status == 200 and "To jest szkic" in editor.text
    entry_url = editor.url
    assert ENTRY["title"] not in visitor.open("/petycje").text
    assert visitor.open(entry_url).page.xpath("//input[@name='__ac_password']")

    editor.open(editor.links("Opublikuj")[0]).send()
    for path in ("", "/petycje", "/@@changes"):
        assert ENTRY["title"] in visitor.open(path).text
    assert "Opublikowano" in visitor.text
    visitor.open(entry_url)
    assert visitor.status == 200
    assert "Opublikował Maria Redaktor" in visitor.text
    assert visitor.links("wykaz.txt (TXT, 1 kB)")
    assert not visitor.links("Wycofaj")

    editor.open(entry_url).open(editor.links("Zmień")[0])
    assert editor.send(reason="").status == 400
    assert editor.page.xpath("//*[contains(@class, 'error-summary')]//a/@href") == ["#form-reason"]
    editor.send(body="Wykaz wywiesza się na 30 dni.", reason="Omyłka pisarska")
    assert "30 dni" in visitor.open(entry_url).text and "Omyłka pisarska" in visitor.text

    editor.open(entry_url).open(editor.links("Wycofaj")[0])
    editor.send(reason="Wykaz nieaktualny")
    visitor.open(entry_url)
    assert visitor.status == 200
    assert "Ten wpis wycofano" in visitor.text and "Wykaz nieaktualny" in visitor.text
    assert "30 dni" not in visitor.text and "wykaz.txt" not in visitor.text
    rows = visitor.open("/@@changes").page.xpath("//tbody/tr/td[1]/text()")
    assert rows == ["Wycofano", "Zmieniono", "Opublikowano"]


def test_the_gate_names_the_spot(editor):
    editor.open("/petycje/@@write").send(**{**ENTRY, "body": "PESEL 85031419511"})
    editor.open(editor.links("Opublikuj")[0]).send()
    assert editor.status == 400
    assert "numer PESEL" in editor.text and "85…1" in editor.text
    assert editor.page.get_element_by_id("form-confirmation").get("aria-invalid") == "true"


@pytest.fixture
def document_url(served):
    """A document of a case, accepted."""
    with served.acting("anna.urbanista"):
        case = open_case(served.unit, Opening("Warunki zabudowy", "gp", "6730"))
        draft = documents.Draft("Decyzja o warunkach zabudowy", "decyzja")
        document = documents.add_document(case, draft, Upload("d.txt", b"Oryginal", "text/plain"))
        documents.submit_document(document, "piotr.kierownik")
    with served.acting("piotr.kierownik"):
        documents.accept_document(document)
    transaction.commit()
    return document.absolute_url()


def test_an_accepted_document_leads_to_the_bulletin(bulletin_url, document_url):
    clerk = Browser(bulletin_url, "anna.urbanista").open(f"{document_url}/view")
    clerk.open(clerk.links("Opublikuj w BIP")[0])
    assert clerk.page.get_element_by_id("form-title").get("value") == "Decyzja o warunkach zabudowy"
    clerk.send(section="obwieszczenia", body="Ustala się warunki zabudowy.")
    assert clerk.status == 200 and "To jest szkic" in clerk.text
    assert not clerk.links("Opublikuj")


def test_the_unit_leads_to_its_bulletin(served, visitor, bulletin_url):
    visitor.open(served.unit.absolute_url())
    assert visitor.page.xpath("//header//a[contains(., 'Biuletyn Informacji Publicznej')]/@href")[0] == (
        bulletin_url
    )
    assert visitor.page.xpath("//main//a[contains(., 'Biuletyn Informacji Publicznej')]/@href") == [
        bulletin_url
    ]


def test_forms_are_for_the_bulletins_people(bulletin_url, visitor):
    for person in (visitor, Browser(bulletin_url, "anna.urbanista")):
        assert not person.open("/petycje/@@write").page.xpath("//*[@name='body']")
