"""The bulletin in a real browser: no axe violation, no sideways scroll, on a telephone and a desk."""

from tests.browser.axe import violations

import json
import pytest


pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)
SECTION = "gmina-lipnowo/bip/petycje"


@pytest.fixture(scope="module")
def visitor(live_site, chromium):
    context = chromium.new_context(locale="pl-PL")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def entry(visitor, live_site):
    """Address of the newest entry of a demo bulletin."""
    answer = visitor.request.get(f"{live_site.url}/gmina-lipnowo/bip", headers={"Accept": "application/json"})
    return json.loads(answer.text())["newest"][0]["@id"]


def check(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


@pytest.mark.parametrize("path", ["/gmina-lipnowo/bip", f"/{SECTION}", "/gmina-lipnowo/bip/@@changes"])
def test_public_page(visitor, live_site, path):
    visitor.goto(live_site.url + path)
    assert visitor.locator("main a[href='https://www.gov.pl/bip'] svg").count() == 1
    check(visitor)


def test_entry(visitor, entry):
    visitor.goto(entry)
    assert visitor.locator("main .sheet").count() == 1
    visitor.locator("summary", has_text="Menu przedmiotowe").click()
    assert visitor.locator("#content").get_by_role("link", name="Oświadczenia majątkowe").first.is_visible()
    check(visitor)


def test_forms_of_the_editor(editor, live_site, entry):
    for address in (
        f"{live_site.url}/{SECTION}/@@write",
        f"{entry}/@@change-entry",
        f"{entry}/@@withdraw-entry",
        f"{live_site.url}/gmina-lipnowo/bip/@@archive-import",
    ):
        editor.goto(address)
        assert editor.locator("form.form button[type=submit]").is_visible()
        assert violations(editor) == []


@pytest.mark.parametrize("register", ["uchwaly", "interpelacje", "umowy"])
def test_register(visitor, live_site, register):
    visitor.goto(f"{live_site.url}/gmina-lipnowo/bip/rejestr/{register}")
    check(visitor)


def test_vote_by_name(visitor, live_site):
    answer = visitor.request.get(
        f"{live_site.url}/gmina-lipnowo/bip/@register?name=vote&size=1",
        headers={"Accept": "application/json"},
    )
    visitor.goto(json.loads(answer.text())["items"][0]["@id"])
    assert visitor.locator("table.register tbody tr").count() == 15
    check(visitor)


def test_register_forms(editor, live_site):
    bip = f"{live_site.url}/gmina-lipnowo/bip"
    for path in (
        "@@register-desk?register=interpellation",
        "rada/@@register-write?register=vote",
        "umowy/@@register-import?register=contract",
    ):
        editor.goto(f"{bip}/{path}")
        check(editor)


def test_bip_12_reading_needs_no_scripts_and_nothing_is_locked(chromium, live_site, entry):
    """Without scripts, at 320 px, on paper: the text is there, may be selected, and nothing catches copying."""
    context = chromium.new_context(
        locale="pl-PL", java_script_enabled=False, viewport={"width": 320, "height": 700}
    )
    page = context.new_page()
    for address in (entry, f"{live_site.url}/gmina-lipnowo/bip/rejestr/uchwaly"):
        page.goto(address)
        assert page.locator("main h1").is_visible()
        source = page.content()
        assert not any(word in source for word in ("oncopy", "oncontextmenu", "onselectstart", "user-select"))
        box = page.locator("main").bounding_box()
        assert box is not None and box["x"] + box["width"] <= 320
        page.emulate_media(media="print")
        assert page.locator("main h1").is_visible()
        assert page.locator(".masthead .search-box:visible").count() == 0
        # A sheet says where it comes from, and what is a table stays one.
        assert address in page.locator(".only-print").inner_text()
        for table in page.locator("table.register").all():
            assert table.evaluate("table => getComputedStyle(table).display") == "table"
        page.emulate_media(media="screen")
    context.close()


def test_the_keyboard_alone_leads_to_the_text_and_to_the_search(chromium, live_site):
    """The first Tab stands on the link to the text, Enter follows it; words and Enter search the bulletin, Enter opens what was found."""
    context = chromium.new_context(locale="pl-PL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_site.url}/gmina-lipnowo/bip")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    assert page.locator("main").count() == page.locator("main h1").count() == 1
    page.locator("main input[type=search]").focus()
    page.keyboard.type("kontrola")
    page.keyboard.press("Enter")
    page.wait_for_url("**/@@find-entries?q=kontrola")
    found = page.locator("main .entries a", has_text="Kontrola")
    # A site just made finds an entry as soon as the worker has read its text.
    for _turn in range(120):
        if found.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert "Znalezione wpisy" in page.locator("main [role=status]").inner_text()
    title = found.first.inner_text()
    while not found.first.evaluate("link => link === document.activeElement"):
        assert page.evaluate("!document.activeElement.closest('.foot')"), "Tab went past what was found"
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bip/kontrole/**")
    assert page.locator("main h1").inner_text() == title
    context.close()
