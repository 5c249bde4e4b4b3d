"""A resident on a telephone: an idea is written, supported by a neighbour, and the pages beside it are clean for axe."""

from tests.browser.test_public_look import violations

import pytest
import re


pytestmark = pytest.mark.browser

BOARD = "/wislany-grod/budzet-obywatelski"
EDITION = f"{BOARD}/budzet-obywatelski-2028"
WORKS = f"{BOARD}/budzet-obywatelski-2026"
TEXTS = {
    "title": "Zegar słoneczny", "summary": "Zegar na rynku.", "body": "Zegar z kamienia, który nie potrzebuje prądu.",
    "place": "Rynek", "author": "Osoba Zmyślona", "email": "osoba@example.invalid", "parcel": "049963_1.0001.494",
}  # fmt: skip


@pytest.fixture(scope="module")
def visitor(live_site, chromium):
    context = chromium.new_context(locale="pl-PL", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def clean(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


def test_an_idea_and_its_first_supporter(visitor, live_site):
    visitor.goto(f"{live_site.url}{EDITION}/@@propose")
    for name, value in TEXTS.items():
        visitor.fill(f"#form-{name}", value)
    visitor.get_by_label("drzewo z posadzeniem").fill("2")
    visitor.click("button[value=count]")
    assert "Szkic zapisany" in visitor.inner_text("main")
    assert re.search(r"3\s200\szł", visitor.inner_text("#form-lines"))
    assert "Teren należy do gminy" in visitor.inner_text("main")
    clean(visitor)
    shared = re.search(r"http\S+/@@support/[0-9a-f]{32}", visitor.inner_text("main"))[0]
    visitor.goto(f"{shared}?method=pesel")
    visitor.fill("#form-given_name", "Jan")
    visitor.fill("#form-surname", "Zmyślony")
    visitor.fill("#form-pesel", "44051401458")  # the example of the ministry
    visitor.check("#form-statement")
    visitor.click("button[value=who]")
    assert "Twoje poparcie zostało zapisane" in visitor.inner_text("main")
    clean(visitor)


@pytest.mark.parametrize("path", [EDITION, f"{WORKS}/@@realisation", f"{WORKS}/4-drzewa-na-ulicy-mlynskiej"])
def test_public_pages(visitor, live_site, path):
    visitor.goto(live_site.url + path)
    clean(visitor)
