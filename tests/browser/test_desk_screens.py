"""The work desk with content in a real browser: axe, narrow screens, keyboard; and its gallery."""

from tests.browser.axe import violations
from tests.browser.people import logged_in

import pytest
import re


pytestmark = pytest.mark.browser

UNIT = "gmina-lipnowo"
# Widths a page must fit, and those it is pictured at.
WIDTHS = (320, 360, 768, 1440)
PICTURED = (360, 1440)
REGISTRY, HEAD, CLERK, OPERATOR = "anna.cichon", "stanislaw.kmiec", "magda.kurek", "operator"
# Colours pass from one look to the other; they are judged when they have.
SETTLED = "async () => { await Promise.allSettled(document.getAnimations().map((one) => one.finished)); }"
# The walk of `test_thread` judges the pages it passes; here stand the others and one of each kind in the dark.
SCREENS = (
    (REGISTRY, "@@letters"),
    (REGISTRY, "@@register-letter"),
    (REGISTRY, "@@outgoing"),
    (REGISTRY, "@@outgoing > tbody th a"),
    (REGISTRY, "@@parties"),
    (REGISTRY, "@@parties > tbody th a"),
    (REGISTRY, "@@scans"),
    (REGISTRY, "@@store"),
    (HEAD, "@@letters?state=waiting > tbody th a"),
    (HEAD, "@@figures"),
    (HEAD, "@@authorisations"),
    (CLERK, "@@my-work"),
    (CLERK, "@@cases"),
    (CLERK, "@@cases > tbody th a"),
    (CLERK, "@@cases > tbody th a > a[href$='@@clock']"),
    (CLERK, "@@cases > tbody th a > a[href$='@@metryka']"),
    (CLERK, "@@cases > tbody th a > a[href$='@@participants']"),
    (CLERK, "@@tasks"),
    (CLERK, "@@tasks > tbody th a"),
    (CLERK, "@@documents"),
    (CLERK, "@@documents > tbody th a"),
    (CLERK, "@@terms"),
    (CLERK, "@@plans"),
    (CLERK, "@@staff"),
    # What the clerk has no right to: the page of refusal.
    (CLERK, "@@unit-settings"),
    (OPERATOR, "@@webhooks"),
    (OPERATOR, "/@@journal"),
    (OPERATOR, "/@@access-log"),
    (OPERATOR, "/@@jobs"),
    (OPERATOR, "/@@status"),
)


@pytest.fixture(scope="module")
def page_of(live_site, chromium):
    """A page of a person, logged in once for all screens."""
    pages = {}

    def page_of(who):
        if who not in pages:
            page = logged_in(chromium, live_site, who, width=1440)
            page.set_default_timeout(20_000)
            page.errors = []
            page.on("pageerror", lambda error: page.errors.append(str(error)))
            pages[who] = page
        return pages[who]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def walk(page_of, live_site):
    """Open an address, then follow the first link each selector finds; a way begun before is not walked again."""
    found = {}

    def walk(who, way):
        page = page_of(who)
        before, _, link = way.rpartition(" > ")
        if before and (who, before) not in found:
            walk(who, before)
        if before:
            if page.url != found[who, before]:
                page.goto(found[who, before])
            page.goto(page.locator(link).first.get_attribute("href"))
        else:
            page.goto(live_site.url + way if way.startswith("/") else f"{live_site.url}/{UNIT}/{way}")
        found[who, way] = page.url
        return page

    return walk


