"""The thread clicked through: pages of the desk, their forms and what they refuse."""

from lxml import html
from tests.days import this_year
from world import LETTER
from world import PASSWORD

import pytest
import requests


class Browser:
    """A person with a browser without scripts."""

    def __init__(self, portal_url, user_id):
        self.base = portal_url
        self.session = requests.Session()
        self.session.auth = (user_id, PASSWORD)
        self.session.headers["Accept-Language"] = "pl"
        self.answer = None

    def open(self, path):
        url = path if path.startswith("http") else f"{self.base}/{path}"
        self.answer = self.session.get(url, timeout=60)
        if self.answer.headers["Content-Type"].startswith("text/html"):
            forms = [form for form in self.page.forms if form.method == "POST"]
            assert all("_authenticator" in form.fields for form in forms), self.answer.url
        return self

    @property
    def page(self):
        return html.fromstring(self.answer.text, base_url=self.answer.url)

    def fill(self, name, /, files=None, **values):
        """Send the form `name` of the open page with the values, as a person would.

        `files` are files by field, or pairs of both where a field takes several.
        """
        form = next(f for f in self.page.forms if f.fields.get("do") == name)
        data = {key: value or "" for key, value in form.form_values()}
        known = set(form.fields)
        assert set(values) <= known, set(values) - known
        data.update(values)
        given = files or {}
        parts = [(key, (None, value)) for key, value in data.items()]
        parts += given.items() if isinstance(given, dict) else given
        self.answer = self.session.post(form.action, files=parts, timeout=60)
        return self

    @property
    def text(self):
        return " ".join(self.page.text_content().split())


@pytest.fixture
def person(site):
    def make(user_id):
        return Browser(site.absolute_url(), user_id)

    return make


def test_the_thread_without_scripts(person):
    registry, head, clerk, manager = map(
        person, ("ewa.kancelaria", "jan.wojt", "anna.urbanista", "piotr.kierownik")
    )
    registry.open("gmina-lipnowo/@@register-letter")
    assert registry.answer.status_code == 200, registry.text[:2000]
    registry.fill("register", files={"file": ("wniosek.pdf", b"%PDF")}, **LETTER)
    assert registry.answer.status_code == 200, registry.text[:2000]
    assert f"RPW 1/{this_year()}" in registry.text
    letter_url = registry.answer.url
    assert "Podgląd: wniosek.pdf" in registry.text
    assert "1/" in registry.open("gmina-lipnowo/@@letters").text

    head.open(letter_url).fill("assign", assignee="anna.urbanista", disposition="do załatwienia")
    assert head.answer.status_code == 200
    assert "Anna Nowak" in head.text

    clerk.open("gmina-lipnowo/@@my-work")
    assert LETTER["title"] in clerk.text
    clerk.open(letter_url)
    uid = letter_url.split("/")[-2]
    clerk.open(f"gmina-lipnowo/@@open-case?letter={uid}")
    clerk.fill("open", org_id="gp", class_symbol="6730", term="inquiry")
    assert clerk.answer.status_code == 200, clerk.text[:3000]
    assert f"GP.6730.1.{this_year()}" in clerk.text
    case_url = clerk.answer.url

    clerk.fill(
        "document",
        files={"file": ("decyzja.docx", b"projekt")},
        title="Decyzja o warunkach zabudowy",
        document_kind="decyzja",
    )
    document_url = clerk.answer.url
    assert document_url != case_url
    # The first screen: whose, and what comes next, with the way there.
    clerk.open(case_url)
    assert "Anna Nowak" in clerk.page.xpath("//dl[@class='glance']")[0].text_content()
    assert clerk.page.xpath("//p[contains(@class, 'onward')]/a/@href") == [document_url]
    clerk.open(document_url)
    clerk.fill("version", files={"file": ("decyzja.docx", b"projekt 2")}, comment="po uwagach")
    assert "po uwagach" in clerk.text
    clerk.fill("submit", acceptor="piotr.kierownik")

    manager.open("gmina-lipnowo/@@my-work")
    assert "Decyzja o warunkach zabudowy" in manager.text
    manager.open(document_url).fill("accept")
    assert "Piotr Wilk, Kierownik" in manager.text

    clerk.open(case_url)
    options = clerk.page.xpath("//select[@name='decision']/option/@value")
    clerk.fill("close", decision=options[1], note="wydano decyzję")
    assert clerk.answer.status_code == 200, clerk.text[:2000]
    stages = clerk.page.xpath("//ol[contains(@class, 'route')]/li[@aria-current='step']")
    assert len(stages) == 1
    assert clerk.page.xpath("//section[@aria-labelledby='metryka']//tbody/tr")


