"""Public pages in a real browser: axe, narrow screens, keyboard, the reader's look; and a gallery."""

from tests.browser.axe import violations

import gzip
import pytest
import re


pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
# Structure is the same in every look; colours are judged once in each.
CHECKED = {"light": (360, 1440), "dark": (1440,), "contrast": (360,)}
PAGES = (
    "/",
    "/login",
    "/@@search?SearchableText=urzad",
    "/@@search?SearchableText=qqqqq",
    "/sitemap",
    "/contact-info",
    "/accessibility-info",
    "/logged-out",
    "/nie-ma-takiej-strony",
    "/gmina-lipnowo",
    "/gmina-lipnowo/zalatw-sprawe",
    "/gmina-lipnowo/zalatw-sprawe/warunki-zabudowy",
)


@pytest.fixture(scope="module", params=["light", "dark", "contrast"])
def visitor(request, live_site, chromium):
    """A page of a Polish visitor who likes one of the three looks."""
    scheme = "dark" if request.param == "dark" else "light"
    context = chromium.new_context(locale="pl-PL", color_scheme=scheme)
    if request.param == "contrast":
        context.add_cookies([{"name": "look", "value": "contrast", "url": live_site.url}])
    page = context.new_page()
    page.look = request.param
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_public_page(visitor, live_site, gallery, path):
    """No violation, no sideways scroll, no error in the console; one picture per width."""
    errors = []
    visitor.on("pageerror", lambda error: errors.append(str(error)))
    visitor.goto(live_site.url + path)
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "front"
    for width in WIDTHS:
        visitor.set_viewport_size({"width": width, "height": 900})
        assert visitor.evaluate("document.documentElement.scrollWidth") <= width
        gallery.keep(visitor, f"{name}-{width}-{visitor.look}")
        if width in CHECKED[visitor.look]:
            assert violations(visitor) == []
    visitor.set_viewport_size({"width": 320, "height": 700})
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
    assert errors == []


@pytest.fixture
def phone(live_site, chromium):
    """A telephone whose browser runs no scripts."""
    context = chromium.new_context(
        locale="pl-PL", java_script_enabled=False, viewport={"width": 360, "height": 780}
    )
    yield context.new_page()
    context.close()


def test_menu_search_and_look_without_scripts(phone, live_site):
    phone.goto(live_site.url)
    phone.locator("details.menu > summary").click()
    panel = phone.locator(".menu-panel")
    assert panel.is_visible()
    panel.locator("details.drop > summary").click()
    panel.get_by_role("button", name="Ciemny").click()
    assert phone.locator("html").get_attribute("data-look") == "dark"
    phone.locator("details.menu > summary").click()
    phone.locator("#search-menu").fill("urząd")
    phone.locator("#search-menu").press("Enter")
    assert "SearchableText=" in phone.url
    assert phone.locator("h1").inner_text() == "Szukaj"


def test_keyboard_reaches_the_content_first(live_site, chromium):
    page = chromium.new_page(locale="pl-PL")
    page.goto(live_site.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator("a.skip").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_escape_closes_a_panel_and_gives_focus_back(live_site, chromium):
    page = chromium.new_page(locale="pl-PL", viewport={"width": 1280, "height": 800})
    page.goto(live_site.url)
    summary = page.locator(".masthead-row > .tools details.drop > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".masthead-row > .tools .drop-panel").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.locator(".masthead-row > .tools .drop-panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.close()


def test_what_a_page_loads_weighs_at_most_100_kilobytes_of_styles_and_scripts(live_site, chromium):
    page = chromium.new_page()
    loaded = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto(live_site.url)
    page.wait_for_load_state("networkidle")
    kinds = [answer for answer in loaded if answer.request.resource_type in ("stylesheet", "script")]
    assert kinds
    assert sum(len(gzip.compress(answer.body())) for answer in kinds) <= 100_000
    assert all(answer.url.startswith(live_site.url) for answer in loaded)
    page.close()