def looked_at(page, gallery, name):
    """No violation, no sideways scroll, readable colours in the dark; a picture of a phone and of a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width in PICTURED:
            gallery.keep(page, f"desk-{name}-{width}-light")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    found = violations(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    assert found == []


@pytest.mark.parametrize(("who", "way"), SCREENS)
def test_screen(walk, gallery, who, way):
    page = walk(who, way)
    assert page.locator("h1").count() == 1
    looked_at(page, gallery, re.sub(r"[^a-z0-9]+", "-", way.lower()).strip("-"))
    assert page.errors == []


def test_refused_form(page_of, live_site, gallery):
    """The form of the registry comes back with its words beside the fields and in the summary."""
    page = page_of(REGISTRY)
    page.goto(f"{live_site.url}/{UNIT}/@@register-letter")
    page.evaluate("document.querySelector('form.is-wide').noValidate = true")
    page.locator("form.is-wide .actions button").first.click()
    page.wait_for_selector(".error-summary")
    looked_at(page, gallery, "register-letter-refused")
    assert "Tytuł pisma: Wypełnij to pole." in page.locator(".error-summary").inner_text()
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.tagName") in ("INPUT", "SELECT", "A")


class TestKeyboard:
    """Eight hours a day without the mouse."""

    def test_rows(self, page_of, live_site):
        page = page_of(HEAD)
        page.goto(f"{live_site.url}/{UNIT}/@@letters?state=waiting")
        here = "document.activeElement.closest('tr')?.rowIndex"
        assert not page.locator(".bulk").is_visible()
        page.keyboard.press("j")
        assert page.evaluate(here) == 1
        page.keyboard.press("j")
        assert page.evaluate(here) == 2
        page.keyboard.press("x")
        assert page.locator("tbody input:checked").count() == 1
        assert page.locator("#register-ticked").inner_text() == "1"
        assert page.locator(".bulk").is_visible()
        page.keyboard.press("k")
        assert page.evaluate(here) == 1
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.type("xjk")
        assert page.locator("tbody input:checked").count() == 1

    def test_single_keys_can_be_turned_off(self, page_of, live_site):
        """WCAG 2.1.4, and it is remembered."""
        page = page_of(HEAD)
        page.goto(f"{live_site.url}/{UNIT}/@@letters?state=waiting")
        page.locator("summary", has_text="Klawisze").click()
        page.locator("input[data-keys]").uncheck()
        page.reload()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('tr')") is None
        page.evaluate("localStorage.clear()")

    def test_a_letter_at_the_counter(self, page_of, live_site):
        """The sender from the register by three letters of the name, the rest typed, on to the next one."""
        page = page_of(REGISTRY)
        page.goto(f"{live_site.url}/{UNIT}/@@register-letter")
        assert page.evaluate("document.activeElement.name") == "party_words"
        page.keyboard.type("now")
        page.wait_for_selector("[role=listbox] [role=option]")
        assert violations(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.locator("[name=sender_surname]").input_value() == "Nowicka"
        assert page.locator("[name=building]").input_value() == "8"
        # The sender is known: the next thing to type is the title, then the day as people write it.
        assert page.evaluate("document.activeElement.name") == "title"
        page.keyboard.type("Pismo z okienka")
        page.keyboard.press("Tab")
        page.keyboard.type("11.2025")
        page.select_option("[name=delivery_method]", "osobiście")
        page.keyboard.press("Control+Shift+Enter")
        page.wait_for_selector("#global_statusmessage [role]")
        assert re.search(r"\d+/20\d\d", page.locator("#global_statusmessage").inner_text())
        assert page.locator("[name=title]").input_value() == ""
        assert page.locator("[name=delivery_method]").input_value() == "osobiście"
        assert "Pismo z okienka" in page.locator("section[aria-labelledby=recent]").inner_text()
        # Somebody the register does not know: the name is split, the cursor goes on to the postcode.
        # An address in one line fills in everything; the name alone is completed.
        page.keyboard.type("Jan Żak, ul. Polna 5/2, 87-100 Toruń")
        page.wait_for_function(
            "() => document.querySelector('[role=option]')?.innerText.includes('nazwisko Żak')"
        )
        page.keyboard.press("Enter")
        self.at(page, "title")
        filled = [
            page.locator(f"[name={name}]").input_value()
            for name in ("street", "building", "apartment", "city")
        ]
        assert filled == ["Polna", "5", "2", "Toruń"]
        page.keyboard.press("Escape")
        page.focus("[name=party_words]")
        page.keyboard.type("Zakrzewska Ba")
        page.wait_for_function("() => document.activeElement.value === 'Zakrzewska Barbara'")
        page.keyboard.press("Enter")
        assert page.locator("[name=sender_surname]").input_value() == "Zakrzewska"
        assert page.locator("[name=sender_given_names]").input_value() == "Barbara"
        self.at(page, "postal_code")
        # Enter takes the place most letters come from; what was filled in is told, and Escape takes it back.
        page.wait_for_selector("[role=listbox]:not([hidden]) [role=option]")
        assert violations(page) == []
        page.keyboard.press("Enter")
        self.at(page, "street")
        town = page.locator("[name=city]").input_value()
        assert town
        told = page.locator("[data-filled] [role=status]")
        assert town in told.inner_text()
        page.keyboard.press("Escape")
        assert page.locator("[name=city]").input_value() == ""
        # The town of a whole postcode is filled in; streets of that place are completed, a figure is the number of the house.
        page.focus("[name=postal_code]")
        page.keyboard.type("87099")
        assert page.locator("[name=postal_code]").input_value() == "87-099"
        page.wait_for_function("() => document.querySelector('[name=city]').value !== ''")
        page.locator("[name=city]").fill("Kępa")
        page.focus("[name=street]")
        page.keyboard.type("le")
        page.wait_for_function("() => document.querySelector('[name=street]').value === 'leśna'")
        page.keyboard.type("8/2")
        page.keyboard.press("Enter")
        assert page.locator("[name=street]").input_value() == "Leśna"
        assert page.locator("[name=building]").input_value() == "8"
        assert page.locator("[name=apartment]").input_value() == "2"
        # A title used before is completed; Enter never sends the form, and a key of its own prints the label.
        self.at(page, "title")
        page.keyboard.type("Pismo z o")
        page.wait_for_function("() => document.querySelector('[name=title]').value === 'Pismo z okienka'")
        page.keyboard.press("Enter")
        self.at(page, "letter_date")
        page.keyboard.type("d")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.key") == "F8"
        page.keyboard.press("F8")
        page.wait_for_selector("form[data-print]")
        assert "print=" not in page.url
        self.at(page, "party_words")
        # The day of a letter dated today stays for the next one.
        assert page.locator("[name=letter_date]").input_value() != ""

    def test_from_one_act_to_the_next(self, page_of, live_site):
        """Where one lands after an act, and one key to what follows: the main button, the acts, a field, the case, a search."""
        page = page_of(CLERK)
        page.goto(f"{live_site.url}/{UNIT}/@@my-work")
        page.keyboard.press("z")
        self.at(page, "title")
        page.keyboard.type("Sprawa z klawiatury")
        page.locator("select[name=class_symbol]").select_option(index=1)
        page.locator("[name=title]").press("Control+Enter")
        told = page.locator("#global_statusmessage [role]")
        told.wait_for()
        assert page.evaluate("document.activeElement.getAttribute('role')") == told.get_attribute("role")
        case = page.url
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.page-head')?.tagName") == "HEADER"
        page.keyboard.press("a")
        self.at(page, "template")
        page.keyboard.press("Alt+a")
        here = "document.activeElement.closest('section').getAttribute('aria-labelledby')"
        assert page.evaluate(here) != "documents"
        page.keyboard.press("/")
        self.at(page, "SearchableText")
        # A draft begins at what the case does not say; a key leads back.
        page.locator("select[name=template]").select_option(label="Pismo ogólne")
        page.locator("select[name=template]").press("Control+Enter")
        self.at(page, "strona.nazwa")
        assert violations(page) == []
        page.locator("h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
        page.keyboard.press("s")
        page.wait_for_url(case)

    @staticmethod
    def at(page, name):
        """The cursor comes to a field."""
        page.wait_for_function(f"() => document.activeElement?.name === '{name}'")

    def test_people_are_found_by_words(self, page_of, live_site):
        """A long list of choices is typed into; the form sends what was taken."""
        page = page_of(HEAD)
        page.goto(f"{live_site.url}/{UNIT}/@@letters?state=waiting")
        page.locator("tbody input[type=checkbox]").first.check()
        field = page.get_by_role("combobox", name="Komu")
        field.fill("kurek")
        page.wait_for_selector("[role=listbox]:not([hidden]) [role=option]")
        assert violations(page) == []
        field.press("Enter")
        assert page.locator("select[name=assignee]").input_value() == CLERK
        field.fill("")
        field.press("Tab")
        assert page.locator("select[name=assignee]").input_value() == ""


class TestTelephone:
    """The sections of a case are its list of contents there."""

    def test_sections_fold(self, walk):
        page = walk(CLERK, "@@cases > tbody th a")
        page.set_viewport_size({"width": 390, "height": 844})
        head = page.locator("#metryka > button")
        table = page.locator("section[aria-labelledby=metryka] tbody tr").first
        assert head.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.documentElement.scrollHeight") < 3_000
        head.focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-expanded") == "true"
        table.wait_for(state="visible")
        assert violations(page) == []
        head.click()
        page.goto(page.url.partition("#")[0] + "#tasks")
        assert page.locator("#tasks > button").get_attribute("aria-expanded") == "true"
        assert head.get_attribute("aria-expanded") == "false"
        page.set_viewport_size({"width": 1440, "height": 900})
        assert page.locator(".fold-head").count() == 0
        assert table.is_visible()
        assert page.errors == []

    @pytest.mark.parametrize(
        ("who", "way", "most"),
        [
            (HEAD, "@@figures", 2_300),
            (HEAD, "@@letters?state=waiting > tbody th a", 2_200),
            (CLERK, "@@cases > tbody th a > a[href$='@@metryka']", 1_500),
        ],
    )
    def test_other_long_pages_fold(self, walk, who, way, most):
        """What is acted on stays open; the rest is a list of headings."""
        page = walk(who, way)
        page.set_viewport_size({"width": 390, "height": 844})
        heads = page.locator(".fold-head")
        heads.nth(1).wait_for()
        shown = heads.evaluate_all("each => each.filter((head) => head.ariaExpanded === 'true').length")
        assert shown == page.locator(".beside .fold-head").count()
        assert page.evaluate("document.documentElement.scrollHeight") < most
        assert violations(page) == []
        page.set_viewport_size({"width": 1440, "height": 900})
        heads.first.wait_for(state="detached")
