"""The page cache of the running product: pages come from memory, and a change is seen by the very next request."""

import pytest
import requests


pytestmark = pytest.mark.browser

HIT = "X-Infostrada-Cache"


def test_bip_pages_come_from_memory_and_are_never_old(live_site):
    base = f"{live_site.url}/gmina-lipnowo/bip"
    name, password = live_site.login("anna.cichon")
    editor = requests.Session()
    editor.auth, editor.headers["Accept"] = (name, password), "application/json"
    visitor = requests.Session()
    visitor.headers["Accept"] = "text/html"

    def seen(url):
        answer = visitor.get(url, timeout=60)
        return answer.headers.get(HIT), answer.status_code, answer.text

    section = f"{base}/petycje"
    assert any(seen(section)[0] for _n in range(20))
    body = {
        "title": "Wpis pamięci stron 2",
        "kind": "information",
        "content_author": "Urząd",
        "created_on": "2026-11-02",
    }
    made = editor.post(f"{section}/@entries", json={**body, "body": "Pierwsza treść."}, timeout=60)
    assert made.status_code == 201, made.text
    entry = made.json()["@id"]
    assert body["title"] not in seen(section)[2]
    # A draft is the editor's alone: what the editor was answered is not kept for others.
    assert "Pierwsza treść" in editor.get(entry, timeout=60).json()["body"]
    assert "Pierwsza treść" not in seen(entry)[2]
    assert editor.post(f"{entry}/@publication", json={}, timeout=60).status_code == 200
    assert body["title"] in seen(section)[2] and "Pierwsza treść" in seen(entry)[2]
    for number in range(4):
        text = f"Treść numer {number}."
        seen(entry)
        changed = editor.post(f"{entry}/@changes", json={"body": text, "reason": "Zmiana"}, timeout=60)
        assert changed.status_code == 200
        assert text in seen(entry)[2]
    seen(entry)
    assert editor.post(f"{entry}/@withdrawal", json={"reason": "Próba"}, timeout=60).status_code == 200
    gone = seen(entry)
    assert "Treść numer 3" not in gone[2] and "Próba" in gone[2]
    # With credentials nothing comes from memory.
    assert HIT not in editor.get(section, timeout=60).headers
    assert HIT not in visitor.get(section, headers={"Cookie": "__ac=x"}, timeout=60).headers
