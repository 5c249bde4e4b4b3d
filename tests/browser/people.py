"""Somebody of an office at a browser: logs in, follows links, sends forms, looks at the page."""

from tests.browser.axe import violations


DESKTOP = {"width": 1280, "height": 900}


def log_in(page, site: str, login: str, password: str) -> None:
    """Log in through the form of a site or unit, as people do."""
    page.goto(f"{site}/login")
    page.fill("input[name=__ac_name]", login)
    page.fill("input[name=__ac_password]", password)
    page.press("input[name=__ac_password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))


def logged_in(chromium, live_site, who: str, *, width: int):
    """A page of a browser of their own in which one of the demo's people is logged in."""
    page = chromium.new_context(locale="pl-PL", viewport={"width": width, "height": 900}).new_page()
    log_in(page, live_site.url, *live_site.login(who))
    return page


class Person:
    """A person logged in through the form of a unit; pictures of what was `seen` begin with `prefix`."""

    prefix = ""
    narrow = 360
    patience = 20_000

    def __init__(self, chromium, gallery, unit: str, login: str, password: str) -> None:
        self.page = chromium.new_context(locale="pl-PL", viewport=DESKTOP).new_page()
        self.page.set_default_timeout(self.patience)
        self.gallery, self.unit, self.errors = gallery, unit, []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        log_in(self.page, unit, login, password)

    def open(self, address: str) -> None:
        """Go to an address, or to a page of the unit."""
        self.page.goto(address if address.startswith("http") else f"{self.unit}/{address}")

    def follow(self, label: str) -> None:
        """Follow a link of the page."""
        with self.page.expect_navigation():
            self.page.locator("#main").get_by_role("link", name=label).first.click()

    def send(self, form: str, **fields) -> None:
        """Fill one of the page's forms in and press its own button; a refusal ends the test with its words."""
        place = self.page.locator(f"form:has(input[name=do][value={form}])")
        if place.is_hidden():
            place.locator("xpath=ancestor::details/summary").click()
        self.fill(place, fields)
        with self.page.expect_navigation():
            place.locator(".actions button[type=submit]").first.click()
        assert self.page.locator(".error-summary").count() == 0, self.text()

    def fill(self, place, fields) -> None:
        """Fill fields in by their names: texts, choices and files."""
        for name, value in fields.items():
            field = place.locator(f"[name='{name}'], [name='{name}:list']")
            if isinstance(value, dict):
                field.set_input_files(value)
            elif field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def seen(self, name: str) -> None:
        """No violation, no error of a script, no sideways scroll on a telephone; pictures of both sizes."""
        assert violations(self.page) == []
        self.picture(name, DESKTOP["width"])
        self.page.set_viewport_size({"width": self.narrow, "height": 800})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.narrow
        self.picture(name, self.narrow)
        self.page.set_viewport_size(DESKTOP)
        assert self.errors == []

    def picture(self, name: str, width: int) -> None:
        """A picture of the whole page for the gallery."""
        self.gallery.keep(self.page, f"{self.prefix}-{name}-{width}")

    def text(self) -> str:
        """What the page says when all of it has come."""
        self.page.wait_for_load_state()
        return self.page.locator("#main").inner_text()

    def leave(self) -> None:
        """Close the browser's window."""
        self.page.context.close()
