"""Editions, the log's chain, planning and exclusion as a person sees them."""

from infostrada.core.sql import reader
from infostrada.site.bip import operations
from infostrada.site.bip.chain.browser import RECIPE
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_pages import Browser
from tests.site.records.exchange import Client
from tests.site.records.world import PASSWORD

import pytest
import subprocess
import sys
import transaction


@pytest.fixture
def changed(served):
    """A public entry with a visible and a hidden edition behind it."""
    section = served.unit["bip"]["obwieszczenia"]
    with served.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(kind="notice"))
        operations.publish_entry(entry)
        operations.change_entry(entry, {"body": "Ustala się inne warunki.", "files": ()}, "Sprostowanie")
        operations.change_entry(entry, {"title": "Inny tytuł"}, "Drugie sprostowanie")
        operations.change_entry(entry, {"body": "Czwarta."}, "Dane osobowe w treści", hide=True)
    transaction.commit()
    return entry


def test_editions_are_read_and_compared(changed):
    visitor = Browser(changed.absolute_url()).open()
    assert "Uznaje się za doręczone" in visitor.text
    last, _second, first = visitor.links("Porównaj z poprzednią wersją")
    visitor.open(first)
    assert visitor.page.xpath("//del")[0].text_content().startswith("warunki zabudowy")
    assert "inne warunki" in visitor.page.xpath("//ins")[0].text_content()
    assert "Sprostowanie" in visitor.text
    visitor.open(visitor.links("Przed zmianą")[0])
    assert "Ustala się warunki zabudowy." in visitor.text
    file = visitor.open(visitor.links("decyzja-jawna.txt")[0])
    assert file.text == "Treść jawna"
    hidden = Browser(changed.absolute_url()).open(last)
    assert "zawierała dane osobowe" in hidden.text and "inne warunki" not in hidden.text
    digest = changed.earlier[0].files[0].sha256
    assert hidden.open(f"{changed.absolute_url()}/@@edition-file/3/{digest}").status == 404
    assert hidden.open(f"{changed.absolute_url()}/@@edition?number=9").status == 404


def test_the_log_is_verified_with_the_recipe_of_the_page(changed, served):
    visitor = Browser(f"{served.unit.absolute_url()}/bip").open("/@@changes")
    visitor.open(visitor.links("Jak sprawdzić rejestr zmian")[0])
    assert "Wszystkie wiersze do siebie pasują: 4." in visitor.text
    lines = visitor.session.get(visitor.links("Pobierz cały rejestr")[0], timeout=60).content
    recipe = visitor.page.xpath("//pre")[0].text_content()
    assert recipe.startswith(RECIPE[:40])
    done = subprocess.run([sys.executable, "-c", recipe], input=lines, capture_output=True, timeout=60)
    with reader() as connection:
        (head,) = connection.execute(
            "SELECT digest FROM site.bip_change ORDER BY place DESC LIMIT 1"
        ).fetchone()
    assert done.stdout.decode().strip() == head and head in visitor.text
    spoiled = lines.replace(b"Sprostowanie", b"Poprawka...")
    assert subprocess.run(
        [sys.executable, "-c", recipe], input=spoiled, capture_output=True, timeout=60
    ).returncode


def test_planning_and_exclusion_by_form_and_over_rest(served, functional):
    section = served.unit["bip"]["obwieszczenia"]
    with served.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA)
    transaction.commit()
    url = entry.absolute_url()
    editor = Browser(url, "maria.bip").open()
    editor.open(editor.links("Wyłącz część informacji")[0])
    assert editor.send(scope="Imiona stron").status == 400
    words = {"basis": "art. 5 ust. 2 u.d.i.p.", "person": "Maria Redaktor", "interest": "osoba fizyczna"}
    assert "art. 5 ust. 2" in editor.send(scope="Imiona stron", **words).text
    editor.open(editor.links("Opublikuj później")[0])
    assert editor.send(publish_at="2020-01-01T10:00").status == 400
    editor.send(publish_at="2099-01-01T10:00", until="2099-02-01")
    assert "Stanie się jawny sam: 1 stycznia 2099, 10:00" in editor.text
    client = Client(functional["portal"].absolute_url(), "maria.bip", PASSWORD, "bip")
    assert client.send("DELETE", f"{url}/@plan", record="plan_delete").json()["state"] == "draft"
    body = {"publish_at": "2099-01-01T10:00", "until": "2099-02-01"}
    planned = client.send("POST", f"{url}/@plan", body, record="plan_post").json()
    assert planned["state"] == "planned" and planned["exclusions"][0]["basis"] == "art. 5 ust. 2 u.d.i.p."
    assert client.send("POST", f"{url}/@plan", {"publish_at": "jutro"}).json()["reason"] == "not_a_moment"
    assert Browser(url).open("/@@edition?number=1").page.xpath("//input[@name='__ac_password']")


def test_chain_and_editions_over_rest(changed, served, functional):
    client = Client(functional["portal"].absolute_url(), "maria.bip", PASSWORD, "bip")
    url = f"{served.unit.absolute_url()}/bip"
    rows = client.send("GET", f"{url}/@change-chain?after=1", record="change_chain_get").json()["items"]
    assert [row["place"] for row in rows] == [2, 3, 4]
    assert client.send("GET", f"{url}/@change-chain?after=x").status_code == 400
    items = client.send("GET", f"{changed.absolute_url()}/@editions", record="editions_get").json()["items"]
    assert [item["hidden"] for item in items] == [False, False, True, False] and "body" not in items[2]
