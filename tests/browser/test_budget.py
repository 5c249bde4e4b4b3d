"""A resident on a telephone: an idea is written, supported by a neighbour, and the pages beside it are clean for axe."""

from tests.browser.axe import violations
from tests.site.participation.budget.editions_world import person

import pytest
import re


pytestmark = pytest.mark.browser

BOARD = "/wislany-grod/budzet-obywatelski"
EDITION = f"{BOARD}/budzet-obywatelski-2028"
VOTE = f"{BOARD}/budzet-obywatelski-2027"
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
    page.wait_for_load_state()
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


def test_a_ballot_and_its_receipt(visitor, live_site):
    """From the edition's page to a receipt found in the box, one hand on a telephone."""
    visitor.goto(live_site.url + VOTE)
    visitor.click("main nav >> text=Zagłosuj")
    visitor.click("text=PESEL")
    clean(visitor)
    who = person(4711)
    for name in ("given_name", "surname", "pesel"):
        visitor.fill(f"#vote-form [name={name}]", getattr(who, name))
    visitor.check("#who-statement")
    visitor.click("#vote-form button[type=submit]")
    clean(visitor)
    visitor.click("#vote-form button[type=submit]")  # nothing chosen: the reason stands in a summary
    assert "Wybierz co najmniej jeden projekt" in visitor.inner_text("main")
    clean(visitor)
    visitor.check("#vote-form fieldset input >> nth=0")
    visitor.click("#vote-form button[type=submit]")
    assert "Twój głos jest w urnie" in visitor.inner_text("h1")
    clean(visitor)
    receipt = visitor.inner_text("main p.lead code")
    visitor.click("main p.actions a")
    visitor.fill("main form [name=receipt]", receipt)
    visitor.click("main form button[type=submit]")
    assert re.search("przyjęty|w urnie", visitor.inner_text("main"))
    clean(visitor)


@pytest.mark.parametrize(
    "path",
    [
        EDITION,
        f"{WORKS}/@@realisation",
        f"{WORKS}/4-drzewa-na-ulicy-mlynskiej",
        WORKS,
        f"{WORKS}/@@project-map",
        f"{WORKS}/@@pool/miasto",
        f"{VOTE}/@@subscribe",
    ],
)
def test_public_pages(visitor, live_site, path):
    visitor.goto(live_site.url + path)
    clean(visitor)
