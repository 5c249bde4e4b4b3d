"""The gate and the redaction editor in a real browser: drawing with the mouse, and no axe violation on its pages."""

from infostrada.site.bip.pdf.phrases import places_of
from tests.browser.axe import violations
from tests.site.bip.gate import files

import base64
import pytest
import requests


pytestmark = pytest.mark.browser

EDITOR = "anna.cichon"
SECTION = "gmina-lipnowo/bip/petycje"
A4_WIDE = 595


@pytest.fixture(scope="module")
def api(live_site):
    """The editor over REST."""
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    name, password = live_site.login(EDITOR)
    body = {"login": name, "password": password}
    token = session.post(f"{live_site.url}/@login", json=body, timeout=60).json()["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return session


@pytest.fixture(scope="module")
def draft(live_site, api):
    """A draft with a PDF that has a line to hide and a PESEL."""
    content = (
        files.line("Tajne haslo") + files.line(f"PESEL {files.PESEL}", y=500) + files.line("Reszta", y=600)
    )
    data = base64.b64encode(files.saved(files.pdf(content))).decode()
    body = {
        "title": "Decyzja do zaciemnienia",
        "kind": "decision",
        "content_author": "Jan Nowak, kierownik",
        "created_on": "2026-11-20",
        "files": [
            {"filename": "decyzja.pdf", "data": data, "encoding": "base64", "content-type": "application/pdf"}
        ],
    }
    return api.post(f"{live_site.url}/{SECTION}/@entries", json=body, timeout=60).json()


def test_pages_of_the_gate(editor, draft):
    for name in ("check", f"redact?file={draft['files'][0]['sha256']}", "plan-entry", "exclude"):
        editor.goto(f"{draft['@id']}/@@{name}")
        assert editor.evaluate("document.documentElement.scrollWidth") <= 1280
        assert violations(editor) == []


def test_drawing_burns_out_what_was_drawn_over(editor, api, draft):
    editor.goto(f"{draft['@id']}/@@redact?file={draft['files'][0]['sha256']}")
    paper = editor.locator(".redact-paper").first
    paper.locator("img").evaluate("image => image.decode()")
    paper.scroll_into_view_if_needed()

    def drag(left, top, right, bottom):
        frame = paper.bounding_box()
        scale = frame["width"] / A4_WIDE
        editor.mouse.move(frame["x"] + left * scale, frame["y"] + top * scale)
        editor.mouse.down()
        editor.mouse.move(frame["x"] + right * scale, frame["y"] + bottom * scale, steps=4)
        editor.mouse.up()

    drag(68, 105, 180, 128)
    drag(60, 225, 200, 250)
    assert editor.locator("input[name='boxes:list']").count() == 2
    # The second place covers "Reszta" and is taken back.
    editor.locator(".redact-drawn button").nth(1).click()
    editor.locator("form#redaction button[type=submit]").click()
    editor.wait_for_url("**/@@check")
    (file,) = api.get(draft["@id"], timeout=60).json()["files"]
    data = api.get(file["download"], timeout=60).content
    assert not list(places_of(data, "haslo")) and not list(places_of(data, files.PESEL))
    assert list(places_of(data, "Reszta"))


def test_the_keyboard_alone_burns_out_a_place(live_site, editor, api):
    """Add, move, resize, take back, burn; every step is said. Millimetres of A4 are checked by hand: 1 mm is 72/25.4 points."""
    content = files.line("Tajne haslo") + files.line("Reszta", y=600)
    data = base64.b64encode(files.saved(files.pdf(content))).decode()
    body = {
        "title": "Decyzja z klawiatury",
        "kind": "decision",
        "content_author": "Jan Nowak, kierownik",
        "created_on": "2026-11-20",
        "files": [{"filename": "decyzja.pdf", "data": data, "content-type": "application/pdf"}],
    }
    made = api.post(f"{live_site.url}/{SECTION}/@entries", json=body, timeout=60).json()
    editor.goto(f"{made['@id']}/@@redact?file={made['files'][0]['sha256']}")
    editor.locator(".redact-paper img").first.evaluate("image => image.decode()")

    def press(*keys):
        for key in keys:
            editor.keyboard.press(key)

    def heard():
        return editor.locator("#redact-said[role=status]").text_content()

    def values():
        fields = editor.locator(".redact-drawn li").last.locator("input[type=number]")
        return [float(field.input_value()) for field in fields.all()]

    adding = editor.get_by_role("button", name="Dodaj miejsce na stronie 1")
    adding.focus()
    press("Enter")
    assert heard() == "Dodano: Miejsce 1 na stronie 1."
    bar = editor.locator(".redact-bar")
    assert bar.evaluate("bar => bar === document.activeElement")
    assert (
        "Strzałki je przesuwają" in editor.locator(f"#{bar.get_attribute('aria-describedby')}").text_content()
    )
    # A third of 595 points wide and in the middle: 70 mm wide, from 70 mm on; 842/40 points high, from 144.6 mm on.
    assert values() == [70.0, 144.8, 70.0, 7.4]
    press("ArrowRight", "Control+ArrowUp", "Shift+ArrowDown", "Control+Shift+ArrowLeft")
    assert values() == [71.0, 134.8, 60.0, 8.4]
    assert bar.get_attribute("aria-label") == heard()
    assert heard() == (
        "Miejsce 1 na stronie 1: 71 mm od lewej, 134,8 mm od góry, szerokość 60 mm, wysokość 8,4 mm"
    )
    press("Delete")
    assert bar.count() == 0 and heard() == "Cofnięto: Miejsce 1 na stronie 1."
    assert adding.evaluate("button => button === document.activeElement")
    # The line of the secret stands 108 to 125 points from the top: 38 to 45 mm. Written as numbers, reached by Tab.
    press("Enter")
    fields = editor.locator(".redact-drawn input[type=number]")
    for field, number in zip(fields.all(), ("24", "38", "60", "7"), strict=True):
        field.focus()
        press("Control+a")
        editor.keyboard.type(number)
    press("Tab")
    assert values() == [24.0, 38.0, 60.0, 7.0]
    assert editor.get_by_role("button", name="Cofnij: Miejsce 2 na stronie 1").count() == 1
    assert violations(editor) == []
    editor.locator("form#redaction button[type=submit]").focus()
    press("Enter")
    editor.wait_for_url("**/@@check")
    (file,) = api.get(made["@id"], timeout=60).json()["files"]
    kept = api.get(file["download"], timeout=60).content
    assert not list(places_of(kept, "haslo")) and list(places_of(kept, "Reszta"))