def test_refused_form_keeps_words_and_names_fields(person):
    registry = person("ewa.kancelaria")
    registry.open("gmina-lipnowo/@@register-letter")
    registry.fill("register", **{**LETTER, "title": "", "street": "Długa"})
    assert registry.answer.status_code == 400
    summary = registry.page.xpath("//*[contains(@class, 'error-summary')]//a/@href")
    assert summary == ["#register-title"]
    field = registry.page.get_element_by_id("register-title")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "register-title-error"
    assert registry.page.get_element_by_id("register-street").value == "Długa"
    assert "1/20" not in registry.open("gmina-lipnowo/@@letters").text


def test_form_without_the_token_is_refused(site, person):
    registry = person("ewa.kancelaria")
    url = f"{site.absolute_url()}/gmina-lipnowo/@@register-letter"
    answer = registry.session.post(url, data={**LETTER, "do": "register"}, timeout=60)
    assert answer.status_code == 403
    assert "1/20" not in registry.open("gmina-lipnowo/@@letters").text


def test_blockers_are_all_shown(person, site):
    clerk = person("anna.urbanista")
    clerk.open("gmina-lipnowo/@@open-case")
    clerk.fill("open", title="Sprawa", org_id="gp", class_symbol="6730")
    case_url = clerk.answer.url
    clerk.fill("document", files={"file": ("a.txt", b"1")}, title="Notatka", document_kind="notatka")
    clerk.open(case_url).fill("close")
    assert clerk.answer.status_code == 409
    words = clerk.page.xpath("//*[contains(@class, 'error-summary')]//li")
    assert len(words) == 2


@pytest.mark.parametrize(
    ("user_id", "path", "seen"),
    [
        ("anna.urbanista", "@@letters", False),
        ("anna.urbanista", "@@register-letter", False),
        ("adam.obcy", "@@my-work", True),
        ("zofia.koordynator", "@@plans", True),
    ],
)
def test_who_sees_which_page(person, user_id, path, seen):
    browser = person(user_id).open(f"gmina-lipnowo/{path}")
    heading = browser.page.xpath("//main//h1")
    assert (browser.answer.status_code == 200 and bool(heading)) is seen


def test_what_forbids_an_import_is_told_before_two_hundred_warnings(person):
    """Each class of two or three figures has one below it alone, which is a warning; the last line is no category."""
    rows = ["symbol;haslo;kat_macierzysta;kat_inna;uszczegolowienie"]
    for main in range(10):
        rows.append(f"{main};Grupa {main};;;")
        for place in range(10):
            symbol = f"{main}{place}"
            rows += [f"{symbol};Klasa;;;", f"{symbol}0;Klasa;;;", f"{symbol}00;Klasa;B5;;"]
    rows[-1] = rows[-1].replace("B5", "C7")
    coordinator = person("zofia.koordynator").open("gmina-lipnowo/@@plans")
    coordinator.fill("preview", files={"file": ("jrwa.csv", "\n".join(rows).encode())})
    (part,) = coordinator.page.xpath("//section[@aria-labelledby='faults']")
    first = part.xpath(".//tbody/tr")[0].text_content()
    assert "9900" in first and "uniemożliwia wczytanie" in first
    said = " ".join(part.text_content().split())
    assert "Klas w pliku: 310. Pliku nie można wczytać; do poprawienia: 1." in said
    assert "200 z 201" in said
    good = "\n".join(rows).replace("C7", "B5").encode()
    coordinator.fill("preview", files={"file": ("jrwa.csv", good)})
    assert "Plik można wczytać; ostrzeżenia: 200." in " ".join(coordinator.page.text_content().split())


def test_plan_is_compared_then_imported_then_approved(person):
    from world import PLAN

    coordinator = person("zofia.koordynator").open("gmina-lipnowo/@@plans")
    changed = (PLAN + "69;Transport;B5;;\n").encode()
    coordinator.fill("preview", files={"file": ("jrwa.csv", changed)})
    assert (
        coordinator.page.xpath("//section[@aria-labelledby='changes']//tbody/tr/th")[0].text_content() == "69"
    )
    coordinator.fill("import", files={"file": ("jrwa.csv", changed)}, title="Nowy wykaz")
    assert "Nowy wykaz" in coordinator.text
    coordinator.fill("approve", basic_mode="ezd", valid_from=f"{this_year() + 1}-01-01")
    assert coordinator.answer.status_code == 200, coordinator.text[:1500]
    assert not [f for f in coordinator.page.forms if f.fields.get("do") == "approve"]
